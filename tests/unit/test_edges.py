"""Sums at their edges, of rows of many units, goals and months at once: figures by hand from docs/measures.md.

What is given is as it is given; only the table asked for, and the measures it needs that are not given, are computed.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from models.tables.check_header import checks
from tests.rows import Case, Row, computed, found_in
from tests.small import AREAS, OWN


def told(
    folder: Path, table: str, columns: str, given: Mapping[str, Sequence[Row]], report: str = "2024-12"
) -> list[tuple[Any, ...]]:
    """The rows that a table comes to, of some of its columns, in order."""
    found = computed(Case(table, table, report, given, []), folder)
    picked = [tuple(row[name] for name in columns.split()) for row in found]
    return sorted(picked, key=repr)


def failed(folder: Path, check: str, given: Mapping[str, Sequence[Row]]) -> list[Row]:
    """What a check's query finds in the tables that are given."""
    (found,) = (each for each in checks().values() if each.id == check)
    return found_in(folder, found.sql, found.needs, given)


UNITS = [
    {"unit_id": "kf", "level": "council"}, {"unit_id": "bun", "level": "committee", "parent_id": "kf"},
    {"unit_id": "kfn", "level": "committee", "parent_id": "kf"},
]  # fmt: skip
BELOW = [("kf", "kf"), ("kf", "bun"), ("kf", "kfn"), ("bun", "bun"), ("kfn", "kfn")]
UNIT_BELOW = [{"unit_id": above, "below_id": below} for above, below in BELOW]

# By goal what its leaves come to, with their weights; its coverage, score and status.
LEAVES: dict[str, tuple[str, float | None, float | None, str]] = {
    "just-met": ("met 3, partly 2", 1, 0.8, "met"),
    "not-quite": ("met 2.9, partly 2.1", 1, 0.79, "partly"),
    "one-not-met": ("met 9, not_met 1", 1, 0.9, "partly"),
    "just-partly": ("met 2, not_met 3", 1, 0.4, "partly"),
    "not-quite-partly": ("met 1.9, not_met 3.1", 1, 0.38, "not_met"),
    "half-covered": ("met 1, missing 1", 0.5, 1, "met"),
    "less-covered": ("met 1, missing 1.1", 1 / 2.1, 1, "not_assessed"),
    "not-applicable": ("met 1, not_applicable 9, neutral 9", 1, 1, "met"),
    "nothing-known": ("missing 1", 0, None, "not_assessed"),
    "nothing-judged": ("neutral 1", None, None, "not_assessed"),
    "no-leaf": ("no_target 1", None, None, "not_assessed"),
}
STATUS = {
    "missing": ("not_assessed", "missing"), "not_applicable": ("not_assessed", "not_applicable"), "neutral": ("no_judgement", None),
    "no_target": ("no_judgement", "no_target"),
}  # fmt: skip

# The same leaf under two goals is one; what differs in one thing is two.
LEAF = {"unit_id": "bun", "level": "committee", "indicator_id": "matt", "gender": "T", "weight": 1.0, "target": 90.0, "tolerance": 5.0,
        "status": "met"}  # fmt: skip
UNLIKE: dict[str, dict[str, Any]] = {
    "same": {}, "tolerance": {"tolerance": 6.0}, "target": {"target": 91.0}, "gender": {"gender": "K"}, "unit": {"unit_id": "kfn"},
    "indicator": {"indicator_id": "annat"}, "low": {"target_low": 1.0}, "high": {"target_high": 1.0}, "rule": {"target_rule": "improve"},
}  # fmt: skip
# By goal the assignments that carry it: due, and carried out; what is done before it is due counts for nothing.
ASSIGNMENTS: dict[str, tuple[list[tuple[bool, bool]], str]] = {
    "all": ([(True, True), (True, True), (False, False)], "met"), "some": ([(True, True), (True, False)], "partly"),
    "none": ([(True, False), (False, True)], "not_met"), "nothing-due": ([(False, True), (False, False)], "not_assessed"),
    "measured": ([(True, True)], "not_assessed"), "activity": ([], "not_assessed"), "single": ([(True, True)], "met"),
}  # fmt: skip


def test_goals_and_units_are_judged_at_each_limit_of_what_is_distinct(tmp_path: Path) -> None:
    leaves: list[Row] = [
        {"goal_id": goal, "unit_id": "kf", "level": "council", "indicator_id": f"{goal}-{n}", "lineage_id": f"{goal}-{n}",
         "weight": float(leaf.split()[1]), "status": status, "reason": reason}
        for goal, (given, *_) in LEAVES.items()
        for n, leaf in enumerate(given.split(", "))
        for status, reason in [STATUS.get(leaf.split()[0], (leaf.split()[0], None))]
    ]  # fmt: skip
    leaves += [
        {**LEAF, **change, "goal_id": f"{name}{side}", "lineage_id": f"{name}{side}"}
        for name, unlike in UNLIKE.items() for side, change in (("<", {}), (">", unlike))
    ]  # fmt: skip
    work = [
        {"item_kind": "assignment", "item_id": f"{goal}-{n}", "unit_id": "bun", "goal_id": goal, "due": due, "carried_out": done}
        for goal, (given, _) in ASSIGNMENTS.items() for n, (due, done) in enumerate(given)
    ]  # fmt: skip
    # What two units do for a goal of the whole: one of them has done it.
    work += [{**work[0], "item_id": "apart-0", "goal_id": "apart"}, {**work[0], "item_id": "apart-1", "goal_id": "apart",
              "unit_id": "kfn", "carried_out": False}]  # fmt: skip
    # An activity of the same id as an assignment.
    work.append({**work[0], "item_kind": "activity", "goal_id": "activity", "carried_out": False})
    columns = {"work_goal": "item_kind item_id goal_id", "work_judged": "item_kind item_id unit_id due carried_out"}
    goals = [*LEAVES, *ASSIGNMENTS, *(f"{name}{side}" for name in UNLIKE for side in ("", "<", ">"))]
    given = {
        "unit": UNITS, "unit_below": UNIT_BELOW,
        "goal": [*({"goal_id": goal, "unit_id": "bun"} for goal in goals), {"goal_id": "apart", "unit_id": "kf"}],
        "husbandry_goal": [{"goal_id": "just-met", "part": "financial_goals"}, {"goal_id": "unit", "part": "operational_goals"}],
        "goal_below": [{"goal_id": goal, "below_id": goal} for goal in (*goals, "apart")]
        + [{"goal_id": name, "below_id": f"{name}{side}"} for name in UNLIKE for side in "<>"],
        "goal_indicator": [{"goal_id": "measured", "unit_id": "bun"}], "fulfilment": leaves,
        **{table: [{name: row[name] for name in names.split()} for row in work] for table, names in columns.items()},
    }  # fmt: skip
    found = told(tmp_path, "scope_status", "scope goal_id unit_id level coverage score status n_met", given)
    whole = {row[1]: row[4:] for row in found if row[0] == "goal"}
    of_unit = {row[1:3]: row[4:] for row in found if row[0] == "goal_unit"}
    wanted = {goal: told_of for goal, (_, *told_of) in LEAVES.items()}
    assert {goal: [*whole[goal][:3]] for goal in LEAVES} == wanted
    assert {goal: [*of_unit[goal, "kf"][:3]] for goal in LEAVES if goal != "no-leaf"} | {
        "no-leaf": wanted["no-leaf"]
    } == wanted
    assert {goal: whole[goal][2] for goal in ASSIGNMENTS} == {goal: status for goal, (_, status) in ASSIGNMENTS.items()}
    assert {goal: of_unit[goal, "bun"] for goal in ASSIGNMENTS} == {goal: whole[goal] for goal in ASSIGNMENTS}
    assert whole["apart"][2] == of_unit["apart", "kf"][2] == "partly"
    assert (of_unit["apart", "bun"][2], of_unit["apart", "kfn"][2]) == ("met", "not_met")
    parts = {row[0]: row[4:] for row in found if row[0].endswith("_goals")}
    assert parts == {"financial_goals": whole["just-met"], "operational_goals": whole["unit"]}
    assert {name: whole[name][3] for name in UNLIKE} == {name: 1 if name == "same" else 2 for name in UNLIKE}
    assert {whole[f"{name}{side}"][3] for name in UNLIKE for side in "<>"} == {1}
    # What is met of the units' own: the leaf, and what is unlike it in eight ways, one of them another unit's.
    n_own = sum(given.count("met ") - given.count("not_met ") for given, *_ in LEAVES.values())
    met = {row[2] or row[3]: row[7] for row in found if row[0] in {"unit", "level"}}
    assert met == {"kf": n_own + 9, "bun": 8, "kfn": 1, "council": n_own + 9, "committee": 9}


# By unit: due, carried out, done in the right way, all three known, judged and contributed; with the status and what falls short.
DONE: dict[str, tuple[tuple[int, ...], str, str | None]] = {
    "just": ((5, 4, 4, 2, 4, 2), "efficient", None),
    "right-way": ((10, 10, 8, 0, 2, 1), "efficient", None),
    "short-of-g": ((5, 3, 3, 3, 3, 3), "change_ways_of_working", "carried_out"),
    "short-of-r": ((5, 5, 3, 3, 3, 3), "change_ways_of_working", "right_way"),
    "short-of-b": ((5, 5, 5, 5, 5, 2), "change_ways_of_working", "contributed"),
    "unknown": ((5, 5, 5, 5, 0, 0), "not_assessed", None),
    "short-and-unknown": ((5, 3, 2, 0, 0, 0), "change_ways_of_working", "carried_out,right_way"),
    "not-due": ((0, 0, 0, 0, 0, 0), "not_assessed", None),
    "single": ((1, 1, 1, 1, 1, 1), "efficient", None),
}


def test_work_is_efficient_from_each_limit_on_and_what_is_not_due_counts_for_nothing(tmp_path: Path) -> None:
    judged: list[Row] = []
    scoped: list[Row] = []
    for unit, ((due, done, right, three, known, helped), _, _) in DONE.items():
        # Two more are carried out and not yet due.
        for n in range(due + 2):
            is_due, is_done = n < due, n < done or n >= due
            at = {"item_kind": "activity", "item_id": f"{unit}-{n}", "unit_id": unit}
            judged.append({**at, "due": is_due, "carried_out": is_done, "right_way": n < right if is_done else None,
                           "all_three": n < three if is_done else None})  # fmt: skip
            contributed = None if is_due and n >= known else n < helped
            scoped.append({**at, "scope": "unit", "level": "committee", "contributed": contributed,
                           "base_rate": 0.5 if n == 0 else 0.25})  # fmt: skip
    # A goal of the unit's, and one without work.
    scoped += [
        {**row, "scope": "goal", "goal_id": "mal", "unit_id": None, "level": None}
        for row in scoped
        if row["unit_id"] == "just"
    ]
    given = {"work_judged": judged, "work_scoped": scoped, "scope_status": [{"scope": "goal", "goal_id": "tomt"}]}
    found = told(
        tmp_path,
        "inner_efficiency",
        "unit_id due carried_out right_way all_three judged contributed status short_of",
        given,
    )
    by_unit = {row[0]: row[1:] for row in found if row[0]}
    assert by_unit == {unit: (*counts, *said) for unit, (counts, *said) in DONE.items()}
    assert [row[1:] for row in found if not row[0]] == [by_unit["not-due"], by_unit["just"]]
    shares = told(tmp_path, "inner_efficiency", "unit_id g r all_three_share b base_rate", given)
    shares = [row for row in shares if row[0] in {"not-due", "right-way", "short-and-unknown"}]
    assert shares[1:] == [("right-way", 1, 0.8, 0, 0.5, 0.375), ("short-and-unknown", 0.6, 2 / 3, 0, None, None)]
    assert shares[0] == ("not-due", None, None, None, None, None)


QUARTERS = (3, 6, 9, 12)
# By indicator, unit and gender, the quarters of years: of what is counted, and of ratios numerators and denominators.
FLOWS: dict[tuple[str, str, str], dict[int, list[float | None]]] = {
    ("flode", "a", "T"): {2021: [10, 20, 30, 40], 2022: [20, 20, 20, 40], 2023: [10, 10, 40, 40], 2024: [15, 18]},
    ("flode", "a", "K"): {2023: [30, 30, 20, 20], 2024: [3, 3]},
    ("flode", "for-gammal", "T"): {2020: [50, 50, 0, 0], 2023: [25, 25, 25, 25], 2024: [10, 10]},
    ("flode", "ny", "T"): {2024: [10, 10]},
    ("flode", "inget-an", "T"): {2022: [0, 0, 0, 0], 2023: [0, 0, 50, 50], 2024: [10, 10]},
    ("flode", "omgjord", "T"): {2023: [25, 25, 25, 25], 2024: [10, 10]},
    ("flode", "omgjord-utan", "T"): {2024: [10, None]},
    ("flode", "omgjord-i-fjol", "T"): {2022: [50, 50, 0, 0], 2023: [25, 25, 25, 25], 2024: [10, 10]},
    ("flode", "omgjord-vid-nyar", "T"): {2023: [25, 25, 25, 25], 2024: [10, 10]},
    ("flode", "dold", "T"): {2023: [25, 25, 25, 25], 2024: [10, 10]},
    ("flode", "dold", "K"): {2023: [10, 10, 10, 10], 2024: [1, 1]},
    ("flode", "omgjord-i-januari-i-fjol", "T"): {2023: [25, 25, 25, 25], 2024: [10, 10]},
    ("varen", "ny", "T"): {2024: [10, 10]},
    ("takt", "a", "T"): {2023: [1, 2, 4, 8], 2024: [16, 32]},
    ("takt", "omgjord-for-ett-ar-sedan", "T"): {2023: [1, 2, 4, 8], 2024: [16, 32]},
    ("takt", "omgjord-inom-aret", "T"): {2023: [1, 2, 4, 8], 2024: [16, 32]},
    ("niva", "a", "T"): {2023: [9, 7, 5, 3], 2024: [4, 2, None, None]},
}  # fmt: skip
RATIOS: dict[tuple[str, str], dict[int, list[tuple[float, float]]]] = {
    ("kvot", "a"): {2023: [(1, 40), (1, 40), (3, 40), (5, 40)], 2024: [(2, 50), (2, 80)]},
    ("kvot", "ingen"): {2023: [(1, 40), (1, 40), (3, 40), (5, 0)], 2024: [(2, 5), (2, 0)]},
    ("kvot-av-floden", "a"): {2023: [(1, 10), (1, 10), (4, 10), (4, 10)], 2024: [(2, 10), (2, 10)]},
    ("taktkvot", "hel"): {2023: [(1, 0.25), (2, 0.25), (4, 0.25), (8, 0.25)]},
    ("taktkvot", "a"): {2023: [(1, 1), (2, 1), (4, 2), (8, 2)], 2024: [(16, 2), (32, 4)]},
}  # fmt: skip
CHANGED = {
    "omgjord": dt.date(2024, 1, 2), "omgjord-i-januari-i-fjol": dt.date(2023, 1, 2), "omgjord-utan": dt.date(2024, 3, 1), "omgjord-i-fjol": dt.date(2023, 1, 1), "omgjord-vid-nyar": dt.date(2024, 1, 1),
    "omgjord-for-ett-ar-sedan": dt.date(2023, 9, 1), "omgjord-inom-aret": dt.date(2023, 9, 2),
}  # fmt: skip


def parts_of_years() -> dict[str, list[Row]]:
    kinds: list[Row] = [
        {"indicator_id": "flode", "forecast": "flow"}, {"indicator_id": "takt", "forecast": "rate", "aggregation": "sum"},
        {"indicator_id": "niva", "forecast": "annual"}, {"indicator_id": "varen", "forecast": "flow"},
        {"indicator_id": "kvot-av-floden", "forecast": "ratio", "numerator_kind": "flow", "denominator_kind": "flow", "factor": 100.0},
        {"indicator_id": "kvot", "forecast": "ratio", "numerator_kind": "flow", "denominator_kind": "annual", "aggregation": "ratio",
         "factor": 100.0},
        {"indicator_id": "taktkvot", "forecast": "rate", "aggregation": "ratio", "factor": 1000.0},
    ]  # fmt: skip
    values: list[Row] = [
        {"indicator_id": name, "unit_id": unit, "gender": gender, "year": year, "month": month, "value": value,
         # A sum that says what it is made of is a sum all the same.
         **({"numerator": 7.0, "denominator": 7.0} if name == "takt" else {})}
        for (name, unit, gender), years in FLOWS.items() for year, given in years.items()
        for month, value in zip(QUARTERS, given, strict=False)
    ]  # fmt: skip
    values += [
        {"indicator_id": name, "unit_id": unit, "gender": "T", "year": year, "month": month, "value": 1.0, "numerator": above,
         "denominator": below}
        for (name, unit), years in RATIOS.items() for year, given in years.items()
        for month, (above, below) in zip(QUARTERS, given, strict=False)
    ]  # fmt: skip
    # A year's own measurement, and one that says that there is none.
    values += [
        {"indicator_id": "flode", "unit_id": "for-gammal", "gender": "T", "year": 2023, "value": 99.0, "count": 7},
        {"indicator_id": "flode", "unit_id": "omgjord", "gender": "T", "year": 2023, "reason": "missing"},
    ]
    for n, row in enumerate(row for row in values if row["unit_id"] == "a" and row["year"] == 2023):
        row |= {"count": 5 + n % 4, "coverage": 1 - n % 4 / 10, "source_label": "AB"[n % 2], "measured_on": dt.date(2023, 1 + n % 4, 1),
                "publication": "preliminary" if row["indicator_id"] == "takt" and row["month"] == 6 else "final"}  # fmt: skip
    return {
        "indicator": [{"measured": "quarter", **kind} for kind in kinds], "unit_value": values,
        "expected_month": [{"indicator_id": kind["indicator_id"], "month": month} for kind in kinds
                           for month in (QUARTERS[:2] if kind["indicator_id"] == "varen" else QUARTERS)],
        "content_change": [{"unit_id": unit, "changed_at": day} for unit, day in CHANGED.items()],
        "suppressed": [{"indicator_id": "flode", "unit_id": "dold", "year": 2024, "gender": "T"}],
    }  # fmt: skip


def test_a_year_is_foretold_and_put_together_of_its_own_parts_alone(tmp_path: Path) -> None:
    given = parts_of_years()
    found = told(tmp_path, "foretold", "indicator_id unit_id gender value share fallback reorganised", given, "2024-08")
    assert {row[:3]: row[3:] for row in found} == {
        # Of (10 + 20)/100, 40/100 and 20/100 by June the middle one: 33/0.3.
        ("flode", "a", "T"): (pytest.approx(110), 0.3, False, False),
        ("flode", "a", "K"): (pytest.approx(10), 0.6, False, False),
        ("flode", "for-gammal", "T"): (40, 0.5, False, False),
        # Two of four expected parts have come: 20/0.5.
        ("flode", "ny", "T"): (40, None, True, False),
        ("flode", "inget-an", "T"): (40, 0, True, False),
        ("flode", "omgjord", "T"): (None, None, True, True),
        ("flode", "omgjord-i-januari-i-fjol", "T"): (40, None, True, False),
        ("varen", "ny", "T"): (20, None, True, False),
        ("flode", "omgjord-utan", "T"): (None, None, True, False),
        ("flode", "omgjord-i-fjol", "T"): (40, 0.5, False, False),
        ("flode", "omgjord-vid-nyar", "T"): (40, None, True, False),
        ("flode", "dold", "K"): (4, 0.5, False, False),
        # September 2023 to August 2024: 4 + 8 + 16 + 32, and 60 to 2 + 2 + 2 + 4.
        ("takt", "a", "T"): (60, None, False, False),
        ("takt", "omgjord-for-ett-ar-sedan", "T"): (60, None, False, False),
        ("takt", "omgjord-inom-aret", "T"): (None, None, False, True),
        ("taktkvot", "a", "T"): (6000, None, False, False),
        # (2 + 2)/0.2 to the level of June, 80.
        ("kvot", "a", "T"): (pytest.approx(25), 0.2, False, False),
        ("kvot", "ingen", "T"): (None, 0.2, False, False),
        # 4/0.2 to 20/0.5.
        ("kvot-av-floden", "a", "T"): (pytest.approx(50), 0.5, False, False),
    }
    columns = "indicator_id unit_id gender year value reason count coverage publication source_label computed of_months measured_on"
    years = {row[:4]: row[4:] for row in told(tmp_path, "year_value", columns, given, "2024-08")}
    values = {key: (row[0], row[1]) for key, row in years.items() if key[1] == "a" and key[3] >= 2023}
    assert values == {
        ("flode", "a", "T", 2023): (100, None), ("flode", "a", "T", 2024): (None, "incomplete"),
        ("flode", "a", "K", 2023): (100, None), ("flode", "a", "K", 2024): (None, "incomplete"),
        ("takt", "a", "T", 2023): (15, None), ("takt", "a", "T", 2024): (None, "incomplete"),
        ("niva", "a", "T", 2023): (3, None), ("niva", "a", "T", 2024): (2, None),
        ("kvot", "a", "T", 2023): (25, None), ("kvot", "a", "T", 2024): (None, "incomplete"),
        ("kvot-av-floden", "a", "T", 2023): (25, None), ("kvot-av-floden", "a", "T", 2024): (None, "incomplete"),
        ("taktkvot", "a", "T", 2023): (2500, None), ("taktkvot", "a", "T", 2024): (None, "incomplete"),
    }  # fmt: skip
    day = dt.date(2023, 4, 1)
    assert years["takt", "a", "T", 2023][2:] == (8, 0.7, "preliminary", "A; B", True, True, day)
    assert years["niva", "a", "T", 2023][2:] == (8, 0.7, "final", "A; B", True, True, day)
    assert years["flode", "for-gammal", "T", 2023][:3] == (99, None, 7), "the year's own comes before its parts"
    assert years["taktkvot", "hel", "T", 2023][:2] == (15000, None)
    assert years["flode", "omgjord", "T", 2023][:2] == (100, None), "and parts before nothing"
    assert years["flode", "dold", "T", 2024][:2] == (None, "privacy")
    assert years["flode", "dold", "K", 2023][:2] == (40, None)
    assert years["kvot", "ingen", "T", 2023][:2] == (None, "incomplete")


def test_a_document_is_judged_if_every_goal_of_it_is(tmp_path: Path) -> None:
    leaf = {"indicator_id": "matt", "basis": "manual_forecast", "target": 9.0, "status": "met"}
    leaves = {
        "god": leaf, "utan-varde": {**leaf, "status": "not_assessed"}, "utan-mal": {**leaf, "target": None, "status": "no_judgement"},
        "gammal": {**leaf, "basis": "auto_forecast", "forecast_flag": "no_new_measurement"},
        "foretalt": {**leaf, "basis": "auto_forecast", "forecast_flag": "months_by_twelve"}, "tackning": leaf,
    }  # fmt: skip
    goals = [*leaves, "utan-matt", "blandat"]
    assessed = {"god", "gammal", "foretalt"}
    given = {
        "unit": UNITS, "goal": [{"goal_id": goal, "unit_id": "bun"} for goal in goals],
        "goal_below": [{"goal_id": goal, "below_id": goal} for goal in goals]
        + [{"goal_id": "blandat", "below_id": goal} for goal in ("god", "utan-varde", "utan-mal")],
        "fulfilment": [{**row, "goal_id": goal} for goal, row in leaves.items()],
        "goal_status": [{"goal_id": goal, "status": "met" if goal in assessed else "not_assessed"} for goal in goals],
        "judgement": [{"goal_id": goal, "unit_id": "bun"} for goal in ("god", "gammal")],
        "steering_document": [{"document_id": goal, "unit_id": "bun", "follow_up": True, "valid_to": dt.date(2024, 8, 31)} for goal in goals]
        + [{"document_id": "utgangen", "follow_up": True, "valid_to": dt.date(2024, 8, 30)}, {"document_id": "riktlinje"}, {"document_id": "regler"},
           {"document_id": "program", "follow_up": True}],
        "document_goal": [{"document_id": goal, "goal_id": each} for goal in goals for each in {"god", goal}]
        + [{"document_id": document, "goal_id": "god"} for document in ("utgangen", "regler")],
    }  # fmt: skip
    columns = "item_id measurable has_target has_value has_forecast has_evidence assessable lacks"
    found = list(told(tmp_path, "assessability", f"kind {columns}", given, "2024-08"))
    assert {row[1]: row[2:] for row in found if row[0] == "steering_document"} == {
        "god": (True, True, True, True, True, True, None), "utan-varde": (True, True, False, False, False, False, "value"),
        "utan-mal": (True, False, False, False, False, False, "target"), "gammal": (True, True, True, False, True, True, None),
        "foretalt": (True, True, True, True, False, True, None), "tackning": (True, True, True, True, False, False, "coverage"),
        "blandat": (True, True, True, True, False, False, "coverage"), "regler": (True, True, True, True, True, True, None),
        "utan-matt": (False, False, False, False, False, False, "measure"), "utgangen": (True, True, True, True, True, False, "validity"),
        "riktlinje": (None, None, None, None, None, None, None), "program": (False, False, False, False, False, False, "goal"),
    }  # fmt: skip
    assert {row[1]: row[2:7] for row in found if row[0] == "goal"} == {
        "god": (True, True, True, True, True), "utan-varde": (True, True, False, False, False),
        "utan-mal": (True, False, False, False, False), "gammal": (True, True, True, False, True),
        "foretalt": (True, True, True, True, False), "tackning": (True, True, True, True, False),
        "utan-matt": (False, False, False, False, False), "blandat": (True, True, True, True, False),
    }  # fmt: skip


def test_what_a_fault_of_the_ledger_touches_is_said_to_be_withheld_from_then_on(tmp_path: Path) -> None:
    given = {
        "unit": UNITS, "booked": [{"unit_id": "bun", "kind": "cost", "month": 2}],
        "counted_unit": [{"unit_id": above, "below_id": below, "now_id": below, "month": month}
                         for above, below in BELOW for month in (1, 2, 3)],
        "rolled_money": [{"unit_id": unit, "kind": kind, "month": month, "n_parts": 1, "budget": 5.0}
                         for unit in ("kf", "bun", "kfn") for kind in ("cost", "revenue", "investment") for month in (1, 2, 3)],
    }  # fmt: skip
    found = told(tmp_path, "budget", "unit_id kind month outcome_withheld", given)
    withheld = {row[:3] for row in found if row[3]}
    assert withheld == {
        (unit, kind, month) for unit in ("kf", "bun") for kind in ("cost", "result") for month in (2, 3)
    }
    assert len(found) == 36


def test_the_index_stands_on_enough_components_that_lie_near_enough(tmp_path: Path) -> None:
    # By area: declared components, scores of quality, and of resources; the index with its least and greatest.
    areas: dict[str, tuple[int, list[float], float | None, tuple[float | None, ...]]] = {
        "just": (5, [40, 50, 60], 60, (50, 55, 48.75, 58.75)), "few": (5, [40, 60], 60, (None, None, None, None)),
        "wide": (1, [0], 50, (0, 25, 12.5, 37.5)), "wider": (1, [0], 50.4, (0, None, 12.6, 37.8)),
        "no-cost": (3, [40, 50], None, (45, None, None, None)), "cost-first": (1, [80], 60, (80, 70, 65, 75)),
    }  # fmt: skip
    given: dict[str, list[Row]] = {
        "indicator": [{"indicator_id": f"{area}-{n}", "kpi_id": "N99001" if n < 4 else None} for area in areas for n in range(6)],
        "figure_origin": [{"kpi_id": "N99001"}], "comparison_set": [{"set_no": 1}],
        "service_component": [
            {"service_area": area, "indicator_id": f"{area}-{n}", "part": "quality" if n < declared else "resource"}
            for area, (declared, *_) in areas.items() for n in range(declared + 1)
        ],
        "component_score": [
            {"service_area": area, "indicator_id": f"{area}-{n if part == 'quality' else declared}", "part": part, "score": score,
             "area_id": OWN, "year": 2023, "set_no": 1}
            for area, (declared, quality, resources, _) in areas.items()
            for n, (part, score) in enumerate([*(("quality", each) for each in quality), ("resource", resources)]) if score is not None
        ],
    }  # fmt: skip
    other = {**given["component_score"][0], "area_id": AREAS[1]}
    given["component_score"] += [{**other, "year": 2024}, {**other, "year": 2000}]
    others = told(tmp_path, "efficiency_index", "area_id year", given)
    assert [row for row in others if row[0] == AREAS[1]] == [(AREAS[1], 2024)]
    given["component_score"] = given["component_score"][:-2]
    columns = "service_area n_components share_components quality efficiency efficiency_low efficiency_high"
    found = {row[0]: row[1:] for row in told(tmp_path, "efficiency_index", columns, given)}
    for area, (declared, quality, _, wanted) in areas.items():
        assert found[area][:2] == (len(quality), len(quality) / declared)
        assert found[area][2:] == tuple(None if each is None else pytest.approx(each) for each in wanted), area


# By leaf (indicator and unit): what is known of it by gender and year (put together of parts: +), what is foretold of it or written
# by hand, and when what the unit is made of changed; and then the year, value, value before, change, reason and flag.
KNOWN: dict[tuple[str, str], tuple[dict[str, float | None], dict[str, Any], dt.date | None, tuple[Any, ...]]] = {
    ("flode", "a"): ({"T2023+": 100, "T2024+": None}, {"value": 110}, None, (2024, 110, 100, 10, None, None)),
    ("flode", "tolftedelar"): ({"T2023": 100}, {"value": 90, "fallback": True}, None, (2024, 90, 100, -10, None, "months_by_twelve")),
    ("flode", "fran-nyar"): ({"T2023+": 100}, {"value": 110}, dt.date(2023, 1, 1), (2024, 110, 100, 10, None, None)),
    ("flode", "inom-fjolaret"): ({"T2023+": 100}, {"value": 110}, dt.date(2023, 1, 2), (2024, 110, 100, None, None, None)),
    ("flode", "hel-i-fjol"): ({"T2023": 100}, {"value": 110}, dt.date(2023, 1, 2), (2024, 110, 100, 10, None, None)),
    ("flode", "inom-aret"): ({"T2023": 100}, {"reorganised": True}, dt.date(2024, 2, 1), (None, None, None, None, "reorganised", None)),
    ("flode", "ofullstandig"): ({"T2024+": None}, {}, None, (None, None, None, None, "incomplete", None)),
    ("flode", "bara-kvinnor"): ({"K2024+": 5}, {}, None, (None, None, None, None, "incomplete", None)),
    ("flode", "kvinnor-i-fjol"): ({"K2023+": 5}, {}, None, (None, None, None, None, "missing", None)),
    ("flode", "for-hand"): ({"T2023": 100}, {"value": 110, "manual": 105}, None, (2024, 105, 100, 5, None, None)),
    ("brott", "a"): ({"T2023": 100}, {"value": 110}, None, (2024, 110, 100, None, None, None)),
    ("brott-i-fjol", "a"): ({"T2023": 100}, {"value": 110}, None, (2024, 110, 100, 10, None, None)),
    # A level of parts, and the same part of the year before: 7, and not that year's last.
    ("niva", "a"): ({"T2023+": 3, "T2024+": 2}, {"part": 7}, None, (2024, 2, 7, -5, None, None)),
    ("niva", "dold"): ({"T2023+": 3, "T2024+": 2}, {"part": 7, "suppressed": True}, None, (2024, 2, None, None, None, None)),
    ("niva", "hel"): ({"T2023+": 3, "T2024": 2}, {"part": 7}, None, (2024, 2, 3, -1, None, None)),
    ("niva", "i-fjol"): ({"T2022+": 3, "T2023+": 2}, {"part": 7}, None, (2023, 2, 3, -1, None, "no_new_measurement")),
    ("ar", "a"): ({"T2022": 8, "T2023": 9}, {}, None, (2023, 9, 8, 1, None, "no_new_measurement")),
    ("ar", "for-gammal"): ({"T2021": 7, "T2022": 8}, {}, None, (None, None, None, None, "no_new_measurement", None)),
    ("ar", "senast-inget"): ({"T2023": 9, "T2024": None}, {}, None, (2023, 9, None, None, None, "no_new_measurement")),
    ("ar", "inget"): ({"T2022": 8, "T2023": None}, {}, None, (None, None, None, None, "privacy", None)),
    ("ar", "bara-man"): ({"M2023": 9}, {}, None, (None, None, None, None, "incomplete", None)),
    ("ar", "omgjord"): ({"T2022": 8, "T2023": 9}, {}, dt.date(2023, 1, 1), (2023, 9, 8, None, None, "no_new_measurement")),
    ("ar", "omgjord-forut"): ({"T2022": 8, "T2023": 9}, {}, dt.date(2022, 12, 31), (2023, 9, 8, 1, None, "no_new_measurement")),
    ("stoppad", "a"): ({"T2023": 9}, {}, None, (None, None, None, None, "failed_check", None)),
}  # fmt: skip


def test_the_value_that_stands_for_a_year_is_the_leafs_own_or_why_there_is_none(tmp_path: Path) -> None:
    indicators: dict[str, dict[str, Any]] = {
        **{name: {"forecast": "flow", "measured": "quarter"} for name in ("flode", "brott", "brott-i-fjol")},
        "niva": {"forecast": "annual", "measured": "quarter"}, "ar": {"forecast": "annual"}, "stoppad": {"forecast": "annual"},
    }  # fmt: skip
    given: dict[str, list[Row]] = {
        "indicator": [{"indicator_id": name, "every": 1, "lag": 1, **row} for name, row in indicators.items()],
        "series_break": [{"indicator_id": "brott", "year": 2024}, {"indicator_id": "brott-i-fjol", "year": 2023}],
        "withheld": [{"indicator_id": "stoppad"}],
        **{name: [] for name in ("goal_indicator", "year_value", "part_of_year", "foretold", "manual_forecast", "content_change",
                                 "suppressed", "known_value", "known_kpi", "council_result", "foretold_taxes")},
    }  # fmt: skip
    for (name, unit), (values, more, changed_at, _) in KNOWN.items():
        at = {"indicator_id": name, "unit_id": f"{name}-{unit}", "gender": "T"}
        # The same leaf under two goals is looked for once.
        given["goal_indicator"] += [{**at, "goal_id": goal} for goal in "ab"]
        given["year_value"] += [
            {**at, "gender": key[0], "year": int(key[1:5]), "of_months": key.endswith("+"), "value": value,
             "reason": None if value is not None else "incomplete" if key.endswith("+") else "privacy"}
            for key, value in values.items()
        ]  # fmt: skip
        given["part_of_year"] += [
            {**at, "part": part, "year": year, "at_report": more.get("part") if (part, year) == ("value", 2023) else 1}
            for part in ("value", "numerator", "denominator") for year in (2022, 2023, 2024)
        ]  # fmt: skip
        if {"value", "reorganised"} & set(more):
            given["foretold"].append(
                {**at, **{key: more[key] for key in ("value", "fallback", "reorganised") if key in more}}
            )
        if "manual" in more:
            given["manual_forecast"] += [{**at, "report": report, "value": more["manual"] + add}
                                         for report, add in (("2024-08", 0), ("2024-04", 9))]  # fmt: skip
        if changed_at:
            given["content_change"].append({"unit_id": at["unit_id"], "changed_at": changed_at})
        if "suppressed" in more:
            given["suppressed"].append({**at, "year": 2023})
    columns = "indicator_id unit_id year value previous_value change reason forecast_flag"
    found = told(tmp_path, "value_used", columns, given, "2024-08")
    assert len(found) == len(KNOWN)
    assert {(row[0], row[1].removeprefix(f"{row[0]}-")): row[2:] for row in found} == {
        leaf: row[3] for leaf, row in KNOWN.items()
    }


def test_the_weaker_targets_of_committees_are_counted_and_the_first_is_told(tmp_path: Path) -> None:
    """Two plans of the council, the later of which asks less; five committees' own, of goals that serve the council's or do not."""
    plan = {"indicator_id": "hogre", "year1": 2024, "year3": 2026, "gender": "T"}
    council = {"goal_id": "k", "unit_id": "kf", "decided_by": "kf"}
    own = {"decided_at": dt.date(2023, 9, 1), "decided_by": "bun", "plan_version": "bun", "plan_title": "Bun"}
    targets: list[Row] = [
        {**plan, **council, "plan_version": "b", "plan_title": "Förra", "decided_at": dt.date(2023, 6, 1), "year1_value": 95.0},
        {**plan, **council, "plan_version": "a", "plan_title": "Senaste", "decided_at": dt.date(2023, 7, 1), "year1_value": 80.0},
        # A plan of the years before, decided later, is on its way to 99.
        {**plan, **council, "plan_version": "c", "plan_title": "Gammal", "decided_at": dt.date(2023, 8, 1), "year1": 2023, "year3": 2025,
         "year1_value": 97.0, "year3_value": 101.0},
        {**plan, **own, "goal_id": "n1", "unit_id": "bun", "year1_value": 80.0},
        {**plan, **own, "goal_id": "n2", "unit_id": "bun", "year1_value": 79.94},
        {**plan, **own, "goal_id": "n3", "unit_id": "kfn", "year1_value": 79.96},
        {**plan, **own, "goal_id": "n4", "unit_id": "kfn", "year1_value": 70.0, "decided_by": "kfn", "plan_version": "kfn", "plan_title": "Kfn"},
        {**plan, **own, "goal_id": "annat", "unit_id": "kfn", "year1_value": 10.0},
        {**plan, **own, "goal_id": "n1", "unit_id": "kfn", "gender": "K", "year1_value": 10.0},
        {**plan, **own, "goal_id": "n1", "unit_id": "kfn", "indicator_id": "egen", "year1_value": 10.0},
        {**plan, **council, "plan_version": "a", "plan_title": "Senaste", "decided_at": dt.date(2023, 7, 1), "indicator_id": "egen",
         "year1_value": 80.0},
        {**plan, **council, "plan_version": "a", "plan_title": "Senaste", "decided_at": dt.date(2023, 7, 1), "indicator_id": "spann",
         "year1_low": 40.0, "year1_high": 60.0},
        {**plan, **own, "goal_id": "n1", "unit_id": "bun", "indicator_id": "spann", "year1_low": 40.0, "year1_high": 60.0},
        {**plan, **own, "goal_id": "n2", "unit_id": "bun", "indicator_id": "spann", "year1_low": 39.9, "year1_high": 50.0},
        {**plan, **own, "goal_id": "n3", "unit_id": "bun", "indicator_id": "spann", "year1_low": 45.0, "year1_high": 60.1},
        {**plan, **council, "plan_version": "a", "plan_title": "Senaste", "decided_at": dt.date(2023, 7, 1), "indicator_id": "lagre",
         "year1_value": 5.0},
        {**plan, **own, "goal_id": "n1", "unit_id": "bun", "indicator_id": "lagre", "year1_value": 5.0},
        {**plan, **own, "goal_id": "n2", "unit_id": "bun", "indicator_id": "lagre", "year1_value": 5.1},
    ]  # fmt: skip
    given: dict[str, list[Row]] = {
        "target": targets, "target_rule": [], "unit": [{**row, "title": row["unit_id"]} for row in UNITS],
        "goal_below": [{"goal_id": "k", "below_id": goal} for goal in ("k", "n1", "n2", "n3", "n4")],
        "indicator": [
            {"indicator_id": name, "direction": direction, "decimals": 1, "kpi_id": kpi}
            for name, direction, kpi in (("hogre", "higher", "N1"), ("lagre", "lower", "N1"), ("spann", "interval", "N1"), ("egen", "higher", None))
        ],
    }  # fmt: skip
    found = failed(tmp_path, "weaker_target", given)
    told_of = {row["subject"]: (row["n_checked"], row["n_failed"], row["sample"]) for row in found}
    assert told_of == {
        "hogre": (4, 2, "bun n2 bun T; kfn n4 kfn T"),
        "spann": (3, 2, "bun n2 bun T; bun n3 bun T"),
        "lagre": (2, 1, "bun n2 bun T"),
    }
    first = next(row for row in found if row["subject"] == "hogre")
    words = "committee own_plan own_aim council_plan council_aim year"
    assert [first[word] for word in words.split()] == ["bun", "Bun", "79,9", "Senaste", "80,0", "2024"]


def test_a_gap_between_women_and_men_is_of_the_same_indicator_unit_year_and_basis(tmp_path: Path) -> None:
    leaves = [(name, unit) for name in ("x", "y") for unit in ("bun", "kfn")]
    # Men's value of each, in order 70, 71, 72 and 73; of «z» it is of another year, of «w» foretold, and of «v» there is none.
    men: list[Row] = [{"indicator_id": name, "unit_id": unit, "gender": "M", "year": 2023, "value": 70.0 + n}
                      for n, (name, unit) in enumerate(leaves)]  # fmt: skip
    men += [{"indicator_id": "z", "unit_id": "bun", "gender": "M", "year": 2022, "value": 50.0},
            {"indicator_id": "w", "unit_id": "bun", "gender": "M", "year": 2023, "value": 50.0, "basis": "auto_forecast"}]  # fmt: skip
    leaves += [("z", "bun"), ("w", "bun"), ("v", "bun")]
    women: list[Row] = [
        {"indicator_id": name, "unit_id": unit, "gender": "K", "year": 2023, "value": 80.0} for name, unit in leaves
    ]
    total: list[Row] = [{**row, "gender": "T", "value": 10.0} for row in women]
    rule = {"gender": "K", "target_rule": "gender_gap", "target_by": 3.0}
    given = {
        "indicator": [{"indicator_id": name, "decimals": 1, "direction": "higher"} for name in "xyzwv"],
        "value_used": [{"basis": "outcome", **row} for row in (*women, *men, *total)],
        "target_in_force": [{"goal_id": "mal", "indicator_id": name, "unit_id": unit, **rule} for name, unit in leaves],
    }  # fmt: skip
    columns = "indicator_id unit_id low high target_from target_from_year target_from_gender reason direction"
    found = told(tmp_path, "target_limit", columns, given)
    assert {row[:2]: row[2:-1] for row in found} == {
        **{leaf: (67.0 + n, 73.0 + n, 70.0 + n, 2023, "M", None) for n, leaf in enumerate(leaves[:4])},
        **dict.fromkeys(leaves[4:], (None, None, None, None, "M", "no_other_gender")),
    }
    assert {row[-1] for row in found} == {"interval"}


def least(published: float) -> int:
    """The least number that some share of, in percent, is within a millionth of what is published."""
    return next(n for n in range(1, 3000) if abs(100 * round(published * n / 100) / n - published) <= 1.0001e-6)


def least_of_both(women: float, men: float, total: float) -> tuple[int, int, int]:
    """The least numbers of all, women and men of which all three can be shares, tried one after the other."""

    def near(k: int, n: int, published: float) -> bool:
        return abs(100 * k / n - published) <= 1.0001e-6

    for n in range(2, 600):
        for n_women in range(1, n):
            k_women, k_men = round(women * n_women / 100), round(men * (n - n_women) / 100)
            if near(k_women, n_women, women) and near(k_men, n - n_women, men) and near(k_women + k_men, n, total):
                return n, n_women, n - n_women
    raise AssertionError((women, men, total))


def test_how_many_a_share_is_of_is_the_least_that_gives_it(tmp_path: Path) -> None:
    alone = [(1, 3), (7, 9), (100, 117), (0, 5), (5, 5), (499, 1000), (1117, 2236), (13, 21), (2235, 2236)]
    both = [
        ((198, 223), (202, 245)),
        ((3, 7), (5, 11)),
        ((1, 2), (3, 6)),
        ((2, 3), (1, 5)),
        ((0, 5), (3, 4)),
        ((7, 8), (1, 9)),
    ]
    compared: list[Row] = []
    wanted: dict[tuple[str, str], int] = {}

    def publish(area: str, gender: str, k: int, n: int, **more: Any) -> float:
        value = round(100 * k / n, 6)
        compared.append(
            {
                "indicator_id": "andel",
                "area_id": area,
                "year": 2023,
                "gender": gender,
                "value": value,
                "shown": True,
                "cell": len(compared),
                **more,
            }
        )
        return value

    for k, n in alone:
        wanted[f"{k}/{n}", "T"] = least(publish(f"{k}/{n}", "T", k, n))
    for (k_women, n_women), (k_men, n_men) in both:
        area = f"{k_women}/{n_women}, {k_men}/{n_men}"
        women, men = publish(area, "K", k_women, n_women), publish(area, "M", k_men, n_men)
        total = publish(area, "T", k_women + k_men, n_women + n_men)
        n, n_k, n_m = least_of_both(women, men, total)
        wanted |= {(area, "T"): n, (area, "K"): n_k, (area, "M"): n_m}
    # One gender beside the total, and the genders without it, are each by themselves.
    for area, genders in (("utan män", "KT"), ("utan kvinnor", "MT"), ("utan total", "KM")):
        for gender, (k, n) in zip(genders, ((1, 2), (5, 9)), strict=True):
            wanted[area, gender] = least(publish(area, gender, k, n))
    # A prime of so many that six decimals tell it no more, what is not shown, and what is no share.
    publish("för många", "T", 1117, 2237)
    publish("visas inte", "T", 1, 3, shown=False)
    publish("ingen andel", "T", 302, 3)
    given = {
        "indicator": [{"indicator_id": name, "counts": counts, "is_share": share}
                      for name, counts, share in (("andel", "pupils", True), ("oräknad", None, True), ("antal", "pupils", False))],
        "compared": [*compared, *({**compared[0], "indicator_id": name, "cell": -n} for n, name in ((1, "oräknad"), (2, "antal")))],
    }  # fmt: skip
    found = told(tmp_path, "share_of", "indicator_id area_id gender n", given)
    assert {row[1:3]: row[3] for row in found} == wanted
    assert {row[0] for row in found} == {"andel"}
    assert (wanted["198/223, 202/245", "T"], wanted["100/117", "T"]) == (468, 117)


def test_a_change_is_from_a_year_since_which_nothing_broke(tmp_path: Path) -> None:
    """To increase from 2021, of the value of 2023: broken by a series break, or what the unit is made of, in 2022 and 2023 alone."""
    years = (2021, 2022, 2023, 2024)
    kinds: list[tuple[str, int | None]] = [(kind, year) for kind in ("brott", "omgjord") for year in years]
    kinds += [("hel", None), ("minska", None), ("minst", None), ("litet", None), ("given", None), ("utan", None)]
    leaves = [(kind, year, f"{kind}-{year}") for kind, year in kinds]
    more: dict[str, dict[str, Any]] = {
        "minska": {"target_rule": "decrease"}, "minst": {"target_by": 2.0}, "litet": {"target_by": 0.04},
        "given": {"since": None, "baseline": 33.25},
    }  # fmt: skip
    given: dict[str, list[Row]] = {
        "indicator": [{"indicator_id": name, "decimals": 1, "direction": "lower" if kind == "minska" else "higher", "min_change": 0.5}
                      for kind, _, name in leaves],
        "value_used": [{"indicator_id": name, "unit_id": name, "year": 2023, "value": 60.0} for _, _, name in leaves],
        "target_in_force": [
            {"goal_id": "mal", "indicator_id": name, "unit_id": name, "target_rule": "increase", "since": 2021, **more.get(kind, {})}
            for kind, _, name in leaves
        ],
        "year_value": [
            {"indicator_id": name, "unit_id": unit, "year": year, "value": value, "gender": gender}
            for kind, _, name in leaves
            for unit, year, value, gender in ((name, 2021, 50.04, "T"), (name, 2022, 9.0, "T"), ("annan", 2021, 8.0, "T"), (name, 2021, 7.0, "K"))
            if not (kind == "utan" and value > 50)
        ],
        "series_break": [{"indicator_id": name, "year": year} for kind, year, name in leaves if kind == "brott"],
        "content_change": [{"unit_id": name, "changed_at": dt.date(year, 3, 1)} for kind, year, name in leaves if kind == "omgjord" and year],
        "known_value": [], "withheld": [],
    }  # fmt: skip
    found = told(
        tmp_path, "target_limit", "indicator_id target baseline target_from_year target_from_gender reason", given
    )
    from_2021 = (50.0, 2021, "T", None)
    reasons = {"brott": "series_broken", "omgjord": "reorganised"}
    assert {row[0]: row[1:] for row in found} == {
        **{name: (None, None, 2021, "T", reasons[kind]) if year in {2022, 2023} else (50.5, *from_2021) for kind, year, name in leaves if year},
        "hel-None": (50.5, *from_2021), "minska-None": (49.5, *from_2021), "minst-None": (52, *from_2021), "litet-None": (50.1, *from_2021),
        "given-None": (33.8, 33.3, None, None, None), "utan-None": (None, None, 2021, "T", "no_baseline"),
    }  # fmt: skip


def test_work_is_of_the_year_by_its_days_and_of_the_unit_that_carries_it_on(tmp_path: Path) -> None:
    """In the report of August 2024: due until the 31st, done by then, and begun or not."""
    start, end = dt.date(2024, 2, 1), dt.date(2024, 8, 31)
    late, past = dt.date(2024, 9, 1), dt.date(2023, 12, 31)
    whole = {"actual_end": end, "state": "done", "budget": 5.0, "outcome": 5.0, "quality": "passed"}
    cancelled = {"state": "cancelled", "cancelled_by": "kf"}
    # By item what differs from one that is ongoing and due on the last day, and: its state, due, carried out, in the right way, all three.
    items: dict[str, tuple[dict[str, Any], tuple[Any, ...]]] = {
        "klar": (whole, ("done", True, True, True, True)),
        "dyr": ({**whole, "outcome": 5.1}, ("done", True, True, False, True)),
        "underkand": ({**whole, "quality": "failed"}, ("done", True, True, False, True)),
        "sen": ({**whole, "planned_end": dt.date(2024, 8, 30)}, ("done", True, True, False, True)),
        "utan-budget": ({**whole, "budget": None}, ("done", True, True, True, False)),
        "utan-omdome": ({**whole, "quality": None}, ("done", True, True, True, False)),
        "inte-klar": ({"state": "ongoing"}, ("late", True, False, None, None)),
        "klar-sedan": ({"state": "done", "actual_end": late}, ("late", True, False, None, None)),
        "senare": ({"planned_end": late, "state": "ongoing"}, ("ongoing", False, False, None, None)),
        "sags-klar": ({"planned_end": late, "state": "done"}, ("ongoing", False, False, None, None)),
        "borjar-sist": ({"planned_start": end, "planned_end": late, "state": "ongoing"}, ("ongoing", False, False, None, None)),
        "borjar-sedan": ({"planned_start": late, "planned_end": late, "state": "ongoing"}, ("not_started", False, False, None, None)),
        "installd": (cancelled, ("cancelled", False, False, None, None)),
        "installd-av-ingen": ({"state": "cancelled"}, ("cancelled", True, False, None, None)),
        "i-fjol-inte-klar": ({"planned_start": past, "planned_end": past, "state": "ongoing"}, ("late", True, False, None, None)),
        "i-fjol-klar-i-ar": ({**whole, "planned_start": past, "planned_end": past, "actual_end": dt.date(2024, 1, 1)},
                             ("done", True, True, False, True)),
        "uppdrag": ({"item_kind": "assignment", "decided_at": past, "state": "ongoing"}, ("late", True, False, None, None)),
        "verksamhet": ({"item_kind": "service", "planned_start": None, "planned_end": None}, ("ongoing", False, True, None, None)),
    }  # fmt: skip
    # What is of no concern this year.
    others: list[dict[str, Any]] = [
        {**whole, "planned_start": past, "planned_end": past, "actual_end": past},
        {**cancelled, "planned_start": past, "planned_end": past}, {"planned_start": dt.date(2025, 1, 1), "planned_end": dt.date(2025, 2, 1)},
        {"item_kind": "assignment", "decided_at": None},
    ]  # fmt: skip
    item = {"item_kind": "activity", "unit_id": "bun", "planned_start": start, "planned_end": end}
    rows: list[Row] = [{**item, **given, "item_id": name} for name, (given, _) in items.items()]
    rows += [{**item, **given, "item_id": f"annat-{n}"} for n, given in enumerate(others)]
    # Units that have ended: with one that carries on, by two steps, with two of them, and not yet.
    moves = {"en": ["bun"], "tva-steg": ["en"], "delad": ["bun", "kfn"], "snart": ["bun"]}
    rows += [{**item, "item_id": unit, "unit_id": unit} for unit in moves]
    given = {
        "unit": UNITS, "work_item": rows,
        "unit_change": [{"unit_id": unit, "successor_id": each, "changed_at": late if unit == "snart" else end}
                        for unit, into in moves.items() for each in into] + [{"unit_id": "kfn", "successor_id": "bun", "changed_at": end}],
    }  # fmt: skip
    found = {
        row[0]: row[1:]
        for row in told(
            tmp_path, "work_judged", "item_id unit_id state due carried_out right_way all_three", given, "2024-08"
        )
    }
    assert {name: found[name] for name in items} == {name: ("bun", *wanted) for name, (_, wanted) in items.items()}
    assert {unit: found[unit][0] for unit in moves} == {
        "en": "bun",
        "tva-steg": "bun",
        "delad": "delad",
        "snart": "snart",
    }
    assert not [name for name in found if name.startswith("annat")]
