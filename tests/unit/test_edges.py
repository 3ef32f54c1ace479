"""Sums at their edges, of rows of many units, goals and months at once: figures by hand from docs/measures.md.

What is given is as it is given; only the table asked for, and the measures it needs that are not given, are computed.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.rows import Case, Row, computed


def told(
    folder: Path, table: str, columns: str, given: Mapping[str, Sequence[Row]], report: str = "2024-12"
) -> list[tuple[Any, ...]]:
    """The rows that a table comes to, of some of its columns, in order."""
    found = computed(Case(table, table, report, given, []), folder)
    picked = [tuple(row[name] for name in columns.split()) for row in found]
    return sorted(picked, key=repr)


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
ASSIGNMENTS = {
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
    scoped += [{**row, "scope": "goal", "goal_id": "mal", "unit_id": None, "level": None} for row in scoped if row["unit_id"] == "just"]
    given = {"work_judged": judged, "work_scoped": scoped, "scope_status": [{"scope": "goal", "goal_id": "tomt"}]}
    found = told(tmp_path, "inner_efficiency", "unit_id due carried_out right_way all_three judged contributed status short_of", given)
    by_unit = {row[0]: row[1:] for row in found if row[0]}
    assert by_unit == {unit: (*counts, *said) for unit, (counts, *said) in DONE.items()}
    assert [row[1:] for row in found if not row[0]] == [by_unit["not-due"], by_unit["just"]]
    shares = told(tmp_path, "inner_efficiency", "unit_id g r all_three_share b base_rate", given)
    shares = [row for row in shares if row[0] in {"not-due", "right-way", "short-and-unknown"}]
    assert shares[1:] == [("right-way", 1, 0.8, 0, 0.5, 0.375), ("short-and-unknown", 0.6, 2 / 3, 0, None, None)]
    assert shares[0] == ("not-due", None, None, None, None, None)
