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
    SELECT judged_leaf.indicator_id, judged_leaf.gender, max(comparison.year) AS year
    FROM judged_leaf
    CROSS JOIN this_report
    JOIN comparison
        ON comparison.indicator_id = judged_leaf.indicator_id AND comparison.gender = judged_leaf.gender
        AND comparison.year <= judged_leaf.year AND comparison.area_id = this_report.area_id
    WHERE judged_leaf.year IS NOT NULL
    GROUP BY judged_leaf.indicator_id, judged_leaf.gender
)
SELECT
    comparison.indicator_id, comparison.gender,
    CASE comparison.group_kind WHEN 'own' THEN comparison.group_id ELSE comparison.group_kind END AS set_name,
    comparison.group_kind, comparison.group_id, comparison.group_title, comparison.set_hash, comparison.kpi_id,
    comparison.year, comparison.value, sign_of(comparison.direction) AS good,
    threshold.colour_min_n AS min_n, threshold.colour_min_share AS min_share, comparison.n, comparison.n_before,
    comparison.rank, comparison.colour
FROM shown
CROSS JOIN this_report
CROSS JOIN threshold
JOIN comparison
    ON comparison.indicator_id = shown.indicator_id AND comparison.gender = shown.gender AND comparison.year = shown.year
WHERE comparison.area_id = this_report.area_id
ORDER BY comparison.indicator_id, comparison.gender, set_name
