"""Goals, their indicators and targets that the municipality's own files hold, as definitions (docs/local-sources.md).

They are held to every rule that those written by hand are held to, and come in whole or not at all: a plan with half its
targets would leave the other half unjudged, unsaid.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import ValidationError

from assets.definitions.read_yaml import Definitions
from assets.own_files import cell_meaning as cells
from assets.own_files.cell_faults import CellFault, Wrong, shown
from assets.own_files.read_source import SourceReading
from models.definitions.base import Definition, slug_of
from models.definitions.faults import faults
from models.definitions.municipality import ALONE, SECTIONS, Municipality
from models.definitions.own_files import Source, by_title, normal
from models.definitions.steering import Goal, GoalIndicator, Indicator, Plan
from models.words.own_goals import (
    COMPARED_LACKING,
    KIND_LACKING,
    NOTHING_TAKEN,
    OUTSIDE_PLAN,
    PLAN_KNOWN,
    SAID_OTHERWISE,
    SAME_ID,
    UNFIT,
    UNKNOWN_GOAL,
    UNKNOWN_INDICATOR,
)

KIND = "goals"
_ID_LENGTH = 80
_YEARS = ("year1", "year2", "year3")
_INTERVAL = re.compile(r"(-?[\d\s.,]+?)\s*(?:–|-|till)\s*(-?[\d\s.,]+)")
_D = TypeVar("_D", Goal, Plan)
Row = dict[str, Any]
Place = tuple[str, int]


@dataclass
class GoalsOfFiles:
    """The goals and plans of the files beside those that are defined, the place of each new one, and what is wrong by source."""

    goals: list[Goal]
    plans: list[Plan]
    goal_places: list[Place] = field(default_factory=list[Place])
    plan_places: dict[str, Place] = field(default_factory=dict[str, Place])
    faults: dict[int, list[CellFault]] = field(default_factory=dict[int, list[CellFault]])


def goals_of_files(readings: Sequence[SourceReading], definitions: Definitions) -> GoalsOfFiles:
    """Return the municipality's goals and plans with those of its own files; those defined alone where anything is wrong."""
    return _Reader(readings, definitions.model).read()


def whole_or_none(readings: Sequence[SourceReading], found: GoalsOfFiles) -> list[SourceReading]:
    """Return the readings with what is wrong with their goals, and no row of goals where anything is."""
    theirs = [i for i, reading in enumerate(readings) if reading.source.kind == KIND]
    if not found.faults and not any(readings[i].faults for i in theirs):
        return [*readings]
    whole = [*readings]
    for i in theirs:
        one = readings[i]
        told = [CellFault(one.source.file, "", 0, "", "", *NOTHING_TAKEN)]
        whole[i] = replace(one, frame=one.frame.clear(), faults=[*one.faults, *found.faults.get(i, []), *told])
    return whole


class _Reader:
    def __init__(self, readings: Sequence[SourceReading], model: Municipality) -> None:
        self._model = model
        self._rows: list[Row] = [
            {**row, "source": i}
            for i, reading in enumerate(readings)
            if reading.source.kind == KIND
            for row in reading.frame.to_dicts()
        ]
        self._sources: list[Source] = [reading.source for reading in readings]
        self._found = GoalsOfFiles([*model.goals], [*model.plans])
        self._indicators = {item.id: item for item in model.indicators}
        kpis = [(item.id, item.kpi_id) for item in model.indicators if item.kpi_id is not None]
        self._indicator_named = {
            **by_title(kpis), **by_title((item.id, item.title) for item in model.indicators),
            **{normal(item.id): item.id for item in model.indicators},
        }  # fmt: skip
        known = {goal.id: goal.title for goal in model.goals}
        self._goal_named = by_title(known.items()) | {normal(name): name for name in known}

    def read(self) -> GoalsOfFiles:
        if not self._rows:
            return self._found
        new_goals = self._name_new_goals()
        goal_rows = self._make_goals(new_goals)
        target_rows = self._make_plans()
        if not self._found.faults:
            self._hold_to_rules(goal_rows, target_rows)
        if self._found.faults:
            return GoalsOfFiles([*self._model.goals], [*self._model.plans], faults=self._found.faults)
        return self._found

    def _name_new_goals(self) -> dict[str, list[Row]]:
        """Give each new goal an id of its title's words; return its rows by the id."""
        new: dict[str, list[Row]] = {}
        taken = {goal.id for goal in self._model.goals}
        for row in self._rows:
            title = normal(row["goal"])
            name = self._goal_named.get(title)
            if name is None:
                name = _id_of(row["goal"])
                if name in taken or name in new:
                    self._fault(row, "goal", SAME_ID, goal=shown(row["goal"]), id=name)
                    continue
                self._goal_named[title] = name
            if name not in taken:
                new.setdefault(name, []).append(row)
        return new

    def _make_goals(self, new: Mapping[str, list[Row]]) -> dict[str, Row]:
        """Make the new goals, and give those that are defined the indicators that the files measure them by."""
        links: dict[str, dict[str, Row]] = {}
        for row in self._rows:
            indicator = self._indicator(row)
            if indicator is not None and (goal := self._goal_named.get(normal(row["goal"]))) is not None:
                first = links.setdefault(goal, {}).setdefault(indicator.id, row)
                self._must_agree(first, row, ["weight"])
        self._found.goals = [self._linked(goal, links.get(goal.id, {})) for goal in self._found.goals]
        for name, rows in new.items():
            first = rows[0]
            for row in rows:
                self._must_agree(first, row, ["goal_kind", "serves", "decided_by", "decided_at", "decision"])
            if first["goal_kind"] is None:
                self._fault(first, "goal_kind", KIND_LACKING, goal=shown(first["goal"]))
                continue
            served = self._goal_named.get(normal(first["serves"])) if first["serves"] is not None else None
            if first["serves"] is not None and served is None:
                self._fault(first, "serves", UNKNOWN_GOAL, goal=shown(first["serves"]))
            made = self._made(
                first, "goal", Goal.model_validate,
                {
                    "id": name, "kind": first["goal_kind"], "title": first["goal"], "unit": first["unit_id"],
                    "parents": [served] if served else [],
                    **{key: first[key] for key in ("decided_by", "decided_at", "decision")},
                },
            )  # fmt: skip
            if made is not None:
                self._found.goals.append(self._linked(made, links.get(name, {})))
                self._found.goal_places.append((first["file"], first["row"]))
        return {name: rows[0] for name, rows in new.items()}

    def _linked(self, goal: Goal, links: Mapping[str, Row]) -> Goal:
        there = {item.indicator for item in goal.indicators}
        added = [
            GoalIndicator.model_validate(
                {"indicator": name, **({"weight": str(row["weight"])} if row["weight"] else {})}
            )
            for name, row in links.items()
            if name not in there
        ]
        return goal.model_copy(update={"indicators": [*goal.indicators, *added]}) if added else goal

    def _make_plans(self) -> dict[str, list[Row]]:
        """Make the plans; return the first row of each target by the plan's id."""
        by_plan: dict[str, list[Row]] = {}
        for row in self._rows:
            by_plan.setdefault(normal(row["plan"]), []).append(row)
        taken = {plan.id: plan for plan in self._model.plans}
        titles = {normal(plan.title) for plan in self._model.plans}
        of_targets: dict[str, list[Row]] = {}
        for title, rows in by_plan.items():
            first, name = rows[0], _id_of(rows[0]["plan"])
            if name in taken or title in titles or name in of_targets:
                self._fault(first, "plan", PLAN_KNOWN, plan=shown(first["plan"]))
                continue
            targets: dict[tuple[object, ...], Row] = {}
            said: dict[tuple[object, ...], Row] = {}
            for row in rows:
                self._must_agree(first, row, ["year1", "decided_by", "decided_at", "decision"])
                self._add_target(row, first["year1"], targets, said)
            plan = {key: first[key] for key in ("decided_by", "decided_at", "decision", "year1")}
            whole = {
                **plan,
                "id": name,
                "title": first["plan"],
                "targets": [t for t in targets.values() if {*_YEARS} & {*t}],
            }
            made = self._made(first, "plan", Plan.model_validate, whole)
            of_targets[name] = [said[key] for key, t in targets.items() if {*_YEARS} & {*t}]
            if made is not None:
                self._found.plans.append(made)
                self._found.plan_places[name] = (first["file"], first["row"])
        return of_targets

    def _add_target(
        self, row: Row, year1: int, targets: dict[tuple[object, ...], Row], said: dict[tuple[object, ...], Row]
    ) -> None:
        goal, indicator = self._goal_named.get(normal(row["goal"])), self._indicator(row, tell=False)
        if goal is None or indicator is None:
            return
        if not year1 <= row["year"] < year1 + len(_YEARS):
            self._fault(
                row, "year", OUTSIDE_PLAN, year=row["year"], plan=shown(row["plan"]), first=year1, last=year1 + 2
            )
            return
        key = (goal, indicator.id, row["unit_id"], row["gender"])
        self._must_agree(said.setdefault(key, row), row, ["tolerance", "baseline"])
        answers = next((each.unit for each in self._found.goals if each.id == goal), row["unit_id"])
        unit = {} if answers == row["unit_id"] else {"unit": row["unit_id"]}
        target = targets.setdefault(key, {"goal": goal, "indicator": indicator.id, "gender": row["gender"], **unit})
        target |= {name: str(said[key][name]) for name in ("tolerance", "baseline") if said[key][name] is not None}
        try:
            aim = self._aim(row, indicator)
        except Wrong as wrong:
            self._add_fault(row, "target", wrong.wrong, wrong.mend)
            return
        if aim is not None:
            target[_YEARS[row["year"] - year1]] = aim

    def _aim(self, row: Row, indicator: Indicator) -> object:
        """Return what a target asks, as the definitions write it; None where the cell is empty and names no rule.

        Raises:
            Wrong: it is none.
        """
        text, rule = row["target"], row["rule"]
        if rule in {"better_than_median", "best_quarter"}:
            if row["compared"] is None:
                wrong, mend = COMPARED_LACKING
                raise Wrong(wrong, mend)
            return {"place": rule, "group": row["compared"]}
        if rule in {"increase", "decrease", "improve"}:
            asked = {"from": row["since"], "by": self._number(row, text) if text is not None else None}
            return {"change": rule, **{key: value for key, value in asked.items() if value is not None}}
        if text is None:
            return None
        if rule is not None:
            return {"text": text} if rule == "own_text" else {"gender_gap": self._number(row, text)}
        if indicator.steps:
            return next((step for step in indicator.steps if normal(step) == normal(text)), text)
        ends = _INTERVAL.fullmatch(text)
        low_high = (
            {name: self._number(row, end) for name, end in zip(("low", "high"), ends.groups(), strict=True)}
            if ends
            else None
        )
        return low_high if low_high is not None else self._number(row, text)

    def _number(self, row: Row, said: str) -> Decimal:
        return cells.number(said, self._sources[int(row["source"])].decimal)

    def _hold_to_rules(self, goal_rows: Mapping[str, Row], target_rows: Mapping[str, list[Row]]) -> None:
        """Tell what the rules across definitions find, on the row that it comes of."""
        whole = self._model.model_copy(update={"goals": self._found.goals, "plans": self._found.plans})
        read: dict[str, dict[int, Definition]] = {}
        for section in SECTIONS:
            told = getattr(whole, section)
            each = [told] if section in ALONE else told
            read[section] = {i: item for i, item in enumerate(each) if item is not None}
        for path, wrong, mend in faults(read, set()):
            row, column = self._rows[0], ""
            if path[0] == "goals":
                row, column = goal_rows.get(self._found.goals[int(path[1])].id, row), "goal"
            elif path[0] == "plans":
                of_plan = target_rows.get(self._found.plans[int(path[1])].id, [row])
                at = int(path[3]) if len(path) > 3 and path[2] == "targets" else 0  # noqa: PLR2004  a target's place
                row, column = of_plan[at] if of_plan else row, "target" if len(path) > 3 else "plan"  # noqa: PLR2004
            self._add_fault(row, column, wrong, mend)

    def _indicator(self, row: Row, *, tell: bool = True) -> Indicator | None:
        name = self._indicator_named.get(normal(row["indicator"]))
        if name is None and tell:
            self._fault(row, "indicator", UNKNOWN_INDICATOR, indicator=shown(row["indicator"]))
        return self._indicators.get(name or "")

    def _must_agree(self, first: Row, row: Row, names: Iterable[str]) -> None:
        """Tell where a row says otherwise than the first of its kind; what that leaves out, it has from the row that says it."""
        for name in names:
            if first[name] is None:
                first[name] = row[name]
            elif row[name] not in {None, first[name]}:
                self._fault(
                    row, name, SAID_OTHERWISE, first=first["row"], value=shown(row[name]), other=shown(first[name])
                )

    def _made(self, row: Row, column: str, make: Callable[[object], _D], told: Row) -> _D | None:
        try:
            return make({key: value for key, value in told.items() if value is not None})
        except ValidationError as error:
            where = ", ".join(str(part) for part in error.errors()[0]["loc"])
            self._fault(row, column, UNFIT, what=where)
            return None

    def _fault(self, row: Row, column: str, said: tuple[str, str], **values: object) -> None:
        self._add_fault(row, column, *(text.format(**values) for text in said))

    def _add_fault(self, row: Row, column: str, wrong: str, mend: str) -> None:
        source = self._sources[int(row["source"])]
        fills = source.columns.get(column)
        wide = f"{source.wide.prefix} {row['year']}".strip() if source.wide and source.wide.into == column else column
        heading = (fills.heading if fills is not None else None) or wide
        fault = CellFault(row["file"], row["sheet"] or "", row["row"], heading, shown(row.get(column)), wrong, mend)
        told = self._found.faults.setdefault(row["source"], [])
        if fault not in told:
            told.append(fault)


def _id_of(title: str) -> str:
    # What joins words without a space, as a dash of any length, parts them.
    return slug_of(re.sub(r"[\W_]+", "-", title), _ID_LENGTH)
