"""What two sources both say is withheld and told with both places, unless one says that it completes the other."""

from pathlib import Path
from typing import Any

import pytest

from assets.own_files.read_source import SourceReading, read_source
from assets.own_files.same_rows import without_same_rows
from models.definitions.own_files import Source, source_faults
from tests.sources import KNOWN, LEDGER, MEASURED, ledger, measured, source

BUDGET: dict[str, Any] = {
    **LEDGER,
    "kind": "budget",
    "columns": {
        "unit_id": "Ansvar",
        "kind": {"value": "cost"},
        "year": {"value": 2025},
        "month": "Period",
        "amount": "Belopp",
    },
}


def readings(folder: Path, *sources: tuple[Source, str]) -> tuple[SourceReading, ...]:
    for mapping, text in sources:
        (folder / mapping.file).write_text(text, encoding="utf-8")
    return without_same_rows([read_source(folder, mapping, KNOWN) for mapping, _ in sources])


def test_a_ledger_row_that_two_sources_hold_is_told_in_both(tmp_path: Path) -> None:
    first = (
        source(id="ett", file="ett.csv"),
        ledger("soc;4010 Lön;2025-07;1", "soc;4010 Lön;2025-08;2", "barn;4010;2025-08;9"),
    )
    second = source(id="tva", file="två.csv"), ledger("soc;4010;2025-08;3", "soc;4020;2025-08;4")
    one, other = readings(tmp_path, first, second)
    assert one.frame.select("unit_id", "month", "amount").rows() == [("soc", 7, 1), ("barn", 8, 9)]
    assert other.frame["amount"].to_list() == [4]
    (fault,) = one.faults
    assert (fault.file, fault.row) == ("ett.csv", 3)
    assert (
        fault.wrong
        == "säger samma sak som rad 2 i två.csv (källan tva): unit_id soc, account 4010, year 2025, month 8."
    )
    assert "adds_to" in fault.mend
    assert [(fault.file, fault.row) for fault in other.faults] == [("två.csv", 2)]
    assert one.counts["ett.csv"].read == 2
    assert one.counts["ett.csv"].reported == 1


def test_one_file_named_by_two_sources_is_told_and_two_readings_of_it_may_complete_each_other(tmp_path: Path) -> None:
    text = "Ansvar;Konto;Period;Debet;Kredit\nsoc;3010;2025-01;;40\nsoc;4010;2025-01;100;5\n"

    def half(name: str, column: str, times: int, **changes: Any) -> tuple[Source, str]:
        columns = {key: value for key, value in LEDGER["columns"].items() if key != "amount"}
        wide = {"into": "amount", "headings": {column: {}}, "times": times}
        return source(id=name, columns=columns, wide=wide, **changes), text

    debit, credit = readings(tmp_path, half("debet", "Debet", 1), half("kredit", "Kredit", -1, adds_to="debet"))
    assert (debit.faults, credit.faults) == ([], [])
    assert sorted(debit.frame["amount"].to_list() + credit.frame["amount"].to_list()) == [-40, -5, 100]
    debit, credit = readings(tmp_path, half("debet", "Debet", 1), half("kredit", "Kredit", -1))
    assert [fault.row for fault in (*debit.faults, *credit.faults)] == [3, 3]


def test_a_source_completes_through_another(tmp_path: Path) -> None:
    three = [
        (source(id=name, file=f"{name}.csv", adds_to=other), ledger("soc;4010;2025-01;1"))
        for name, other in (("a", None), ("b", "a"), ("c", "b"))
    ]
    assert sum(len(reading.faults) for reading in readings(tmp_path, *three)) == 0


def test_measurements_of_two_sources_are_told(tmp_path: Path) -> None:
    one = source(MEASURED, id="ett", file="ett.csv"), measured("betyg;soc;2024;1", "betyg;barn;2024;2")
    other = source(MEASURED, id="tva", file="två.csv"), measured("betyg;soc;2024;1")
    first, second = readings(tmp_path, one, other)
    assert first.frame["unit_id"].to_list() == ["barn"]
    assert second.frame.height == 0
    assert first.faults[0].mend == "Ta bort den ena filen eller källan."


def test_a_budget_of_the_year_and_of_its_months_is_counted_once(tmp_path: Path) -> None:
    year = ledger("soc;;;1200", "barn;;;600")
    months = ledger("soc;;2025-01;100", "soc;;2025-02;100")
    one, other = readings(
        tmp_path, (source(BUDGET, id="ar", file="år.csv"), year), (source(BUDGET, id="man", file="mån.csv"), months)
    )
    assert one.frame["unit_id"].to_list() == ["barn"]
    assert other.frame.height == 0
    assert "den ena är för hela året" in one.faults[0].wrong
    both = source(BUDGET, id="tillagg", file="mån.csv", adds_to="ar")
    one, other = readings(tmp_path, (source(BUDGET, id="ar", file="år.csv"), year), (both, months))
    assert (one.faults, other.faults) == ([], [])
    (mixed,) = readings(tmp_path, (source(BUDGET, id="ar", file="år.csv"), ledger("soc;;;1200", "soc;;2025-01;100")))
    assert [fault.row for fault in mixed.faults] == [2, 3]


@pytest.mark.parametrize(
    ("adds", "wrong"),
    [
        ({"a": "okand"}, "'okand' är ingen annan källa av slaget ledger."),
        ({"a": "a"}, "'a' är ingen annan källa av slaget ledger."),
        ({"a": "m"}, "'m' är ingen annan källa av slaget ledger."),
        ({"a": "b", "b": "a"}, "källorna kompletterar varandra i en ring."),
    ],
)
def test_what_a_source_completes_must_be_another_of_its_kind(adds: dict[str, str], wrong: str) -> None:
    sources = {i: source(id=name, adds_to=adds.get(name)) for i, name in enumerate("ab")} | {
        2: source(MEASURED, id="m")
    }
    assert {found[1] for found in source_faults(sources)} == {wrong}


def test_only_amounts_are_completed() -> None:
    with pytest.raises(ValueError, match="adds_to är till för budget och ledger"):
        source(MEASURED, adds_to="b")


def test_an_account_that_sums_those_of_another_file_is_told(tmp_path: Path) -> None:
    detail, whole = ledger("soc;4010;2025-01;100", "soc;4011;2025-01;7,25"), ledger("soc;40 Köp;2025-01;107,25")
    of_accounts, summed = readings(
        tmp_path,
        (source(id="a", file="a.csv"), detail),
        (source(id="b", file="b.csv"), whole),
    )
    assert of_accounts.faults == []
    assert of_accounts.frame["amount"].to_list() == [100, 7.25]
    (fault,) = summed.faults
    assert fault.wrong == (
        "är summan av konton som börjar på 40 och som rad 2 i a.csv (källan a) är ett av: unit_id soc, account 40, year 2025, month 1."
    )
    assert summed.frame.is_empty()
    assert summed.counts["b.csv"].reported == 1
    for kept in (ledger("soc;40;2025-01;107"), ledger("barn;40;2025-01;107,25")):
        assert (
            readings(tmp_path, (source(id="a", file="a.csv"), detail), (source(id="b", file="b.csv"), kept))[1].faults
            == []
        )
    own = source(id="b", file="b.csv", not_totals=["40"])
    assert readings(tmp_path, (source(id="a", file="a.csv"), detail), (own, whole))[1].faults == []
