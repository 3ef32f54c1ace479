-- table: series_since
-- section: measures.md §8
-- key: indicator_id
-- needs: indicator, series_break, shared_report
-- what: From which year each indicator's series stands unbroken up to the report's year.
-- columns:
--   indicator_id  text   the indicator
--   year          int    the year of the last series break; 0 where there is none
SELECT indicator.indicator_id, coalesce(max(series_break.year) FILTER (series_break.year <= shared_report.year), 0) AS year
FROM indicator
CROSS JOIN shared_report
LEFT JOIN series_break ON series_break.indicator_id = indicator.indicator_id
GROUP BY indicator.indicator_id
ORDER BY indicator.indicator_id
