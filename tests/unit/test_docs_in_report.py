"""Every example of docs/local-sources.md in one whole report, pages and workbooks too; the figures are worked out by hand."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.definitions.read_yaml import read_definitions
from assets.followup.view import build_report_view
from assets.own_files.own_sources import OwnSources, own_rows, read_own, source_checks, with_own_decisions
from assets.quality.ledger_check import ledger_checks
from models.tables.header import published_tables
from tests.report import write_all
from tests.small import definition, measured, plan, write
from tests.unit.test_local_measures import own
from tests.unit.test_source_docs import MAPPINGS, write_files

REPORT = "2025-12"
SOC, BUN = "socialnamnden", "barn-och-utbildningsnamnden"
UNITS = [
    {"id": "kommunfullmaktige", "title": "Kommunfullmäktige", "level": "council"},
    {"id": SOC, "title": "Socialnämnden", "level": "committee", "parent": "kommunfullmaktige"},
    {"id": BUN, "title": "Barn- och utbildningsnämnden", "level": "committee", "parent": "kommunfullmaktige"},
]
TEACHERS = """Tabell 1;;;;
Kommun-kod;Kommun;Typ av huvudman;#Heltidstjänster;
;;;Totalt antal;Andel med lärarlegitimation och behörighet
1487;Prov;Kommunal;210,5;72,4
1487;Prov;Enskild;12;..
9999;Annan;Kommunal;99;81
Rapportbeskrivning;;;;
"""


def all_at_once() -> list[dict[str, Any]]:
    """The page's mappings as they would stand beside each other: each ledger and budget completes the first of its kind.

    Two of the page's forecasts are of the same month, of which one holds: the later is made August's.
    """
    first: dict[str, str] = {}
    found: list[dict[str, Any]] = []
    for mapping in MAPPINGS:
        completed = first.setdefault(mapping["kind"], mapping["id"])
        more = {"adds_to": completed} if completed != mapping["id"] and mapping["kind"] in {"ledger", "budget"} else {}
        if mapping["id"] == "prognos-mkr":
            more = {"columns": {**mapping["columns"], "month": {"value": 8}}}
        found.append({**mapping, **more})
    return found


@dataclass
class Whole:
    """The report: what was read, every table by name, the check of the ledger, and the folder of pages."""

    read: OwnSources
    tables: dict[str, pl.DataFrame]
    ledger: dict[str, Any]
    folder: Path

    def row(self, table: str, **where: Any) -> dict[str, Any]:
        (row,) = self.tables[table].filter(**where).to_dicts()
        return row


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    place = tmp_path_factory.mktemp("alla")
    measure = {"aggregation": "none", "lag": 1}
    content = definition(
        units=UNITS,
        indicators=[
            own(id="nojdhet-hemtjanst", title="Nöjda", **measure),
            own(id="behoriga-larare", **measure),
            own(id="narvaro", title="Närvaro", **measure),
        ],
        goals=[
            {
                "id": "skolresultat",
                "kind": "own_result",
                "title": "Skolan",
                "unit": BUN,
                "indicators": ["behoriga-larare"],
            },
            {"id": "nojda", "kind": "own_result", "title": "Nöjda", "unit": SOC, "indicators": ["nojdhet-hemtjanst"]},
        ],
        plans=[
            plan(
                2025,
                [
                    {"goal": "skolresultat", "indicator": "behoriga-larare", "year1": 75, "tolerance": 5},
                    {"goal": "nojda", "indicator": "nojdhet-hemtjanst", "year1": 86, "tolerance": 1},
                ],
            )
        ],
        sources=all_at_once(),
    )
    folder = write(place, content)
    write_files(folder)
    (folder / "source" / "Grundskola - Personalstatistik 2024.csv").write_text(TEACHERS, encoding="utf-8")
    definitions = read_definitions(folder)
    read = read_own(folder, definitions)
    decided = with_own_decisions(read, definitions)
    with measured(place, decided, [], REPORT, own_rows(read, decided, REPORT)) as con:
        tables = {name: con.sql(f"SELECT * FROM {name}").pl() for name in (*published_tables(), "year_value")}
        (ledger,) = ledger_checks(con, read, definitions.model)
    view = build_report_view(decided, REPORT, tables, datetime(2026, 1, 1))
    return Whole(read, tables, {**ledger}, write_all(view, place / "sidor"))


def test_every_example_is_read_without_a_fault_and_the_ledger_reconciles(whole: Whole) -> None:
    assert whole.read.faults == []
    assert [check["status"] for check in source_checks(whole.read.readings)] == ["passed"] * len(MAPPINGS)
    assert whole.ledger["status"] == "passed"
    assert {reading.source.id for reading in whole.read.readings if reading.frame.height} == {m["id"] for m in MAPPINGS}


def test_what_the_ledgers_hold_is_the_outcome(whole: Whole) -> None:
    # Ekonomisystemet, SIE, debit less credit (a credit of −50 adds 50), sums so far, pivot table.
    january = 1_234_567.50 + 100_000 + (1_000 + 50) + 100_000 + (100_000 + 50_000)
    assert whole.row("budget", unit_id=SOC, kind="cost", month=1)["outcome"] == january
    assert whole.row("budget", unit_id=SOC, kind="revenue", month=1)["outcome"] == 45_000 + 20_000 + 400
    assert whole.row("budget", unit_id=SOC, kind="cost", month=2)["outcome"] == january + (250_000 - 100_000)
    assert whole.row("budget", unit_id=SOC, kind="revenue", month=2)["outcome"] == 65_400 + 5_000
    # The cost centre that moves on the first of July.
    assert whole.row("budget", unit_id=SOC, kind="cost", month=7)["outcome"] == january + 150_000 + 100
    assert whole.row("budget", unit_id=BUN, kind="cost", month=6)["outcome"] == 98_000 + 70_000
    assert whole.row("budget", unit_id=BUN, kind="cost", month=7)["outcome"] == 98_000 + 70_000 + 200
    assert whole.row("budget", unit_id=BUN, kind="revenue", month=7)["outcome"] == 30


def test_the_budgets_are_the_frame_and_the_forecasts_stand_beside_it(whole: Whole) -> None:
    cost = whole.row("budget", unit_id=SOC, kind="cost", month=4)
    # 1 200, 1 150 and 1 300 thousand, and 110 000 of the SIE file.
    assert (cost["budget"], cost["forecast"]) == (3_760_000, 15_400_000)
    assert (cost["deviation"], cost["measure"]) == (3_760_000 - 15_400_000, "Färre köpta platser")
    assert whole.row("budget", unit_id=SOC, kind="cost", month=8)["forecast"] == 15_400_000
    # 48 million, 0,7 from June and −0,2 from September: 32 and 3/7 of 0,7 by August.
    by_decision = whole.row("budget", unit_id=BUN, kind="cost", month=8)
    assert (by_decision["budget"], by_decision["budget_to_date"]) == (48_500_000, 32_300_000)
    revenue = whole.row("budget", unit_id=SOC, kind="revenue", month=1)
    assert (revenue["budget"], revenue["budget_to_date"]) == (3 * 100_000 + 25_000, 100_000 + 25_000)


def test_staff_are_summed_and_their_sick_leave_is_hours_by_hours(whole: Whole) -> None:
    women = whole.row("staff", unit_id=SOC, year=2025, month=1, gender="K")
    assert (women["headcount"], women["fte"]) == (212, 187.5)
    assert women["sick_leave"] == pytest.approx(100 * 2310 / 29800)
    men = whole.row("staff", unit_id="kommunfullmaktige", year=2025, month=1, gender="M")
    assert (men["headcount"], men["fte"]) == (41, 39.0)


def test_activities_and_assignments_are_followed_up(whole: Whole) -> None:
    homework = whole.row("activities", item_id="a-1")
    assert (homework["goal_id"], homework["unit_id"]) == ("skolresultat", BUN)
    told = ("due", "carried_out", "on_time", "within_budget", "quality_passed", "contributed")
    assert [homework[name] for name in told] == [True] * len(told)
    assert (homework["budget"], homework["outcome"]) == (200_000, 185_000)
    planning = whole.row("activities", item_id="a-2")
    assert (planning["goal_id"], planning["due"], planning["carried_out"]) == (None, True, False)
    ordered = whole.row("assignments", item_id="u-1")
    assert (ordered["unit_id"], ordered["decided_by"], ordered["decided_at"], ordered["financing"]) == (
        SOC, "kommunfullmaktige", date(2024, 12, 11), "Inom ram",
    )  # fmt: skip


def test_measurements_are_judged(whole: Whole) -> None:
    pleased = whole.row("fulfilment", goal_id="nojda", indicator_id="nojdhet-hemtjanst")
    assert (pleased["year"], pleased["value"], pleased["status"]) == (2025, 86.0, "met")
    teachers = whole.row("fulfilment", goal_id="skolresultat", indicator_id="behoriga-larare")
    assert (teachers["year"], teachers["value"], teachers["status"]) == (2024, 72.4, "partly")


def test_the_pages_show_them(whole: Whole) -> None:
    page = (whole.folder / f"{SOC}.html").read_text(encoding="utf-8")
    for said in ("Digital hemtjänstplanering", "Utred en gemensam larmcentral", "Brukarenkäten"):
        assert said in page
    assert (whole.folder / f"{BUN}.xlsx").is_file()
