-- table: unit_comparison
-- section: measures.md §8
-- title: Jämförelse av enheter
-- published: 7
-- key: indicator_id, kolada_unit_id, year, gender
-- needs: known_unit_value, indicator, unit, comparison_set, set_member, series_break, withheld, threshold, this_report,
--   figure_origin
-- what: The place of each of our schools, preschools and homes among those of similar municipalities, ours with them, by the
--   same rules as the municipality's own place. The municipalities are RKA's group of the value's year, else of the nearest;
--   of two equally near, the earlier. Only the same year is compared, on values as stored, unrounded.
-- parents:
--   value_node       p.latest AND p.kpi_id = f.kpi_id AND p.area_id = f.kolada_unit_id AND p.year = f.year AND
--                    p.gender = f.gender
--   unit_set_node    p.kpi_id = f.kpi_id AND p.year = f.year AND p.gender = f.gender AND p.group_id = f.group_id
--   definition_node  p.section = 'indicators' AND p.id = f.indicator_id OR p.section = 'municipality'
--                    OR p.section = 'units' AND p.id = f.unit_id
--   check_node       p.subject = f.indicator_id
--   model_node       p.model = 'unit_comparison'
-- columns:
--   report          text    «Rapport» the report's id
--   indicator_id    text    «Indikator» the indicator
--   kpi_id          text    «Nyckeltal» Kolada's KPI
--   direction       text{higher,lower,interval,neutral}   «Riktning» which way is better
--   kolada_unit_id  text    «Kolada-enhet» Kolada's id of the school, preschool or home
--   title           text    «Namn» its name
--   unit_id         text?   «Enhet» the unit of the definitions that has this id as its kolada_unit
--   year            int     «År» the year compared
--   gender          text{T,K,M}   «Kön» T, K or M
--   value           float   «Värde» its value
--   group_id        text    «Grupp» the set of municipalities
--   group_title     text    «Gruppens namn» the set's name
--   group_year      int?    «Gruppens år» the year of RKA's group
--   n               int     «Antal enheter» schools, preschools or homes with a value in these municipalities
--   n_before        int?    «Antal med värde året före» the same the year before
--   min             float   «Lägst» the least value
--   p25             float   «Nedre kvartil» first quartile (type 7)
--   median          float   «Median» the median
--   p75             float   «Övre kvartil» third quartile
--   max             float   «Högst» the greatest value
--   mean            float   «Ovägt medel» unweighted mean
--   difference      float   «Mot medianen» value less median
--   rank            int?    «Plats» 1 is best; ties share the best rank
--   score           float?  «Poäng» 100·(number worse + ½·number of others tied)/(n − 1)
--   colour          text{green,yellow,red}?   «Färg» best quarter, middle, worst quarter
--   tie_share       float   «Andel lika» share that have the same value as another
--   change          float?  «Förändring» change against the year before; null across a series break
--   set_hash        text    «Gruppens kontrollsumma» hash of the ids that were compared
--   source_label    text    «Källa» the source, as it must be named
--   lineage_id      text    «Spårnummer» leads to where the figure comes from
WITH similar_of_year AS (
    SELECT i.indicator_id, i.kpi_id, y.year, s.set_no, s.group_id, s.group_title, s.group_year
    FROM indicator AS i
    CROSS JOIN this_report AS t
    JOIN (SELECT DISTINCT kpi_id, year FROM known_unit_value) AS y ON y.kpi_id = i.kpi_id AND y.year <= t.year
    JOIN comparison_set AS s
        ON s.group_kind = 'similar' AND s.service_area = i.similar_area AND s.owner_id = t.area_id
    WHERE i.compare_units AND i.indicator_id NOT IN (SELECT indicator_id FROM withheld)
    QUALIFY row_number() OVER (
        PARTITION BY i.indicator_id, y.year ORDER BY abs(s.group_year - y.year), s.group_year, s.group_id
    ) = 1
),
member AS (
    SELECT y.indicator_id, y.kpi_id, y.year, m.area_id
    FROM similar_of_year AS y
    JOIN set_member AS m ON m.set_no = y.set_no
),
compared_unit AS (
    SELECT m.indicator_id, m.year, v.gender, v.kolada_unit_id, v.title, v.area_id, v.value
    FROM member AS m
    JOIN known_unit_value AS v ON v.kpi_id = m.kpi_id AND v.area_id = m.area_id AND v.year = m.year
),
before AS (
    SELECT m.indicator_id, m.year, v.gender, count(*) AS n_before
    FROM member AS m
    JOIN known_unit_value AS v ON v.kpi_id = m.kpi_id AND v.area_id = m.area_id AND v.year = m.year - 1
    GROUP BY m.indicator_id, m.year, v.gender
),
statistic AS (
    SELECT
        indicator_id, year, gender, count(*) AS n, min(value) AS min, quartile(value, [0.25, 0.5, 0.75]) AS quartiles,
        max(value) AS max, avg(exact(value)) AS mean, sha256(string_agg(kolada_unit_id, ',' ORDER BY kolada_unit_id)) AS set_hash
    FROM compared_unit
    GROUP BY indicator_id, year, gender
),
tied AS (
    SELECT indicator_id, year, gender, sum(n) AS n_tied
    FROM (
        SELECT indicator_id, year, gender, count(*) AS n
        FROM compared_unit
        GROUP BY indicator_id, year, gender, value
        HAVING count(*) > 1
    )
    GROUP BY indicator_id, year, gender
),
own AS (
    SELECT u.*, i.kpi_id, i.direction, sign_of(i.direction) AS good
    FROM compared_unit AS u
    CROSS JOIN this_report AS t
    JOIN indicator AS i USING (indicator_id)
    WHERE u.area_id = t.area_id
),
place AS (
    SELECT
        o.indicator_id, o.kolada_unit_id, o.year, o.gender,
        count(*) FILTER ((c.value - o.value) * o.good > 0) AS n_better, count(*) FILTER (c.value = o.value) AS n_equal
    FROM own AS o
    JOIN compared_unit AS c ON c.indicator_id = o.indicator_id AND c.year = o.year AND c.gender = o.gender
    GROUP BY o.indicator_id, o.kolada_unit_id, o.year, o.gender
)
SELECT
    t.report, o.indicator_id, o.kpi_id, o.direction, o.kolada_unit_id, o.title, d.unit_id, o.year, o.gender, o.value,
    y.group_id, y.group_title, y.group_year,
    s.n, b.n_before, s.min, s.quartiles[1] AS p25, s.quartiles[2] AS median, s.quartiles[3] AS p75, s.max, s.mean,
    o.value - s.quartiles[2] AS difference,
    CASE WHEN o.good IS NOT NULL THEN 1 + p.n_better END AS rank,
    CASE WHEN o.good IS NOT NULL AND s.n > 1
        THEN 100 * (s.n - p.n_better - p.n_equal + 0.5 * (p.n_equal - 1)) / (s.n - 1) END AS score,
    colour_of(o.good, s.n, p.n_better, p.n_equal, b.n_before, h.colour_min_n, h.colour_min_share) AS colour,
    coalesce(e.n_tied, 0) / s.n AS tie_share,
    CASE WHEN r.year IS NULL THEN o.value - v.value END AS change,
    s.set_hash, g.processed_label AS source_label
FROM own AS o
CROSS JOIN this_report AS t
CROSS JOIN threshold AS h
JOIN similar_of_year AS y ON y.indicator_id = o.indicator_id AND y.year = o.year
JOIN statistic AS s ON s.indicator_id = o.indicator_id AND s.year = o.year AND s.gender = o.gender
JOIN place AS p
    ON p.indicator_id = o.indicator_id AND p.kolada_unit_id = o.kolada_unit_id AND p.year = o.year AND p.gender = o.gender
JOIN figure_origin AS g ON g.kpi_id = o.kpi_id
LEFT JOIN tied AS e ON e.indicator_id = o.indicator_id AND e.year = o.year AND e.gender = o.gender
LEFT JOIN before AS b ON b.indicator_id = o.indicator_id AND b.year = o.year AND b.gender = o.gender
LEFT JOIN known_unit_value AS v
    ON v.kpi_id = o.kpi_id AND v.kolada_unit_id = o.kolada_unit_id AND v.year = o.year - 1 AND v.gender = o.gender
LEFT JOIN series_break AS r ON r.indicator_id = o.indicator_id AND r.year = o.year
LEFT JOIN unit AS d ON d.kolada_unit = o.kolada_unit_id
ORDER BY o.indicator_id, o.kolada_unit_id, o.year, o.gender
