-- statement: tell_mended
-- needs: asked, kpi_asked, source_answer, refused_harvest, this_harvest
-- what: Notes which KPIs have news though no value changed: what mends an earlier finding (an answer that was empty, contradicted
--   itself, was older than what was known, or could not be loaded), or another place in the catalogue.
WITH before AS (
    SELECT kpi_id, arg_max(outcome, "at") AS outcome, arg_max(in_catalogue, "at") AS in_catalogue, max("at") AS "at"
    FROM kpi_asked
    WHERE outcome <> 'older'
    GROUP BY kpi_id
),
fetched AS (
    SELECT harvest_id, max(fetched_at) AS fetched_at
    FROM source_answer
    GROUP BY harvest_id
),
mended AS (
    SELECT before.kpi_id
    FROM before
    JOIN asked ON asked.kpi_id = before.kpi_id
    WHERE before.outcome IN ('answered_empty', 'conflicting') OR before.in_catalogue <> asked.in_catalogue
    UNION
    SELECT kpi_asked.kpi_id
    FROM kpi_asked
    JOIN fetched ON fetched.harvest_id = kpi_asked.harvest_id
    GROUP BY kpi_asked.kpi_id
    HAVING arg_max(kpi_asked.outcome, fetched.fetched_at) = 'older'
    UNION
    SELECT refused.kpi_id
    FROM (SELECT unnest(string_split(kpi_ids, ',')) AS kpi_id, "at" FROM refused_harvest) AS refused
    LEFT JOIN before ON before.kpi_id = refused.kpi_id
    WHERE before."at" IS NULL OR refused."at" > before."at"
)
UPDATE asked SET outcome = 'loaded'
WHERE outcome = 'unchanged' AND kpi_id IN (SELECT kpi_id FROM mended)
