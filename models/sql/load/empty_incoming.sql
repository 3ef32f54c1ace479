-- statement: empty_incoming
-- what: Makes `incoming`, every cell that came with the page that brought it, empty. Ids are numbers of ENUMs made for the
--   harvest, not text: a tenth of the bytes to hash, join and keep.
CREATE OR REPLACE TEMP TABLE incoming (
    kpi_id KPI_KEY,
    area_id AREA_KEY,
    period INTEGER,
    gender GENDER_KEY,
    value DOUBLE,
    status STATUS_KEY,
    count INTEGER,
    isdeleted BOOLEAN,
    page INTEGER
)
