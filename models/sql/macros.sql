-- Small functions that the tables share. What differs between DuckDB and Spark is kept here.

-- Rounds half up, away from zero, from the number's shortest decimal text (measures.md, Rounding).
CREATE OR REPLACE MACRO round_half_up(x, decimals) AS CASE decimals
    WHEN 0 THEN CAST(CAST(CAST(x AS VARCHAR) AS DECIMAL(31, 0)) AS DECIMAL(37, 6))
    WHEN 1 THEN CAST(CAST(CAST(x AS VARCHAR) AS DECIMAL(32, 1)) AS DECIMAL(37, 6))
    WHEN 2 THEN CAST(CAST(CAST(x AS VARCHAR) AS DECIMAL(33, 2)) AS DECIMAL(37, 6))
    WHEN 3 THEN CAST(CAST(CAST(x AS VARCHAR) AS DECIMAL(34, 3)) AS DECIMAL(37, 6))
    WHEN 4 THEN CAST(CAST(CAST(x AS VARCHAR) AS DECIMAL(35, 4)) AS DECIMAL(37, 6))
    WHEN 5 THEN CAST(CAST(CAST(x AS VARCHAR) AS DECIMAL(36, 5)) AS DECIMAL(37, 6))
    ELSE CAST(CAST(x AS VARCHAR) AS DECIMAL(37, 6))
END;

-- A number as an exact decimal: sums of these do not depend on the order of the rows.
CREATE OR REPLACE MACRO exact(x) AS CAST(x AS DECIMAL(38, 10));

-- A number as written, for arithmetic on targets and tolerances.
CREATE OR REPLACE MACRO written(x) AS CAST(CAST(x AS VARCHAR) AS DECIMAL(28, 10));

-- A target on the straight line from a plan's year 1 to its year 3 (measures.md §3).
CREATE OR REPLACE MACRO on_line(first, last, year, year1, year3) AS written(first)
    + CAST((written(last) - written(first)) * (year - year1) / (year3 - year1) AS DECIMAL(28, 10));

-- Money in whole öre: sums are exact.
CREATE OR REPLACE MACRO kronor(x) AS CAST(CAST(x AS VARCHAR) AS DECIMAL(18, 2));

CREATE OR REPLACE MACRO quartile(x, share) AS quantile_cont(x, share);

-- A short id made from a text.
CREATE OR REPLACE MACRO short_id(x) AS left(sha256(x), 16);

-- 1 where higher is better, -1 where lower is better, null where neither.
CREATE OR REPLACE MACRO sign_of(direction) AS CASE direction WHEN 'higher' THEN 1 WHEN 'lower' THEN -1 END;

-- Which way a change went, in the direction's own sense (measures.md §8).
CREATE OR REPLACE MACRO trend_of(change, direction, min_change) AS CASE
    WHEN change IS NULL OR direction NOT IN ('higher', 'lower') THEN NULL
    WHEN abs(written(change)) < written(min_change) THEN 'unchanged'
    WHEN change = 0 THEN 'unchanged'
    WHEN sign(change) = sign_of(direction) THEN 'better'
    ELSE 'worse'
END;

-- What is in a title like "Liknande kommuner grundskola, Vänersborg, 2024".
CREATE OR REPLACE MACRO similar_title(title) AS
    regexp_extract(title, '^Liknande kommuner,? (.+), ([^,]+), ([0-9]{4})$', ['service_area', 'municipality', 'year']);
