-- statement: forget_questions
-- needs: asked
-- what: Forgets which bytes answered a question about a KPI that has news or was not loaded: they are read again.
DELETE FROM question_answered
WHERE list_has_any(
    string_split(kpi_ids, ','),
    (
        SELECT coalesce(list(kpi_id), [])
        FROM asked
        WHERE outcome IN ('loaded', 'conflicting', 'answered_empty')
    )
)
