-- table: comparison
-- section: measures.md §8
-- title: Jämförelse
-- published: 4
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
--   report             text    «Rapport» the report's id
--   indicator_id       text    «Indikator» the indicator
--   kpi_id             text    «Nyckeltal» Kolada's KPI
--   direction          text{higher,lower,interval,neutral,open}   «Riktning» which way is better
--   area_id            text    «Område» the municipality whose place it is
--   year               int[1900..2100]     «År» the year compared
--   gender             text{T,K,M}   «Kön» T, K or M
--   value              float   «Värde» its value
--   group_id           text    «Grupp» the set
--   group_kind         text{all,county,similar,own}   «Gruppens slag» which kind of set
--   group_title        text    «Gruppens namn» the set's name
--   group_year         int?    «Gruppens år» the year of RKA's group
--   n                  int[1..]     «Antal kommuner» areas with a value
--   n_before           int?    «Antal med värde året före» areas with a value at the measurement before
--   min                float   «Lägst» the least value
--   p25                float   «Nedre kvartil» first quartile (type 7)
--   median             float   «Median» the median
--   p75                float   «Övre kvartil» third quartile
--   max                float   «Högst» the greatest value
--   mean               float   «Ovägt medel» unweighted mean
--   difference         float   «Mot medianen» value less median
--   riket              float?  «Riket» Riket as Kolada publishes it
--   rank               int[1..]?    «Plats» 1 is best; ties share the best rank
--   score              float[0..100]?  «Poäng» 100·(number worse + ½·number of others tied)/(n − 1)
--   colour             text{green,yellow,red}?   «Färg» best quarter, middle, worst quarter
--   tie_share          float[0..1]   «Andel lika» share of the areas that have the same value as another
--   change             float?  «Förändring» change against the measurement before; null across a series break
--   slope              float?  «Lutning, tre år» change a year over three years (or waves), least squares; all three required
--   gender_difference  float?  «Skillnad kvinnor mot män» women's value less men's
--   set_hash           text    «Gruppens kontrollsumma» hash of the set's members
--   source_label       text    «Källa» the source, as it must be named
--   lineage_id         text    «Spårnummer» leads to where the figure comes from
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
    figure_origin.processed_label AS source_label
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
