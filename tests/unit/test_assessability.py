"""What can be assessed, and the law's two questions (docs/measures.md §19): worked by hand, and the page that says it."""

from datetime import date
from pathlib import Path
from typing import Any

from assets.followup.content import Bullets, Paragraph, ShownTable
from assets.followup.setting.html import contents
from tests.report import view_of, write_all
from tests.small import cells, definition, indicator, measured, plan, rows

GOAL = {"kind": "own_result", "unit": "bun"}
TARGET = {"year1": 90, "year3": 94}
ASSIGNMENT = {
    "unit": "bun", "responsible": "Chef", "decided_by": "kf", "decided_at": date(2023, 12, 1), "planned_start": date(2024, 1, 15),
    "planned_end": date(2024, 12, 15), "state": "ongoing",
}  # fmt: skip
VALUES = [*cells({2022: 80.0, 2023: 85.0}), *cells({2023: 91.0}, kpi="N99002")]


def municipality(**sections: Any) -> dict[str, Any]:
    """Goals that lack each thing in turn, an assignment, and documents that they follow up."""
    names = ["matt", "andra", "tredje", "fjarde"]
    made: dict[str, Any] = {
        "indicators": [indicator(name, id=name, kpi_id=f"N9900{i}") for i, name in enumerate(names, start=1)],
        "goals": [
            {**GOAL, "id": "hel", "title": "Hel", "indicators": ["matt", "andra"]},
            {**GOAL, "id": "halv", "title": "Halv", "indicators": ["matt", "tredje"]},
            {**GOAL, "id": "utan-matt", "title": "Utan mått"},
            {**GOAL, "id": "utan-mal", "title": "Utan mål", "indicators": ["fjarde"]},
            {**GOAL, "id": "utan-varde", "title": "Utan värde", "indicators": ["tredje"]},
            {"id": "ovan", "kind": "strategic_goal", "title": "Ovan", "unit": "kf"},
            {**GOAL, "id": "under", "title": "Under", "parents": ["ovan"], "indicators": ["andra"]},
            {**GOAL, "id": "buret", "title": "Buret"},
        ],
        "plans": [
            plan(2024, [
                {**TARGET, "goal": "hel", "indicator": "matt"}, {**TARGET, "goal": "hel", "indicator": "andra"},
                {**TARGET, "goal": "halv", "indicator": "matt", "year1": 80}, {**TARGET, "goal": "halv", "indicator": "tredje"},
                {**TARGET, "goal": "utan-varde", "indicator": "tredje", "year1": 70}, {**TARGET, "goal": "under", "indicator": "andra"},
            ])
        ],
        "forecasts": [
            {"report": "2024-08", "indicator": "andra", "value": 92, "by": "Chefen", "date": date(2024, 9, 2), "reason": "Fler lärare"}
        ],
        "judgements": [
            {"report": "2024-08", "unit": "bun", "goal": "halv", "status": "partly", "motivation": "Vi ser det.", "by": "Chef",
             "date": date(2024, 9, 3)},
        ],
        "assignments": [
            {**ASSIGNMENT, "id": "bar", "title": "Bär", "goals": ["buret"], "planned_end": date(2024, 5, 1), "state": "done",
             "actual_end": date(2024, 4, 20), "quality": "passed"},
            {**ASSIGNMENT, "id": "ensamt", "title": "Ensamt"},
        ],
        "steering_documents": [
            {"id": "bra", "title": "Bra", "kind": "programme", "owner": "bun", "goals": ["hel", "buret"]},
            {"id": "gammalt", "title": "Gammalt", "kind": "plan", "owner": "bun", "goals": ["hel"], "valid_to": date(2024, 8, 30)},
            {"id": "lost", "title": "Löst", "kind": "plan", "owner": "kf"},
            {"id": "delvis", "title": "Delvis", "kind": "policy", "owner": "bun", "goals": ["hel", "utan-mal"]},
            {"id": "regler", "title": "Regler", "kind": "rules", "owner": "bun"},
        ],
    }  # fmt: skip
    return definition(**{**made, **sections})


def answered(tmp_path: Path, table: str, report: str = "2024-08", **sections: Any) -> list[dict[str, Any]]:
    with measured(tmp_path, municipality(**sections), VALUES, report) as con:
        return rows(con, f"FROM {table}")


def shown(found: list[dict[str, Any]], kind: str) -> dict[str, tuple[Any, ...]]:
    """Of each item: measurable, target, value, forecast, evidence, assessable, and what lacks first."""
    names = ("measurable", "has_target", "has_value", "has_forecast", "has_evidence", "assessable", "lacks")
    return {row["item_id"]: tuple(row[name] for name in names) for row in found if row["kind"] == kind}


def test_of_each_goal_what_there_is_to_judge_it_by_and_what_lacks_first(tmp_path: Path) -> None:
    found = answered(tmp_path, "assessability")
    y, n = True, False
    assert shown(found, "goal") == {
        "hel": (y, y, y, y, n, y, None),
        # One of two targets has a value, of the year before: half the weight is enough, and it is no forecast.
        "halv": (y, y, y, n, y, y, None),
        "utan-matt": (n, n, n, n, n, n, "measure"),
        "utan-mal": (y, n, n, n, n, n, "target"),
        "utan-varde": (y, y, n, n, n, n, "value"),
        # By the goal below it; and by the assignment that carries it.
        "ovan": (y, y, y, y, n, y, None),
        "under": (y, y, y, y, n, y, None),
        "buret": (y, y, y, n, n, y, None),
    }
    halv = next(row for row in found if row["item_id"] == "halv")
    assert (halv["coverage"], halv["level"]) == (0.5, "committee")


def test_too_little_that_can_be_judged_is_said_to_be_what_lacks(tmp_path: Path) -> None:
    targets = [
        {**TARGET, "goal": "halv", "indicator": name, "year1": 80 + i}
        for i, name in enumerate(("matt", "tredje", "fjarde"))
    ]
    goal = {**GOAL, "id": "halv", "title": "Halv", "indicators": ["matt", "tredje", "fjarde"]}
    none: dict[str, Any] = {"steering_documents": [], "assignments": [], "forecasts": []}
    found = answered(tmp_path, "assessability", goals=[goal], plans=[plan(2024, targets)], **none)
    assert [(row["has_value"], row["assessable"], row["lacks"]) for row in found] == [(True, False, "coverage")]


def test_in_the_annual_report_nothing_is_asked_of_forecasts(tmp_path: Path) -> None:
    found = answered(tmp_path, "assessability", "2024-12", judgements=[])
    assert {row["has_forecast"] for row in found} == {None}
    summed = answered(tmp_path / "b", "assessability_summed", "2024-12", judgements=[])
    assert {row["n_forecast"] for row in summed} == {None}


def test_an_assignment_is_measurable_by_its_end_and_its_evidence_is_what_is_recorded_of_it(tmp_path: Path) -> None:
    y, n = True, False
    assert shown(answered(tmp_path, "assessability"), "assignment") == {
        "bar": (y, y, y, None, y, y, None), "ensamt": (y, n, y, None, n, y, None),
    }  # fmt: skip


def test_a_document_can_be_judged_if_all_of_its_goals_can_and_it_has_not_expired(tmp_path: Path) -> None:
    y, n = True, False
    assert shown(answered(tmp_path, "assessability"), "steering_document") == {
        "bra": (y, y, y, n, n, y, None),
        "gammalt": (y, y, y, y, n, n, "validity"),
        "lost": (n, n, n, n, n, n, "goal"),
        "delvis": (y, n, n, n, n, n, "target"),
        # Rules say how, and are followed up by nothing.
        "regler": (None,) * 7,
    }


def test_each_level_is_counted_and_all_together(tmp_path: Path) -> None:
    found = answered(tmp_path, "assessability_summed")
    names = ("n", "n_measurable", "n_target", "n_value", "n_forecast", "n_evidence", "n_assessable")
    counted = {(row["kind"], row["level"]): tuple(row[name] for name in names) for row in found}
    assert counted == {
        ("goal", None): (8, 7, 6, 5, 3, 1, 5),
        ("goal", "council"): (1, 1, 1, 1, 1, 0, 1),
        ("goal", "committee"): (7, 6, 5, 4, 2, 1, 4),
        ("assignment", None): (2, 2, 1, 2, None, 1, 2),
        ("assignment", "committee"): (2, 2, 1, 2, None, 1, 2),
        ("steering_document", None): (4, 3, 2, 2, 1, 0, 1),
        ("steering_document", "council"): (1, 0, 0, 0, 0, 0, 0),
        ("steering_document", "committee"): (3, 3, 2, 2, 1, 0, 1),
    }


BUDGETS = [
    {"unit": "kf", "year": 2024, "kind": "result", "amount": 1_000_000, "forecasts": [{"month": 8, "amount": -250_000}]},
    {"unit": "kf", "year": 2024, "kind": "revenue", "amount": 9_000_000, "forecasts": [{"month": 8, "amount": 9_000_000}]},
    {"unit": "bun", "year": 2024, "kind": "cost", "amount": 100_000, "forecasts": [{"month": 8, "amount": 90_000}]},
    {"unit": "ks", "year": 2024, "kind": "cost", "amount": 100_000, "forecasts": [{"month": 8, "amount": 120_000}]},
]  # fmt: skip


def test_what_speaks_for_and_against_is_told_and_nothing_is_answered(tmp_path: Path) -> None:
    found = answered(tmp_path, "audit_questions", budgets=BUDGETS)
    told = [
        (row["question"], row["side"], row["part"], row["goal_id"] or row["unit_id"], row["amount"]) for row in found
    ]
    assert told == [
        ("goals", "speaks_for", "operational_goals", "ovan", None),
        ("economy", "speaks_for", "committee_deviation", "bun", 10_000.0),
        ("economy", "speaks_against", "balance_requirement", "kf", -250_000.0),
        ("economy", "speaks_against", "committee_deviation", "ks", -20_000.0),
    ]
    without = answered(tmp_path / "utan", "audit_questions", plans=[], forecasts=[])
    assert [(row["question"], row["side"], row["reason"]) for row in without] == [
        ("goals", "unknown", "target"), ("economy", "unknown", "no_taxes"),
    ]  # fmt: skip


def test_the_page_says_what_lacks_and_what_speaks_for_and_against(tmp_path: Path) -> None:
    view = view_of(tmp_path, municipality(budgets=BUDGETS), VALUES, {}, "2024-08")
    page = contents(view)["revision"]
    told = {part.id: part for part in page.sections}
    assert list(told)[:7] == ["i-korthet", "goals", "economy", "tackning", "goal", "assignment", "steering_document"]
    first, lines = told["i-korthet"].blocks
    assert isinstance(first, Paragraph)
    assert first.text.endswith("och ger inget eget omdöme.")
    assert isinstance(lines, Bullets)
    assert [(lead, text.replace("\u00a0", " ")) for lead, text, _ in lines.items] == [
        ("Mål", "5 av 8 mål går att bedöma."),
        ("Uppdrag", "2 av 2 uppdrag går att bedöma."),
        ("Styrdokument", "1 av 4 styrdokument går att bedöma."),
        ("Förenligt med målen", "1 talar för."),
        ("Ekonomi i balans", "1 talar för och 2 talar emot."),
    ]
    rows_of = {
        part: [[cell.text.replace("\u00a0", " ") for cell in row] for b in told[part].blocks if isinstance(b, ShownTable) for row in b.rows]
        for part in told
    }  # fmt: skip
    assert rows_of["economy"] == [
        ["Nämnden: avvikelse från budget", "talar för", "10 000"],
        ["Balanskravet, helårets resultat enligt prognos", "talar emot", "−250 000"],
        ["Styrelsen: avvikelse från budget", "talar emot", "−20 000"],
    ]
    assert ["Utan mått", "Nämnden", "nej", "nej", "nej", "nej", "nej", "nej", "indikator saknas", "Ej bedömd", "–"] in [
        [cell.lower() if cell in {"Ja", "Nej"} else cell for cell in row] for row in rows_of["goal"]
    ]
    folder = write_all(view, tmp_path / "ut")
    assert "revision.html" in (folder / "index.html").read_text(encoding="utf-8")
    assert (folder / "revision.xlsx").exists()
    assert (folder / "revision.pdf").exists()
