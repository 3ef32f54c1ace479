-- table: share_of
-- section: measures.md §18
-- key: indicator_id, area_id, year, gender
-- needs: compared, indicator
-- what: How many persons or pupils a share that Kolada publishes is a share of, by its decimals: the least number that gives
--   them, and that adds up over women, men and total where all three are published. Only where the decimals tell so many from
--   ten times as many.
-- columns:
--   indicator_id  text   the indicator
--   area_id       text   the municipality
--   year          int    the year
--   gender        text{T,K,M}   T, K or M
--   n             int    how many it is a share of
WITH RECURSIVE published AS (
    SELECT
        compared.indicator_id, compared.area_id, compared.year, compared.gender, compared.value, compared.shown,
        CAST(pow(10, max(decimals_of(compared.value)) OVER (
            PARTITION BY compared.indicator_id, compared.year
        )) AS BIGINT) AS one
    FROM compared
    JOIN indicator ON indicator.indicator_id = compared.indicator_id
    WHERE indicator.counts IS NOT NULL AND indicator.is_share AND compared.value BETWEEN 0 AND 100
),
-- The share lies from low to high, a unit of the last decimal to either side, since some are cut off and not rounded. Both
-- are whole numbers over `whole`.
bounded AS (
    SELECT
        indicator_id, area_id, year, gender, 100 * one AS whole,
        greatest(CAST(round(value * one) AS BIGINT) - 1, 0) AS low, CAST(round(value * one) AS BIGINT) + 1 AS high
    FROM published
    WHERE shown
),
-- The simplest fraction from low to high, by continued fractions: a/b and c/d are what is left of the two, p/q what is found.
step AS (
    SELECT indicator_id, area_id, year, gender, whole, low AS a, whole AS b, high AS c, whole AS d,
        CAST(1 AS BIGINT) AS p1, CAST(0 AS BIGINT) AS q1, CAST(0 AS BIGINT) AS p0, CAST(1 AS BIGINT) AS q0, false AS found
    FROM bounded
    UNION ALL
    SELECT indicator_id, area_id, year, gender, whole, d, c - (a // b) * d, b, a - (a // b) * b,
        term * p1 + p0, term * q1 + q0, p1, q1, ends
    FROM (
        SELECT *, a % b = 0 OR (a // b + 1) * d <= c AS ends, a // b + CASE WHEN a % b = 0 THEN 0 ELSE 1 END AS last_term,
            CASE WHEN ends THEN last_term ELSE a // b END AS term
        FROM step
        WHERE NOT found
    ) AS unfinished
),
simplest AS (
    SELECT indicator_id, area_id, year, gender, whole, p1 AS k, q1 AS n FROM step WHERE found AND 20 * q1 * q1 <= whole
),
beside AS (
    SELECT
        simplest.indicator_id, simplest.area_id, simplest.year, simplest.gender, simplest.whole, simplest.k, simplest.n,
        bool_or(bounded.gender = 'K') AND bool_or(bounded.gender = 'M') AND bool_or(bounded.gender = 'T') AS has_all
    FROM simplest
    JOIN bounded
        ON bounded.indicator_id = simplest.indicator_id AND bounded.area_id = simplest.area_id AND bounded.year = simplest.year
    GROUP BY ALL
),
-- Women are a/b of all, if total = a/b · women + (1 - a/b) · men.
weighed AS (
    SELECT
        total.indicator_id, total.area_id, total.year, total.whole, total.n AS n_t, women.n AS n_k, men.n AS n_m,
        (total.k * men.n - men.k * total.n) * women.n AS up, (women.k * men.n - men.k * women.n) * total.n AS down
    FROM beside AS total
    JOIN beside AS women
        ON women.indicator_id = total.indicator_id AND women.area_id = total.area_id AND women.year = total.year
        AND women.gender = 'K'
    JOIN beside AS men
        ON men.indicator_id = total.indicator_id AND men.area_id = total.area_id AND men.year = total.year
        AND men.gender = 'M'
    WHERE total.gender = 'T' AND total.has_all
),
divided AS (
    SELECT
        *, CASE WHEN down = 0 THEN CASE WHEN up = 0 THEN 1 END WHEN up // gcd(up, down) * sign(down) > 0
            AND abs(up) < abs(down) THEN abs(up) // gcd(up, down) END AS a,
        CASE WHEN down = 0 THEN 2 ELSE abs(down) // gcd(up, down) END AS b
    FROM weighed
),
-- As many times a and b as make each a multiple of what its own share is of.
added AS (
    SELECT
        indicator_id, area_id, year, whole, a, b,
        lcm(lcm(n_t // gcd(b, n_t), n_k // gcd(a, n_k)), n_m // gcd(b - a, n_m)) AS times
    FROM divided
    WHERE a IS NOT NULL
),
told AS (
    SELECT indicator_id, area_id, year, gender, n FROM beside WHERE NOT has_all
    UNION ALL
    SELECT
        indicator_id, area_id, year, unnest(['T', 'K', 'M']) AS gender,
        unnest([b * times, a * times, (b - a) * times]) AS n
    FROM added
    WHERE 20 * (b * times) * (b * times) <= whole
)
SELECT told.indicator_id, told.area_id, told.year, told.gender, CAST(told.n AS BIGINT) AS n
FROM told
ORDER BY told.indicator_id, told.area_id, told.year, told.gender
