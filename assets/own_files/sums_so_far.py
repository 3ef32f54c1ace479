"""Makes a ledger's sums so far in the year into months: each less the one before it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal

import polars as pl

from assets.own_files.cell_faults import shown
from assets.own_files.make_records import Record
from assets.own_files.rows_of_file import Withheld
from models.definitions.base import MONTH

# Tells what is wrong of a row: its file, sheet and number (0: of the whole file), and the words.
Tell = Callable[[tuple[str, str, int], str], None]


def by_month(sums: pl.DataFrame, withheld: dict[Withheld, None], tell: Tell) -> pl.DataFrame:
    """Return the records with each amount less that of the month before; `withheld` grows by what cannot be told apart.

    Months must be an unbroken run from January, and an account's on a unit from the month when it first stands there.

    Args:
        sums: unit_id, account, year, month, amount (a sum from January to the month), file, sheet and row.
        withheld: what faults touch so far; a sum that lacks a row is none to take from the next month's.
        tell: is told of each row that cannot be made a month, and of each account that is gone.
    """
    records = sums.to_dicts()
    withheld |= dict.fromkeys(
        Withheld(each.unit_id, each.account, each.year, each.month + 1)
        for each in withheld
        if each.month is not None and each.month < len(MONTH)
    )
    years: dict[int, dict[tuple[str, str], dict[int, list[Record]]]] = defaultdict(dict)
    files: dict[tuple[int, int], tuple[str, str, int]] = {}
    for record in records:
        of_key = years[record["year"]].setdefault((record["unit_id"], record["account"]), defaultdict(list))
        of_key[record["month"]].append(record)
        files.setdefault((record["year"], record["month"]), (record["file"], record["sheet"] or "", 0))
    for year, keys in years.items():
        there = sorted({month for months in keys.values() for month in months})
        withheld |= dict.fromkeys(Withheld(year=year, month=month) for month in _behind_gaps(there))
        for (unit_id, account), months in keys.items():
            first = min(months)
            for month in _gone(there, months):
                key = Withheld(unit_id, account, year, month)
                if not any(_touches(each, key) for each in withheld):
                    tell(
                        files[year, month],
                        f"saknar konto {shown(account)} på {shown(unit_id)}, som har belopp i {MONTH[month - 2]}: "
                        f"{MONTH[month - 1]} kan inte skiljas ut ur ackumulerade belopp.",
                    )
            withheld |= dict.fromkeys(
                Withheld(unit_id, account, year, month)
                for month in there
                if month > first and (month not in months or (month - 1 in there and month - 1 not in months))
            )
            for month in sorted(months, reverse=True):
                _make_month(months, month, there, first, tell)
    amounts = pl.Series("amount", [record["amount"] for record in records], pl.Float64)
    return sums.with_columns(amounts).filter(pl.col("amount").is_not_null())


def _behind_gaps(there: list[int]) -> Iterator[int]:
    """Yield the months that are lacking before the last, and each that comes next after such."""
    for month in range(1, there[-1] + 1):
        if month not in there or (month > 1 and month - 1 not in there):
            yield month


def _gone(there: list[int], months: dict[int, list[Record]]) -> Iterator[int]:
    """Yield each month in which an account stands no more, that stood the month before."""
    return (month for month in there if month not in months and month - 1 in months)


def _touches(each: Withheld, key: Withheld) -> bool:
    return (
        each.unit_id in {None, key.unit_id}
        and each.account in {None, key.account}
        and each.year in {None, key.year}
        and each.month in {None, key.month}
    )


def _make_month(months: dict[int, list[Record]], month: int, there: list[int], first: int, tell: Tell) -> None:
    """Take the month before from a month's records; a month that cannot be told apart loses its amounts and is told."""
    if month > 1 and month - 1 not in there:
        lacking = f"{MONTH[month - 2]} saknas"
    elif month > first and month - 1 not in months:
        lacking = f"kontot saknas i {MONTH[month - 2]}"
    else:
        before = sum((Decimal(str(record["amount"])) for record in months.get(month - 1, ())), Decimal(0))
        months[month][0]["amount"] = float(Decimal(str(months[month][0]["amount"])) - before)
        return
    for record in months[month]:
        place = (record["file"], record["sheet"] or "", record["row"])
        tell(place, f"är ackumulerat, och {lacking}: {MONTH[month - 1]} kan inte skiljas ut.")
        record["amount"] = None
