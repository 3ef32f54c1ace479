"""Inner and outer efficiency (docs/measures.md §6, §7), each rule by figures worked by hand, and the laws."""

import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import DefinitionError
from tests.report import two_committees, values
from tests.small import Cell, cells, definition, few, indicator, measured, plan, rows

Item = dict[str, Any]
FEW = few(5)
COUNTS = ("due", "carried_out", "right_way", "all_three", "judged", "contributed")


def work(name: str = "a", **changes: Any) -> Item:
    """An activity of 2024, done on time, that serves the goal; a change of None takes the key away."""
    made: Item = {
        "id": name,
        "title": name.upper(),
        "unit": "bun",
        "goals": ["mal"],
        "responsible": "Chefen",
        "planned_start": date(2024, 1, 10),
        "planned_end": date(2024, 10, 31),
        "actual_end": date(2024, 10, 31),
        "state": "done",
        **changes,
    }
    return {key: value for key, value in made.items() if value is not None}


def undone(name: str = "a", **changes: Any) -> Item:
    return work(name, **{"actual_end": None, "state": "ongoing", **changes})


def order(name: str = "u", **changes: Any) -> Item:
    return work(name, **{"decided_by": "kf", "decided_at": date(2023, 11, 1), "financing": "Ramen.", **changes})


def of_our_own() -> dict[str, Any]:
    """An indicator that the municipality measures itself."""
    made = indicator(id="eget", measured_by="Vi räknar.")
    del made["kpi_id"]
    return made


def beside(values: dict[int, float]) -> list[Cell]:
    """Own values, and those of seven similar municipalities, which stand still."""
    return cells({year: [value, *[50.0] * 7] for year, value in values.items()})


def goes_on(unit: str, values: list[float]) -> list[dict[str, Any]]:
    """Own measurements of the years up to 2024."""
    return [
        {"indicator": "eget", "unit": unit, "year": 2025 - len(values) + i, "value": value}
        for i, value in enumerate(values)
    ]


NAMES = (
    "activities",
    "assignments",
    "inner_efficiency",
    "outer_efficiency",
    "outer_efficiency_items",
    "four_fields",
    "goal_status",
    "efficiency_gains",
)


def tables(
    activities: list[Item], values: Sequence[Cell] = (), report: str = "2024-12", **sections: Any
) -> dict[str, list[dict[str, Any]]]:
    """Every table of efficiency for a report, with what they need and nothing else."""
    content = definition(activities=activities, **sections)
    with tempfile.TemporaryDirectory() as folder, measured(Path(folder), content, values, report) as con:
        con.withhold_nothing()
        return {name: con.frame(name).to_dicts() for name in NAMES}


def at(found: list[dict[str, Any]], unit: str | None = None, goal: str | None = None, level: str | None = None) -> Any:
    """The one row of a unit and goal, a goal, a unit or a level."""
    hits = [
        row
        for row in found
        if row["unit_id"] == unit and row["goal_id"] == goal and (unit or goal or row["level"] == level)
    ]
    assert len(hits) == 1
    return hits[0]


# What is looked at, and what is due


@pytest.mark.parametrize(
    ("item", "report", "expected"),
    [
        (work(), "2024-12", ("done", True, True)),
        (work(), "2024-08", ("ongoing", False, False)),
        (work(planned_end=date(2024, 8, 31), actual_end=date(2024, 8, 31)), "2024-08", ("done", True, True)),
        (work(planned_end=date(2024, 8, 31), actual_end=date(2024, 9, 1)), "2024-08", ("late", True, False)),
        (undone(planned_end=date(2025, 3, 1)), "2024-12", ("ongoing", False, False)),
        (undone(planned_start=date(2023, 1, 1), planned_end=date(2023, 6, 1)), "2024-12", ("late", True, False)),
        (
            work(planned_start=date(2023, 1, 1), planned_end=date(2023, 6, 1), actual_end=date(2024, 2, 1)),
            "2024-12",
            ("done", True, True),
        ),
        (undone(state="cancelled", cancelled_by="KF § 1"), "2024-12", ("cancelled", False, False)),
        (undone(planned_start=date(2024, 9, 1), state="not_started"), "2024-08", ("not_started", False, False)),
        (work(actual_end=date(2024, 8, 1)), "2024-08", ("done", False, True)),
    ],
)
def test_what_is_due_and_carried_out(item: Item, report: str, expected: tuple[str, bool, bool]) -> None:
    (row,) = tables([item], report=report)["activities"]
    assert (row["state"], row["due"], row["carried_out"]) == expected


@pytest.mark.parametrize(
    "item",
    [
        work(planned_start=date(2023, 1, 1), planned_end=date(2023, 6, 1), actual_end=date(2023, 12, 31)),
        undone(planned_start=date(2025, 1, 1), planned_end=date(2025, 6, 1)),
        undone(planned_start=date(2023, 1, 1), planned_end=date(2023, 6, 1), state="cancelled", cancelled_by="KF § 1"),
    ],
)
def test_what_belongs_to_another_year_is_left_out(item: Item) -> None:
    assert tables([item])["activities"] == []


# G, R and B


def test_g_is_what_was_carried_out_of_what_was_due() -> None:
    found = tables([*(work(f"a{i}") for i in range(4)), undone("a4"), undone("a5", planned_end=date(2025, 2, 1))])
    row = at(found["inner_efficiency"], goal="mal")
    assert (row["due"], row["carried_out"], row["g"]) == (5, 4, 0.8)
    assert row["short_of"] is None
    assert row["status"] == "not_assessed"


def test_just_under_the_threshold_falls_short_by_name() -> None:
    found = tables([*(work(f"a{i}") for i in range(3)), undone("a3")])
    row = at(found["inner_efficiency"], unit="bun")
    assert (row["g"], row["status"], row["short_of"]) == (0.75, "change_ways_of_working", "carried_out")


def test_r_leaves_out_conditions_without_data_and_shows_the_share_with_all_three() -> None:
    found = tables([
        work("all", budget=100, outcome=100, quality="passed"),
        work("no-quality", budget=100, outcome=99),
        work("dear", budget=100, outcome=101, quality="passed"),
        work("bad", quality="failed"),
        work("late", actual_end=date(2024, 11, 1)),
    ])  # fmt: skip
    row = at(found["inner_efficiency"], goal="mal")
    assert (row["carried_out"], row["right_way"], row["r"]) == (5, 2, 0.4)
    assert (row["all_three"], row["all_three_share"]) == (2, 0.4)
    assert row["short_of"] == "right_way"
    told = {r["item_id"]: (r["on_time"], r["within_budget"], r["quality_passed"]) for r in found["activities"]}
    assert told == {
        "all": (True, True, True),
        "no-quality": (True, True, None),
        "dear": (True, False, True),
        "bad": (True, None, False),
        "late": (False, None, None),
    }


def test_recorded_evidence_beats_the_indicator() -> None:
    found = tables(
        [
            work("yes", contributed=True, evidence="Mätt."),
            work("no", contributed=False, evidence="Mätt."),
            work("by-indicator"),
            work("no-goal", goals=[], contributed=True, evidence="Mätt."),
        ],
        beside({2023: 80, 2024: 81}),
    )
    told = {row["item_id"]: (row["contributed"], row["basis"]) for row in found["activities"]}
    assert told["yes"] == (True, "recorded")
    assert told["no"] == (False, "recorded")
    assert told["by-indicator"] == (True, "computed")
    assert told["no-goal"] == (None, None)
    row = at(found["inner_efficiency"], unit="bun")
    assert (row["judged"], row["contributed"], round(row["b"], 4)) == (3, 2, 0.6667)
    assert row["status"] == "efficient"


@pytest.mark.parametrize(
    ("values", "changes", "expected"),
    [
        ({2022: 70, 2023: 80, 2024: 80.5}, {}, True),
        ({2022: 70, 2023: 80, 2024: 80.4}, {}, False),
        ({2022: 70, 2023: 80, 2024: 79}, {}, False),
        ({2022: 82, 2023: 80, 2024: 79.5}, {"direction": "lower"}, True),
        ({2024: 95}, {}, None),
        ({2022: 70, 2023: 80}, {}, None),
        ({2023: 80, 2024: 90}, {"direction": "neutral"}, None),
        ({2023: 80, 2024: 90}, {"series_breaks": [2024]}, None),
        ({2023: 80, 2024: 90, 2025: 10}, {}, True),
    ],
)
def test_b_is_how_the_indicator_moved_over_the_start(
    values: dict[int, float], changes: dict[str, Any], expected: bool | None
) -> None:
    plans = [] if changes.get("direction") == "neutral" else definition()["plans"]
    made = indicator(min_change=0.5, **changes)
    found = tables([work()], beside(values), indicators=[made], plans=plans)
    assert found["activities"][0]["contributed"] is expected


@pytest.mark.parametrize(("own", "expected", "rate"), [(86.8, False, 0.0), (86.9, True, 0.2)])
def test_b_is_beyond_what_similar_municipalities_moved(own: float, expected: bool, rate: float) -> None:
    """Their changes are −1 to 5: median 2, MAD 2, and 1.645 · 1.4826 · 2 = 4.88; 6.8 − 2 is less, 6.9 − 2 more.

    Five have three others at least to be held against, and of these only our own moves beyond them.
    """
    found = tables([work()], cells({2023: [80.0] * 8, 2024: [own, *(80.0 + k for k in range(-1, 6))]}))
    (item,) = found["outer_efficiency_items"]
    assert (item["contributed"], item["basis"], item["base_rate"]) == (expected, "computed", rate)
    assert item["evidence"] == f"mått: 80,0 (2023) → {str(own).replace('.', ',')} (2024), liknande kommuner +2,0"
    assert at(found["inner_efficiency"], unit="bun")["base_rate"] == rate
    assert at(found["outer_efficiency"], unit="bun")["base_rate"] == rate


def test_where_nobody_else_has_the_indicator_its_own_series_tells() -> None:
    """Too short a series cannot tell; one of eight years tells where it is outside what is normal."""
    told = [
        tables([work()], cells({2025 - len(values) + i: value for i, value in enumerate(values)}))[
            "outer_efficiency_items"
        ][0]
        for values in ([80, 90], [80, 81, 80, 81, 80, 81, 80, 81], [80, 81, 80, 81, 80, 81, 80, 95])
    ]
    assert [(row["contributed"], row["base_rate"]) for row in told] == [(None, None), (False, None), (True, None)]
    assert told[0]["evidence"] == "mått: 80,0 (2023) → 90,0 (2024), för kort serie"


def test_a_goal_that_is_met_is_no_evidence() -> None:
    found = tables([work()], beside({2023: 95, 2024: 95}))
    assert at(found["goal_status"], goal="mal")["status"] == "met"
    assert found["activities"][0]["contributed"] is False


def test_the_units_own_measurement_comes_before_that_of_the_goals_unit() -> None:
    # Normal is m ± 2.66 · 1: up to 9.91 of the school, where the leap of 15 is left out.
    measurements = [*goes_on("skola", [5, 6, 5, 6, 5, 6, 5, 20]), *goes_on("bun", [5, 6, 5, 6, 5, 6, 5, 6])]
    goals = [{"id": "mal", "kind": "own_result", "title": "Målet", "unit": "bun", "indicators": ["eget"]}]
    found = tables(
        [work("at-school", unit="skola"), work("at-committee"), work("elsewhere", unit="ks")],
        indicators=[indicator(), of_our_own()],
        goals=goals,
        plans=[plan(2024, [])],
        measurements=measurements,
    )
    told = {row["item_id"]: row["contributed"] for row in found["activities"]}
    assert told == {"at-school": True, "at-committee": False, "elsewhere": False}


def test_a_month_is_compared_with_the_same_month() -> None:
    measurements = [
        {"indicator": "eget", "unit": "bun", "year": 2023 + k // 12, "month": k % 12 + 1, "value": value}
        for k, value in enumerate([3, 4, 3, 4, 4, 3, 4, 3, 4, 3, 4, 5, 4, 3, 4, 3, 4, 9])
    ]
    found = tables(
        [work(planned_end=date(2024, 6, 30), actual_end=date(2024, 6, 30), evidence="Anteckning.")],
        report="2024-08",
        indicators=[indicator(), of_our_own()],
        goals=[{"id": "mal", "kind": "own_result", "title": "Målet", "unit": "bun", "indicators": ["eget"]}],
        plans=[plan(2024, [])],
        measurements=measurements,
    )
    (item,) = found["outer_efficiency_items"]
    assert item["contributed"] is True
    assert item["basis"] == "computed"
    assert item["evidence"] == "mått: 3,0 (2023-06) → 9,0 (2024-06), utanför det normala"


def test_nothing_due_is_not_assessed_and_unknown_stays_null() -> None:
    row = at(tables([])["inner_efficiency"], unit="bun")
    assert (row["due"], row["g"], row["r"], row["b"], row["status"]) == (0, None, None, None, "not_assessed")


def test_a_unit_has_its_subtree_and_a_level_its_units() -> None:
    found = tables([work("a", unit="skola"), undone("b", unit="bun"), work("c", unit="ks")])["inner_efficiency"]
    assert [at(found, unit=unit)["due"] for unit in ("skola", "bun", "ks", "kf")] == [1, 2, 1, 3]
    assert [at(found, level=level)["due"] for level in ("department", "committee", "executive", "council")] == [
        1,
        2,
        1,
        3,
    ]
    assert at(found, unit="bun", goal="mal")["g"] == 0.5
    assert at(found, goal="mal")["due"] == 3


def test_a_goal_has_what_serves_the_goals_below_it() -> None:
    goals = [
        {"id": "over", "kind": "strategic_goal", "title": "Över", "unit": "kf"},
        {**definition()["goals"][0], "parents": ["over"]},
    ]
    found = tables([work(goals=["mal"]), work("b", goals=["over", "mal"])], goals=goals)["inner_efficiency"]
    assert (at(found, goal="over")["due"], at(found, goal="mal")["due"]) == (2, 2)


# Y


def service(**changes: Any) -> Item:
    made = {"id": "tj", "title": "Tjänst", "unit": "bun", "goals": ["mal"], "responsible": "Chefen"}
    return {**made, **changes}


YES, NO = {"contributed": True, "evidence": "Mätt."}, {"contributed": False, "evidence": "Mätt."}


def test_y_is_weighted_by_kronor_where_all_have_them() -> None:
    found = tables([work("a", outcome=700, **YES), work("b", outcome=100, **NO)], services=[service(outcome=200, **NO)])
    row = at(found["outer_efficiency"], goal="mal")
    assert (row["weight"], row["contributed_weight"], row["y"], row["status"]) == (1000, 700, 0.7, "right_things")
    assert (row["basis"], row["weighted_by"]) == ("recorded", "kronor")
    verdicts = {item["item_id"]: (item["weight"], item["verdict"]) for item in found["outer_efficiency_items"]}
    assert verdicts == {"a": (700, "right_things"), "b": (100, "reconsider"), "tj": (200, "reconsider")}


def test_y_is_by_number_where_one_has_no_kronor() -> None:
    found = tables([work("a", outcome=700, **YES), work("b", **NO), work("c")], beside({2023: 80, 2024: 90}))
    row = at(found["outer_efficiency"], unit="bun")
    assert (row["weight"], row["contributed_weight"], row["status"]) == (3, 2, "reconsider")
    assert (row["basis"], row["weighted_by"]) == ("mixed", "number")


def test_what_cannot_be_judged_is_outside_y() -> None:
    found = tables([work("a", outcome=10), work("no-goal", goals=[], **YES)], [])
    row = at(found["outer_efficiency"], unit="bun")
    assert (row["weight"], row["y"], row["status"], row["basis"]) == (0, None, "not_assessed", None)
    (item,) = found["outer_efficiency_items"]
    assert (item["weight"], item["contributed"], item["verdict"]) == (None, None, "not_assessed")


# The four fields, and goals that assignments carry


@pytest.mark.parametrize(
    ("items", "value", "verdict"),
    [
        ([work()], 95, "keep"),
        ([*(work(f"a{i}") for i in range(4)), undone("a4")], 95, "keep"),
        ([work()], 80, "reconsider"),
        ([work()], 10, "reconsider"),
        ([undone()], 10, "change_ways_of_working"),
        ([undone()], 80, "change_ways_of_working"),
        ([undone()], 95, "question_need"),
        ([work()], None, None),
        ([], 95, None),
    ],
)
def test_the_four_fields(items: list[Item], value: float | None, verdict: str | None) -> None:
    found = tables(items, [] if value is None else cells({2023: 50, 2024: value}))["four_fields"]
    assert at(found, goal="mal", unit=None)["verdict"] == verdict
    assert at(found, goal="mal", unit="bun")["verdict"] == verdict


@pytest.mark.parametrize(
    ("orders", "status"),
    [
        ([order("u1"), order("u2")], "met"),
        ([order("u1"), undone("u2", decided_by="kf", decided_at=date(2023, 1, 1))], "partly"),
        ([undone("u1", decided_by="kf", decided_at=date(2023, 1, 1))], "not_met"),
        ([order("u1", planned_end=date(2025, 5, 1), actual_end=date(2024, 5, 1))], "not_assessed"),
        ([], "not_assessed"),
    ],
)
def test_a_goal_carried_by_assignments_alone(orders: list[Item], status: str) -> None:
    goal = {"id": "bara", "kind": "own_result", "title": "Bara uppdrag", "unit": "bun"}
    orders = [{**item, "goals": ["bara"], "unit": "skola"} for item in orders]
    found = tables([], assignments=orders, goals=[*definition()["goals"], goal])
    assert at(found["goal_status"], goal="bara")["status"] == status
    assert at(found["goal_status"], goal="bara", unit="bun")["status"] == status


def test_assignments_do_not_judge_a_goal_that_has_an_indicator() -> None:
    found = tables(
        [], cells({2023: 50, 2024: 95}), assignments=[undone("u", decided_by="kf", decided_at=date(2023, 1, 1))]
    )
    assert at(found["goal_status"], goal="mal")["status"] == "met"
    assert found["assignments"][0]["state"] == "late"


def test_gains_are_listed_as_recorded_for_their_report() -> None:
    gain = {
        "id": "g",
        "report": "2024-12",
        "unit": "bun",
        "activity": "a",
        "kind": "saving",
        "amount": 5,
        "evidence": "Beslut.",
    }
    found = tables([work()], gains=[gain, {**gain, "id": "h", "report": "2024-08"}])
    (row,) = found["efficiency_gains"]
    assert (row["gain_id"], row["item_kind"], row["item_id"], row["amount"], row["cause"]) == (
        "g",
        "activity",
        "a",
        5,
        None,
    )


def test_gains_are_summed_by_kind_up_the_tree(tmp_path: Path) -> None:
    """300,000 and 200,000 kronor freed below the committee, one saving without kronor; the executive's own is the council's too."""

    def gain(name: str, unit: str, kind: str, **more: object) -> dict[str, object]:
        return {"id": name, "report": "2024-12", "unit": unit, "kind": kind, "evidence": "Räkenskaperna.", **more}

    gains = [
        gain("a", "bun", "freed_resources", amount=300000), gain("b", "skola", "freed_resources", amount=200000),
        gain("c", "skola", "saving", measure="En lokal mindre."), gain("d", "ks", "freed_resources", amount=50000),
        {**gain("e", "bun", "freed_resources", amount=1), "report": "2024-08"},
    ]  # fmt: skip
    with measured(tmp_path, two_committees(gains=gains), values() + values("N99002"), "2024-12") as con:
        found = {
            (r["unit_id"], r["kind"]): (r["n"], r["amount"], r["n_without_amount"])
            for r in rows(con, "FROM gains_summed")
        }
    assert found == {
        ("skola", "freed_resources"): (1, 200000, 0), ("skola", "saving"): (1, None, 1),
        ("bun", "freed_resources"): (2, 500000, 0), ("bun", "saving"): (1, None, 1),
        ("ks", "freed_resources"): (1, 50000, 0),
        ("kf", "freed_resources"): (3, 550000, 0), ("kf", "saving"): (1, None, 1),
    }  # fmt: skip


def test_a_unit_that_has_merged_leaves_its_work_to_the_one_that_carries_on() -> None:
    units = [
        *definition()["units"],
        {"id": "gamla", "title": "Gamla", "level": "department", "parent": "bun", "valid_to": date(2024, 6, 30)},
    ]
    change = {"date": date(2024, 7, 1), "kind": "merge", "units": ["gamla"], "into": ["skola"]}
    found = tables([work(unit="gamla")], units=units, reorganisations=[change])
    assert found["activities"][0]["unit_id"] == "skola"
    assert at(found["inner_efficiency"], unit="skola")["due"] == 1


@pytest.mark.parametrize(
    ("item", "text"),
    [
        (work(goals=["finns-inte"]), "målet 'finns-inte' finns inte"),
        (work(planned_end=date(2023, 1, 1)), "planned_end är före planned_start"),
        (work(state="ongoing"), "läget 'done' och actual_end hör ihop"),
        (undone(state="cancelled"), "läget cancelled kräver cancelled_by"),
        (work(contributed=True), "contributed kräver evidence"),
    ],
)
def test_a_fault_of_an_activity_is_told(item: Item, text: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        tables([item])
    assert text in str(caught.value)


# Laws

ITEMS = st.lists(
    st.fixed_dictionaries({
        "unit": st.sampled_from(["bun", "skola", "ks"]),
        "goals": st.lists(st.sampled_from(["mal", "mal2"]), unique=True),
        "done": st.booleans(),
        "late": st.booleans(),
        "quality": st.sampled_from([None, "passed", "failed"]),
        "outcome": st.sampled_from([None, 80, 120]),
        "contributed": st.sampled_from([None, True, False]),
    }),
    max_size=8,
)  # fmt: skip


def made(i: int, drawn: dict[str, Any]) -> Item:
    late = drawn["late"]
    item = work(
        f"a{i}",
        unit=drawn["unit"],
        goals=drawn["goals"],
        actual_end=date(2024, 11, 20) if late else date(2024, 10, 1),
        quality=drawn["quality"],
        budget=100,
        outcome=drawn["outcome"],
        contributed=drawn["contributed"],
        evidence=None if drawn["contributed"] is None else "Mätt.",
    )
    return item if drawn["done"] else undone(f"a{i}", unit=drawn["unit"], goals=drawn["goals"])


def two_goals(activities: list[Item]) -> dict[str, list[dict[str, Any]]]:
    second = {"id": "mal2", "kind": "own_result", "title": "Andra målet", "unit": "skola"}
    return tables(activities, goals=[*definition()["goals"], second])


@FEW
@given(drawn=ITEMS, unit=st.sampled_from(["bun", "skola"]))
def test_an_item_that_is_not_due_changes_no_g(drawn: list[dict[str, Any]], unit: str) -> None:
    items = [made(i, one) for i, one in enumerate(drawn)]
    later = [
        undone("later", unit=unit, planned_end=date(2025, 6, 1)),
        undone("gone", unit=unit, state="cancelled", cancelled_by="KF § 1"),
        work("early", unit=unit, planned_end=date(2025, 6, 1), actual_end=date(2024, 5, 1)),
    ]
    before, after = two_goals(items)["inner_efficiency"], two_goals([*items, *later])["inner_efficiency"]
    kept = {
        (row["unit_id"], row["goal_id"], row["level"]): [row[name] for name in ("g", "r", "b", *COUNTS)]
        for row in before
    }
    for row in after:
        key = (row["unit_id"], row["goal_id"], row["level"])
        assert [row[name] for name in ("g", "r", "b", *COUNTS)] == kept.get(key, [None, None, None, 0, 0, 0, 0, 0, 0])


@FEW
@given(drawn=ITEMS)
def test_counts_add_up_and_a_shared_activity_counts_once(drawn: list[dict[str, Any]]) -> None:
    found = two_goals([made(i, one) for i, one in enumerate(drawn)])["inner_efficiency"]
    for row in found:
        assert 0 <= row["contributed"] <= row["judged"] <= row["carried_out"] <= row["due"]
        assert max(row["right_way"], row["all_three"]) <= row["carried_out"]
    assert at(found, unit="kf")["due"] == len(drawn) == at(found, level="council")["due"]
    for name in COUNTS:
        assert at(found, unit="kf")[name] == sum(at(found, unit=unit)[name] for unit in ("bun", "ks"))
    both = sum(len(one["goals"]) == 2 for one in drawn)
    none = sum(not one["goals"] for one in drawn)
    assert at(found, goal="mal")["due"] + at(found, goal="mal2")["due"] == len(drawn) + both - none


@FEW
@given(
    drawn=ITEMS.filter(len),
    better=st.sampled_from([{"done": True, "late": False, "quality": "passed", "outcome": 80, "contributed": True}]),
    which=st.integers(0, 7),
)
def test_improving_an_item_never_worsens_a_status(
    drawn: list[dict[str, Any]], better: dict[str, Any], which: int
) -> None:
    place = which % len(drawn)
    improved = [{**one, **better} if i == place else one for i, one in enumerate(drawn)]
    before, after = (two_goals([made(i, one) for i, one in enumerate(some)]) for some in (drawn, improved))
    inner = ["change_ways_of_working", "not_assessed", "efficient"]
    for row in before["inner_efficiency"]:
        now = at(after["inner_efficiency"], row["unit_id"], row["goal_id"], row["level"])
        assert inner.index(now["status"]) >= inner.index(row["status"])
        assert all(now[name] >= row[name] for name in COUNTS)
