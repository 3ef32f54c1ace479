-- table: staff
-- section: measures.md §5, §12
-- title: Personal
-- published: 17
-- key: unit_id, year, month, gender
-- needs: staff_summed, staff_withheld, unit, this_report
-- what: Staff by unit, month and gender up to the report's month: each unit's own and all below, as sums, and sick leave as
--   the sum of hours by the sum of hours, never a mean of rates. A few persons are withheld, and what would give them away.
-- parents:
--   record_node  p.section = 'staff' AND p.unit_id = f.unit_id AND p.year = f.year AND p.month = f.month
--   file_node        p.kind IN ('staff')
--   model_node  p.model = 'staff'
-- columns:
--   report      text    «Rapport» the report's id
--   unit_id     text    «Enhet» the unit
--   level       text    «Nivå» its level
--   year        int     «År» the year
--   month       int     «Månad» the month
--   gender      text{T,K,M}   «Kön» T total, K women, M men
--   headcount   int?    «Anställda» people employed; null where withheld or unknown, also of a gender that not all of the units have reported
--   fte         float?  «Årsarbetare» full-time equivalents
--   sick_leave  float?  «Sjukfrånvaro, procent» hours of sick leave, percent of the hours that should have been worked
--   withheld    bool    «Undanhållen» withheld, since few are behind it or it would give such a row away
--   n_units     int     «Antal enheter» units that have reported
--   lineage_id  text    «Spårnummer» leads to where the figure comes from
SELECT * EXCLUDE (told)
FROM (
    SELECT
        this_report.report, staff_summed.unit_id, unit.level, staff_summed.year, staff_summed.month, staff_summed.gender,
        -- Women of some of the units are not the whole's.
        staff_withheld.unit_id IS NULL AND staff_summed.n_units = staff_summed.n_staffed AS told,
        CASE WHEN told THEN staff_summed.headcount END AS headcount,
        CASE WHEN told THEN staff_summed.fte END AS fte,
        CASE WHEN told AND staff_summed.scheduled_hours > 0
            THEN 100 * written(staff_summed.sick_hours) / written(staff_summed.scheduled_hours) END AS sick_leave,
        staff_withheld.unit_id IS NOT NULL AS withheld, staff_summed.n_units
    FROM staff_summed
    CROSS JOIN this_report
    JOIN unit ON unit.unit_id = staff_summed.unit_id
    LEFT JOIN staff_withheld
        ON staff_withheld.unit_id = staff_summed.unit_id AND staff_withheld.year = staff_summed.year
        AND staff_withheld.month = staff_summed.month
        AND staff_withheld.plane = CASE staff_summed.gender WHEN 'T' THEN 'total' ELSE 'genders' END
)
ORDER BY unit_id, year, month, gender
