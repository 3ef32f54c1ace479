-- table: dim_period
-- section: publishing.md
-- title: Perioder
-- key: period_key
-- what: Years and months. A key is the year followed by the month, 00 for the whole year.
-- columns:
--   period_key int «Period» as 202608, or 202600
--   year       int «År» the year
--   month      int? «Månad» the month; null for a whole year
--   tertial    int? «Tertial» 1 to 3; null for a whole year
--   first_day  date «Första dagen» its first day
--   last_day   date «Sista dagen» its last day
SELECT
    100 * year + month AS period_key, year, nullif(month, 0) AS month, CAST(ceil(nullif(month, 0) / 4) AS BIGINT) AS tertial,
    make_date(year, greatest(month, 1), 1) AS first_day,
    last_day(make_date(year, CASE month WHEN 0 THEN 12 ELSE month END, 1)) AS last_day
FROM (SELECT unnest(range(1970, 2051)) AS year) CROSS JOIN (SELECT unnest(range(13)) AS month)
ORDER BY period_key
