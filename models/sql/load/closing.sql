-- view: closing
-- key: row_no
-- needs: difference, page_answer, this_harvest
-- what: The versions that end, when and why: at the server's clock when something else came, or where nothing came when the
--   harvest began; never before they were known.
-- columns:
--   row_no      int    the version's row
--   known_to    time   when it ended, UTC
--   closed_by   text   what ended it
SELECT
    difference.row_no,
    greatest(coalesce(page_answer."at", this_harvest."at"), difference.known_from) AS known_to,
    difference.kind AS closed_by
FROM difference
CROSS JOIN this_harvest
LEFT JOIN page_answer USING (page)
WHERE difference.kind NOT IN ('new', 'noise')
