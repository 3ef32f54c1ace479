"""One judgement, step by step, with the numbers of a finished report (docs/explain.md; docs/measures.md §1–§3, §8).

Nothing is judged here: the figures are the report's own, and the sums that lead to them are done again only to be shown.
Where they do not come out as the report has it, that is an error and nothing is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

import polars as pl

from assets.finished.open_finished import Side
from assets.open_report import definition_rows
from models.definitions.steering import Indicator, Plan
from models.errors import UsageError
from models.words import numbers
from models.words.explanation import EXPLAIN
from models.words.judgements import COLOUR, GENDER, GROUP_KIND, GROUP_ORDER, PUBLICATION, REASON, STATUS, TREND, YES_NO
from models.words.numbers import NBSP, round_half_up

Row = Mapping[str, Any]
# As in the column: digits past these are not kept.
WRITTEN = Decimal(1).scaleb(-10)


@dataclass(frozen=True)
class ExplanationStep:
    """One step: what it is about, its sentence in Swedish, and the numbers of it."""

    key: str
    text: str
    numbers: Row


@dataclass(frozen=True)
class Explanation:
    """A judgement: its row of `fulfilment`, what it is called, and its steps in the order in which one thinks."""

    row: Row
    title: str
    steps: Sequence[ExplanationStep]


@dataclass(frozen=True)
class _Ground:
    """What a report's judgements stand on besides their rows: plans, targets, thresholds and the places in sets."""

    year: int
    as_of: str
    indicator: Indicator
    plans: Mapping[str, Plan]
    targets: Sequence[Row]
    threshold: Row
    places: Sequence[Row]

    def shown(self, value: float | Decimal | None) -> str:
        """Write a rounded number with the unit's decimals; on an ordinal scale the step's name."""
        steps = self.indicator.steps
        text = numbers.number(value, self.indicator.decimals)
        return f"{steps[int(value) - 1]} (steg {text})" if steps and value is not None and value == int(value) else text

    def unit(self, text: str) -> str:
        """Write a number with its unit of measure."""
        return text if self.indicator.steps else f"{text} {self.indicator.unit_of_measure}"

    def rounded(self, value: float | Decimal | None) -> Decimal | None:
        """Round as judgements do (docs/measures.md, Rounding)."""
        return None if value is None else round_half_up(value, self.indicator.decimals)


def explain(side: Side, indicator: str, *, goal: str | None, unit: str | None, gender: str | None) -> list[Explanation]:
    """Return every judgement of an indicator in a report, less those that goal, unit or gender leave out.

    Raises:
        UsageError: the report has no such judgement, or its tables do not agree with themselves.
    """
    fulfilment = _table(side, "fulfilment")
    _known(side, indicator, set(fulfilment["indicator_id"]))
    rows = fulfilment.filter(indicator_id=indicator).to_dicts()
    for key, asked_for in (("goal_id", goal), ("unit_id", unit), ("gender", gender)):
        possible = {row[key] for row in rows}
        if asked_for is not None and asked_for not in possible:
            raise UsageError(
                f"{side.name} has no judgement of '{indicator}' with {key} {asked_for}. {_listed(possible)}"
            )
        rows = [row for row in rows if asked_for in (None, row[key])]
    given = definition_rows(side.definitions, side.name.report, side.as_of)
    model = side.definitions.model
    places = _table(side, "comparison").filter(area_id=model.municipality.area_id, indicator_id=indicator).to_dicts()
    ground = _Ground(
        year=int(side.name.report[:4]),
        as_of=numbers.instant(side.as_of),
        indicator=next(item for item in model.indicators if item.id == indicator),
        plans={plan.id: plan for plan in model.plans},
        targets=given["target"],
        threshold=given["threshold"][0],
        places=sorted(places, key=lambda row: (GROUP_ORDER.index(row["group_kind"]), row["group_id"])),
    )
    titles = {item.id: item.title for item in (*model.goals, *model.units)}
    return [Explanation(row, _title(ground, row, titles), list(_steps(side, ground, row))) for row in rows]


def _table(side: Side, name: str) -> pl.DataFrame:
    path = side.table(name)
    try:
        return pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise UsageError(f"{path} could not be read ({error}). Make the report again: styrtal run.") from error


def _known(side: Side, indicator_id: str, judged: set[str]) -> None:
    """Refuse an indicator that the report does not judge, with those that are nearest by id, name or KPI."""
    if indicator_id in judged:
        return
    names: dict[str, str] = {}
    for item in side.definitions.model.indicators:
        if item.id in judged:
            names |= {name.casefold(): item.id for name in (item.id, item.title, item.kpi_id) if name}
    folded = indicator_id.casefold()
    near = [names[name] for name in names if folded in name]
    near += [names[name] for name in get_close_matches(folded, names, n=5, cutoff=0.5)]
    text = f"{side.name} judges no indicator '{indicator_id}'."
    if near:
        raise UsageError(f"{text} Nearest: {', '.join(dict.fromkeys(near))}.")
    raise UsageError(f"{text} {_listed(judged)}")


def _listed(names: set[str]) -> str:
    return f"It has: {', '.join(sorted(names))}."


def _title(ground: _Ground, row: Row, titles: Mapping[str, str]) -> str:
    kpi = f" ({row['kpi_id']})" if row["kpi_id"] else ""
    gender = "" if row["gender"] == "T" else f", {GENDER[row['gender']].lower()}"
    goal, unit = (titles.get(row[key], row[key]) for key in ("goal_id", "unit_id"))
    return f"{ground.indicator.title}{kpi}{gender}. {goal}. {unit}"


def _steps(side: Side, ground: _Ground, row: Row) -> Iterator[ExplanationStep]:
    yield _value(ground, row)
    x = ground.rounded(row["value"])
    if x is not None and not ground.indicator.steps:
        text = EXPLAIN["rounding"].format(
            decimals=numbers.decimals_in_words(ground.indicator.decimals),
            value=numbers.exact(row["value"]),
            rounded=ground.shown(x),
        )
        yield ExplanationStep("rounding", text, {"decimals": row["decimals"], "rounded": x})
    target = _target_row(ground, row)
    yield _target(ground, row, target)
    if target is not None:
        yield _tolerance(side, ground, row, target)
        if x is not None:
            yield _gap(side, ground, row, x)
    yield _status(side, row, x)
    if row["degree"] is not None and x is not None:
        yield _degree(ground, row, x)
    if row["on_path"] is not None and x is not None:
        yield _path(side, ground, row, x)
    if row["value"] is not None and row["previous_value"] is not None:
        yield _change(ground, row)
    yield from _places(ground, row)


def _hold(side: Side, row: Row, name: str, done: object) -> None:
    """Refuse to tell a sum that does not come out as the report's own figure."""
    stored = row[name]
    same = done == stored if not isinstance(done, Decimal) or stored is None else done == Decimal(str(stored))
    if not same:
        raise UsageError(
            f"{side.name} has {name} {stored} for {row['indicator_id']} under {row['goal_id']}, and its other figures give"
            f" {done}: it was made by another version. Make it again: styrtal run --report {side.name.report}."
        )


def _value(ground: _Ground, row: Row) -> ExplanationStep:
    own = {"year": row["year"], "value": row["value"], "basis": row["basis"], "reason": row["reason"]}
    given = {**own, "source_label": row["source_label"], "lag": ground.indicator.lag}
    lag = EXPLAIN["lag"].format(lag=ground.indicator.lag)
    known_at = EXPLAIN["known"].format(as_of=ground.as_of)
    if row["value"] is None:
        text = EXPLAIN["no_value"].format(reason=REASON[row["reason"]])
        return ExplanationStep("value", f"{text} {lag} {known_at}", given)
    label = row["value_label"]
    parts = [
        EXPLAIN[_kind_of_value(ground, row)].format(
            year=row["year"],
            value=ground.unit(label or numbers.exact(row["value"])),
            source=row["source_label"],
            report_year=ground.year,
            by=row["forecast_by"],
            day=row["forecast_made_at"],
            reason=row["forecast_reason"],
        )
    ]
    if row["basis"] == "manual_forecast" and row["auto_value"] is not None:
        parts.append(EXPLAIN["auto_value"].format(value=numbers.exact(row["auto_value"])))
    if row["forecast_flag"] == "months_by_twelve":
        parts.append(EXPLAIN["months_by_twelve"])
    if row["publication"] is not None:
        parts.append(EXPLAIN["publication"].format(publication=PUBLICATION[row["publication"]]))
    if row["unit_coverage"] is not None:
        parts.append(EXPLAIN["coverage"].format(share=numbers.share(row["unit_coverage"])))
    if row["count"] is not None:
        parts.append(EXPLAIN["count"].format(count=numbers.number(row["count"], 0)))
        limit = ground.threshold["few_behind_value"]
        parts += [EXPLAIN["few"].format(limit=limit)] if row["count"] < limit else []
    return ExplanationStep("value", " ".join([*parts, lag, known_at]), given)


def _kind_of_value(ground: _Ground, row: Row) -> str:
    if row["basis"] != "auto_forecast":
        return row["basis"]
    if row["forecast_flag"] == "no_new_measurement":
        return "no_new_measurement"
    return "measured" if row["kpi_id"] is not None or ground.indicator.forecast == "annual" else "foretold"


def _target_row(ground: _Ground, row: Row) -> Row | None:
    """Return the plan's own row of targets that the judgement stands on."""
    key = ("goal_id", "indicator_id", "unit_id", "gender")
    return next(
        (
            target
            for target in ground.targets
            if target["plan_version"] == row["plan_version"] and all(target[name] == row[name] for name in key)
        ),
        None,
    )


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value))


def _on_the_way(target: Row, year: int, which: str) -> Decimal:
    """Return the path at a year (docs/measures.md §3), unrounded."""
    first, third = (_decimal(target[f"year{number}_{which}"]) for number in (1, 3))
    part = (third - first) * (year - target["year1"]) / (target["year3"] - target["year1"])
    return first + part.quantize(WRITTEN)


def _formula(target: Row, year: int) -> str:
    first, third = (numbers.exact(target[key]) for key in ("year1_value", "year3_value"))
    way = f"({third} − {numbers.term(first)}) · ({year} − {target['year1']}) ÷ ({target['year3']} − {target['year1']})"
    return f"{first} + {way} = {numbers.exact(_on_the_way(target, year, 'value').normalize())}"


def _is_year1(target: Row, year: int) -> bool:
    return target["year1"] == year


def _in_force(target: Row, year: int, which: str) -> Decimal:
    """Return the target or an end of it, before rounding."""
    return _decimal(target[f"year1_{which}"]) if _is_year1(target, year) else _on_the_way(target, year, which)


def _target(ground: _Ground, row: Row, target: Row | None) -> ExplanationStep:
    names = ("target", "target_low", "target_high", "plan_version")
    given = {name: row[name] for name in names}
    if target is None:
        key = "neutral" if row["direction"] == "neutral" else "no_target"
        return ExplanationStep("target", EXPLAIN[key].format(year=ground.year), given)
    plan = ground.plans[target["plan_version"]]
    is_year1 = _is_year1(target, ground.year)
    is_interval = row["target"] is None
    if is_interval:
        text = f"{ground.shown(row['target_low'])}–{ground.shown(row['target_high'])}"
        formula = ""
    else:
        text = ground.shown(row["target"])
        formula = "" if is_year1 else _formula(target, ground.year)
    sentence = EXPLAIN["target_year1" if is_year1 else "target_path"].format(
        target=ground.unit(text),
        year=ground.year,
        plan=f"{plan.title} ({plan.id})",
        day=target["decided_at"],
        formula=formula,
    )
    if not is_interval and _in_force(target, ground.year, "value") != _decimal(row["target"]):
        sentence += " " + EXPLAIN["target_rounded"].format(rounded=ground.shown(row["target"]))
    return ExplanationStep(
        "target", sentence, {**given, "decided_at": target["decided_at"], "on_the_way": not is_year1}
    )


def _tolerance(side: Side, ground: _Ground, row: Row, target: Row) -> ExplanationStep:
    own, of_indicator = target["tolerance"], ground.indicator.tolerance
    if own is not None or of_indicator is not None:
        origin = "target" if own is not None else "indicator"
        tolerance = _decimal(own if own is not None else of_indicator)
        _hold(side, row, "tolerance", tolerance)
        text = EXPLAIN[f"tolerance_{origin}"].format(tolerance=ground.unit(numbers.exact(tolerance)))
        return ExplanationStep("tolerance", text, {"tolerance": tolerance, "from": origin})
    factor = _decimal(ground.threshold[f"tolerance_share_{row['direction']}"])
    exact = _in_force(target, ground.year, "value")
    _hold(side, row, "tolerance", (factor * exact).normalize())
    text = EXPLAIN["tolerance_share"].format(
        share=numbers.share(float(factor)),
        factor=numbers.exact(factor),
        target=numbers.exact(exact.normalize()),
        tolerance=ground.unit(numbers.exact(row["tolerance"])),
    )
    return ExplanationStep("tolerance", text, {"tolerance": row["tolerance"], "from": "share", "share": factor})


def _gap(side: Side, ground: _Ground, row: Row, x: Decimal) -> ExplanationStep:
    def number(value: Decimal) -> str:
        return numbers.number(value, ground.indicator.decimals)

    direction = row["direction"]
    if direction == "interval":
        low, high = (_decimal(row[name]) for name in ("target_low", "target_high"))
        parts = {"low": low, "high": high, "above": x - low, "below": high - x}
        gap = min(x - low, high - x)
    else:
        target = _decimal(row["target"])
        parts = {"target": target}
        gap = x - target if direction == "higher" else target - x
    _hold(side, row, "gap", gap)
    terms = {name: number(value) for name, value in {**parts, "x": x, "gap": gap}.items()}
    # Brackets around what is drawn off, where it is negative.
    for name in {"higher": ["target"], "lower": ["x"], "interval": ["low", "x"]}[direction]:
        terms[name] = numbers.term(terms[name])
    return ExplanationStep("gap", EXPLAIN[f"gap_{direction}"].format(**terms), {"gap": gap, "rounded": x, **parts})


def _status(side: Side, row: Row, x: Decimal | None) -> ExplanationStep:
    gap, tolerance = row["gap"], row["tolerance"]
    if row["direction"] == "neutral":
        status = "no_judgement"
    elif x is None:
        status = "not_assessed"
    elif gap is None:
        status = "no_judgement"
    else:
        status = "met" if gap >= 0 else "partly" if _decimal(gap) >= -_decimal(tolerance) else "not_met"
    _hold(side, row, "status", status)
    text = EXPLAIN[status].format(
        gap=numbers.number(gap, row["decimals"]),
        tolerance=numbers.exact(tolerance) if tolerance is not None else "",
        status=STATUS[status],
    )
    return ExplanationStep("status", text, {"status": status, "reason": row["reason"]})


def _degree(ground: _Ground, row: Row, x: Decimal) -> ExplanationStep:
    b, t, shown = (numbers.number(value, ground.indicator.decimals) for value in (row["baseline"], row["target"], x))
    text = EXPLAIN["degree"].format(
        baseline=b, target=t, share=numbers.share(row["degree"]), x=shown, b=numbers.term(b), t=t, nbsp=NBSP
    )
    return ExplanationStep("degree", text, {"baseline": row["baseline"], "degree": row["degree"]})


def _path(side: Side, ground: _Ground, row: Row, x: Decimal) -> ExplanationStep:
    """The path of the earliest decided plan that covers the year, and what the current plan still asks for."""
    key = ("goal_id", "indicator_id", "unit_id", "gender")
    is_interval = row["direction"] == "interval"
    which = "low" if is_interval else "value"
    on_the_way = [
        target
        for target in ground.targets
        if all(target[name] == row[name] for name in key)
        and target["year1"] < ground.year <= target["year3"]
        and None not in (target[f"year1_{which}"], target[f"year3_{which}"])
        and target["decided_at"] <= side.as_of.date()
    ]
    target = min(on_the_way, key=lambda item: (item["decided_at"], item["plan_version"]))
    plan = ground.plans[target["plan_version"]]
    values = {"plan": f"{plan.title} ({plan.id})", "year": ground.year, "x": ground.shown(x)}
    on_path = YES_NO[row["on_path"]]
    if is_interval:
        low, high = (ground.rounded(_on_the_way(target, ground.year, end)) for end in ("low", "high"))
        text = EXPLAIN["path_interval"].format(
            **values, low=ground.shown(low), high=ground.shown(high), on_path=on_path
        )
    else:
        _hold(side, row, "path_value", ground.rounded(_on_the_way(target, ground.year, "value")))
        text = EXPLAIN["path"].format(**values, formula=_formula(target, ground.year), on_path=on_path)
    if row["required_change"] is not None:
        text += " " + EXPLAIN["required"].format(
            target=numbers.exact(row["target_year3"]),
            year3=ground.plans[row["plan_version"]].year3,
            change=numbers.signed(row["required_change"], ground.indicator.decimals + 1),
        )
    names = ("path_value", "on_path", "required_change", "target_year3")
    return ExplanationStep("path", text, {"plan_version": plan.id, **{name: row[name] for name in names}})


def _change(ground: _Ground, row: Row) -> ExplanationStep:
    previous, change, trend = row["previous_value"], row["change"], row["trend"]
    smallest = ground.indicator.min_change if ground.indicator.min_change is not None else ground.indicator.precision
    if change is None:
        key, why = "change_broken", EXPLAIN["reorganised"] if row["reorganised"] else REASON["series_broken"]
    else:
        key, why = ("change" if trend is not None else "change_neutral"), ""
    text = EXPLAIN[key].format(
        previous=numbers.exact(previous),
        change=numbers.signed(change, ground.indicator.decimals),
        trend=TREND.get(trend or "", ""),
        min_change=numbers.exact(smallest),
        why=why,
    )
    return ExplanationStep("change", text, {"previous_value": previous, "change": change, "trend": trend})


def _places(ground: _Ground, row: Row) -> Iterator[ExplanationStep]:
    for place in ground.places:
        if (place["year"], place["gender"]) != (row["year"], row["gender"]):
            continue
        names = ("group_id", "group_kind", "group_year", "n", "rank", "score", "median", "difference", "colour")
        kind, title = GROUP_KIND[place["group_kind"]], place["group_title"]
        text = EXPLAIN["place" if place["rank"] is not None else "place_neutral"].format(
            group=kind if kind == title else f"{kind} ({title})",
            rank=place["rank"],
            n=place["n"],
            year=place["year"],
            score=numbers.number(place["score"], 1),
            difference=numbers.signed(place["difference"], ground.indicator.decimals),
            median=numbers.number(place["median"], ground.indicator.decimals),
            colour=_colour(ground, place),
        )
        yield ExplanationStep("comparison", text, {name: place[name] for name in names})


def _colour(ground: _Ground, place: Row) -> str:
    if place["colour"] is not None:
        return COLOUR[place["colour"]]
    limit = ground.threshold["colour_min_n"]
    if place["n"] < limit:
        return EXPLAIN["colour_few"].format(limit=limit)
    return EXPLAIN["colour_arriving"].format(n=place["n"], before=place["n_before"])
