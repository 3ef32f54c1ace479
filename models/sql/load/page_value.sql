-- view: page_value
-- key: none
-- needs: page_body
-- what: The rows of the pages in hand, as they came. Leaner than read_json by a third, and the bytes that are read are those
--   whose hash was seen. What cannot be read becomes null, so types are seen to where an answer is taken in.
-- columns:
--   v      text   a KPI's year of an area, with its cells in a list
--   page   int    the page that brought it
SELECT
    unnest(from_json(body, '{"values": [{"kpi": "VARCHAR", "municipality": "VARCHAR", "period": "INTEGER", "values": [
        {"gender": "VARCHAR", "count": "INTEGER", "status": "VARCHAR", "value": "DOUBLE", "isdeleted": "BOOLEAN"}]}]}'
    )."values") AS v,
    page
FROM page_body
