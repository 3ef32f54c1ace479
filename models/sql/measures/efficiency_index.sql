-- table: efficiency_index
-- section: measures.md §9
-- title: Kvalitet och resurser
-- published: 15
-- key: service_area, area_id, year, group_kind
-- figure: service_area, area_id, year, group_id
-- needs: component_score, service_component, comparison_set, indicator, figure_origin, threshold, this_report
-- what: Quality and resources of each service area beside each other, for every municipality, against all and against its
--   similar ones. Quality is the mean score of the quality components that have one, where enough of them do; resources the
--   score of the resource component, where lower is better; efficiency the mean of the two, with its least and greatest by
--   other choices as good, and none where these lie too far apart. Places, not amounts: never
--   compared between years, and not RKA's own index, which is taken in as it is as an indicator of its own.
-- parents:
--   index_node  p.service_area = f.service_area AND p.area_id = f.area_id AND p.year = f.year AND p.group_id = f.group_id
--   definition_node  p.section = 'service_areas' AND p.id = f.service_area
--   model_node  p.model = 'efficiency_index'
-- columns:
--   report            text    «Rapport» the report's id
--   service_area      text    «Verksamhetsområde» the service area's id
--   area_id           text    «Område» the municipality
--   year              int     «År» the year of every value
--   group_kind        text{all,similar}   «Gruppens slag» which kind of set
--   group_id          text    «Grupp» the set
--   group_year        int?    «Gruppens år» the year of RKA's group
--   quality           float?  «Kvalitet» mean score of the quality components; null where too few have one
--   resources         float?  «Resurser» score of the resource component, lower is better
--   efficiency        float?  «Samlat index» (quality + resources)/2; null where either is, or where its least and greatest lie more than 25 apart
--   efficiency_low    float?  «Samlat index, minst» the least of it with one quality component left out, and weights from ¼ to ¾
--   efficiency_high   float?  «Samlat index, störst» the greatest
--   n_components      int     «Antal kvalitetsmått» quality components with a score
--   share_components  float   «Andel mått med värde» of those declared
--   set_hash          text    «Gruppens kontrollsumma» hash of the set's members
--   source_label      text    «Källa» the source, as it must be named
--   lineage_id        text    «Spårnummer» leads to where the figure comes from
WITH declared AS (
    SELECT service_component.service_area, count(*) FILTER (service_component.part = 'quality') AS n_declared,
        max(figure_origin.processed_label) AS source_label,
        max(indicator.lag) AS lag
    FROM service_component
    JOIN indicator USING (indicator_id)
    LEFT JOIN figure_origin USING (kpi_id)
    GROUP BY service_component.service_area
),
-- The scores are added in the order of the components, so that the same input gives the same bytes.
summed AS (
    SELECT
        service_area, area_id, year, set_no, count(*) FILTER (part = 'quality') AS n_components,
        list_sum(list(score ORDER BY indicator_id) FILTER (part = 'quality')) AS score_sum,
        min(score) FILTER (part = 'quality') AS least, max(score) FILTER (part = 'quality') AS greatest,
        max(score) FILTER (part = 'resource') AS resources
    FROM component_score
    GROUP BY service_area, area_id, year, set_no
),
judged AS (
    SELECT
        summed.*, declared.n_declared, declared.source_label, declared.lag,
        CASE WHEN summed.n_components >= written(threshold.min_component_share) * declared.n_declared
            THEN summed.score_sum / summed.n_components END AS quality
    FROM summed
    JOIN declared USING (service_area)
    CROSS JOIN threshold
),
-- The mean without the best component is the least there is, and without the worst the greatest; with one alone none is left out.
varied AS (
    SELECT *,
        CASE WHEN n_components > 1 THEN (score_sum - greatest) / (n_components - 1) ELSE quality END AS quality_low,
        CASE WHEN n_components > 1 THEN (score_sum - least) / (n_components - 1) ELSE quality END AS quality_high
    FROM judged
),
bounded AS (
    SELECT *,
        CASE WHEN quality IS NOT NULL THEN lesser(quality_low + 3 * resources, 3 * quality_low + resources) / 4 END AS lowest,
        CASE WHEN quality IS NOT NULL THEN greater(quality_high + 3 * resources, 3 * quality_high + resources) / 4 END AS highest
    FROM varied
)
SELECT
    this_report.report, judged.service_area, judged.area_id, judged.year, comparison_set.group_kind, comparison_set.group_id,
    comparison_set.group_year, judged.quality, judged.resources,
    CASE WHEN round(judged.highest - judged.lowest, 9) <= 25 THEN (judged.quality + judged.resources) / 2 END AS efficiency,
    judged.lowest AS efficiency_low, judged.highest AS efficiency_high, judged.n_components,
    judged.n_components / judged.n_declared AS share_components,
    comparison_set.set_hash, judged.source_label
FROM bounded AS judged
CROSS JOIN this_report
JOIN comparison_set ON comparison_set.set_no = judged.set_no
WHERE judged.area_id = this_report.area_id OR this_report.places = 'all' AND judged.year >= this_report.year - judged.lag
ORDER BY judged.service_area, comparison_set.group_kind, comparison_set.group_id, judged.year, judged.area_id
