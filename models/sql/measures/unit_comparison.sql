-- table: unit_comparison
-- section: measures.md §8
-- title: Jämförelse av enheter
-- published: 7
-- key: indicator_id, kolada_unit_id, year, gender
-- needs: known_unit_value, indicator, unit, comparison_set, similar_of_year, set_member, series_break, withheld, threshold, this_report,
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
--   direction       text{higher,lower,interval,neutral,open}   «Riktning» which way is better
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
--   n_before        int?    «Antal med värde året före» the same at the measurement before
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
--   change          float?  «Förändring» change against the measurement before; null across a series break
--   set_hash        text    «Gruppens kontrollsumma» hash of the ids that were compared
--   source_label    text    «Källa» the source, as it must be named
--   lineage_id      text    «Spårnummer» leads to where the figure comes from
WITH own_set AS (
    SELECT indicator.indicator_id, indicator.kpi_id, years.year, years.year - indicator.every AS year_before,
        comparison_set.set_no, comparison_set.group_id, comparison_set.group_title, comparison_set.group_year
    FROM indicator
    CROSS JOIN this_report
    JOIN (SELECT DISTINCT kpi_id, year FROM known_unit_value) AS years
        ON years.kpi_id = indicator.kpi_id AND is_wave(years.year, indicator.every, indicator.wave)
    JOIN similar_of_year
        ON similar_of_year.year = years.year AND similar_of_year.service_area = indicator.similar_area
        AND similar_of_year.owner_id = this_report.area_id
    JOIN comparison_set ON comparison_set.set_no = similar_of_year.set_no
    WHERE indicator.compare_units AND indicator.indicator_id NOT IN (SELECT indicator_id FROM withheld)
),
member AS (
    SELECT own_set.indicator_id, own_set.kpi_id, own_set.year, own_set.year_before,
        set_member.area_id
    FROM own_set
    JOIN set_member ON set_member.set_no = own_set.set_no
),
compared_unit AS (
    SELECT member.indicator_id, member.year, known_unit_value.gender, known_unit_value.kolada_unit_id,
        known_unit_value.title, known_unit_value.area_id, known_unit_value.value
    FROM member
    JOIN known_unit_value
        ON known_unit_value.kpi_id = member.kpi_id AND known_unit_value.area_id = member.area_id
        AND known_unit_value.year = member.year
),
before AS (
    SELECT member.indicator_id, member.year, known_unit_value.gender, count(*) AS n_before
    FROM member
    JOIN known_unit_value
        ON known_unit_value.kpi_id = member.kpi_id AND known_unit_value.area_id = member.area_id
        AND known_unit_value.year = member.year_before
    GROUP BY member.indicator_id, member.year, known_unit_value.gender
),
statistic AS (
    SELECT
        indicator_id, year, gender, count(*) AS n, min(value) AS min, quartile(value, [0.25, 0.5, 0.75]) AS quartiles,
        max(value) AS max, avg(exact(value)) AS mean,
        sha256(string_agg(kolada_unit_id, ',' ORDER BY kolada_unit_id)) AS set_hash
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
    SELECT compared_unit.*, indicator.kpi_id, indicator.direction,
        CASE WHEN indicator.rankable THEN sign_of(indicator.direction) END AS good
    FROM compared_unit
    CROSS JOIN this_report
    JOIN indicator USING (indicator_id)
    WHERE compared_unit.area_id = this_report.area_id
),
place AS (
    SELECT
        own.indicator_id, own.kolada_unit_id, own.year, own.gender,
        count(*) FILTER ((compared_unit.value - own.value) * own.good > 0) AS n_better,
        count(*) FILTER (compared_unit.value = own.value) AS n_equal
    FROM own
    JOIN compared_unit
        ON compared_unit.indicator_id = own.indicator_id AND compared_unit.year = own.year
        AND compared_unit.gender = own.gender
    GROUP BY own.indicator_id, own.kolada_unit_id, own.year, own.gender
)
SELECT
    this_report.report, own.indicator_id, own.kpi_id, own.direction, own.kolada_unit_id, own.title, unit.unit_id, own.year,
    own.gender, own.value,
    own_set.group_id, own_set.group_title, own_set.group_year,
    statistic.n, before.n_before, statistic.min, statistic.quartiles[1] AS p25, statistic.quartiles[2] AS median,
    statistic.quartiles[3] AS p75, statistic.max, statistic.mean,
    own.value - statistic.quartiles[2] AS difference,
    CASE WHEN own.good IS NOT NULL THEN 1 + place.n_better END AS rank,
    CASE WHEN own.good IS NOT NULL AND statistic.n > 1
        THEN 100 * (statistic.n - place.n_better - place.n_equal + 0.5 * (place.n_equal - 1)) / (statistic.n - 1) END AS score,
    colour_of(own.good, statistic.n, place.n_better, place.n_equal, before.n_before, threshold.colour_min_n,
        threshold.colour_min_share) AS colour,
    coalesce(tied.n_tied, 0) / statistic.n AS tie_share,
    CASE WHEN NOT EXISTS (
        FROM series_break
        WHERE series_break.indicator_id = own.indicator_id
            AND series_break.year BETWEEN own_set.year_before + 1 AND own.year
    ) THEN own.value - known_unit_value.value END AS change,
    statistic.set_hash, figure_origin.processed_label AS source_label
FROM own
CROSS JOIN this_report
CROSS JOIN threshold
JOIN own_set ON own_set.indicator_id = own.indicator_id AND own_set.year = own.year
JOIN statistic ON statistic.indicator_id = own.indicator_id AND statistic.year = own.year AND statistic.gender = own.gender
JOIN place
    ON place.indicator_id = own.indicator_id AND place.kolada_unit_id = own.kolada_unit_id AND place.year = own.year
    AND place.gender = own.gender
JOIN figure_origin ON figure_origin.kpi_id = own.kpi_id
LEFT JOIN tied ON tied.indicator_id = own.indicator_id AND tied.year = own.year AND tied.gender = own.gender
LEFT JOIN before ON before.indicator_id = own.indicator_id AND before.year = own.year AND before.gender = own.gender
LEFT JOIN known_unit_value
    ON known_unit_value.kpi_id = own.kpi_id AND known_unit_value.kolada_unit_id = own.kolada_unit_id
    AND known_unit_value.year = own_set.year_before AND known_unit_value.gender = own.gender
LEFT JOIN unit ON unit.kolada_unit = own.kolada_unit_id
ORDER BY own.indicator_id, own.kolada_unit_id, own.year, own.gender
