-- statement: write_questions
-- needs: answered_row
-- what: Keeps which bytes answered each question, so that the same bytes need not be read again.
DELETE FROM question_answered
WHERE question IN (SELECT question FROM answered_row);

INSERT INTO question_answered BY NAME
SELECT *
FROM answered_row
