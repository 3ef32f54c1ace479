"""A row that only its place and figures point out as a sum of others is asked about; ordinary figures are not."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.own_files.sums_of_rows import find_sums
from models.definitions.own_files import KnownUnit
from models.definitions.steering import Accounts
from tests.sources import KNOWN, LEDGER, ledger, reading, source

BUDGET = {
    "id": "budget", "title": "Budget", "file": "budget.csv", "kind": "budget",
    "columns": {"unit_id": "Nämnd", "kind": "Slag", "year": {"value": 2025}, "amount": "Budget"},
}  # fmt: skip
BY_ACCOUNT = BUDGET | {
    "columns": {"unit_id": "Nämnd", "kind": {"from": "Slag", "by_account": True}, "year": {"value": 2025}, "amount": "Budget"},
}  # fmt: skip
KNOWN_ACCOUNTS = replace(KNOWN, accounts=Accounts(cost=["4", "5"], revenue=["3"]))
# Two units, of which each ends with a row that holds what stands above it.
BLOCKS = ("soc;4010;2025-01;100", "soc;4020;2025-01;50", "soc;9990;2025-01;150", "barn;4010;2025-01;30",
          "barn;4020;2025-01;20", "barn;9990;2025-01;50")  # fmt: skip


def frames(*rows: str) -> str:
    return "\n".join(["Nämnd;Slag;Budget", *rows]) + "\n"


def test_an_account_that_in_every_block_is_the_sum_of_those_above_it(tmp_path: Path) -> None:
    result = reading(tmp_path, ledger(*BLOCKS, "soc;4010;2025-02;7"))
    assert [(fault.row, fault.column, fault.value) for fault in result.faults] == [
        (4, "Konto", "9990"), (7, "Konto", "9990"),
    ]  # fmt: skip
    assert result.faults[0].wrong == "är summan av de 2 raderna ovanför (rad 2–3), och skulle räknas två gånger."
    assert result.faults[0].mend.startswith('Är raden en summa av andra: skriv "9990" under totals i mappningen.')
    assert result.frame["amount"].sum() == 207
    assert reading(tmp_path, ledger(*BLOCKS), totals=[9990]).frame["amount"].sum() == 200
    own = reading(tmp_path, ledger(*BLOCKS), not_totals=[9990])
    assert (own.faults, own.frame["amount"].sum()) == ([], 400)


def test_a_sum_above_its_rows_and_a_sum_of_sums(tmp_path: Path) -> None:
    above = reading(tmp_path, ledger(*[BLOCKS[i] for i in (2, 0, 1, 5, 3, 4)]))
    assert [(fault.row, fault.wrong) for fault in above.faults] == [
        (2, "är summan av de 2 raderna nedanför (rad 3–4), och skulle räknas två gånger."),
        (5, "är summan av de 2 raderna nedanför (rad 6–7), och skulle räknas två gånger."),
    ]
    rows = [f"soc;{account};2025-01;{amount}" for account, amount in (
        (3010, "−123,45"), (3020, "−20"), (8001, "−143,45"), (4010, "1000,10"), (4020, "50"), (8002, "1050,10"), (8003, "906,65"),
        (6000, 1),
    )]  # fmt: skip
    nested = reading(tmp_path, ledger(*rows))
    assert [(fault.row, fault.value) for fault in nested.faults] == [(4, "8001"), (7, "8002"), (8, "8003")]
    assert nested.frame["amount"].to_list() == [-123.45, -20, 1000.1, 50, 1]


@pytest.mark.parametrize(
    "rows",
    [
        # One that does not hold in every block where the account stands, one with few figures that may be a chance, one that
        # is the same every month, and the account that has the same as the one above it.
        [*BLOCKS[:5], "barn;9990;2025-01;51"],
        ["soc;4010;2025-01;100", "soc;4020;2025-01;200", "soc;4030;2025-01;300", "soc;4040;2025-01;1"],
        [f"soc;{4010 + i};2025-{month:02d};{amount}" for month in (1, 2, 3) for i, amount in enumerate((100, 200, 300, 5))],
        [f"{unit};{account};2025-01;{n}" for unit, n in (("soc", "123,45"), ("barn", "67,89")) for account in (4010, 4020)],
        # Vouchers add up to nothing.
        ["soc;4010;2025-01;123,45", "soc;4020;2025-01;54,32", "soc;3010;2025-01;−177,77", "soc;5010;2025-01;1"],
    ],
)  # fmt: skip
def test_what_may_be_a_chance_is_not_asked_about(tmp_path: Path, rows: list[str]) -> None:
    assert reading(tmp_path, ledger(*rows)).faults == []


def test_a_budget_by_account_and_a_frame_of_all_units(tmp_path: Path) -> None:
    rows = ("soc;5 Personal;700", "soc;50 Löner;500", "soc;5010 Lön;500", "soc;56 Avgifter;200", "soc;5610 Avgift;200")
    result = reading(tmp_path, frames(*rows), BY_ACCOUNT, known=KNOWN_ACCOUNTS)
    assert [(fault.row, fault.column, fault.value) for fault in result.faults] == [
        (2, "Slag", "5 Personal"), (3, "Slag", "50 Löner"), (5, "Slag", "56 Avgifter"),
    ]  # fmt: skip
    assert result.frame["amount"].to_list() == [700]
    totals = reading(tmp_path, frames(*rows), BY_ACCOUNT, known=KNOWN_ACCOUNTS, totals=[5, 50, 56])
    assert (totals.faults, totals.frame["amount"].to_list()) == ([], [700])
    units = (
        "soc;kostnad;1234",
        "soc;intäkt;200",
        "barn;kostnad;4321",
        "barn;intäkt;50",
        "ny;kostnad;5555",
        "ny;intäkt;250",
    )
    whole = reading(tmp_path, frames(*units), BUDGET | {"columns": {**BUDGET["columns"], "year": {"value": 2026}}})
    assert [(fault.row, fault.column, fault.value) for fault in whole.faults] == [
        (6, "Nämnd", "ny"),
        (7, "Nämnd", "ny"),
    ]


def test_a_frame_holds_what_the_units_below_it_are_given(tmp_path: Path) -> None:
    under = {name: replace(KNOWN.units[name], parent="kf") for name in ("soc", "barn")}
    known = replace(KNOWN, units={"kf": KnownUnit("Kommunfullmäktige"), **under})
    rows = ("soc;kostnad;1234,56", "barn;kostnad;4321,12", "kf;kostnad;5555,68")
    result = reading(tmp_path, frames(*rows), BUDGET, known=known)
    assert (result.faults, result.frame.height) == ([], 3)


ORE = st.integers(-10_000_000_00, 10_000_000_00)


@given(st.lists(st.lists(ORE, min_size=1, max_size=12), min_size=1, max_size=6))
def test_ordinary_figures_are_never_taken_for_sums(blocks: list[list[int]]) -> None:
    records = [
        {"unit_id": ("soc", "barn")[b % 2], "account": str(4000 + i), "year": 2025, "month": b // 2 + 1,
         "amount": float(Decimal(ore) / 100), "row": 100 * b + i}
        for b, block in enumerate(blocks) for i, ore in enumerate(block)
    ]  # fmt: skip
    expected = {
        record["row"]
        for b, block in enumerate(blocks)
        for i, record in enumerate(records[sum(map(len, blocks[:b])) :][: len(block)])
        if any(sum(block[j:i]) == block[i] or sum(block[i + 1 : j]) == block[i] for j in range(len(block) + 1))
    }
    found = {record["row"] for record, _ in find_sums(pl.DataFrame(records), source(LEDGER), KNOWN)}
    assert found <= expected | {records[-1]["row"]}


@given(st.lists(st.tuples(ORE, ORE, ORE), min_size=2, max_size=6, unique=True))
def test_a_sum_that_ends_every_block_is_always_found(blocks: list[tuple[int, int, int]]) -> None:
    blocks = [block for block in blocks if len(str(abs(sum(block))).rstrip("0")) > 3]
    records = [
        {"unit_id": "soc", "account": str(4000 + i), "year": 2025, "month": b + 1, "amount": float(Decimal(ore) / 100),
         "row": 4 * b + i}
        for b, block in enumerate(blocks) for i, ore in enumerate((*block, sum(block)))
    ]  # fmt: skip
    found = {record["row"] for record, _ in find_sums(pl.DataFrame(records), source(LEDGER), KNOWN)}
    assert {4 * b + 3 for b in range(len(blocks))} <= found
