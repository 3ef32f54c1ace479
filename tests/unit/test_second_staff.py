"""The account of staff by a second method, in plain Python, from docs/measures.md §12 alone: every row is the same."""

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.small import cells, definition, measured, rows

AGES = ("under_30", "aged_30_49", "aged_50_up")
OF = {
    **dict.fromkeys((*AGES, "full_time", "leavers"), "headcount"),
    "long_sick_hours": "sick_hours",
    "overtime_hours": "scheduled_hours",
}
FEW = 5


def is_few(n: float | None) -> bool:
    """Nobody is not few: a zero tells of no person."""
    return n is not None and 0 < n < FEW


def summed(told: Iterable[float | None]) -> float | None:
    """The sum; unknown where one does not tell."""
    known = list(told)
    return None if None in known else sum(n for n in known if n is not None)


def amounts(staff: list[dict[str, Any]], name: str) -> dict[str, float | None]:
    """A part of a month's staff by gender, over the units with staff; a total that is not reported is both together."""
    units = sorted({row["unit"] for row in staff})
    said = {(row["unit"], row["gender"]): row.get(name) for row in staff}
    found: dict[str, float | None] = {g: summed(said.get((unit, g)) for unit in units) for g in "KM"}
    totals = [
        said[unit, "T"] if said.get((unit, "T")) is not None else summed(said.get((unit, g)) for g in "KM")
        for unit in units
    ]
    return found | {"T": summed(totals)}


def hidden_of(told: dict[str, dict[str, float | None]]) -> set[tuple[str, str]]:
    """What few are behind, with what would give it away, by measure and gender."""
    heads, full = told["headcount"], told["full_time"]
    rest = {g: None if (n := full[g]) is None or (of := heads[g]) is None else of - n for g in "TKM"}
    found: set[tuple[str, str]] = set()
    for group in (AGES, ("full_time",), ("leavers",)):
        counts = [told[name] for name in group] + ([rest] if group == ("full_time",) else [])
        of_total = any(is_few(each["T"]) for each in counts)
        of_genders = any(is_few(each[g]) for each in counts for g in "KM")
        one_unknown = any((told[name]["K"] is None) != (told[name]["M"] is None) for name in group)
        genders = "TKM" if of_total else "KM" if of_genders or one_unknown else ""
        found |= {(name, g) for name in group for g in genders}
    return found


def second(staff: list[dict[str, Any]]) -> dict[tuple[str, str], tuple[float | None, float | None, bool, bool]]:
    """Amount, share, withheld and incomplete by measure and gender, of one month's staff."""
    told = {name: amounts(staff, name) for name in {*OF, *OF.values()}}
    hidden = hidden_of(told)
    found: dict[tuple[str, str], tuple[float | None, float | None, bool, bool]] = {}
    for name, of in OF.items():
        for g in "TKM":
            amount, whole = told[name][g], told[of][g]
            is_hidden = (name, g) in hidden and amount is not None
            share = None if is_hidden or amount is None or not whole else 100 * amount / whole
            found[name, g] = (None if is_hidden else amount, share, is_hidden, amount is None)
    return found


def drawn(chance: random.Random) -> list[dict[str, Any]]:
    """A month's staff of two units, of whom few may be of an age, and a part may be told by nobody or as a total alone."""
    made: list[dict[str, Any]] = []
    for unit in ("ks", "bun"):
        both: list[dict[str, Any]] = []
        for gender in "KM":
            ages = [chance.choice([0, 0, 2, 3, 4, 6, 9, 20, 40]) for _ in AGES]
            # So few that even how many they are is withheld is §12's other rule.
            ages = [0, 0, 0] if is_few(sum(ages)) else ages
            n = sum(ages)
            row: dict[str, Any] = {
                "unit": unit, "year": 2024, "month": 8, "gender": gender, "headcount": n, "sick_hours": 10 * n,
                "scheduled_hours": 100 * n, **dict(zip(AGES, ages, strict=True)),
                "full_time": max(0, n - chance.choice([0, 1, 3, 5, 8, 15])), "leavers": min(n, chance.choice([0, 0, 2, 4, 5, 9])),
                "long_sick_hours": chance.randint(0, 10 * n), "overtime_hours": chance.randint(0, n),
            }  # fmt: skip
            both.append(row)
        total = {
            key: both[0][key]
            if key in {"unit", "year", "month"}
            else "T"
            if key == "gender"
            else both[0][key] + both[1][key]
            for key in both[0]
        }
        form = chance.randrange(4)
        made += both if form == 0 else [total, *both] if form == 1 else [total] if form == 2 else both
        if chance.random() < 0.3:
            silent = chance.choice(["full_time", "leavers", "long_sick_hours", "overtime_hours"])
            chance.choice(made)[silent] = None
    return made


@pytest.mark.parametrize("seed", range(40))
def test_every_row_is_the_same_by_a_second_method(seed: int, tmp_path: Path) -> None:
    staff = drawn(random.Random(seed))
    with measured(tmp_path, definition(staff=staff), cells({2023: 91.0}), report="2024-08") as con:
        told = {(row["measure"], row["gender"]): row for row in rows(con, "FROM staff_account")}
    expected = second(staff)
    assert {key: (row["amount"], row["share"], row["withheld"], row["incomplete"]) for key, row in told.items()} == {
        key: row for key, row in expected.items() if key in told
    }
