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
--   direction          text{higher,lower,interval,neutral}   «Riktning» which way is better
--   area_id            text    «Område» the municipality whose place it is
--   year               int[1900..2100]     «År» the year compared
--   gender             text{T,K,M}   «Kön» T, K or M
--   value              float   «Värde» its value
--   group_id           text    «Grupp» the set
--   group_kind         text{all,county,similar,own}   «Gruppens slag» which kind of set
--   group_title        text    «Gruppens namn» the set's name
--   group_year         int?    «Gruppens år» the year of RKA's group
--   n                  int[1..]     «Antal kommuner» areas with a value
--   n_before           int?    «Antal med värde året före» areas with a value the year before
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
--   change             float?  «Förändring» change against the year before; null across a series break
--   slope              float?  «Lutning, tre år» change a year over three years, least squares; all three required
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
    t.report, c.indicator_id, i.kpi_id, i.direction, c.area_id, c.year, c.gender, c.value,
    s.group_id, s.group_kind, s.group_title, s.group_year,
    p.n, p.n_before, p.min, p.p25, p.median, p.p75, p.max, p.mean,
    c.value - p.median AS difference,
    r.value AS riket,
    CASE WHEN c.good IS NOT NULL THEN 1 + p.n_better END AS rank,
    CASE WHEN c.good IS NOT NULL AND p.n > 1
        THEN 100 * (p.n - p.n_better - p.n_equal + 0.5 * (p.n_equal - 1)) / (p.n - 1) END AS score,
    colour_of(c.good, p.n, p.n_better, p.n_equal, p.n_before, h.colour_min_n, h.colour_min_share) AS colour,
    p.n_tied / p.n AS tie_share, c.change, c.slope, c.gender_difference, s.set_hash,
    o.processed_label AS source_label
FROM placed AS p
CROSS JOIN this_report AS t
CROSS JOIN threshold AS h
JOIN compared AS c ON c.cell = p.cell
JOIN comparison_set AS s ON s.set_no = p.set_no
JOIN indicator AS i ON i.indicator_id = c.indicator_id
JOIN figure_origin AS o ON o.kpi_id = i.kpi_id
LEFT JOIN (SELECT * FROM known_value WHERE area_id = '0000') AS r
    ON r.kpi_id = i.kpi_id AND r.year = c.year AND r.gender = c.gender
WHERE c.area_id = t.area_id OR t.places = 'all' AND c.year >= t.year - i.lag
ORDER BY c.indicator_id, s.group_kind, s.group_id, c.year, c.gender, c.area_id
