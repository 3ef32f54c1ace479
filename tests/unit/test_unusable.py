"""`styrtal check` warns of what can be read and yet not be used or judged: one warning each, and none where all is well."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assets.definitions.read_yaml import read_definitions
from assets.own_files.own_sources import own_rows, read_own
from assets.own_files.unusable import tell_unconfirmed, tell_unusable
from models.definitions.due import Publication
from models.errors import DefinitionError
from tests.small import definition, indicator, measured, plan, write
from tests.unit.test_local_measures import UNITS, own

COLUMNS: dict[str, dict[str, Any]] = {
    "measurements": {"indicator_id": {"value": "matt"}, "unit_id": "Enhet", "period": "År", "month": "Månad", "gender": "Kön",
                     "value": "Värde", "count": "Antal"},
    "ledger": {"unit_id": "Enhet", "account": "Konto", "year": "År", "month": "Månad", "amount": "Kr"},
    "budget": {"unit_id": "Enhet", "kind": "Slag", "year": "År", "amount": "Kr"},
    "budget_forecast": {"unit_id": "Enhet", "kind": "Slag", "year": "År", "month": "Månad", "amount": "Kr"},
    "staff": {"unit_id": "Enhet", "year": "År", "month": "Månad", "gender": "Kön", "headcount": "Antal",
              "sick_hours": "Sjuk", "scheduled_hours": "Tid"},
    "activities": {"activity_id": "Nr", "unit_id": "Enhet", "title": "Namn", "responsible_role": "Namn", "planned_start": "Start",
                   "planned_end": "Slut", "actual_end": "Klar", "state": "Läge", "contributed": "Bidrog", "evidence": "Underlag",
                   "cancelled_by": "Beslut", "cancelled_at": "Avbruten"},
}  # fmt: skip
HEADS = {
    "measurements": "Enhet;År;Månad;Kön;Värde;Antal",
    "ledger": "Enhet;Konto;År;Månad;Kr",
    "budget": "Enhet;Slag;År;Kr",
    "budget_forecast": "Enhet;Slag;År;Månad;Kr",
    "staff": "Enhet;År;Månad;Kön;Antal;Sjuk;Tid",
    "activities": "Nr;Enhet;Namn;Start;Slut;Klar;Läge;Bidrog;Underlag;Beslut;Avbruten",
}
GOAL = {"id": "mal", "kind": "own_result", "title": "Målet", "unit": "bun", "indicators": ["matt"]}
WORTH = ["bun;2024;;T;80;60"]
YEAR = [f"bun;2024;{month};T;80;60" for month in range(1, 13)]


def municipality(
    folder: Path, rows: dict[str, list[str]], measure: dict[str, Any] | None = None, **sections: Any
) -> Path:
    made: dict[str, Any] = {"units": UNITS, "goals": [GOAL], "plans": []} | sections
    sources = [
        {"id": kind.replace("_", "-"), "title": kind, "kind": kind, "file": f"{kind}.csv", "columns": COLUMNS[kind]}
        for kind in rows
    ]
    indicator = own(**{"aggregation": "none", **(measure or {})})
    place = write(folder, definition(**made, indicators=[indicator], sources=sources))
    for kind, lines in rows.items():
        (place / f"{kind}.csv").write_text("\n".join([HEADS[kind], *lines, ""]), encoding="utf-8")
    return place


def judged(folder: Path) -> list[bool]:
    """Whether the annual report has a value for each leaf."""
    definitions = read_definitions(folder)
    given = own_rows(read_own(folder, definitions), definitions, "2024-12")
    texts = [file.read_text(encoding="utf-8") for file in folder.glob("*.yaml")]
    content = {section: value for text in texts for section, value in yaml.safe_load(text).items()}
    with measured(folder.parent / "rapport", content, [], given=given) as con:
        return [row["value"] is not None for row in con.sql("FROM fulfilment").pl().to_dicts()]


def told(folder: Path, rows: dict[str, list[str]], measure: dict[str, Any] | None = None, **sections: Any) -> list[str]:
    place = municipality(folder, rows, measure, **sections)
    definitions = read_definitions(place)
    read = read_own(place, definitions)
    assert read.faults == []
    return tell_unusable(definitions.model, read)


@pytest.mark.parametrize(
    ("lines", "measure", "said"),
    [
        ([], {}, "matt har inga värden"),
        (["bun;2024;;T;..;"], {}, "matt har inga värden"),
        (["norra;2024;;T;80;60"], {}, "ska bedöma Nämnden, men har inga värden"),
        (["norra;2024;;T;80;60"], {}, "mäts för Norra skolan, men inget mål"),
        ([*WORTH, "norra;2024;;T;70;9", "sodra;2024;;T;7;9"], {"aggregation": "last"}, "för Norra skolan och Södra skolan, men"),
        (["bun;2024;;K;80;60", "bun;2024;;M;81;60"], {}, "bedöms för T, men det saknas i 1 av 1 mätningar (först Nämnden 2024)"),
        (WORTH, {"judged_genders": ["T", "K"]}, "bedöms för K, men"),
        (["bun;2024;;T;80;"], {"counts": "pupils"}, "1 av 1 värden har inget antal bakom sig"),
        (["norra;2024;;T;80;", "sodra;2024;;T;8;9"], {"aggregation": "weighted_mean"}, "1 av 2 värden saknar vikt"),
        (["norra;2024;;T;80;9"], {"aggregation": "ratio"}, "1 av 1 värden saknar täljare och nämnare"),
        (YEAR[:6] + YEAR[7:], {"forecast": "flow"}, "1 år är ofullständiga: Nämnden saknar juli 2024"),
        ([*YEAR[:11], "bun;2025;1;T;1;60"], {"forecast": "rate"}, "Nämnden saknar december 2024"),
        (["bun;2024;3;T;1;60", "bun;2024;9;T;1;60"], {"forecast": "flow", "measured": {"kind": "quarter"}},
         "mäts per kvartal, men 1 år är ofullständiga: Nämnden saknar kvartal 2 2024"),
        (["bun;2023;6;T;1;60", "bun;2024;6;T;1;60"], {"measured": {"kind": "term"}, "lag": 0},
         "mäts per termin, men 1 år är ofullständiga: Nämnden saknar höstterminen 2023"),
    ],
)  # fmt: skip
def test_a_measurement_that_cannot_be_judged_is_told(
    tmp_path: Path, lines: list[str], measure: dict[str, Any], said: str
) -> None:
    assert [text for text in told(tmp_path, {"measurements": lines}, measure) if said in text] != []
    # These have a value all the same: what is told is that others are left out, or cannot be kept secret.
    assert all(judged(tmp_path / "prov")) == ("last" in str(measure) or "counts" in measure)


@pytest.mark.parametrize(
    ("lines", "measure"),
    [
        (WORTH, {}),
        (WORTH, {"counts": "pupils"}),
        ([*WORTH, "bun;2024;;K;80;60", "bun;2024;;M;81;60"], {"judged_genders": ["T", "K"]}),
        (["norra;2024;;T;80;10", "sodra;2024;;T;8;9"], {"aggregation": "weighted_mean"}),
        # The committee's own measurement stands before what its schools come to.
        ([*WORTH, "norra;2024;;T;80;"], {"aggregation": "weighted_mean"}),
        (YEAR, {"forecast": "flow"}),
        ([*YEAR, "bun;2025;1;T;1;60", "bun;2025;2;T;1;60"], {"forecast": "flow"}),
        ([*YEAR[:3], *WORTH], {"forecast": "flow"}),
        (
            YEAR[:6] + YEAR[7:],
            {"forecast": "flow", "measured": {"kind": "month", "months": [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12]}},
        ),
        (["bun;2024;5;T;80;60"], {"measured": {"kind": "occasion"}}),
        (["bun;2024;;K;80;60", "bun;2024;;M;81;60"], {"aggregation": "weighted_mean"}),
    ],
)
def test_a_measurement_that_can_be_judged_is_not_told(
    tmp_path: Path, lines: list[str], measure: dict[str, Any]
) -> None:
    assert told(tmp_path, {"measurements": lines}, measure) == []
    assert all(judged(tmp_path / "prov"))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((0.765, 0.8), "inget av dess 2 värden är över 1 (först Nämnden 2023)"),
        ((7650, 81), "har 1 av 2 värden som inte ligger mellan 0 och 100, som scale säger (först Nämnden 2023)"),
        ((0.765, 80), None),
    ],
)
def test_a_share_that_is_no_percentage_is_told(tmp_path: Path, values: tuple[float, float], said: str | None) -> None:
    lines = [f"bun;{2023 + i};;T;{value:f}".replace(".", ",") + ";60" for i, value in enumerate(values)]
    found = told(tmp_path, {"measurements": lines}, {"scale": {"kind": "share"}})
    assert [said in text for text in found if said] == ([True] if said else [])
    assert said or found == []


def test_months_that_would_stand_for_a_year_are_told(tmp_path: Path) -> None:
    (said,) = told(tmp_path, {"measurements": [*YEAR[:7], "bun;2025;;T;80;60"]})
    assert "1 år har månader utan december: Nämnden har 7 för 2024, och juli får stå för hela året" in said
    assert told(tmp_path / "hela", {"measurements": YEAR}) == []


@pytest.mark.parametrize(
    ("lines", "often", "said"),
    [
        (
            [*WORTH, "bun;2024;7;T;80;60"],
            {"kind": "month", "months": [6, 8]},
            "1 av 2 mätningar av ett år eller en del av året",
        ),
        (["bun;2023;;T;80;60", *WORTH], {"kind": "occasion", "every": 2, "from": 2022}, "1 av 2 mätningar"),
        (["bun;2023;;T;80;60", *WORTH], {"kind": "occasion", "every": 2, "from": 2022}, "(först Nämnden 2023)"),
        ([*WORTH, "bun;2024;5;T;80;60"], {"kind": "school_year"}, "(först Nämnden 2024-05)"),
    ],
)
def test_a_measurement_that_is_not_expected_is_told_and_not_used(
    tmp_path: Path, lines: list[str], often: dict[str, Any], said: str
) -> None:
    (only,) = told(tmp_path, {"measurements": lines}, {"measured": often})
    assert said in only
    assert all(judged(tmp_path / "prov"))


def test_a_total_of_two_files_is_not_counted_and_told(tmp_path: Path) -> None:
    """A figure leads back to one file."""
    women = [{"indicator": "matt", "unit": "bun", "year": 2024, "gender": "K", "value": 80}]
    rows = {"measurements": ["bun;2024;;M;80;60"]}
    (said,) = told(tmp_path, rows, {"aggregation": "sum"}, measurements=women)
    assert "bedöms för T, men det saknas i 1 av 1" in said
    assert not any(judged(tmp_path / "prov"))


@pytest.mark.parametrize(
    ("day", "lag", "is_told"),
    [(date(2025, 4, 15), 0, False), (date(2025, 4, 16), 0, True), (date(2025, 4, 16), 1, False)],
)
def test_a_lag_of_0_on_what_is_published_after_the_annual_report_is_told(
    tmp_path: Path, day: date, lag: int, is_told: bool
) -> None:
    place = write(tmp_path, definition(indicators=[indicator(lag=lag)]))
    definitions = read_definitions(place)
    known = [Publication("N99001", "Prov", None, day, 2024, None, None, None)]
    said = tell_unusable(definitions.model, read_own(place, definitions), known)
    assert [f"lag: 0, men Kolada publicerar N99001 för 2024 först {day}" in text for text in said] == [True] * is_told


def test_a_year_to_start_from_that_is_not_measured_is_told(tmp_path: Path) -> None:
    def said(name: str, **target: Any) -> list[str]:
        aim = {
            "goal": "mal",
            "indicator": "matt",
            "year1": {"change": "increase", "from": 2023},
            "tolerance": 1,
            **target,
        }
        return told(tmp_path / name, {"measurements": WORTH}, plans=[plan(2024, [aim])])

    (warning,) = said("lacks")
    assert "Indikatorn matt har ett målvärde som utgår från 2023, men ingen mätning av 2023." in warning
    assert said("given", year1={"change": "increase"}, baseline=70) == []
    assert said("number", year1=90) == []


def test_a_measurement_that_no_goal_has_is_told(tmp_path: Path) -> None:
    (said,) = told(tmp_path, {"measurements": WORTH}, goals=[{**GOAL, "indicators": []}])
    assert said.startswith("Varning: Indikatorn matt mäts, men inget mål")


def test_a_measure_whose_last_value_is_older_than_its_lag_beside_the_others_is_told(tmp_path: Path) -> None:
    rows = {"measurements": WORTH, "staff": ["bun;2025;1;T;20;1;90"]}
    (said,) = told(tmp_path / "noll", rows, {"lag": 0})
    assert "lag: 0, men det senaste värdet är från 2024 och kommunens andra uppgifter från 2025" in said
    assert told(tmp_path / "ett", rows, {"lag": 1}) == []


FRAMED = {"measurements": WORTH, "budget": ["bun;kostnad;2024;120"], "ledger": ["bun;4010;2024;12;5"]}


@pytest.mark.parametrize(
    ("rows", "sections", "said"),
    [
        ({"ledger": ["bun;4010;2024;1;5", "bun;0999;2024;1;7"]}, {}, "1\u00a0rad på 0999, som är av inget slag"),
        ({"budget": ["bun;kostnad;2025;120"]}, {}, "utfall för 2024, men ingen budget gäller 2024 (bara 2025)"),
        ({"budget_forecast": ["bun;intäkt;2024;4;9"]}, {}, "Nämnden har en prognos för intäkt 2024, men ingen budget"),
        ({"budget": []}, {"budgets": [{"unit": "kf", "year": 2024, "kind": "cost", "amount": 9,
                                       "outcomes": [{"month": 1, "amount": 1}]}]}, "1\u00a0budget eller investering i"),
        ({}, {"reports": [8]}, "månader efter augusti 2024"),
        ({"ledger": ["bun;4010;2024;1;5", "bun;4010;2024;4;5"]}, {}, "inga rader för februari och mars 2024"),
        ({"ledger": ["bun;4010;2024;1;-5", "bun;5010;2024;1;2"]}, {}, "slaget kostnad i huvudboken är i summa −3 kr 2024"),
        ({"ledger": ["bun;3010;2024;1;1200,5"]}, {}, "slaget intäkt i huvudboken är i summa 1\u00a0201 kr 2024"),
        ({"budget": ["bun;kostnad;2024;-120", "bun;intäkt;2024;7"]}, {}, "slaget kostnad i budgeten är i summa −120 kr 2024"),
    ],
)  # fmt: skip
def test_money_that_is_shown_nowhere_is_told(
    tmp_path: Path, rows: dict[str, list[str]], sections: dict[str, Any], said: str
) -> None:
    profile = definition()["municipality"]
    if months := sections.pop("reports", None):
        profile["reports"] = [{"month": month, "title": "Rapport"} for month in months]
    (only,) = told(tmp_path, {**FRAMED, **rows}, municipality=profile, **sections)
    assert said in only


def test_money_that_is_whole_is_not_told(tmp_path: Path) -> None:
    assert told(tmp_path, {**FRAMED, "budget_forecast": ["bun;kostnad;2024;4;9"]}) == []


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (";Klar;;;;", "Aktiviteten a är klar men saknar dag"),
        ("2024-05-01;Pågår;;;;", "Aktiviteten a har en dag då den blev klar"),
        ("2024-05-01;Klar;Ja;;;", "inte vad det grundas på"),
        (";Avbruten;;;;", "är avbruten utan beslut"),
        (";Avbruten;;;KF § 1;", "inte vilken dag det beslutades"),
    ],
)
def test_work_that_is_judged_otherwise_than_it_says_is_told(tmp_path: Path, cells: str, said: str) -> None:
    rows = {"measurements": WORTH, "activities": [f"a;bun;Namn;2024-01-01;2024-06-01;{cells}"]}
    (only,) = told(tmp_path, rows)
    assert said in only


def test_work_that_is_whole_is_not_told(tmp_path: Path) -> None:
    lines = [
        "a;bun;Namn;2024-01-01;2024-06-01;2024-05-01;Klar;Ja;Enkät;;",
        "b;bun;Namn;2024-01-01;2024-06-01;;Avbruten;;;KF § 1;2024-03-20",
    ]
    assert told(tmp_path, {"measurements": WORTH, "activities": lines}) == []


def test_work_of_the_definitions_that_was_cancelled_on_no_day_is_told(tmp_path: Path) -> None:
    work = {"id": "a", "title": "A", "unit": "bun", "responsible": "chefen", "state": "cancelled", "cancelled_by": "KF § 1",
            "planned_start": "2024-01-01", "planned_end": "2024-06-01"}  # fmt: skip
    orders = [{**work, "id": "u", "decided_by": "kf", "decided_at": "2023-12-01"}]
    told_of = told(tmp_path / "a", {"measurements": WORTH}, activities=[work], assignments=orders)
    assert [text.split(" är ")[0] for text in told_of] == ["Varning: Aktiviteten a", "Varning: Uppdraget u"]
    day = {"cancelled_at": "2024-03-20"}
    with_day = {"activities": [work | day], "assignments": [orders[0] | day]}
    assert told(tmp_path / "b", {"measurements": WORTH}, **with_day) == []


def test_staff_whose_sick_leave_or_sum_cannot_be_counted_is_told(tmp_path: Path) -> None:
    rows = {"measurements": WORTH, "staff": ["bun;2024;1;K;20;5;", "bun;2024;2;K;20;5;90", "bun;2024;2;M;20;5;90"]}
    sick, alone = told(tmp_path, rows)
    assert "1\u00a0rad om personal har sjuktimmar men ingen arbetstid (först staff.csv:2)" in sick
    assert "1\u00a0månad av personal har bara det ena könet" in alone
    more = {"measurements": WORTH, "staff": ["bun;2024;1;K;20;91;90", "bun;2024;1;M;5;5;90", "bun;2024;1;T;99;96;180"]}
    over, apart = told(tmp_path / "fler", more)
    assert "1\u00a0rad om personal har fler sjuktimmar än arbetstid (först staff.csv:2)" in over
    assert "1\u00a0månad av personal har kvinnor och män som inte blir summan av alla (först staff.csv:4)" in apart
    right = ["bun;2024;1;K;20;9;90", "bun;2024;1;M;5;5;90", "bun;2024;1;T;25;14;180"]
    assert told(tmp_path / "lika", {"measurements": WORTH, "staff": right}) == []


def test_the_command_prints_it_and_ends_as_before(tmp_path: Path) -> None:
    folder = municipality(tmp_path, {"measurements": ["norra;2024;;T;80;60"]})
    command = [sys.executable, "-m", "pipelines.command.main", "check", "--municipality", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, encoding="utf-8", check=False)
    assert done.returncode == 0
    assert "Varning: Indikatorn matt mäts för Norra skolan" in done.stdout
    assert "inga fel" in done.stdout


def test_what_is_proposed_and_confirmed_by_nobody_is_counted(tmp_path: Path) -> None:
    made = [
        indicator(proposed=["direction", "lag", "scale"]),
        indicator(id="annat", kpi_id="N99002", direction="open", proposed=["lag"]),
        indicator(id="klart", kpi_id="N99003"),
    ]
    told = tell_unconfirmed(read_definitions(write(tmp_path, definition(indicators=made))).model)
    assert [line.split(" (först")[0] for line in told] == [
        "Obs: 4 uppgifter i 2 av 3 indikatorer är föreslagna och bekräftade av ingen",
        "Obs: 2 av 3 indikatorer har ingen bekräftad riktning",
    ]
    assert tell_unconfirmed(read_definitions(write(tmp_path / "b", definition())).model) == []


def test_what_is_proposed_must_stand_there(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="proposed nämner 'min_change', som indikatorn inte anger"):
        read_definitions(write(tmp_path, definition(indicators=[indicator(proposed=["lag", "min_change"])])))
