"""What counts in a report and is in force in it: decisions, terms, revisions, and what is left out (docs/measures.md §1)."""

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.definitions.read_yaml import in_report, read_definitions
from assets.finished.diff import compare_reports
from assets.finished.open_finished import Side, open_side
from assets.open_report import effective_as_of
from assets.own_files.unusable import tell_undecided
from models.definitions.in_force import decision_days, in_force
from models.errors import DefinitionError
from models.words.goals import goal_decided
from models.words.left_out import left_out, left_out_in_short
from models.words.numbers import NBSP
from tests.small import OWN, cells, definition, indicator, measured, plan, published, rows, warehouse_of, write

KNOWN = date(2029, 12, 31)
OLD = {
    "id": "trygg", "kind": "strategic_goal", "title": "En trygg kommun", "unit": "kf", "indicators": ["matt"],
    "decided_by": "kf", "decided_at": date(2022, 12, 14), "decision": "KF § 210", "valid_from": date(2023, 1, 1),
    "valid_to": date(2026, 12, 31),
}  # fmt: skip
NEW = {
    "id": "larande", "kind": "strategic_goal", "title": "Alla lär", "unit": "kf", "indicators": ["matt"],
    "decided_by": "kf", "decided_at": date(2026, 12, 16), "decision": "KF § 198", "valid_from": date(2027, 1, 1),
    "valid_to": date(2027, 12, 31),
}  # fmt: skip
REVISED = {
    **NEW, "title": "Alla lär hela livet", "unit": "bun", "decided_at": date(2027, 11, 17), "decision": "KF § 301",
    "indicators": [{"indicator": "matt", "weight": 2}], "valid_from": date(2028, 1, 1), "valid_to": date(2030, 12, 31),
}  # fmt: skip


def aim(goal: str, year1: float, year3: float) -> dict[str, Any]:
    return {"goal": goal, "indicator": "matt", "year1": year1, "year3": year3}


def terms(**sections: Any) -> dict[str, Any]:
    """One folder over a term shift: the old goals until 2026, the new from 2027, of which one was revised in 2028."""
    made: dict[str, Any] = {
        "indicators": [indicator(lag=3)],
        "goals": [OLD, NEW, REVISED],
        "plans": [
            plan(2025, [aim("trygg", 80, 90)], decided_at=date(2024, 6, 12)),
            plan(2026, [aim("trygg", 86, 92)], decided_at=date(2025, 6, 11)),
            plan(2027, [aim("larande", 70, 80)], decided_at=date(2026, 12, 16)),
        ],
    }
    return definition(**{**made, **sections})


@pytest.mark.parametrize(
    ("report", "goal", "title", "unit", "weight", "target", "plan_version"),
    [
        ("2025-12", "trygg", "En trygg kommun", "kf", 1.0, 80.0, "plan-2025"),
        ("2026-08", "trygg", "En trygg kommun", "kf", 1.0, 86.0, "plan-2026"),
        ("2026-12", "trygg", "En trygg kommun", "kf", 1.0, 86.0, "plan-2026"),
        ("2027-04", "larande", "Alla lär", "kf", 1.0, 70.0, "plan-2027"),
        ("2027-12", "larande", "Alla lär", "kf", 1.0, 70.0, "plan-2027"),
        # 70 + (80 − 70) · (2028 − 2027) / 2 = 75
        ("2028-04", "larande", "Alla lär hela livet", "bun", 2.0, 75.0, "plan-2027"),
    ],
)
def test_one_folder_makes_every_report_of_two_terms(
    tmp_path: Path, report: str, goal: str, title: str, unit: str, weight: float, target: float, plan_version: str
) -> None:
    with measured(tmp_path, terms(), cells({2025: 86.0}), report, as_of=datetime(2029, 12, 31)) as con:
        assert rows(con, "SELECT goal_id, title, unit_id FROM goal") == [
            {"goal_id": goal, "title": title, "unit_id": unit}
        ]
        (row,) = rows(con, "FROM fulfilment")
    assert (row["goal_id"], row["unit_id"], row["weight"]) == (goal, unit, weight)
    assert (row["target"], row["plan_version"]) == (target, plan_version)


def standing(report_day: date, known: date = KNOWN, **sections: Any) -> dict[str, str]:
    """The goals in force and their titles."""
    found = in_force(read(**sections), report_day, known)
    return {goal.id: goal.title for goal in found.model.goals}


def read(**sections: Any) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        return read_definitions(write(Path(folder), terms(**sections))).model


def test_a_goal_without_validity_is_always_in_force() -> None:
    bare = {key: value for key, value in OLD.items() if not key.startswith(("valid", "deci"))}
    assert standing(date(2028, 4, 30), goals=[bare], plans=[]) == {"trygg": "En trygg kommun"}
    assert in_force(read(goals=[bare], plans=[]), date(2028, 4, 30), KNOWN).left_out == ()


def test_check_tells_what_older_definitions_lack() -> None:
    bare = {key: value for key, value in OLD.items() if not key.startswith(("valid", "deci"))}
    assert tell_undecided(read()) == []
    assert tell_undecided(read(goals=[bare, NEW], plans=[])) == [
        "Obs: 1 av 2 mål saknar beslut eller giltighet (först trygg). De gäller i varje rapport, också före och efter sin"
        " mandatperiod. Ange decided_at och valid_from, och valid_to när de upphör."
    ]


def test_check_tells_of_a_goal_that_is_in_force_after_its_unit() -> None:
    """No report after the unit's end has the goal: its targets are counted nowhere."""
    goal = definition()["goals"][0] | {"decided_at": date(2019, 6, 1), "valid_from": date(2020, 1, 1)}
    units = [
        {**unit, "valid_to": date(2023, 6, 30)} if unit["id"] in {"bun", "skola"} else unit
        for unit in definition()["units"]
    ]

    def told(**changes: Any) -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            content = definition(units=units, goals=[{**goal, **changes}], plans=[])
            return tell_undecided(read_definitions(write(Path(folder), content)).model)

    (warning,) = told()
    assert warning.startswith("Varning: målet ”Målet” hör till Nämnden, som upphörde 2023-06-30, men slutar inte då.")
    assert told(valid_to=date(2026, 12, 31)) == [warning]
    assert told(valid_to=date(2023, 6, 30)) == []
    assert told(unit="ks") == []
    with pytest.raises(DefinitionError, match="upphörde 2023-06-30, före 2024-01-01"):
        told(valid_from=date(2024, 1, 1))


def test_a_report_lists_a_goal_whose_unit_has_ended() -> None:
    """Else its targets are gone from the report without a word."""
    units = [
        {**unit, "valid_to": date(2023, 6, 30)} if unit["id"] in {"bun", "skola"} else unit
        for unit in definition()["units"]
    ]
    with tempfile.TemporaryDirectory() as folder:
        model = read_definitions(write(Path(folder), definition(units=units, plans=[]))).model
    (one,) = in_force(model, date(2023, 12, 31), KNOWN).left_out
    assert left_out(one) == (
        "Målet Målet gäller ännu, men dess enhet upphörde 2023-06-30. Varken målet eller dess målvärden räknas."
    )
    assert left_out_in_short([one]).startswith(f"Utanför rapporten står 1{NBSP}mål vars enhet har upphört.")
    assert in_force(model, date(2023, 6, 30), KNOWN).left_out == ()


def test_check_tells_of_a_plan_that_was_decided_after_its_first_year() -> None:
    """No report of that year counts it: a year typed wrong would leave every target out without a fault."""

    def told(day: date) -> list[str]:
        goal = {**definition()["goals"][0], "decided_at": date(2023, 6, 1), "valid_from": date(2023, 6, 1)}
        content = definition(goals=[goal], plans=[{**definition()["plans"][0], "decided_at": day}])
        with tempfile.TemporaryDirectory() as folder:
            return tell_undecided(read_definitions(write(Path(folder), content)).model)

    year = definition()["plans"][0]["year1"]
    (warning,) = told(date(year + 1, 1, 1))
    assert f"beslutades {year + 1}-01-01, efter sitt första år {year}. Ingen rapport för {year} räknar den." in warning
    assert told(date(year, 12, 31)) == []


def test_a_revision_that_was_decided_late_leaves_the_earlier_version_standing() -> None:
    late = {**REVISED, "decided_at": date(2028, 5, 17)}
    goals = [OLD, NEW, late]
    assert standing(date(2028, 4, 30), goals=goals) == {"larande": "Alla lär"}
    assert standing(date(2028, 8, 31), goals=goals) == {"larande": "Alla lär hela livet"}
    # Known on a day before the decision, the August report has the earlier version too.
    assert standing(date(2028, 8, 31), date(2028, 5, 16), goals=goals) == {"larande": "Alla lär"}


def test_a_goal_that_is_ended_stands_until_the_decision_to_end_it() -> None:
    ended = {**OLD, "valid_to": date(2025, 6, 30), "end_decided_at": date(2025, 9, 24), "end_decision": "KF § 120"}
    goals = [ended, NEW]
    assert "trygg" in standing(date(2025, 8, 31), goals=goals)
    assert "trygg" not in standing(date(2025, 12, 31), goals=goals)
    assert "trygg" in standing(date(2025, 4, 30), goals=goals), "a remade earlier report has it still"


def test_a_plan_ends_what_it_names_from_its_first_day_and_nothing_else() -> None:
    goals = [{**OLD, "valid_to": None}, {**OLD, "id": "gron", "title": "Grön", "valid_to": None}]
    plans = [plan(2027, [aim("gron", 80, 90)], decided_at=date(2026, 12, 16), ends=["trygg"])]
    assert set(standing(date(2026, 12, 31), goals=goals, plans=plans)) == {"trygg", "gron"}
    assert set(standing(date(2027, 4, 30), goals=goals, plans=plans)) == {"gron"}
    silent = [{**plans[0], "ends": [], "targets": []}]
    assert set(standing(date(2027, 4, 30), goals=goals, plans=silent)) == {"trygg", "gron"}


def test_a_committee_decides_for_itself_on_its_own_day(tmp_path: Path) -> None:
    own = {"id": "eget", "kind": "own_result", "title": "Eget", "unit": "skola", "indicators": ["matt"]}
    goals = [{**OLD, "valid_to": None}, own]
    councils = plan(2026, [aim("trygg", 80, 90), aim("eget", 70, 80)], decided_at=date(2025, 6, 11))
    committees = plan(2026, [aim("eget", 75, 85)], id="vp-2026", decided_at=date(2025, 10, 22), decided_by="bun")
    sections = {"goals": goals, "plans": [councils, committees]}
    for day, targets in ((date(2025, 10, 21), 70.0), (date(2025, 10, 22), 75.0)):
        at = tmp_path / f"{day}"
        as_of = datetime(day.year, day.month, day.day, 12)
        with measured(at, terms(**sections), cells({2025: 86.0}), "2026-04", as_of=as_of) as con:
            assert rows(con, "SELECT target FROM fulfilment WHERE goal_id = 'eget'") == [{"target": targets}]
    others = {**committees, "targets": [aim("trygg", 75, 85)]}
    with pytest.raises(
        DefinitionError, match="beslutad av 'bun', men målet 'trygg' hör till 'kf', som inte ligger under"
    ):
        read_definitions(write(tmp_path / "b", terms(goals=goals, plans=[councils, others])))


def test_a_revision_is_told_by_diff_as_a_change_of_the_same_goal(tmp_path: Path) -> None:
    content = terms()
    sides: list[Side] = []
    for report in ("2027-12", "2028-04"):
        workplace = published(tmp_path / report, content, cells({2026: 70.0}), report, datetime(2029, 1, 1))
        sides.append(open_side(workplace, f"prov/{report}"))
    changes = compare_reports(*sides).tables["definition_change"].filter(pl.col("section") == "goals")
    told = {(row["id"], row["field"]): (row["before"], row["after"]) for row in changes.to_dicts()}
    assert told["larande", "title"] == ("Alla lär", "Alla lär hela livet")
    assert told["larande", "unit"] == ("kf", "bun")
    assert told["larande", "indicators.matt.weight"] == ("1", "2")
    assert {name for name, _ in told} == {"larande"}, "the old term's goals are no change here"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("Fullmäktige", "KF § 210", "2022-12-14", "2023-01-01", "2026-12-31"),
         "Beslutat av Fullmäktige 2022-12-14 (KF § 210). Gäller från och med 2023-01-01 till och med 2026-12-31."),
        (("", "", "2022-12-14", "", ""), "Beslutat 2022-12-14."),
        (("", "KF § 210", "", "", "2026-12-31"), "Beslut: KF § 210. Gäller till och med 2026-12-31."),
    ],
)  # fmt: skip
def test_the_decision_of_a_goal_is_said(given: tuple[str, str, str, str, str], said: str) -> None:
    assert goal_decided(*given) == said


def test_what_speaks_of_a_goal_that_is_not_in_force_speaks_of_it_no_more() -> None:
    activity = {
        "id": "a", "title": "A", "unit": "bun", "goals": ["trygg", "larande"], "responsible": "chef",
        "planned_start": date(2026, 1, 1), "planned_end": date(2027, 6, 30), "state": "ongoing",
    }  # fmt: skip
    found = in_force(read(activities=[activity]), date(2027, 4, 30), KNOWN).model
    assert found.activities[0].goals == ["larande"]
    assert [target.goal for each in found.plans for target in each.targets] == ["larande"]


def test_it_is_told_what_is_left_out() -> None:
    found = in_force(read(), date(2026, 8, 31), KNOWN)
    assert [left_out(one) for one in found.left_out] == [
        "Planen Plan 2027 beslutades 2026-12-16, efter det som rapporten gäller. Det som står i den räknas inte.",
        "Målet Alla lär fick en lydelse som beslutades 2026-12-16, efter det som rapporten gäller. Den räknas inte.",
        (
            "Målet Alla lär hela livet fick en lydelse som beslutades 2027-11-17, efter det som rapporten gäller. Den"
            " räknas inte."
        ),
    ]
    later = in_force(read(), date(2027, 4, 30), KNOWN)
    assert left_out(later.left_out[0]) == "Målet En trygg kommun gällde till och med 2026-12-31."
    assert left_out_in_short(later.left_out).startswith(
        f"Utanför rapporten står 1{NBSP}lydelse av ett mål som beslutades senare och 1{NBSP}mål som inte längre gäller."
    )
    early = {**NEW, "decided_at": date(2026, 6, 17)}
    not_yet = in_force(read(goals=[OLD, early]), date(2026, 8, 31), KNOWN).left_out
    assert left_out(not_yet[-1]) == "Målet Alla lär gäller först från och med 2027-01-01."


def test_narrowed_again_it_is_the_same(tmp_path: Path) -> None:
    definitions = read_definitions(write(tmp_path, terms()))
    once = in_report(definitions, "2028-04", datetime(2029, 1, 1))
    assert in_report(once, "2028-04", datetime(2029, 1, 1)) == once
    file, line = once.places["goals", "larande"]
    text = (tmp_path / "prov" / file).read_text().splitlines()
    assert "larande" in text[line - 1]
    assert line > definitions.places["goals", "trygg"][1] + 15, "the place is that of the version"


def test_thresholds_stand_until_the_decision_that_changed_them() -> None:
    content = definition()["municipality"]
    profile = {
        **content,
        "thresholds": {"met_score": 0.9},
        "earlier_thresholds": [
            {"until": date(2026, 12, 31), "thresholds": {"met_score": 0.7}, "decided_at": date(2026, 12, 16)}
        ],
    }
    model = read(municipality=profile)
    for day, known, score in (
        (date(2026, 12, 31), KNOWN, 0.7),
        (date(2027, 4, 30), KNOWN, 0.9),
        (date(2027, 4, 30), date(2026, 12, 15), 0.7),
    ):
        assert float(in_force(model, day, known).model.municipality.thresholds.met_score) == score
    assert date(2026, 12, 16) in decision_days(model)


@pytest.mark.parametrize(
    ("goals", "told"),
    [
        ([OLD, {**OLD, "valid_from": date(2026, 7, 1)}], "båda gäller samma dag"),
        ([OLD, {key: value for key, value in OLD.items() if key != "valid_from"}], "båda gäller samma dag"),
        ([{**OLD, "valid_to": date(2022, 1, 1)}], "valid_to är före valid_from"),
        ([{**OLD, "valid_to": None, "end_decided_at": date(2025, 1, 1)}], "end_decided_at kräver valid_to"),
        ([{**OLD, "decided_by": "ingen"}], "enheten 'ingen' finns inte"),
    ],
)
def test_versions_that_do_not_fit_are_told(tmp_path: Path, goals: list[dict[str, Any]], told: str) -> None:
    with pytest.raises(DefinitionError, match=told):
        read_definitions(write(tmp_path, terms(goals=goals, plans=[])))


def test_a_decision_moves_the_as_of_and_one_after_it_does_not_count(tmp_path: Path) -> None:
    target = {"goal": "mal", "indicator": "matt"}
    content = definition(
        plans=[
            plan(2026, [{**target, "year1": 80}], decided_at=date(2025, 6, 11)),
            plan(2026, [{**target, "year1": 90}], id="reviderad", decided_at=date(2026, 6, 14)),
        ]
    )
    definitions = read_definitions(write(tmp_path, content))
    with warehouse_of([("N99001", OWN, 2025, "T", 85.0, "")], known=datetime(2026, 5, 5)) as con:
        default = effective_as_of(con, definitions, None, "2026-08")
        assert default == datetime(2026, 6, 13, 22), "14 June begins at 22 UTC the evening before"
        assert effective_as_of(con, definitions, default.replace(tzinfo=UTC), "2026-08") == default
        earlier = effective_as_of(con, definitions, datetime(2026, 5, 8, tzinfo=UTC), "2026-08")
        assert earlier == datetime(2026, 5, 5), "what Kolada gave then"
        assert effective_as_of(con, definitions, None, "2026-04") == earlier, "decided after the period"
    for as_of, status in ((default, "partly"), (earlier, "met")):
        at = tmp_path / status
        with measured(at, content, cells({2025: 85.0}), "2026-08", as_of=as_of) as con:
            assert rows(con, "SELECT status FROM fulfilment") == [{"status": status}]
