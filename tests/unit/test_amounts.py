"""Amounts in another unit than kronor, and frames that did not follow a move, are told by `check` and by a run alike (§10)."""

from pathlib import Path
from typing import Any

import pytest

from assets.definitions.read_yaml import read_definitions
from assets.own_files.own_sources import read_own, with_own_decisions
from assets.quality.amounts_check import amount_checks
from tests.command import styrtal
from tests.small import definition, indicator, measured, rows, write

END = " Skriv hela kronor överallt, eller se efter att beloppen är rätt."
COUNCIL = {"unit": "kf", "year": 2024, "kind": "revenue", "amount": 1_900_000_000}
SHARE = indicator(
    kpi_id="N03001", forecast="annual", foretold_by="result_share", scale={"kind": "signed"}, aggregation="last", lag=1
)


def frame(unit: str = "bun", amount: int = 60_000_000, **changes: Any) -> dict[str, Any]:
    return {"unit": unit, "year": 2024, "kind": "cost", "amount": amount, **changes}


def found(
    tmp_path: Path, given: dict[str, list[dict[str, Any]]] | None = None, month: int = 12, **sections: Any
) -> dict[tuple[str, str], str]:
    model = read_definitions(write(tmp_path, definition(plans=[], **sections))).model
    rows = amount_checks(model, given or {}, 2024, month)
    assert all(row["status"] == "failed" for row in rows)
    return {(row["check_id"], row["subject"]): row["message"] for row in rows}


def taxes(amount: int, **more: int) -> list[dict[str, Any]]:
    return [{"year": 2024, "taxes_and_grants": [{"month": 8, "amount": amount}], **more}]


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        (1_600_000_000, False), (1_600_000, True), (1_600, True), (1_600_000_000_000, True),
        # The limit is √1000: 1 900 000 000 / 31.62 = 60 083 275.
        (60_100_000, False), (60_000_000, True),
    ],
)  # fmt: skip
@pytest.mark.parametrize("by_ledger", [False, True])
def test_taxes_in_another_unit_than_the_councils_revenue_withhold_what_is_foretold_by_them(
    tmp_path: Path, amount: int, told: bool, by_ledger: bool
) -> None:
    # A quarter's revenue in the ledger is a quarter of the year's.
    booked = [{"unit_id": "kf", "kind": "revenue", "month": month, "amount": 1_900_000_000 / 12} for month in (1, 2, 3)]
    given = {"booked": booked} if by_ledger else {}
    seen = found(tmp_path, given, indicators=[SHARE], budgets=[] if by_ledger else [COUNCIL], finances=taxes(amount))
    assert (("taxes_in_kronor", "matt") in seen) == told
    if amount == 1_600_000 and not by_ledger:
        assert seen["taxes_in_kronor", "matt"] == (
            "Skatter och generella bidrag för 2024, enligt prognosen efter augusti, står som 1\u00a0600\u00a0000 kr under finances, "
            "men fullmäktiges budgeterade intäkter är 1\u00a0900\u00a0000\u00a0000 kr. Det är nog skrivet i tusental eller miljoner. "
            "Skriv hela kronor."
        )


def test_without_the_councils_revenue_the_largest_frame_is_the_least_that_taxes_may_be(tmp_path: Path) -> None:
    assert found(tmp_path / "a", budgets=[frame()], finances=taxes(1_600_000))
    # A committee alone in the budget says nothing of how much more the taxes may be.
    assert not found(tmp_path / "b", budgets=[frame(amount=1_000_000)], finances=taxes(1_600_000_000))


def test_a_report_says_nothing_of_what_was_foretold_after_its_month(tmp_path: Path) -> None:
    assert not found(tmp_path, month=4, budgets=[COUNCIL], finances=taxes(1_600_000))


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        ({"budgets": [frame(forecasts=[{"month": 4, "amount": 61_000}])]},
         "Nämnden, kostnad 2024: prognosen efter april är 61\u00a0000 kr, och ramen som den hör till 60\u00a0000\u00a0000 kr."),
        ({"budgets": [frame(amount=60_000, outcomes=[{"month": 1, "amount": 5_100_000}])]},
         "Nämnden, kostnad 2024: utfallet till och med januari är 5\u00a0100\u00a0000 kr, och ramen som den hör till 5\u00a0000 kr."),
        ({"budgets": [frame(changes=[{"kind": "supplementary", "amount": 500, "decided_at": "2024-03-01"}])]},
         "Nämnden, kostnad 2024: ändringen som beslutades 2024-03-01 är 500 kr, och ramen som den hör till 60\u00a0000\u00a0000 kr."),
        ({"investments": [{"id": "hus", "title": "Hus", "unit": "bun", "year": 2024, "budget": 42_000,
                           "outcomes": [{"month": 1, "amount": 4_000_000}]}]},
         "Nämnden, investering 2024: utfallet till och med januari är 4\u00a0000\u00a0000 kr, och ramen som den hör till 3\u00a0500 kr."),
        ({"finances": taxes(1_600_000_000, capital_gains=4_200), "budgets": [COUNCIL]},
         "Realisationsvinsterna 2024 är 4\u00a0200 kr under finances, och skatter och generella bidrag 1\u00a0600\u00a0000\u00a0000 kr."),
        ({"activities": [{"id": "kurs", "title": "Kursen", "unit": "bun", "responsible": "chefen", "planned_start": "2024-01-01",
                          "planned_end": "2024-05-01", "actual_end": "2024-05-01", "state": "done", "budget": 300,
                          "outcome": 290_000}]},
         "Kursen: utfallet är 290\u00a0000 kr, och budgeten 300 kr."),
    ],
)  # fmt: skip
def test_an_amount_that_is_nearer_to_a_thousandth_of_what_it_stands_beside_is_told(
    tmp_path: Path, sections: dict[str, Any], said: str
) -> None:
    ((key, message),) = found(tmp_path, **sections).items()
    assert key[0] == "amounts_in_kronor"
    assert message == said + END


def work(*budgets: int | None, **more: Any) -> list[dict[str, Any]]:
    return [
        {"id": f"arbete{i}", "title": f"Arbete {i}", "unit": "skola", "responsible": "chefen", "planned_start": "2023-09-01",
         "planned_end": "2024-12-31", "state": "ongoing", "budget": budget, **more}
        for i, budget in enumerate(budgets)
    ]  # fmt: skip


def gain(amount: int, unit: str = "bun") -> dict[str, Any]:
    return {
        "id": "vinst",
        "report": "2024-08",
        "unit": unit,
        "kind": "saving",
        "amount": amount,
        "evidence": "Bokslutet.",
    }


SEVERAL = (90_000, 200_000, 250_000, 3_000_000)


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        # 200 000 is the middle one of five; a hundredth of it is 2 000.
        ({"activities": work(*SEVERAL, 1_999)}, ["Arbete 4: budgeten är 1\u00a0999 kr, och det mittersta av de 5 belopp som arbeten "
                                                 "och effektiviseringar har 200\u00a0000 kr."]),
        ({"activities": work(*SEVERAL), "gains": [gain(300)]},
         ["Effektiviseringen eller besparingen 'vinst', Nämnden: beloppet är 300 kr, och det mittersta av de 5 belopp som arbeten "
          "och effektiviseringar har 200\u00a0000 kr."]),
        # Fewer than five have no middle: the frame of the unit above holds what is of the unit below it; 600 is 1/100 000 of it.
        ({"activities": work(599), "budgets": [frame()]},
         ["Arbete 0: budgeten är 599 kr, och ramen för Nämnden 2024 60\u00a0000\u00a0000 kr."]),
        ({"gains": [gain(60_000_001)], "budgets": [frame()]},
         ["Effektiviseringen eller besparingen 'vinst', Nämnden: beloppet är 60\u00a0000\u00a0001 kr, och ramen för Nämnden 2024 "
          "60\u00a0000\u00a0000 kr."]),
        ({"activities": work(*SEVERAL, 2_000), "budgets": [frame()]}, []),
        ({"gains": [gain(600), {**gain(60_000_000), "id": "annan"}], "budgets": [frame()]}, []),
        # What is under way has cost what it has so far.
        ({"activities": work(290_000, outcome=1_000), "budgets": [frame()]}, []),
        ({"services": [{"id": "tjanst", "title": "Tjänsten", "unit": "bun", "responsible": "chefen", "outcome": 1_450}],
          "activities": work(*SEVERAL)}, ["Tjänsten: utfallet är 1\u00a0450 kr, och det mittersta av de 5 belopp som arbeten och "
                                          "effektiviseringar har 200\u00a0000 kr."]),
    ],
)  # fmt: skip
def test_work_and_gains_in_another_unit_than_their_budget_the_others_or_the_frame_are_told(
    tmp_path: Path, sections: dict[str, Any], said: list[str]
) -> None:
    assert [message.removesuffix(END) for message in found(tmp_path, **sections).values()] == said


def test_work_of_an_own_file_is_told_of_too_and_only_in_the_years_that_it_is_of(tmp_path: Path) -> None:
    columns = {"activity_id": "Nr", "unit_id": "Enhet", "title": "Namn", "responsible_role": {"value": "chefen"},
               "planned_start": "Start", "planned_end": "Slut", "state": {"value": "ongoing"}, "budget": "Budget"}  # fmt: skip
    source = {"id": "arbete", "title": "Arbete", "kind": "activities", "file": "arbete.csv", "columns": columns}
    folder = write(tmp_path, definition(plans=[], budgets=[frame()], sources=[source]))

    def told(start: str, end: str) -> list[str]:
        row = f"Nr;Enhet;Namn;Start;Slut;Budget\n1;bun;Ur en fil;{start};{end};300\n"
        (folder / "arbete.csv").write_text(row, encoding="utf-8")
        read = read_definitions(folder)
        model = with_own_decisions(read_own(folder, read), read).model
        return [row["message"].partition(":")[0] for row in amount_checks(model, {}, 2024)]

    assert told("2024-01-01", "2024-05-01") == ["Ur en fil"]
    assert told("2025-01-01", "2025-05-01") == []


@pytest.mark.parametrize(
    "sections",
    [
        {"budgets": [frame(forecasts=[{"month": 4, "amount": 120_000_000}], outcomes=[{"month": 1, "amount": 4_000_000}])]},
        # A result is near 0 by itself, and what is not built yet costs nothing.
        {"budgets": [frame(kind="result", amount=20_000_000, forecasts=[{"month": 4, "amount": -300_000}])]},
        {"investments": [{"id": "hus", "title": "Hus", "unit": "bun", "year": 2024, "budget": 42_000_000,
                          "outcomes": [{"month": 1, "amount": 10_000}]}]},
        {"budgets": [frame(changes=[{"kind": "supplementary", "amount": 5_000, "decided_at": "2024-03-01"}])]},
        # What is booked below a frame is of it.
        {"budgets": [frame(), frame("skola", 0, outcomes=[{"month": 1, "amount": 5_000_000}]),
                     frame("kf", 60_000_000, outcomes=[{"month": 1, "amount": 1_000}])]},
    ],
)  # fmt: skip
def test_what_may_well_be_so_is_not_told(tmp_path: Path, sections: dict[str, Any]) -> None:
    assert not found(tmp_path, **sections)


UNITS = [
    {"id": "kf", "title": "Fullmäktige", "level": "council"},
    {"id": "ks", "title": "Styrelsen", "level": "executive", "parent": "kf"},
    {"id": "bun", "title": "Nämnden", "level": "committee", "parent": "kf"},
    {"id": "skola", "title": "Skolan", "level": "department", "parent": "ks", "moved": [{"parent": "bun", "until": "2024-06-30"}]},
]  # fmt: skip
BOOKED = [{"unit_id": "skola", "kind": "cost", "month": month, "amount": 1_000_000} for month in range(1, 9)]


def test_a_move_that_no_transfer_follows_is_told_with_its_amounts_at_both_ends(tmp_path: Path) -> None:
    budgets = [frame(), frame("ks", 30_000_000), frame("skola", 12_000_000)]
    seen = found(tmp_path, {"booked": BOOKED}, month=8, units=UNITS, budgets=budgets)
    end = (
        "Skolan har själv en ram på 6\u00a0000\u00a0000 kr för månaderna efter flytten. Lägg till en omdisposition (kind: transfer) "
        "under ramens changes hos båda, när den är beslutad, och en ny prognos."
    )
    assert seen == {
        (
            "frames_not_moved",
            "bun",
        ): "Skolan flyttade 2024-07-01 från Nämnden till Styrelsen. Sedan dess har 2\u00a0000\u00a0000 kr "
        f"(kostnad) bokförts som inte längre räknas hos Nämnden, men ramen på 60\u00a0000\u00a0000 kr är kvar där. {end}",
        (
            "frames_not_moved",
            "ks",
        ): "Skolan flyttade 2024-07-01 till Styrelsen från Nämnden. Sedan dess har 2\u00a0000\u00a0000 kr "
        f"(kostnad) bokförts som räknas hos Styrelsen, men ramen på 30\u00a0000\u00a0000 kr är densamma. {end}",
    }


def test_a_move_is_not_told_before_it_nor_where_a_transfer_or_a_sum_follows_it(tmp_path: Path) -> None:
    moved = {"kind": "transfer", "amount": -6_000_000, "decided_at": "2024-06-10"}
    budgets = [frame(changes=[moved]), frame("ks", 30_000_000)]
    given = {"booked": BOOKED}
    assert not found(tmp_path / "a", given, month=6, units=UNITS, budgets=[frame()])
    assert list(found(tmp_path / "b", given, month=8, units=UNITS, budgets=budgets)) == [("frames_not_moved", "ks")]
    # Neither has a frame of its own: each is the sum of what lies there.
    assert not found(tmp_path / "c", given, month=8, units=UNITS, budgets=[frame("skola", 12_000_000)])


ENDED = [
    {"id": "kf", "title": "Fullmäktige", "level": "council"},
    {"id": "ks", "title": "Styrelsen", "level": "executive", "parent": "kf"},
    {"id": "bun", "title": "Nämnden", "level": "committee", "parent": "kf"},
    {"id": "norr", "title": "Norr", "level": "department", "parent": "bun", "valid_to": "2024-06-30"},
    {"id": "soder", "title": "Söder", "level": "department", "parent": "bun"},
    {"id": "nya", "title": "Nya", "level": "department", "parent": "ks", "valid_from": "2024-07-01"},
]  # fmt: skip
OF_NORR = [{"unit_id": "norr", "kind": "cost", "month": month, "amount": 1_000_000} for month in range(1, 7)]
AFTER = "Dess ram för månaderna efter, 6\u00a0000\u00a0000 kr (kostnad), räknas"
SPENT = "Till och med juni är 6\u00a0000\u00a0000 kr (kostnad) bokförda på den. Det som bokförs sedan dess räknas"


def ended(kind: str, *into: str) -> list[dict[str, Any]]:
    return [{"date": "2024-07-01", "kind": kind, "units": ["norr"], "into": [*into]}]


@pytest.mark.parametrize(
    ("change", "frames", "said"),
    [
        # Norr's 12 a year are 6 for July to December; beside Söder's 24 they make 30, in the committee 24 + 6 + 6.
        (ended("merge", "soder"), [frame("norr", 12_000_000), frame("soder", 24_000_000)],
         {"soder": f"Norr gick 2024-07-01 upp i Söder. {AFTER} hos Söder."}),
        (ended("split", "soder", "nya"), [frame("norr", 12_000_000), frame("soder", 24_000_000)],
         {"bun": f"Norr delades 2024-07-01 i Söder och Nya. {AFTER} hos Nämnden, där enheten stod, och inte hos dem som för "
                 "arbetet vidare."}),
        (ended("end"), [frame("norr", 12_000_000)],
         {"bun": f"Norr upphörde 2024-07-01, och ingen för dess arbete vidare. {AFTER} kvar hos Nämnden."}),
        ([], [frame("norr", 12_000_000)],
         {"bun": f"Norr upphörde 2024-07-01, och ingen för dess arbete vidare. {AFTER} kvar hos Nämnden."}),
        # From one committee to the other, both with stated frames; what has none of its own follows nowhere by itself.
        (ended("merge", "nya"), [frame("bun", 60_000_000), frame("ks", 30_000_000)],
         {"bun": f"Norr upphörde 2024-07-01 och förs vidare av Nya. {SPENT} inte hos Nämnden, men ramen på 60\u00a0000\u00a0000 kr är "
                 "kvar där.",
          "ks": f"Norr upphörde 2024-07-01 och förs vidare av Nya. {SPENT} hos Styrelsen, men ramen på 30\u00a0000\u00a0000 kr är "
                "densamma."}),
        (ended("split", "soder", "nya"), [frame("bun", 60_000_000), frame("ks", 30_000_000, changes=[
            {"kind": "transfer", "amount": 3_000_000, "decided_at": "2024-06-10"}])],
         {"bun": f"Norr upphörde 2024-07-01 och förs vidare av Söder och Nya. {SPENT} inte hos Nämnden, men ramen på "
                 "60\u00a0000\u00a0000 kr är kvar där."}),
        # Within a stated frame, and where the transfer is entered, all is told already.
        (ended("merge", "soder"), [frame("bun", 60_000_000)], {}),
        (ended("end"), [frame("norr", 12_000_000, changes=[
            {"kind": "transfer", "amount": -6_000_000, "decided_at": "2024-07-01"}])], {}),
    ],
)  # fmt: skip
def test_where_the_frame_of_a_unit_that_has_ended_counts_is_told_until_it_is_transferred(
    tmp_path: Path, change: list[dict[str, Any]], frames: list[dict[str, Any]], said: dict[str, str]
) -> None:
    content = {"units": ENDED, "reorganisations": change, "budgets": frames}
    seen = found(tmp_path / "a", {"booked": OF_NORR}, month=8, **content)
    of_moves = {unit: text for (check, unit), text in seen.items() if check == "frames_not_moved"}
    assert {unit: text.partition(" Lägg till en omdisposition")[0] for unit, text in of_moves.items()} == said
    assert not found(tmp_path / "b", {"booked": OF_NORR}, month=6, **content)


def test_the_frame_of_a_unit_that_has_ended_counts_where_it_is_told_to(tmp_path: Path) -> None:
    frames = [frame("norr", 12_000_000), frame("soder", 24_000_000)]
    for name, change, counted in (
        ("merge", ended("merge", "soder"), {"soder": 30e6, "bun": 36e6, "kf": 36e6}),
        ("split", ended("split", "soder", "nya"), {"soder": 24e6, "bun": 36e6, "kf": 36e6}),
    ):
        content = definition(units=ENDED, reorganisations=change, budgets=frames, goals=[], plans=[])
        with measured(tmp_path / name, content, [], report="2024-08") as con:
            budgets = rows(con, "FROM budget WHERE month = 8 AND kind = 'cost'")
        assert {row["unit_id"]: row["budget"] for row in budgets} == counted


def test_check_tells_taxes_in_thousands_as_a_fault(tmp_path: Path) -> None:
    content = definition(indicators=[SHARE], plans=[], budgets=[COUNCIL], finances=taxes(1_600_000))
    told = styrtal(tmp_path / "home", "check", "--municipality", write(tmp_path, content))
    assert told.returncode == 1
    assert "Fel: Skatter och generella bidrag för 2024" in told.stdout
    assert "1 belopp står inte i kronor" in told.stdout
    assert "inga fel" not in told.stdout
