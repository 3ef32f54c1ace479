-- table: place_certainty
-- section: measures.md §15
-- title: Platsens säkerhet
-- published: 26
-- key: indicator_id, area_id, year, gender, group_id
-- needs: compared, comparison, comparison_set, set_member, indicator, series_since, value_interval,
--   threshold, this_report
-- what: How sure the own municipality's places are, for the newest year that the report may use: between which places it probably
--   stands, given how much each series moves by chance, and how probable each colour is. Only where enough is known.
-- parents:
--   comparison       p.indicator_id = f.indicator_id AND p.area_id = f.area_id AND p.year = f.year AND p.gender = f.gender
--                    AND p.group_id = f.group_id
--   definition_node  p.section = 'municipality'
--   model_node       p.model = 'place_certainty'
-- columns:
--   report           text    «Rapport» the report's id
--   indicator_id     text    «Indikator» the indicator
--   kpi_id           text    «Nyckeltal» Kolada's KPI
--   area_id          text    «Område» the municipality
--   year             int     «År» the year compared
--   gender           text{T,K,M}   «Kön» T, K or M
--   group_id         text    «Grupp» the set
--   group_kind       text{all,county,similar,own}   «Gruppens slag» which kind of set
--   n                int     «Antal kommuner» areas with a value
--   rank             int     «Plats» its place (§8)
--   noise            float   «Eget brus» how far its value moves by chance: by its margin or how many are behind it (§18), else AMR/1.128
--   n_with_noise     int     «Kommuner med känt brus» areas whose own noise is known, itself among them
--   rank_low         int[1..]   «Plats, bäst» the best place that is probable: the 2.5 % place
--   rank_high        int[1..]   «Plats, sämst» the worst: the 97.5 % place
--   stands           text{among_best,not_told_apart,among_worst}   «Ställning» the whole interval in the better half, in the worse, or neither
--   p_green          float[0..1]?   «Sannolikt bästa fjärdedelen» the probability of each colour; null where there is no colour
--   p_yellow         float[0..1]?   «Sannolikt mitten» of the middle
--   p_red            float[0..1]?   «Sannolikt sämsta fjärdedelen» of the worst quarter
--   colour           text{green,yellow,red}?   «Färg» its colour (§8)
--   colour_certain   bool?   «Säker färg» the colour's probability is at least the least†
--   source_label     text    «Källa» the source, as it must be named
--   lineage_id       text    «Spårnummer» leads to where the figure comes from
WITH own AS MATERIALIZED (
    SELECT
        compared.slot, compared.indicator_id, compared.area_id, compared.year, compared.gender, compared.value, compared.good,
        comparison_set.set_no, comparison.kpi_id, comparison.group_id, comparison.group_kind, comparison.n, comparison.rank,
        comparison.colour, comparison.source_label
    FROM comparison
    JOIN this_report ON this_report.area_id = comparison.area_id
    JOIN comparison_set ON comparison_set.group_id = comparison.group_id
    JOIN indicator ON indicator.indicator_id = comparison.indicator_id
    JOIN compared
        ON compared.indicator_id = comparison.indicator_id AND compared.area_id = comparison.area_id
        AND compared.year = comparison.year AND compared.gender = comparison.gender
    WHERE comparison.rank IS NOT NULL AND comparison.n > 1 AND comparison.year >= this_report.year - indicator.lag
    QUALIFY comparison.year = max(comparison.year) OVER (PARTITION BY comparison.indicator_id, comparison.gender)
),
series AS (
    SELECT compared.indicator_id, compared.gender, compared.area_id,
        leaps_of(list(compared.value ORDER BY compared.year)) AS leaps
    FROM (SELECT DISTINCT indicator_id, gender FROM own) AS asked
    JOIN compared ON compared.indicator_id = asked.indicator_id AND compared.gender = asked.gender
    JOIN series_since
        ON series_since.indicator_id = compared.indicator_id AND compared.year >= series_since.year
    GROUP BY compared.indicator_id, compared.gender, compared.area_id
    HAVING count(*) >= 8
),
-- What is known of the value itself comes before what its series tells.
noise AS MATERIALIZED (
    SELECT
        asked.indicator_id, asked.gender, compared.area_id,
        coalesce((value_interval.high - value_interval.low) / 3.92, noise_of(series.leaps)) AS noise
    FROM (SELECT DISTINCT slot, indicator_id, gender FROM own) AS asked
    JOIN compared ON compared.slot = asked.slot
    LEFT JOIN value_interval
        ON value_interval.indicator_id = compared.indicator_id AND value_interval.area_id = compared.area_id
        AND value_interval.year = compared.year AND value_interval.gender = compared.gender
    LEFT JOIN series
        ON series.indicator_id = compared.indicator_id AND series.gender = compared.gender
        AND series.area_id = compared.area_id
    WHERE value_interval.low IS NOT NULL OR series.area_id IS NOT NULL
),
beside AS MATERIALIZED (
    SELECT own.set_no, own.slot, own.good, compared.area_id, compared.value, noise.noise
    FROM own
    JOIN set_member ON set_member.set_no = own.set_no AND set_member.area_id <> own.area_id
    JOIN compared ON compared.slot = own.slot AND compared.area_id = set_member.area_id
    LEFT JOIN noise
        ON noise.indicator_id = own.indicator_id AND noise.gender = own.gender AND noise.area_id = compared.area_id
),
judged AS MATERIALIZED (
    SELECT own.*, noise.noise, in_set.usual, in_set.n_known + 1 AS n_with_noise
    FROM own
    JOIN noise ON noise.indicator_id = own.indicator_id AND noise.gender = own.gender AND noise.area_id = own.area_id
    JOIN (
        SELECT set_no, slot, median(noise) AS usual, count(noise) AS n_known FROM beside GROUP BY set_no, slot
    ) AS in_set ON in_set.set_no = own.set_no AND in_set.slot = own.slot
    WHERE 2 * (in_set.n_known + 1) >= own.n
),
-- Gauss–Hermite of 21 nodes for e^(−t²), the weights divided by √π: what the own value may be.
node AS (
    SELECT unnest(range(21)) AS node,
        unnest([
            -5.550351873264678, -4.773992343411219, -4.12199554749184, -3.5319728771376777, -2.979991207704598,
            -2.453552124512838, -1.9449629491862537, -1.448934250650732, -0.961499634418369, -0.47945070707910753, 0.0,
            0.47945070707910753, 0.961499634418369, 1.448934250650732, 1.9449629491862537, 2.453552124512838,
            2.979991207704598, 3.5319728771376777, 4.12199554749184, 4.773992343411219, 5.550351873264678
        ]) AS t,
        unnest([
            2.098991219565662e-14, 4.975368604121714e-11, 1.4506612844930877e-08, 1.2253548361482539e-06,
            4.2192347425516774e-05, 0.0007080477954815355, 0.0064396970514087855, 0.03395272978654286, 0.10839228562641945,
            0.21533371569505977, 0.27026018357287707, 0.21533371569505977, 0.10839228562641945, 0.03395272978654286,
            0.0064396970514087855, 0.0007080477954815355, 4.2192347425516774e-05, 1.2253548361482539e-06,
            1.4506612844930877e-08, 4.975368604121714e-11, 2.098991219565662e-14
        ]) AS weight
),
-- How probable it is that each of the others is better than that: what is not known of one's noise is the set's median. The
-- planner computes what is named once only outside a CASE: so is what Φ is taken of.
chanced AS (
    SELECT set_no, slot, n, node, weight, area_id, CASE WHEN noise > 0 THEN share WHEN ahead > 0 THEN 1 ELSE 0 END AS chance
    FROM (
        SELECT *, normal_share(ahead / noise) AS share
        FROM (
            SELECT judged.set_no, judged.slot, judged.n, node.node, node.weight, beside.area_id,
                coalesce(beside.noise, judged.usual) AS noise,
                judged.good * (beside.value - (judged.value + sqrt(2) * judged.noise * node.t)) AS ahead
            FROM judged
            JOIN beside ON beside.set_no = judged.set_no AND beside.slot = judged.slot
            CROSS JOIN node
        ) AS apart
    ) AS shared
),
-- How probable it is that at most so many are: exactly in small sets, else by the normal curve. The sums are of decimals, so
-- that they do not depend on the order of the rows.
spread AS (
    SELECT
        set_no, slot, n, node, any_value(weight) AS weight,
        CAST(sum(CAST(chance AS DECIMAL(18, 15))) AS DOUBLE) AS mean,
        CAST(sum(CAST(chance * (1 - chance) AS DECIMAL(18, 15))) AS DOUBLE) AS variance,
        CASE WHEN n <= 20 THEN number_better(list(chance ORDER BY area_id) FILTER (n <= 20)) END AS exactly
    FROM chanced
    GROUP BY set_no, slot, n, node
),
at_most AS (
    SELECT set_no, slot, place, CAST(sum(CAST(weight * chance AS DECIMAL(18, 15))) AS DOUBLE) AS chance
    FROM (
        SELECT
            set_no, slot, weight, place,
            CASE
                WHEN place = n THEN 1
                WHEN exactly IS NOT NULL THEN list_sum(exactly[1:place])
                WHEN variance = 0 THEN CASE WHEN place - 0.5 > mean THEN 1 ELSE 0 END
                ELSE share
            END AS chance
        FROM (
            SELECT *, normal_share((place - 0.5 - mean) / sqrt(variance)) AS share
            FROM (SELECT *, unnest(range(1, n + 1)) AS place FROM spread) AS of_place
        ) AS shared
    ) AS of_node
    GROUP BY set_no, slot, place
),
placed AS (
    SELECT
        judged.set_no, judged.slot, min(at_most.place) FILTER (at_most.chance >= 0.025) AS rank_low,
        min(at_most.place) FILTER (at_most.chance >= 0.975) AS rank_high,
        coalesce(max(at_most.chance) FILTER (at_most.place = judged.n // 4), 0) AS p_green,
        1 - max(at_most.chance) FILTER (at_most.place = judged.n - judged.n // 4) AS p_red
    FROM judged
    JOIN at_most ON at_most.set_no = judged.set_no AND at_most.slot = judged.slot
    GROUP BY judged.set_no, judged.slot
),
coloured AS (
    SELECT *, least(1, greatest(0, p_green)) AS green, least(1, greatest(0, p_red)) AS red FROM placed
),
told AS (
    SELECT
        judged.*, coloured.rank_low, coloured.rank_high,
        CASE WHEN judged.colour IS NOT NULL THEN coloured.green END AS p_green,
        CASE WHEN judged.colour IS NOT NULL THEN greatest(0, 1 - coloured.green - coloured.red) END AS p_yellow,
        CASE WHEN judged.colour IS NOT NULL THEN coloured.red END AS p_red
    FROM judged
    JOIN coloured ON coloured.set_no = judged.set_no AND coloured.slot = judged.slot
)
SELECT
    this_report.report, told.indicator_id, told.kpi_id, told.area_id, told.year, told.gender, told.group_id, told.group_kind,
    told.n, told.rank, told.noise, told.n_with_noise, told.rank_low, told.rank_high,
    CASE
        WHEN 2 * told.rank_high <= told.n THEN 'among_best'
        WHEN 2 * told.rank_low > told.n + 1 THEN 'among_worst'
        ELSE 'not_told_apart'
    END AS stands,
    told.p_green, told.p_yellow, told.p_red, told.colour,
    CASE told.colour WHEN 'green' THEN told.p_green WHEN 'yellow' THEN told.p_yellow WHEN 'red' THEN told.p_red END
    >= threshold.colour_certainty AS colour_certain,
    told.source_label
FROM told
CROSS JOIN this_report
CROSS JOIN threshold
ORDER BY told.indicator_id, told.group_kind, told.group_id, told.year, told.gender
