"""One judgement, step by step, with the numbers of a finished report (docs/explain.md; docs/measures.md §1–§3, §8).

Nothing is judged or computed here: the steps are rows of `models/sql/explain/judgement_step.sql`, and the figures are the
report's own. Where a step does not lead to what the report has, that is an error and nothing is told.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import polars as pl

from assets.finished.open_finished import Side
from assets.finished.side_tables import fill_tables, opened_in_memory, read_table
from assets.open_report import create
from models.definitions.steering import Indicator, Plan
from models.errors import UsageError
from models.tables.header import table
from models.tables.pandera_schemas import validated
from models.tables.rows import ComparisonRow, FulfilmentRow, JudgementStepRow
from models.tables.typed_rows import rows_of
from models.words import numbers
from models.words.explanation import EXPLAIN
from models.words.judgements import COLOUR, GROUP_KIND, PUBLICATION, REASON, TREND, YES_NO, with_gender
from models.words.numbers import NBSP
from models.words.own_names import statuses_named
from models.words.sentences import every_said, in_year, rule_said, waves_said

Leaf = tuple[str, str, str, str]


@dataclass(frozen=True)
class ExplanationStep:
    """One step: what it is about, its sentence in Swedish, and the numbers of it."""

    key: str
    text: str
    numbers: Mapping[str, object]


@dataclass(frozen=True)
class Explanation:
    """A judgement: its row of `fulfilment`, what it is called, and its steps in the order in which one thinks."""

    row: FulfilmentRow
    title: str
    steps: Sequence[ExplanationStep]


@dataclass(frozen=True)
class _Ground:
    """What a report's judgements are told with besides their rows: what the definitions call things, and places in sets.

    `places` leads from year, gender and set to the row of `comparison`.
    """

    year: int
    as_of: str
    indicator: Indicator
    plans: Mapping[str, Plan]
    places: Mapping[tuple[int, str, str], ComparisonRow]
    own_groups: Mapping[str, str]
    statuses: Mapping[str, str]

    def shown(self, value: float | None) -> str:
        """Write a rounded number with the unit's decimals; on an ordinal scale the step's name."""
        steps = self.indicator.steps
        text = numbers.number(value, self.indicator.decimals)
        return f"{steps[int(value) - 1]} (steg {text})" if steps and value is not None and value == int(value) else text

    def unit(self, text: str) -> str:
        """Write a number with its unit of measure."""
        return text if self.indicator.steps else f"{text} {self.indicator.unit_of_measure}"

    def said(self, year: int) -> str:
        """Write a year as what the indicator's measurements are of."""
        return in_year(year, self.indicator.measured_kind)

    def plan(self, name: str | None) -> str:
        """Write a plan's title with its id."""
        plan = self.plans[name or ""]
        return f"{plan.title} ({plan.id})"


def explain(side: Side, indicator: str, *, goal: str | None, unit: str | None, gender: str | None) -> list[Explanation]:
    """Return every judgement of an indicator in a report, less those that goal, unit or gender leave out.

    Raises:
        UsageError: the report has no such judgement, or its tables do not agree with themselves.
    """
    fulfilment = read_table(side, "fulfilment")
    _known(side, indicator, set(fulfilment["indicator_id"]))
    judged = fulfilment.filter(indicator_id=indicator)
    chosen = judged
    for key, asked_for in (("goal_id", goal), ("unit_id", unit), ("gender", gender)):
        if asked_for is None:
            continue
        possible = set(chosen[key])
        if asked_for not in possible:
            raise UsageError(
                f"{side.name} har ingen bedömning av '{indicator}' med {key} {asked_for}. {_listed(possible)}"
            )
        chosen = chosen.filter(pl.col(key) == asked_for)
    model = side.definitions.model
    places = read_table(side, "comparison").filter(area_id=model.municipality.area_id, indicator_id=indicator)
    ground = _Ground(
        year=int(side.name.report[:4]),
        as_of=numbers.instant(side.as_of),
        indicator=next(item for item in model.indicators if item.id == indicator),
        plans={plan.id: plan for plan in model.plans},
        places={(row["year"], row["gender"], row["group_id"]): row for row in rows_of(places, ComparisonRow)},
        own_groups={group.id: group.title for group in model.municipality.comparison_groups},
        statuses=statuses_named(model.municipality.words),
    )
    steps: dict[Leaf, list[JudgementStepRow]] = {}
    for step in _steps(side, judged, places):
        steps.setdefault(_leaf(step), []).append(step)
    titles = {item.id: item.title for item in (*model.goals, *model.units)}
    return [
        Explanation(row, _title(ground, row, titles), [_told(side, ground, row, step) for step in steps[_leaf(row)]])
        for row in rows_of(chosen, FulfilmentRow)
    ]


def _leaf(row: FulfilmentRow | JudgementStepRow) -> Leaf:
    return row["goal_id"], row["indicator_id"], row["unit_id"], row["gender"]


def _steps(side: Side, judged: pl.DataFrame, places: pl.DataFrame) -> list[JudgementStepRow]:
    """Return the rows of `judgement_step` for some of a report's rows of fulfilment and comparison."""
    with opened_in_memory() as con:
        fill_tables(con, side, {"fulfilment": judged, "comparison": places})
        create(con, table("judgement_step"))
        return rows_of(validated("judgement_step", con.sql("FROM judgement_step").pl()), JudgementStepRow)


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
    text = f"{side.name} bedömer ingen indikator '{indicator_id}'."
    if near:
        raise UsageError(f"{text} Närmast: {', '.join(dict.fromkeys(near))}.")
    raise UsageError(f"{text} {_listed(judged)}")


def _listed(names: set[str]) -> str:
    return f"Den har: {', '.join(sorted(names))}."


def _title(ground: _Ground, row: FulfilmentRow, titles: Mapping[str, str]) -> str:
    kpi = f" ({row['kpi_id']})" if row["kpi_id"] else ""
    goal, unit = (titles.get(name, name) for name in (row["goal_id"], row["unit_id"]))
    named = with_gender(f"{ground.indicator.title}{kpi}", row["gender"], ground.indicator.counts)
    return f"{named}. {goal}. {unit}"


def _told(side: Side, ground: _Ground, row: FulfilmentRow, step: JudgementStepRow) -> ExplanationStep:
    """Return a step in words.

    Raises:
        UsageError: it does not lead to the report's own figure.
    """
    if not step["holds"]:
        name = step["figure"] or ""
        made = {"status": step["kind"], "plan_version": step["plan_version"]}.get(name, step["outcome"])
        raise UsageError(
            f"{side.name} har {name} {row[name]} för {row['indicator_id']} under {row['goal_id']}, och "
            f"dess andra värden ger {made}: den gjordes av en annan version. Gör om den: styrtal run "
            f"--report {side.name.report}."
        )
    text, given = _WORDED[step["step"]](ground, row, step)
    return ExplanationStep(step["step"], text, given)


Worded = tuple[str, Mapping[str, object]]


def _value(ground: _Ground, row: FulfilmentRow, step: JudgementStepRow) -> Worded:
    given = {
        "year": row["year"],
        "value": row["value"],
        "basis": row["basis"],
        "reason": row["reason"],
        "source_label": row["source_label"],
        "lag": ground.indicator.lag,
    }
    measured = ground.indicator.measured
    lag = EXPLAIN["lag"].format(lag=ground.indicator.lag)
    if measured is not None and measured.first is not None:
        often = every_said(measured.every, measured.first, measured.kind)
        lag = EXPLAIN["lag_in_waves"].format(often=often, lag=waves_said(ground.indicator.lag))
    known = EXPLAIN["known"].format(as_of=ground.as_of)
    if row["value"] is None:
        text = EXPLAIN[step["kind"]].format(reason=REASON[row["reason"] or ""])
        return f"{text} {lag} {known}", given
    parts = [
        EXPLAIN[step["kind"]].format(
            year=ground.said(row["year"] or ground.year),
            value=ground.unit(row["value_label"] or numbers.exact(row["value"])),
            source=row["source_label"],
            report_year=ground.said(ground.year),
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
    if step["limit_n"] is not None:
        parts.append(EXPLAIN["few"].format(limit=step["limit_n"]))
    return " ".join([*parts, lag, known]), given


def _rounding(ground: _Ground, row: FulfilmentRow, step: JudgementStepRow) -> Worded:
    text = EXPLAIN["rounding"].format(
        decimals=numbers.decimals_in_words(ground.indicator.decimals),
        value=_exact(row["value"]),
        rounded=ground.shown(step["rounded"]),
    )
    return text, {"decimals": row["decimals"], "rounded": step["rounded"]}


def _exact(value: float | None) -> str:
    return "–" if value is None else numbers.exact(value)


def _formula(step: JudgementStepRow, year: int) -> str:
    first, last = _exact(step["first"]), _exact(step["last"])
    way = f"({last} − {numbers.term(first)}) · ({year} − {step['year1']}) ÷ ({step['year3']} − {step['year1']})"
    return f"{first} + {way} = {_exact(step['unrounded'])}"


def _target(ground: _Ground, row: FulfilmentRow, step: JudgementStepRow) -> Worded:
    given = {
        "target": row["target"],
        "target_low": row["target_low"],
        "target_high": row["target_high"],
        "plan_version": row["plan_version"],
    }
    if step["plan_version"] is None:
        return EXPLAIN[step["kind"]].format(year=ground.said(ground.year)), given
    on_the_way = step["kind"] == "path"
    is_interval = row["target"] is None
    ends = "–".join(ground.shown(end) for end in (row["target_low"], row["target_high"]))
    rule = rule_said(row, ground.own_groups, counts=ground.indicator.counts)
    if step["kind"] == "rule" and row["target"] is None and row["target_low"] is None:
        text = EXPLAIN["target_own_text" if row["target_text"] else "target_rule_without"].format(
            rule=rule, year=ground.year, plan=ground.plan(step["plan_version"]), day=step["decided_at"]
        )
        return text, {**given, "target_rule": row["target_rule"], "decided_at": step["decided_at"]}
    text = EXPLAIN[f"target_{step['kind']}"].format(
        rule=rule,
        target=ground.unit(ends if is_interval else ground.shown(row["target"])),
        year=ground.said(ground.year),
        plan=ground.plan(step["plan_version"]),
        day=step["decided_at"],
        formula=_formula(step, ground.year) if on_the_way and not is_interval else "",
    )
    if step["unrounded"] != row["target"]:
        text += " " + EXPLAIN["target_rounded"].format(rounded=ground.shown(row["target"]))
    return text, {**given, "decided_at": step["decided_at"], "on_the_way": on_the_way}


def _tolerance(ground: _Ground, _: FulfilmentRow, step: JudgementStepRow) -> Worded:
    text = EXPLAIN[f"tolerance_{step['kind']}"].format(
        tolerance=ground.unit(_exact(step["outcome"])),
        share=numbers.share(step["factor"]),
        factor=_exact(step["factor"]),
        target=_exact(step["unrounded"]),
    )
    given = {"tolerance": step["outcome"], "from": step["kind"]}
    return text, {**given, "share": step["factor"]} if step["kind"] == "share" else given


def _gap(ground: _Ground, row: FulfilmentRow, step: JudgementStepRow) -> Worded:
    """Word the subtraction, with brackets around what is drawn off where it is negative."""
    if step["kind"] == "interval":
        parts = {name: step[name] for name in ("low", "high", "above", "below")}
    else:
        parts = {"target": row["target"]}
    given = {**parts, "gap": step["outcome"]}
    terms = {
        name: numbers.number(value, ground.indicator.decimals)
        for name, value in {**given, "x": step["rounded"]}.items()
    }
    for name in {"higher": ["target"], "lower": ["x"], "interval": ["low", "x"]}[step["kind"]]:
        terms[name] = numbers.term(terms[name])
    return EXPLAIN[f"gap_{step['kind']}"].format(**terms), {**given, "rounded": step["rounded"]}


def _status(ground: _Ground, row: FulfilmentRow, step: JudgementStepRow) -> Worded:
    by_reason = {"no_measurement_expected": "no_judgement_yet", "not_confirmed": "not_confirmed"}
    kind = by_reason.get(row["reason"] or "", step["kind"])
    if row["own_motivation"] is not None:
        kind = "own_text"
    elif kind == "not_assessed" and row["value"] is not None and row["target_text"] is None:
        kind = "no_ground"
    text = EXPLAIN[kind].format(
        gap=numbers.number(row["gap"], row["decimals"]),
        tolerance=_exact(row["tolerance"]),
        status=row["own_status_title"] or ground.statuses[step["kind"]],
        motivation=row["own_motivation"],
    )
    return text, {"status": step["kind"], "reason": row["reason"]}


def _degree(ground: _Ground, row: FulfilmentRow, step: JudgementStepRow) -> Worded:
    b, t, shown = (
        numbers.number(value, ground.indicator.decimals) for value in (row["baseline"], row["target"], step["rounded"])
    )
    text = EXPLAIN["degree"].format(
        baseline=b, target=t, share=numbers.share(row["degree"]), x=shown, b=numbers.term(b), t=t, nbsp=NBSP
    )
    return text, {"baseline": row["baseline"], "degree": row["degree"]}


def _path(ground: _Ground, row: FulfilmentRow, step: JudgementStepRow) -> Worded:
    """Word the path of the newest decided plan that has one for the year, and what the current plan still asks for."""
    ends = f"{ground.shown(step['low'])}–{ground.shown(step['high'])}"
    text = EXPLAIN[{"interval": "path_interval", "decided": "path_decided"}.get(step["kind"], "path")].format(
        plan=ground.plan(step["plan_version"]),
        year=ground.said(ground.year),
        x=ground.shown(step["rounded"]),
        low=ground.shown(step["low"]),
        high=ground.shown(step["high"]),
        formula=_formula(step, ground.year),
        decided=ground.shown(step["outcome"]) if row["path_value"] is not None else ends,
        on_path=YES_NO[row["on_path"]],
    )
    if row["required_change"] is not None:
        year3 = ground.plans[row["plan_version"] or ""].year3
        # The whole way: a rounded step times the years would not come to the target.
        whole = row["required_change"] * (year3 - ground.year)
        text += " " + EXPLAIN["required"].format(
            target=_exact(row["target_year3"]),
            year3=ground.said(year3),
            plan=ground.plan(row["plan_version"]),
            change=numbers.signed(whole, ground.indicator.decimals),
        )
    return text, {
        "plan_version": step["plan_version"],
        "path_value": row["path_value"],
        "on_path": row["on_path"],
        "required_change": row["required_change"],
        "target_year3": row["target_year3"],
    }


def _change(ground: _Ground, row: FulfilmentRow, step: JudgementStepRow) -> Worded:
    every, school_year = ground.indicator.every, ground.indicator.measured_kind == "school_year"
    wave = ground.said((row["year"] or ground.year) - every)
    year_before = EXPLAIN["school_year_before" if school_year else "year_before"]
    text = EXPLAIN[step["kind"]].format(
        before=year_before if every == 1 else EXPLAIN["wave_before"].format(year=wave),
        previous=_exact(row["previous_value"]),
        change=numbers.signed(row["change"], ground.indicator.decimals),
        trend=TREND.get(row["trend"] or "", ""),
        min_change=_exact(step["min_change"]),
        why=EXPLAIN["reorganised"] if row["reorganised"] else REASON["series_broken"],
        normal=""
        if row["normal_low"] is None
        else EXPLAIN["normal"].format(low=ground.shown(row["normal_low"]), high=ground.shown(row["normal_high"])),
    )
    names = ("previous_value", "change", "trend", "normal_low", "normal_high", "assurance")
    return text, {name: row[name] for name in names}


def _place(ground: _Ground, row: FulfilmentRow, step: JudgementStepRow) -> Worded:
    place = ground.places[row["year"] or 0, row["gender"], step["group_id"] or ""]
    kind, title = GROUP_KIND[place["group_kind"]], place["group_title"]
    text = EXPLAIN["place" if place["rank"] is not None else "place_neutral"].format(
        group=kind if kind == title else f"{kind} ({title})",
        rank=place["rank"],
        n=place["n"],
        year=ground.said(place["year"]),
        score=numbers.number(place["score"], 1),
        difference=numbers.signed(place["difference"], ground.indicator.decimals),
        median=numbers.number(place["median"], ground.indicator.decimals),
        colour=COLOUR[place["colour"]]
        if place["colour"] is not None
        else EXPLAIN[f"colour_{step['kind']}"].format(limit=step["limit_n"], n=place["n"], before=place["n_before"]),
    )
    names = ("group_id", "group_kind", "group_year", "n", "rank", "score", "median", "difference", "colour")
    return text, {name: place[name] for name in names}


_WORDED: Mapping[str, Callable[[_Ground, FulfilmentRow, JudgementStepRow], Worded]] = {
    "value": _value,
    "rounding": _rounding,
    "target": _target,
    "tolerance": _tolerance,
    "gap": _gap,
    "status": _status,
    "degree": _degree,
    "path": _path,
    "change": _change,
    "comparison": _place,
}
