-- table: efficiency_index
-- section: measures.md §9
-- title: Kvalitet och resurser
-- published: 15
-- key: service_area, area_id, year, group_kind
-- figure: service_area, area_id, year, group_id
-- needs: component_score, service_component, comparison_set, indicator, figure_origin, threshold, this_report
-- what: Quality and resources of each service area beside each other, for every municipality, against all and against its
--   similar ones. Quality is the mean score of the quality components that have one, where enough of them do; resources the
--   score of the resource component, where lower is better; efficiency the mean of the two. Places, not amounts: never
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
--   efficiency        float?  «Samlat index» (quality + resources)/2; null where either is
--   n_components      int     «Antal kvalitetsmått» quality components with a score
--   share_components  float   «Andel mått med värde» of those declared
--   set_hash          text    «Gruppens kontrollsumma» hash of the set's members
--   source_label      text    «Källa» the source, as it must be named
--   lineage_id        text    «Spårnummer» leads to where the figure comes from
WITH declared AS (
    SELECT s.service_area, count(*) FILTER (s.part = 'quality') AS n_declared, max(o.processed_label) AS source_label,
        max(i.lag) AS lag
    FROM service_component AS s
    JOIN indicator AS i USING (indicator_id)
    LEFT JOIN figure_origin AS o USING (kpi_id)
    GROUP BY s.service_area
),
-- The scores are added in the order of the components, so that the same input gives the same bytes.
summed AS (
    SELECT
        service_area, area_id, year, set_no, count(*) FILTER (part = 'quality') AS n_components,
        list_sum(list(score ORDER BY indicator_id) FILTER (part = 'quality')) AS score_sum,
        max(score) FILTER (part = 'resource') AS resources
    FROM component_score
    GROUP BY service_area, area_id, year, set_no
),
judged AS (
    SELECT
        s.*, d.n_declared, d.source_label, d.lag,
        CASE WHEN s.n_components >= written(h.min_component_share) * d.n_declared THEN s.score_sum / s.n_components END AS quality
    FROM summed AS s
    JOIN declared AS d USING (service_area)
    CROSS JOIN threshold AS h
)
SELECT
    t.report, j.service_area, j.area_id, j.year, s.group_kind, s.group_id, s.group_year, j.quality, j.resources,
    (j.quality + j.resources) / 2 AS efficiency, j.n_components, j.n_components / j.n_declared AS share_components,
    s.set_hash, j.source_label
FROM judged AS j
CROSS JOIN this_report AS t
JOIN comparison_set AS s ON s.set_no = j.set_no
WHERE j.area_id = t.area_id OR t.places = 'all' AND j.year >= t.year - j.lag
ORDER BY j.service_area, s.group_kind, s.group_id, j.year, j.area_id
