-- table: comparison
-- section: measures.md §8
-- key: indicator_id, area_id, year, gender, group_id
-- needs: compared, place_shared, place_similar, comparison_set, indicator, known_value, threshold, this_report,
--   figure_origin
-- what: Every municipality's place in its sets, for the years that the report may use (the report's year less the
--   indicator's lag, and later); for the report's own municipality every year, as its history. Only the same year is
--   compared, on values as stored, unrounded.
-- parents:
--   value_node  p.latest AND p.kpi_id = f.kpi_id AND p.area_id = f.area_id AND p.year = f.year AND p.gender = f.gender
--   set_node    p.indicator_id = f.indicator_id AND p.year = f.year AND p.gender = f.gender AND p.group_id = f.group_id
--   correction_node  p.kpi_id = f.kpi_id AND p.area_id = f.area_id AND p.year = f.year AND p.gender = f.gender
-- columns:
--   report             text    the report's id
--   indicator_id       text    the indicator
--   kpi_id             text    Kolada's KPI
--   direction          text{higher,lower,interval,neutral}   which way is better
--   area_id            text    the municipality whose place it is
--   year               int[1900..2100]     the year compared
--   gender             text{T,K,M}   T, K or M
--   value              float   its value
--   group_id           text    the set
--   group_kind         text{all,county,similar,own}   which kind of set
--   group_title        text    the set's name
--   group_year         int?    the year of RKA's group
--   n                  int[1..]     areas with a value
--   n_before           int?    areas with a value the year before
--   min                float   the least value
--   p25                float   first quartile (type 7)
--   median             float   the median
--   p75                float   third quartile
--   max                float   the greatest value
--   mean               float   unweighted mean
--   difference         float   value less median
--   riket              float?  Riket as Kolada publishes it
--   rank               int[1..]?    1 is best; ties share the best rank
--   score              float[0..100]?  100·(number worse + ½·number of others tied)/(n − 1)
--   colour             text{green,yellow,red}?   best quarter, middle, worst quarter
--   tie_share          float[0..1]   share of the areas that have the same value as another
--   change             float?  change against the year before; null across a series break
--   slope              float?  change a year over three years, least squares; all three required
--   gender_difference  float?  women's value less men's
--   set_hash           text    hash of the set's members
--   source_label       text    the source, as it must be named
--   lineage_id         text    leads to where the figure comes from
WITH placed AS (
    SELECT * FROM place_shared
    UNION ALL
    SELECT * FROM place_similar
)
SELECT
    this_report.report, compared.indicator_id, indicator.kpi_id, indicator.direction, compared.area_id, compared.year,
    compared.gender, compared.value,
    comparison_set.group_id, comparison_set.group_kind, comparison_set.group_title, comparison_set.group_year,
    placed.n, placed.n_before, placed.min, placed.p25, placed.median, placed.p75, placed.max, placed.mean,
    compared.value - placed.median AS difference,
    riket.value AS riket,
    CASE WHEN compared.good IS NOT NULL THEN 1 + placed.n_better END AS rank,
    CASE WHEN compared.good IS NOT NULL AND placed.n > 1
        THEN 100 * (placed.n - placed.n_better - placed.n_equal + 0.5 * (placed.n_equal - 1)) / (placed.n - 1) END AS score,
    colour_of(compared.good, placed.n, placed.n_better, placed.n_equal, placed.n_before, threshold.colour_min_n,
        threshold.colour_min_share) AS colour,
    placed.n_tied / placed.n AS tie_share, compared.change, compared.slope, compared.gender_difference,
    comparison_set.set_hash,
    figure_origin.processed_label AS source_label,
    short_id(concat_ws('|', 'comparison', this_report.municipality_id, this_report.report, this_report.as_of,
        compared.indicator_id, compared.area_id, compared.year, compared.gender, comparison_set.group_id)) AS lineage_id
FROM placed
CROSS JOIN this_report
CROSS JOIN threshold
JOIN compared ON compared.cell = placed.cell
JOIN comparison_set ON comparison_set.set_no = placed.set_no
JOIN indicator ON indicator.indicator_id = compared.indicator_id
JOIN figure_origin ON figure_origin.kpi_id = indicator.kpi_id
LEFT JOIN (SELECT * FROM known_value WHERE area_id = '0000') AS riket
    ON riket.kpi_id = indicator.kpi_id AND riket.year = compared.year AND riket.gender = compared.gender
WHERE compared.area_id = this_report.area_id OR this_report.places = 'all'
    AND compared.year >= this_report.year - indicator.lag
ORDER BY compared.indicator_id, comparison_set.group_kind, comparison_set.group_id, compared.year, compared.gender,
    compared.area_id
