-- table: fact_staff
-- section: publishing.md
-- title: Personal
-- key: report_key, unit_key, period_key, gender
-- needs: dim_report, staff, unit
-- what: Those employed. Rows that are sums of others are flagged twice: of women and men, and of the units below.
-- columns:
--   report_key      text «Rapport» the report or edition that says so
--   unit_key        text «Enhet» the unit
--   period_key      int «Period» the month
--   gender          text{T,K,M} «Kön» T total, K women, M men
--   is_gender_total bool «Kvinnor och män» women and men together
--   is_unit_total   bool «Summa av enheter» other units' rows are in it
--   headcount       int? «Anställda» people employed; null where withheld or unknown
--   fte             float? «Årsarbetare» full-time equivalents
--   sick_leave      float? «Sjukfrånvaro, procent» hours of sick leave, percent of the hours that should have been worked; not to be summed
--   withheld        bool «Undanhållen» withheld, since few are behind it or it would give such a row away
--   lineage_id      text «Spårnummer» leads to where the figure comes from
SELECT
    report_key, concat_ws('|', report_key, staff.unit_id) AS unit_key, 100 * staff.year + staff.month AS period_key, gender,
    gender = 'T' AS is_gender_total,
    EXISTS (
        FROM staff AS other JOIN unit ON unit.unit_id = other.unit_id
        WHERE unit.parent_id = staff.unit_id AND other.year = staff.year AND other.month = staff.month
    ) AS is_unit_total,
    headcount, fte, sick_leave, withheld, lineage_id
FROM staff CROSS JOIN dim_report
ORDER BY unit_key, period_key, gender
