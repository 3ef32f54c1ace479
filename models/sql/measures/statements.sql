-- table: statements
-- section: domain.md, statement
-- title: Texter
-- published: 40
-- key: statement_id, part
-- needs: statement, unit_place, this_report
-- what: What people have written that the steering model asks for, a row a part, as it is in force in the report.
-- parents:
--   definition_node  p.section = 'statements' AND p.id = f.statement_id
--   model_node  p.model = 'statements'
-- columns:
--   report        text   «Rapport» the report's id
--   unit_id       text   «Enhet» the unit that wrote it
--   level         text   «Nivå» its level
--   statement_id  text   «Text» the statement
--   kind          text   «Slag» the kind of statement, as the municipality declares it
--   kind_title    text   «Slagets namn» what the kind is called
--   goal_id       text?  «Mål» the goal that it is of, where it is of one
--   part          text   «Del» the part
--   part_title    text   «Delens namn» what the part is called
--   text          text?  «Innehåll» what is written; null where the part is asked for and not written
--   by            text   «Skrivet av» the role of who wrote it
--   decided_by    text?  «Beslutat av» the unit that decided on it
--   decided_at    date?  «Beslutat» when
--   decision      text?  «Beslut» as the minutes have it
--   valid_from    date?  «Gäller från» the first day of its validity
--   valid_to      date?  «Gäller till» the last
--   leads_to      text?  «Leder till» the goals, activities and assignments that it gives reason for, with commas between
--   lineage_id    text   «Spårnummer» leads to where it comes from
WITH level_of AS (
    SELECT unit_id, arg_max(level, coalesce(valid_from, DATE '0001-01-01')) AS level
    FROM unit_place
    GROUP BY unit_id
)
SELECT
    this_report.report, statement.unit_id, level_of.level, statement.statement_id, statement.kind, statement.kind_title,
    statement.goal_id, statement.part, statement.part_title, statement.text, statement.by, statement.decided_by,
    statement.decided_at, statement.decision, statement.valid_from, statement.valid_to, statement.leads_to
FROM statement
CROSS JOIN this_report
JOIN level_of ON level_of.unit_id = statement.unit_id
ORDER BY statement.kind_place, statement.unit_id, statement.statement_id, statement.part_place
