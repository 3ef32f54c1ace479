-- table: set_node
-- section: measures.md §8
-- key: lineage_id
-- needs: comparison, indicator, this_report
-- what: The values of a set of municipalities in one year: a figure of its own, for they are too many to list under each
--   member's place. What all sets of an indicator stand on alike is gathered under its ground.
-- columns:
--   lineage_id    text   the node
--   ground_id     text   what all sets of the indicator stand on alike
--   indicator_id  text   the indicator
--   kpi_id        text   Kolada's KPI
--   year          int    the year
--   gender        text{T,K,M}   T, K or M
--   group_id      text   the set
--   group_kind    text   which kind of set
--   group_title   text   the set's name
SELECT DISTINCT
    short_id(concat_ws('|', 'set', t.municipality_id, t.report, t.as_of, c.indicator_id, c.year, c.gender, c.group_id))
        AS lineage_id,
    short_id(concat_ws('|', 'ground', t.municipality_id, t.report, t.as_of, c.indicator_id)) AS ground_id,
    c.indicator_id, c.kpi_id, c.year, c.gender, c.group_id, c.group_kind, c.group_title
FROM comparison AS c
CROSS JOIN this_report AS t
ORDER BY c.indicator_id, c.year, c.gender, c.group_id
