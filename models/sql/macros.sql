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

-- A number as people read it: rounded, with a decimal comma.
CREATE OR REPLACE MACRO shown(x, decimals) AS
    replace(format('{:.' || decimals || 'f}', CAST(round_half_up(x, decimals) AS DOUBLE)), '.', ',');

-- A number as an exact decimal: sums of these do not depend on the order of the rows.
CREATE OR REPLACE MACRO exact(x) AS CAST(x AS DECIMAL(38, 10));

-- A number as written, for arithmetic on targets and tolerances. A whole number needs no text to be one.
CREATE OR REPLACE MACRO written(x) AS CASE
    WHEN x = round(x) AND abs(x) < 1000000000000000 THEN CAST(CAST(x AS BIGINT) AS DECIMAL(28, 10))
    ELSE CAST(CAST(x AS VARCHAR) AS DECIMAL(28, 10))
END;

-- A target on the straight line from a plan's year 1 to its year 3 (measures.md §3).
CREATE OR REPLACE MACRO on_line(first, last, year, year1, year3) AS written(first)
    + CAST((written(last) - written(first)) * (year - year1) / (year3 - year1) AS DECIMAL(28, 10));

-- What a plan asks in one of its years: the year's own target, else in year 2 what lies on the line (measures.md §3).
CREATE OR REPLACE MACRO aim_of(first, second, last, year, year1) AS CASE year - year1
    WHEN 0 THEN written(first)
    WHEN 1 THEN coalesce(written(second), on_line(first, last, year, year1, year1 + 2))
    WHEN 2 THEN written(last)
END;

-- A change as people read it: with its sign.
CREATE OR REPLACE MACRO shown_change(x, decimals) AS
    concat(CASE WHEN round_half_up(x, decimals) > 0 THEN '+' WHEN round_half_up(x, decimals) < 0 THEN '−' END,
        shown(abs(x), decimals));

-- Money in whole öre: sums are exact.
CREATE OR REPLACE MACRO kronor(x) AS CAST(CAST(x AS VARCHAR) AS DECIMAL(18, 2));

CREATE OR REPLACE MACRO quartile(x, share) AS quantile_cont(x, share);

-- The sources of what is put together, each named once: of a text for each part, which may itself name several.
CREATE OR REPLACE MACRO sources_of(labels) AS
    array_to_string(list_sort(list_distinct(string_split(array_to_string(labels, '; '), '; '))), '; ');

-- The item in a place of a list, from 1; null where there is none.
CREATE OR REPLACE MACRO item_of(items, place) AS items[CAST(place AS BIGINT)];

-- Where an item stands in a list, from 1: the first of equal ones.
CREATE OR REPLACE MACRO place_of(items, item) AS list_position(items, item);

-- Where each of some keys stands in a list of keys; 0 for one that is not there.
CREATE OR REPLACE MACRO places_of(keys, wanted) AS list_transform(wanted, lambda k: coalesce(place_of(keys, k), 0));

-- The items in some places of a list; null for place 0.
CREATE OR REPLACE MACRO items_of(items, places) AS list_select(items, places);

-- The lesser and the greater of two that are not null. The functions of the same sense take twice the time.
CREATE OR REPLACE MACRO lesser(a, b) AS CASE WHEN a < b THEN a ELSE b END;
CREATE OR REPLACE MACRO greater(a, b) AS CASE WHEN a < b THEN b ELSE a END;

-- A value, or what comes after all values.
CREATE OR REPLACE MACRO or_greatest(x) AS coalesce(x, CAST('inf' AS DOUBLE));

-- A list's first, second or third quartile (type 7): of its first n items, which are in order.
CREATE OR REPLACE MACRO quartile_of(a, n, quarters) AS CASE
    WHEN (n - 1) * quarters % 4 = 0 THEN item_of(a, 1 + (n - 1) * quarters // 4)
    ELSE item_of(a, 1 + (n - 1) * quarters // 4) * (1 - (n - 1) * quarters % 4 / 4)
        + item_of(a, 2 + (n - 1) * quarters // 4) * ((n - 1) * quarters % 4 / 4)
END;

-- 1 where it is so, else 0.
CREATE OR REPLACE MACRO counted(x) AS CAST(x AS INTEGER);

-- A number as `exact` has it, in tenths of a thousand-millionth; null is nothing. Up to eight such of numbers below 100,000
-- are exact whole numbers also in sum, as floats have 53 bits; it takes a third of the time of decimals.
CREATE OR REPLACE MACRO in_finest(x) AS round(coalesce(x, 0) * CAST(10000000000 AS DOUBLE));

-- A short id made from a text.
CREATE OR REPLACE MACRO short_id(x) AS left(sha256(x), 16);

-- A definition as a node of lineage.
CREATE OR REPLACE MACRO definition_id(section, id, file, line, sha256) AS
    short_id(concat_ws('|', 'definition', section, id, file, line, sha256));

-- The section that an activity, assignment or service is defined in.
CREATE OR REPLACE MACRO section_of(item_kind) AS
    CASE item_kind WHEN 'activity' THEN 'activities' WHEN 'assignment' THEN 'assignments' ELSE 'services' END;

-- 1 where higher is better, -1 where lower is better, null where neither.
CREATE OR REPLACE MACRO sign_of(direction) AS CASE direction WHEN 'higher' THEN 1 WHEN 'lower' THEN -1 END;

-- Which way a change went, in the direction's own sense, where it tells something (measures.md §14).
CREATE OR REPLACE MACRO trend_of(change, direction, min_change, movement, side) AS CASE
    WHEN change IS NULL OR direction NOT IN ('higher', 'lower') THEN NULL
    WHEN coalesce(movement, 'series_too_short') = 'series_too_short' THEN 'series_too_short'
    WHEN movement = 'within_normal' OR abs(written(change)) < written(min_change) THEN 'within_normal'
    WHEN sign(change) <> CASE side WHEN 'above' THEN 1 ELSE -1 END THEN 'within_normal'
    WHEN sign(change) = sign_of(direction) THEN 'better'
    ELSE 'worse'
END;

-- Whether a movement in the good direction is enough, beside a spread of the movements that it is held against (measures.md §6):
-- 1.645 · 1.4826 of it.
CREATE OR REPLACE MACRO moved_beyond(d, min_change, spread) AS
    d > 0 AND d >= written(min_change) AND d >= CAST(2.438877 AS DECIMAL(7, 6)) * exact(spread);

-- Whether a target is reached as things are, by the limits of what is normal for the series (measures.md §14).
CREATE OR REPLACE MACRO assurance_of(direction, target, low, high, lower_limit, upper_limit) AS CASE
    WHEN lower_limit IS NULL OR direction IN ('neutral', 'open') OR coalesce(target, low) IS NULL THEN NULL
    WHEN direction = 'higher' AND target > upper_limit OR direction = 'lower' AND target < lower_limit
        OR direction = 'interval' AND (low > upper_limit OR high < lower_limit) THEN 'not_without_change'
    WHEN direction = 'higher' AND target < lower_limit OR direction = 'lower' AND target > upper_limit
        OR direction = 'interval' AND low < lower_limit AND high > upper_limit THEN 'as_things_are'
    ELSE 'by_chance'
END;

-- The tolerance: the target's own, else the indicator's, else a share of the target (measures.md §2).
CREATE OR REPLACE MACRO tolerance_of(of_target, of_indicator, direction, target, share_higher, share_lower) AS coalesce(
    written(of_target), written(of_indicator),
    CASE direction
        WHEN 'higher' THEN written(share_higher) * written(target)
        WHEN 'lower' THEN written(share_lower) * written(target)
    END
);

-- So many tolerances, in the indicator's own unit (measures.md §2, own steps).
CREATE OR REPLACE MACRO tolerances(n, tolerance) AS CAST(tolerance AS DECIMAL(28, 10)) * CAST(n AS DECIMAL(8, 4));

-- How far past the target, in the good direction; of rounded numbers (measures.md §2).
CREATE OR REPLACE MACRO gap_of(direction, x, target, low, high) AS CASE direction
    WHEN 'higher' THEN x - target
    WHEN 'lower' THEN target - x
    WHEN 'interval' THEN least(x - low, high - x)
END;

-- Whether an indicator is measured in a year (measures.md §1, waves).
CREATE OR REPLACE MACRO is_wave(year, every, wave) AS year % every = wave;

-- Whether one part of a year stands for it: a level of declared parts (measures.md §1).
CREATE OR REPLACE MACRO is_level(measured) AS coalesce(measured IN ('month', 'quarter', 'tertial', 'term'), false);

-- The year that a day belongs to, as its measurements are counted: a school year ends on 30 June (measures.md §1).
CREATE OR REPLACE MACRO year_of_day(day, measured) AS
    year(day) + CASE WHEN measured = 'school_year' AND month(day) > 6 THEN 1 ELSE 0 END;
CREATE OR REPLACE MACRO last_month(measured) AS CASE WHEN measured = 'school_year' THEN 6 ELSE 12 END;

-- The judgement (measures.md §2).
CREATE OR REPLACE MACRO status_of(direction, value, gap, tolerance) AS CASE
    WHEN direction = 'neutral' THEN 'no_judgement'
    WHEN value IS NULL OR direction = 'open' THEN 'not_assessed'
    WHEN gap IS NULL THEN 'no_judgement'
    WHEN gap >= 0 THEN 'met'
    WHEN gap >= -tolerance THEN 'partly'
    ELSE 'not_met'
END;

-- Φ, the share of a normal spread below z (measures.md §15), by Abramowitz and Stegun 26.2.17: never wrong by more than 7.5 · 10⁻⁸.
CREATE OR REPLACE MACRO normal_share(z) AS 0.5 + sign(z) * (0.5
    - exp(-z * z / 2) * 0.3989422804014327 / (1 + 0.2316419 * abs(z)) * (0.31938153
        + (-0.356563782 + (1.781477937 + (-1.821255978 + 1.330274429 / (1 + 0.2316419 * abs(z))) / (1 + 0.2316419 * abs(z)))
            / (1 + 0.2316419 * abs(z))) / (1 + 0.2316419 * abs(z))));

-- How probable it is that what is so far past its target still is, where it moves with a spread till then (measures.md §16).
CREATE OR REPLACE MACRO chance_past(gap, spread) AS CASE
    WHEN spread > 0 THEN normal_share(CAST(gap AS DOUBLE) / spread)
    WHEN gap >= 0 THEN 1
    ELSE 0
END;

-- Decimals that a number is written with.
CREATE OR REPLACE MACRO decimals_of(x) AS length(rtrim(split_part(CAST(exact(x) AS VARCHAR), '.', 2), '0'));

-- Between which a share of so many probably lies, by Wilson (measures.md §18): 95 %.
CREATE OR REPLACE MACRO wilson(p, n, side) AS
    (p + 3.8416 / (2 * n) + side * 1.96 * sqrt(p * (1 - p) / n + 3.8416 / (4 * n * n))) / (1 + 3.8416 / n);

-- Between which so many events probably lie, by Byar (measures.md §18): 95 %.
CREATE OR REPLACE MACRO byar_low(o) AS CASE WHEN o > 0
    THEN o * pow(greatest(0, 1 - 1 / (9 * o) - 1.96 / (3 * sqrt(o))), 3) ELSE 0 END;
CREATE OR REPLACE MACRO byar_high(o) AS (o + 1) * pow(1 - 1 / (9 * (o + 1)) + 1.96 / (3 * sqrt(o + 1)), 3);

-- Whether two values differ by more than both their margins (measures.md §18).
CREATE OR REPLACE MACRO margin_word(difference, margin, other_margin) AS CASE
    WHEN difference IS NULL OR margin IS NULL OR other_margin IS NULL THEN NULL
    WHEN exact(difference) * exact(difference) > exact(margin) * exact(margin) + exact(other_margin) * exact(other_margin)
        THEN 'certain'
    ELSE 'within_margin'
END;

-- How far a value moves by chance: AMR/1.128, of the leaps from one point to the next in order (measures.md §15).
CREATE OR REPLACE MACRO noise_of(leaps) AS
    list_avg(list_filter(leaps, lambda leap: leap <= 3.267 * list_avg(leaps))) / 1.128;

-- How far it is from each point of a series to the next.
CREATE OR REPLACE MACRO leaps_of(points) AS
    list_transform(range(2, len(points) + 1), lambda i: abs(points[i] - points[i - 1]));

-- How probable it is that none, one, two … of independent events happen (Poisson's binomial; measures.md §15). The arrow is there
-- since sqlfluff cannot read `lambda` with two names.
CREATE OR REPLACE MACRO number_better(chances) AS list_reduce(
    list_prepend([CAST(1 AS DOUBLE)], list_transform(chances, lambda p: [CAST(p AS DOUBLE)])),
    (found, p) -> list_transform(range(1, len(found) + 2),
        lambda i: coalesce(found[i], 0) * (1 - p[1]) + coalesce(found[i - 1], 0) * p[1])
);

-- The colour of a place in a set (measures.md §8).
CREATE OR REPLACE MACRO colour_of(good, n, n_better, n_equal, n_before, min_n, min_share) AS CASE
    WHEN good IS NULL OR n < min_n OR n < written(min_share) * n_before THEN NULL
    WHEN 4 * (1 + n_better) <= n AND 4 * (1 + n - n_better - n_equal) <= n THEN 'yellow'
    WHEN 4 * (1 + n_better) <= n THEN 'green'
    WHEN 4 * (1 + n - n_better - n_equal) <= n THEN 'red'
    ELSE 'yellow'
END;

-- What is in a title like "Liknande kommuner grundskola, Vänersborg, 2024".
CREATE OR REPLACE MACRO similar_title(title) AS
    regexp_extract(title, '^Liknande kommuner,? (.+), ([^,]+), ([0-9]{4})$', ['service_area', 'municipality', 'year']);

-- Whether so much is closed without being replaced that it is not believed at once: more than a twentieth of what was known, or
-- all of a tenth of the areas.
CREATE OR REPLACE MACRO closes_many(n_closed, n_known, n_lost, n_areas) AS
    n_closed > 0 AND (20 * n_closed > n_known OR 10 * n_lost >= n_areas);

-- Whether a number that came can be a value: finite, and of less than 10^15.
CREATE OR REPLACE MACRO is_possible(x) AS isfinite(x) AND abs(x) < 1000000000000000;

-- The first cells of a list, as a sample of what failed. A sample says where, never what: no value is ever in it.
CREATE OR REPLACE MACRO cells_named(cells) AS array_to_string(cells[1:3], '; ');
