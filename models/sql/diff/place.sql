-- table: place
-- section: freezing-and-diff.md, measures.md §8
-- key: indicator_id, gender, set_name
-- needs: judged_leaf, comparison, threshold, this_report
-- what: The places that one report's pages show: the municipality's own, for the year of the value that is judged, with
--   everything that their colour hangs on.
-- columns:
--   indicator_id      text    the indicator
--   gender            text{T,K,M}   whose value is judged
--   set_name          text    all, county, similar, or the own group's id
--   group_kind        text{all,county,similar,own}   which kind of set
--   group_id          text    the set
--   group_title       text    its name
--   set_hash          text    hash of its members
--   kpi_id            text    Kolada's KPI
--   year              int     the year compared
--   value             float   the municipality's value
--   good              int?    1 where higher is better, -1 where lower, null where neither
--   min_n             int     no colours below so many areas
--   min_share         float   no colours while n is below this share of the year before
--   n                 int     areas with a value
--   n_before          int?    areas with a value the year before
--   rank              int?    1 is best
--   colour            text?   best quarter, middle, worst quarter
WITH shown AS (
    -- Of what is foretold, which nobody has yet, the place in the newest year stands.
    SELECT l.indicator_id, l.gender, max(c.year) AS year
    FROM judged_leaf AS l
    CROSS JOIN this_report AS t
    JOIN comparison AS c
        ON c.indicator_id = l.indicator_id AND c.gender = l.gender AND c.year <= l.year AND c.area_id = t.area_id
    WHERE l.year IS NOT NULL
    GROUP BY l.indicator_id, l.gender
)
SELECT
    c.indicator_id, c.gender, CASE c.group_kind WHEN 'own' THEN c.group_id ELSE c.group_kind END AS set_name,
    c.group_kind, c.group_id, c.group_title, c.set_hash, c.kpi_id, c.year, c.value, sign_of(c.direction) AS good,
    h.colour_min_n AS min_n, h.colour_min_share AS min_share, c.n, c.n_before, c.rank, c.colour
FROM shown AS s
CROSS JOIN this_report AS t
CROSS JOIN threshold AS h
JOIN comparison AS c ON c.indicator_id = s.indicator_id AND c.gender = s.gender AND c.year = s.year
WHERE c.area_id = t.area_id
ORDER BY c.indicator_id, c.gender, set_name
