-- table: shared_report
-- section: measures.md §1
-- key: as_of
-- needs: this_report
-- what: What the reports made at once have in common: one row. What stands on it, and not on a report by itself, is
--   computed once for all of them.
-- columns:
--   year   int    the reports' year
--   as_of  time   their effective as-of instant, UTC
SELECT DISTINCT year, as_of FROM this_report
