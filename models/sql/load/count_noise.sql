-- statement: count_noise
-- needs: difference, page_answer
-- what: Notes with each answer how many of its cells differed by rounding alone.
UPDATE staged_answer SET n_noise = counted.n
FROM (
    SELECT page_answer.source_answer_id, count(*) AS n
    FROM difference
    JOIN page_answer USING (page)
    WHERE difference.kind = 'noise'
    GROUP BY page_answer.source_answer_id
) AS counted
WHERE staged_answer.source_answer_id = counted.source_answer_id
