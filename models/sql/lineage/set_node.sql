-- table: set_node
-- section: measures.md §8
-- key: lineage_id
-- needs: comparison, indicator, this_report
-- what: The values of a set of municipalities in one year: a figure of its own, for they are too many to list under each
--   member's place. What all sets of an indicator stand on alike is gathered under its ground.
-- columns:
--   lineage_id    text   the node
--   ground_id     text   what all sets of the indicator stand on alike
--   indicator_id  text   the indicator
--   kpi_id        text   Kolada's KPI
--   year          int    the year
--   gender        text{T,K,M}   T, K or M
--   group_id      text   the set
--   group_kind    text   which kind of set
--   group_title   text   the set's name
SELECT DISTINCT
    short_id(concat_ws('|', 'set', this_report.municipality_id, this_report.report, this_report.as_of,
        comparison.indicator_id, comparison.year, comparison.gender, comparison.group_id))
        AS lineage_id,
    short_id(concat_ws('|', 'ground', this_report.municipality_id, this_report.report, this_report.as_of,
        comparison.indicator_id)) AS ground_id,
    comparison.indicator_id, comparison.kpi_id, comparison.year, comparison.gender, comparison.group_id,
    comparison.group_kind, comparison.group_title
FROM comparison
CROSS JOIN this_report
ORDER BY comparison.indicator_id, comparison.year, comparison.gender, comparison.group_id
