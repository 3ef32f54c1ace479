-- check: expected_years
-- title: Inga år saknas i serien
-- severity: warning
-- needs: known_value, indicator
-- what: Years are missing for the whole country inside the series, by the shortest step that the series itself takes.
WITH held AS (
    SELECT indicator.indicator_id, indicator.kpi_id, valued.year,
        valued.year - lag(valued.year) OVER (PARTITION BY indicator.indicator_id ORDER BY valued.year) AS step
    FROM indicator
    JOIN (SELECT DISTINCT kpi_id, year FROM known_value WHERE value IS NOT NULL) AS valued USING (kpi_id)
    WHERE is_wave(valued.year, indicator.every, indicator.wave)
),
with_rhythm AS (
    SELECT *, min(step) OVER (PARTITION BY indicator_id) AS rhythm FROM held
)
SELECT indicator_id AS subject, CAST(count(*) + sum(coalesce(step // rhythm, 1) - 1) AS BIGINT) AS n_checked,
    CAST(sum(coalesce(step // rhythm, 1) - 1) AS BIGINT) AS n_failed,
    array_to_string(list(concat(year - step + rhythm, CASE WHEN step > 2 * rhythm THEN concat('–', year - rhythm) END)
        ORDER BY year DESC) FILTER (step // rhythm > 1)[1:3], '; ') AS sample,
    any_value(kpi_id) AS kpi,
    array_to_string(list(concat(year - step + rhythm, CASE WHEN step > 2 * rhythm THEN concat('–', year - rhythm) END)
        ORDER BY year) FILTER (step // rhythm > 1), ', ') AS years
FROM with_rhythm
GROUP BY indicator_id
