-- table: target_limit
-- section: measures.md §2
-- key: goal_id, indicator_id, unit_id, gender
-- needs: target_in_force, value_used, withheld, indicator, known_value, year_value, content_change, series_break, comparison, compared,
--   set_member, threshold, this_report
-- what: The number or interval that each target in force comes to: as it is written, or, of a rule, by what was measured. The
--   same before it is rounded; what a rule comes to is rounded. A rule whose ground is not there comes to nothing, with the reason.
-- columns:
--   goal_id             text    the goal
--   indicator_id        text    the indicator
--   unit_id             text    the responsible unit
--   gender              text{T,K,M}   T, K or M
--   direction           text{higher,lower,interval,neutral}   which way is better for this target
--   target              float?  the number
--   low                 float?  the lower end of an interval
--   high                float?  the upper end of it
--   baseline            float?  where it started
--   target_rule         text{increase,decrease,improve,better_than_median,best_quarter,gender_gap,own_text}?   the rule
--   target_by           float?  by so much at least; of women and men, at most
--   target_group        text?   the group's kind, or the id of one of the municipality's own
--   target_group_id     text?   the group's id among the sets that are compared
--   target_from         float?  what it stands on: the baseline, the median, the last of the best quarter, the other gender's value
--   target_from_year    int?    the year of that
--   target_from_gender  text{T,K,M}?   whose value that is, where it is one
--   reason              text{no_baseline,series_broken,reorganised,no_comparison,no_other_gender}?   why a rule comes to nothing
WITH ruled AS (
    SELECT
        target_in_force.goal_id, target_in_force.indicator_id, target_in_force.unit_id, target_in_force.gender,
        target_in_force.target_rule AS rule, target_in_force.target_by, target_in_force.since, target_in_force.group_kind,
        target_in_force.group_id, target_in_force.baseline AS given,
        indicator.kpi_id, indicator.direction, indicator.decimals, indicator.measured, indicator.rankable,
        sign_of(indicator.direction) AS good, value_used.year AS value_year, value_used.basis,
        -- The least difference that judgements can see, and the least that is a change at all.
        CAST(power(10, -indicator.decimals) AS DECIMAL(37, 6)) AS unit,
        greatest(round_half_up(indicator.min_change, indicator.decimals),
            CAST(power(10, -indicator.decimals) AS DECIMAL(37, 6))) AS least_change,
        CASE target_in_force.gender WHEN 'K' THEN 'M' WHEN 'M' THEN 'K' END AS other_gender
    FROM target_in_force
    JOIN indicator ON indicator.indicator_id = target_in_force.indicator_id
    JOIN value_used
        ON value_used.indicator_id = target_in_force.indicator_id AND value_used.unit_id = target_in_force.unit_id
        AND value_used.gender = target_in_force.gender
    WHERE target_in_force.target_rule <> 'own_text'
),
-- The measurement that a change is from: Kolada's of the municipality, or the unit's own.
started AS (
    SELECT
        ruled.goal_id, ruled.indicator_id, ruled.unit_id, ruled.gender,
        CASE WHEN ruled.since IS NULL THEN ruled.given WHEN ruled.kpi_id IS NULL THEN year_value.value ELSE known_value.value
            END AS value,
        EXISTS (
            FROM series_break
            WHERE series_break.indicator_id = ruled.indicator_id
                AND series_break.year BETWEEN ruled.since + 1 AND ruled.value_year
        ) AS series_broken,
        ruled.kpi_id IS NULL AND EXISTS (
            FROM content_change
            WHERE content_change.unit_id = ruled.unit_id
                AND year_of_day(content_change.changed_at, ruled.measured) BETWEEN ruled.since + 1 AND ruled.value_year
        ) AS reorganised
    FROM ruled
    CROSS JOIN this_report
    LEFT JOIN known_value
        ON known_value.kpi_id = ruled.kpi_id AND known_value.area_id = this_report.area_id
        AND known_value.gender = ruled.gender AND known_value.year = ruled.since
    LEFT JOIN year_value
        ON year_value.indicator_id = ruled.indicator_id AND year_value.unit_id = ruled.unit_id
        AND year_value.gender = ruled.gender AND year_value.year = ruled.since
    WHERE ruled.rule IN ('increase', 'decrease', 'improve')
        AND ruled.indicator_id NOT IN (SELECT indicator_id FROM withheld)
),
-- The group of the value's own year, where enough of it have a value (measures.md §8).
held_against AS (
    SELECT
        ruled.goal_id, ruled.indicator_id, ruled.unit_id, ruled.gender, ruled.rule, ruled.good, comparison.group_id,
        comparison.year, comparison.n, comparison.median,
        comparison.n >= 4 AND comparison.n >= written(threshold.colour_min_share) * coalesce(comparison.n_before, 0) AS is_enough
    FROM ruled
    CROSS JOIN this_report
    CROSS JOIN threshold
    JOIN comparison
        ON comparison.indicator_id = ruled.indicator_id AND comparison.area_id = this_report.area_id
        AND comparison.gender = ruled.gender AND comparison.year = ruled.value_year
        AND comparison.group_kind = ruled.group_kind
        AND (ruled.group_id IS NULL OR comparison.group_id = ruled.group_id)
),
-- The last value of the best quarter: of n, the one in place n/4, rounded down.
last_of_quarter AS (
    SELECT
        held_against.goal_id, held_against.indicator_id, held_against.unit_id, held_against.gender,
        item_of(list(compared.value ORDER BY held_against.good * compared.value DESC), any_value(held_against.n) // 4) AS value
    FROM held_against
    JOIN set_member ON set_member.group_id = held_against.group_id
    JOIN compared
        ON compared.indicator_id = held_against.indicator_id AND compared.gender = held_against.gender
        AND compared.year = held_against.year AND compared.area_id = set_member.area_id
    WHERE held_against.rule = 'best_quarter' AND held_against.is_enough
    GROUP BY held_against.goal_id, held_against.indicator_id, held_against.unit_id, held_against.gender
),
grounded AS (
    SELECT
        ruled.*, held_against.group_id AS set_id,
        CASE
            WHEN ruled.rule IN ('increase', 'decrease', 'improve') AND NOT started.series_broken AND NOT started.reorganised
                THEN round_half_up(started.value, ruled.decimals)
            WHEN ruled.rule = 'better_than_median' AND held_against.is_enough
                THEN round_half_up(held_against.median, ruled.decimals)
            WHEN ruled.rule = 'best_quarter' THEN round_half_up(last_of_quarter.value, ruled.decimals)
            WHEN ruled.rule = 'gender_gap' THEN round_half_up(other.value, ruled.decimals)
        END AS ground,
        CASE
            WHEN ruled.rule IN ('increase', 'decrease', 'improve') THEN ruled.since
            WHEN ruled.rule = 'gender_gap' THEN other.year
            ELSE held_against.year
        END AS ground_year,
        CASE
            WHEN ruled.rule = 'gender_gap' THEN ruled.other_gender WHEN ruled.since IS NOT NULL THEN ruled.gender
        END AS ground_gender,
        CASE
            WHEN started.series_broken THEN 'series_broken' WHEN started.reorganised THEN 'reorganised'
            WHEN ruled.rule = 'gender_gap' THEN 'no_other_gender'
            WHEN ruled.rule IN ('better_than_median', 'best_quarter') THEN 'no_comparison'
            ELSE 'no_baseline'
        END AS lacks
    FROM ruled
    LEFT JOIN started USING (goal_id, indicator_id, unit_id, gender)
    LEFT JOIN held_against USING (goal_id, indicator_id, unit_id, gender)
    LEFT JOIN last_of_quarter USING (goal_id, indicator_id, unit_id, gender)
    -- Of the same year and made in the same way: an outcome is not held against a forecast.
    LEFT JOIN value_used AS other
        ON ruled.rule = 'gender_gap' AND other.indicator_id = ruled.indicator_id AND other.unit_id = ruled.unit_id
        AND other.gender = ruled.other_gender AND other.year = ruled.value_year AND other.basis = ruled.basis
)
SELECT
    target_in_force.goal_id, target_in_force.indicator_id, target_in_force.unit_id, target_in_force.gender,
    CASE WHEN grounded.rule = 'gender_gap' THEN 'interval' ELSE indicator.direction END AS direction,
    CASE
        WHEN grounded.rule IN ('increase', 'decrease', 'improve') THEN grounded.ground
            + grounded.good * greatest(round_half_up(coalesce(grounded.target_by, grounded.least_change), grounded.decimals),
                grounded.unit)
        WHEN grounded.rule = 'better_than_median' THEN grounded.ground + grounded.good * grounded.unit
        WHEN grounded.rule = 'best_quarter' THEN grounded.ground
        WHEN target_in_force.target_rule IS NULL THEN target_in_force.target
    END AS target,
    CASE WHEN grounded.rule = 'gender_gap' THEN grounded.ground - written(grounded.target_by) ELSE target_in_force.low END
        AS low,
    CASE WHEN grounded.rule = 'gender_gap' THEN grounded.ground + written(grounded.target_by) ELSE target_in_force.high END
        AS high,
    CASE WHEN grounded.rule IN ('increase', 'decrease', 'improve') THEN grounded.ground ELSE target_in_force.baseline END
        AS baseline,
    target_in_force.target_rule, grounded.target_by, coalesce(grounded.group_id, grounded.group_kind) AS target_group,
    grounded.set_id AS target_group_id, grounded.ground AS target_from,
    coalesce(grounded.since, CASE WHEN grounded.ground IS NOT NULL THEN grounded.ground_year END) AS target_from_year,
    grounded.ground_gender AS target_from_gender,
    CASE WHEN grounded.rule IS NOT NULL AND grounded.ground IS NULL THEN grounded.lacks END AS reason
FROM target_in_force
JOIN indicator ON indicator.indicator_id = target_in_force.indicator_id
LEFT JOIN grounded
    ON grounded.goal_id = target_in_force.goal_id AND grounded.indicator_id = target_in_force.indicator_id
    AND grounded.unit_id = target_in_force.unit_id AND grounded.gender = target_in_force.gender
ORDER BY target_in_force.goal_id, target_in_force.indicator_id, target_in_force.unit_id, target_in_force.gender
