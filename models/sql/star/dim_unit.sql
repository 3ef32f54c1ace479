-- table: dim_unit
-- section: publishing.md
-- title: Enheter
-- key: unit_key
-- needs: dim_report, this_report, unit, unit_place, unit_above
-- what: The organisation on the last day of each report's period.
-- columns:
--   unit_key   text «Enhetens nyckel» the unit in the report
--   report_key text «Rapport» the report or edition that says so
--   unit_id    text «Enhet» the unit
--   title      text «Namn» its name
--   level      text{council,executive,committee,joint_committee,company,administration,department,workplace} «Nivå» its level
--   parent_key text? «Enheten ovanför» the unit above
--   committee  text? «Nämnd eller bolag» the committee, company or executive that it belongs to, or is
--   path       text «Väg» its name after those of all units above it
--   valid_from date? «Gäller från» since when it has belonged there
--   valid_to   date? «Gäller till» until when
SELECT
    concat_ws('|', report_key, unit.unit_id) AS unit_key, report_key, unit.unit_id, unit.title, unit.level,
    CASE WHEN unit.parent_id IS NOT NULL THEN concat_ws('|', report_key, unit.parent_id) END AS parent_key,
    committee, path, unit_place.valid_from, unit_place.valid_to
FROM unit
CROSS JOIN dim_report
CROSS JOIN this_report
JOIN (
    SELECT
        unit_above.unit_id, string_agg(above.title, ' / ' ORDER BY steps DESC) AS path,
        arg_min(above.title, steps) FILTER (above.level IN ('executive', 'committee', 'joint_committee', 'company')) AS committee
    FROM unit_above
    JOIN this_report AS own_report ON own_report.period_end = unit_above.day
    JOIN unit AS above ON above.unit_id = unit_above.above_id
    GROUP BY unit_above.unit_id
) AS above ON above.unit_id = unit.unit_id
JOIN unit_place
    ON unit_place.unit_id = unit.unit_id AND coalesce(unit_place.valid_from, this_report.period_end) <= this_report.period_end
    AND coalesce(unit_place.valid_to, this_report.period_end) >= this_report.period_end
ORDER BY unit_key
