"""What somebody decided counts by its decision, also where the municipality's own files hold it (docs/measures.md §1)."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from assets.definitions.read_yaml import Definitions, in_report, read_definitions
from assets.followup.content import ShownTable
from assets.followup.setting.html import contents
from assets.own_files.own_sources import OwnSources, own_rows, read_own, with_own_decisions
from models.definitions.in_force import decision_days
from models.words.left_out import left_out
from tests.command import styrtal
from tests.report import view_of
from tests.small import definition, measured, rows, write

BUDGET = {
    "id": "ramar", "title": "Ramar", "file": "ramar.csv", "kind": "budget",
    "columns": {
        "unit_id": "Enhet", "year": "År", "kind": {"value": "cost"}, "amount": "Belopp", "decided_by": "Av", "decided_at": "Beslutsdatum",
        "decision": "Dnr", "change": {"from": "Typ", "map": {"Ursprunglig": None, "Tillägg": "supplementary", "Omdisp": "transfer"}},
    },
}  # fmt: skip
ORDERS = {
    "id": "uppdrag", "title": "Uppdrag", "file": "uppdrag.csv", "kind": "assignments",
    "columns": {
        "assignment_id": "Nr", "goal_id": "Mål", "unit_id": "Enhet", "title": "Uppdrag", "responsible_role": "Ansvarig",
        "planned_start": "Start", "planned_end": "Slut", "state": {"value": "ongoing"}, "decided_by": {"value": "kf"},
        "decided_at": "Beslutat", "decision": "Paragraf",
    },
}  # fmt: skip
HEADING = "Enhet;År;Belopp;Typ;Beslutsdatum;Dnr;Av\n"
FRAMES = (
    "bun;2024;120000000;Ursprunglig;2023-11-22;KF 2023/1;kf\n"
    "bun;2024;14000000;Tillägg;2024-06-12;KF § 80;Fullmäktige\n"
    "bun;2024;-4000000;Omdisp;2024-09-04;KF § 101;\n"
    "ks;2024;60000000;Ursprunglig;;;\n"
)


def read(tmp_path: Path, files: dict[str, str], *sources: dict[str, Any]) -> tuple[Definitions, OwnSources]:
    folder = write(tmp_path, definition(sources=list(sources)))
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    definitions = read_definitions(folder)
    own = read_own(folder, definitions)
    return with_own_decisions(own, definitions), own


def of_report(read: tuple[Definitions, OwnSources], report: str, sql: str) -> list[dict[str, Any]]:
    definitions, own = read
    as_of = datetime(2026, 1, 1)
    with measured(Path(), definitions, [], report, own_rows(own, definitions, report), as_of) as con:
        return rows(con, sql)


@pytest.mark.parametrize(
    ("report", "budget", "to_date"),
    [
        # 120, of which 4/12; and 14 from June, 3 of its 7 months by August: 80 + 6; and −4 from September.
        ("2024-04", 120e6, 40e6),
        ("2024-08", 134e6, 86e6),
        ("2024-12", 130e6, 130e6),
    ],
)
def test_a_frame_of_a_file_has_the_changes_that_were_decided_by_then(
    tmp_path: Path, report: str, budget: float, to_date: float
) -> None:
    sql = f"FROM budget WHERE kind = 'cost' AND month = {int(report[5:])}"
    found = {
        row["unit_id"]: row for row in of_report(read(tmp_path, {"ramar.csv": HEADING + FRAMES}, BUDGET), report, sql)
    }
    assert (found["bun"]["budget"], found["bun"]["budget_to_date"]) == (budget, to_date)
    assert found["ks"]["budget"] == 60e6


def test_the_page_tells_original_changes_and_current_and_what_is_left_out(tmp_path: Path) -> None:
    definitions, own = read(tmp_path, {"ramar.csv": HEADING + FRAMES}, BUDGET)
    of_august = in_report(definitions, "2024-08", datetime(2026, 1, 1))
    assert [left_out(one) for one in of_august.left_out] == [
        "Nämnden: en ändring av budgeten beslutades 2024-09-04, efter det som rapporten gäller. Den räknas inte."
    ]
    given = own_rows(own, definitions, "2024-08")
    frame = {"unit_id": "bun", "kind": "cost", "amount": 134e6 / 12}
    given = {"frame": [*given["frame"], *({**frame, "month": month} for month in range(1, 13))]}
    view = replace(view_of(tmp_path / "b", definition(), [], {}, "2024-08", given), definitions=of_august)
    (part,) = (part for part in contents(view)["bun"].sections if part.id == "ekonomi")
    (table,) = (b for b in part.blocks if getattr(b, "caption", "") == "Budgetens ändringar under året")
    assert isinstance(table, ShownTable)
    assert [[cell.text for cell in row[2:6]] + [row[-1].text] for row in table.rows] == [
        ["Ursprunglig budget", "2023-11-22", "Fullmäktige", "KF 2023/1", "120\u00a0000\u00a0000"],
        ["Tilläggsanslag", "2024-06-12", "Fullmäktige", "KF § 80", "14\u00a0000\u00a0000"],
        ["Gällande budget", "–", "–", "–", "134\u00a0000\u00a0000"],
    ]


def test_a_frame_that_is_decided_later_is_no_frame_yet(tmp_path: Path) -> None:
    late = read(tmp_path, {"ramar.csv": HEADING + "bun;2024;120000000;Ursprunglig;2024-05-22;KF § 40;\n"}, BUDGET)
    assert of_report(late, "2024-04", "FROM budget WHERE kind = 'cost'") == []
    (told,) = in_report(late[0], "2024-04", datetime(2026, 1, 1)).left_out
    assert left_out(told) == "Nämnden: budgeten beslutades 2024-05-22, efter det som rapporten gäller. Den räknas inte."
    again = in_report(in_report(late[0], "2024-04", datetime(2026, 1, 1)), "2024-04", datetime(2026, 1, 1))
    assert again.left_out == (told,)
    assert (
        of_report(late, "2024-08", "FROM budget WHERE kind = 'cost' AND month = 8 AND unit_id = 'bun'")[0]["budget"]
        == 120e6
    )


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("bun;2024;14000000;Tillägg;2024-06-12;KF § 80;borta", "'borta' finns inte bland definitionernas enheter."),
        ("bun;2024;14000000;Tillägg;;KF § 80;", "en ändring av budgeten saknar beslutsdag."),
        ("bun;2024;14000000;Tillägg;2025-01-08;KF § 80;", "beslutet 2025-01-08 är efter året 2024."),
        ("bun;2024;0;Tillägg;2024-06-12;KF § 80;", "en ändring av budgeten är 0."),
        # The same frame by another decision is the same frame; the same decision twice is one.
        ("bun;2024;120000000;Ursprunglig;2024-01-22;KF 2024/9;", "säger samma sak som rad 2 (unit_id bun, kind cost, year 2024)."),
        ("bun;2024;14000000;Tillägg;2024-06-12;KF § 80;\nbun;2024;14000000;Tillägg;2024-06-12;KF § 80;",
         "säger samma sak som rad 4 (unit_id bun, kind cost, year 2024, change supplementary, de…)."),
    ],
)  # fmt: skip
def test_a_decision_that_cannot_be_is_told_by_its_row(tmp_path: Path, row: str, wrong: str) -> None:
    first = "bun;2024;120000000;Ursprunglig;2023-11-22;KF 2023/1;kf\n"
    _, own = read(tmp_path, {"ramar.csv": f"{HEADING}{first}{row}\n"}, BUDGET)
    assert wrong in [fault.wrong for fault in own.faults]


def test_a_change_without_an_original_counts_nowhere_and_is_told_by_check(tmp_path: Path) -> None:
    made = read(tmp_path, {"ramar.csv": HEADING + "bun;2024;14000000;Tillägg;2024-06-12;KF § 80;\n"}, BUDGET)
    assert of_report(made, "2024-12", "FROM budget") == []
    told = (
        "Nämnden: en ändring av budgeten, beslutad 2024-06-12, står i en egen fil, men ingen ursprunglig budget som den ändrar. "
        "Den räknas inte; skriv en rad med den ursprungliga, 0 där den var 0."
    )
    assert [left_out(one) for one in in_report(made[0], "2024-12", datetime(2026, 1, 1)).left_out] == [told]
    assert told in styrtal(tmp_path / "home", "check", "--municipality", tmp_path / "prov").stdout


def test_an_assignment_of_a_file_counts_from_its_decision(tmp_path: Path) -> None:
    text = (
        "Nr;Mål;Enhet;Uppdrag;Ansvarig;Start;Slut;Beslutat;Paragraf\n"
        "1;mal;bun;Utred;chefen;2024-01-01;2024-12-31;2023-12-11;KF § 7\n"
        "2;mal;bun;Se över;chefen;2024-01-01;2024-12-31;2024-09-11;KF § 90\n"
    )
    made = read(tmp_path, {"uppdrag.csv": text}, ORDERS)
    found = of_report(made, "2024-08", "FROM assignments")
    assert [(row["item_id"], row["goal_id"], row["decided_at"], row["decision"]) for row in found] == [
        ("1", "mal", date(2023, 12, 11), "KF § 7")
    ]
    (told,) = in_report(made[0], "2024-08", datetime(2026, 1, 1)).left_out
    assert left_out(told) == "Uppdraget Se över gavs 2024-09-11, efter det som rapporten gäller. Det räknas inte."
    assert len(of_report(made, "2024-12", "FROM assignments")) == 2


WORK = {"activities": "activity_id", "assignments": "assignment_id"}


@pytest.mark.parametrize("kind", WORK)
@pytest.mark.parametrize("in_file", [True, False])
def test_what_is_cancelled_after_the_period_stands_in_its_report_and_is_told(
    tmp_path: Path, kind: str, in_file: bool
) -> None:
    """The decision of 11 September counts in December, not in August; one without a day counts in both."""
    work = {"unit": "bun", "responsible": "chefen", "state": "cancelled", "goals": ["mal"],
            "planned_start": "2024-02-01", "planned_end": "2024-06-30", "cancelled_by": "BUN § 9"}  # fmt: skip
    given = {} if kind == "activities" else {"decided_by": "kf", "decided_at": "2023-12-11"}
    items = [
        {**work, **given, "id": "u1", "title": "Utred", "cancelled_at": "2024-09-11"},
        {**work, **given, "id": "u2", "title": "Se över"},
    ]
    keys = {WORK[kind]: "id", "unit_id": "unit", "responsible_role": "responsible", "goal_id": "goals",
            **{key: key for key in ("title", "state", "planned_start", "planned_end", "cancelled_by", "cancelled_at", *given)}}  # fmt: skip
    source = {"id": "arbete", "title": "Arbete", "kind": kind, "file": "arbete.csv", "columns": keys}
    folder = write(tmp_path, definition(sources=[source]) if in_file else definition(**{kind: items}))
    lines = [";".join(str(item.get(key, "")).strip("[]'") for key in keys.values()) for item in items]
    (folder / "arbete.csv").write_text("\n".join([";".join(keys.values()), *lines, ""]), encoding="utf-8")
    definitions = read_definitions(folder)
    own = read_own(folder, definitions)
    assert own.faults == []
    made = with_own_decisions(own, definitions), own
    sql = f"SELECT item_id, goal_id, state, due, cancelled_by, cancelled_at FROM {kind} ORDER BY item_id"
    gone = {"goal_id": "mal", "state": "cancelled", "due": False, "cancelled_by": "BUN § 9", "cancelled_at": None}
    stands = {"goal_id": "mal", "state": "late", "due": True, "cancelled_by": None, "cancelled_at": None}
    assert of_report(made, "2024-08", sql) == [{"item_id": "u1", **stands}, {"item_id": "u2", **gone}]
    ended = gone | {"cancelled_at": date(2024, 9, 11)}
    assert of_report(made, "2024-12", sql) == [{"item_id": "u1", **ended}, {"item_id": "u2", **gone}]
    what = {"activities": "Aktiviteten Utred", "assignments": "Uppdraget Utred"}[kind]
    (told,) = in_report(made[0], "2024-08", datetime(2026, 1, 1)).left_out
    assert left_out(told).startswith(f"{what} avbröts genom ett beslut 2024-09-11, efter det som rapporten gäller.")
    # Known by the as-of, but decided later; and decided in the period, but known later.
    (early,) = in_report(made[0], "2024-12", datetime(2024, 9, 10)).left_out
    assert early == told
    assert in_report(made[0], "2024-12", datetime(2026, 1, 1)).left_out == ()
    assert date(2024, 9, 11) in decision_days(made[0].model)
