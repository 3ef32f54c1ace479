"""Finds rows that are the sum of others though no word says so: added up with them, each amount would count twice."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from assets.own_files.cell_faults import Wrong, shown
from assets.own_files.rows_to_records import Record
from models.definitions.own_files import Known, Source, leading_digits, normal

# A record, the column that names what is summed, and of what it is the sum.
Sum = tuple[Record, str, str]
# What is added up over units, by kind of source. A budget is not: its frame holds what the units below are given.
_ADDED = {"ledger": "amount", "staff": "fte"}
_LEAST = 3
MEND = "Är raden en summa av andra: skriv {value} under totals i mappningen. Är den ett eget belopp: under not_totals."


def find_sums(records: Sequence[Record], source: Source, known: Known) -> Iterator[tuple[Record, Wrong]]:
    """Yield every record of one file that its figures point out as a sum of others, with what is wrong.

    An account that is the beginning of others and holds their sum in every unit and month where both stand; a unit that
    holds, account by account, the sum of the units below it; and a last row that holds the sum of all above it.
    """
    added = _ADDED.get(source.kind)
    if added is None:
        return
    allowed = {normal(word) for word in source.not_totals}
    sums = _account_sums(records) if source.kind == "ledger" else []
    seen = {id(record) for record, _, _ in sums}
    rest = [record for record in records if id(record) not in seen]
    sums += _unit_sums(rest, known, added)
    if source.kind == "ledger":
        sums += _sum_of_all(rest)
    for record, column, wrong in sums:
        names = {normal(record[column]), leading_digits(record[column])}
        if column == "unit_id":
            names.add(normal(known.units[record[column]].title))
        if not allowed & names:
            yield record, _told(column, record[column], wrong)


def _told(column: str, value: str, wrong: str) -> Wrong:
    quoted = shown(value) if value.isalpha() else f'"{shown(value)}"'
    return Wrong(f"är {wrong}, och skulle räknas två gånger.", MEND.format(value=quoted), column=column)


def _ore(amount: float) -> int:
    return int((Decimal(str(amount)) * 100).to_integral_value())


def _account_sums(records: Sequence[Record]) -> list[Sum]:
    """Return the records of each account that holds, wherever both stand, the sum of the accounts that begin with it."""
    amounts: dict[tuple[str, int, int], dict[str, int]] = {}
    rows: dict[str, list[Record]] = {}
    for record in records:
        digits = leading_digits(record["account"])
        group = amounts.setdefault((record["unit_id"], record["year"], record["month"]), {})
        group[digits] = group.get(digits, 0) + _ore(record["amount"])
        rows.setdefault(digits, []).append(record)
    every = sorted((digits for digits in rows if digits), key=lambda digits: (-len(digits), digits))
    beginning: dict[str, list[str]] = {}
    for longer in every:
        for end in range(1, len(longer)):
            if longer[:end] in rows:
                beginning.setdefault(longer[:end], []).append(longer)
    sums: set[str] = set()
    found: list[Sum] = []
    for digits in every:
        below = [longer for longer in beginning.get(digits, ()) if longer not in sums]
        if not below:
            continue
        beside = [
            (group[digits], sum(group.get(longer, 0) for longer in below))
            for group in amounts.values()
            if digits in group and any(longer in group for longer in below)
        ]
        if any(own for own, _ in beside) and all(own == parts for own, parts in beside):
            sums.add(digits)
            first = min(record["row"] for longer in below for record in rows[longer])
            said = f"summan av konton som börjar på {digits} (det första står på rad {first})"
            found += [(record, "account", said) for record in rows[digits]]
    return found


def _unit_sums(records: Sequence[Record], known: Known, added: str) -> list[Sum]:
    """Return the records of each unit that holds the sum of two or more units below it, key by key."""
    keys = ("account", "gender", "year", "month")
    amounts: dict[str, dict[tuple[object, ...], int]] = {}
    rows: dict[str, list[Record]] = {}
    for record in records:
        if record[added] is None:
            continue
        of_unit = amounts.setdefault(record["unit_id"], {})
        key = tuple(record.get(name) for name in keys)
        of_unit[key] = of_unit.get(key, 0) + _ore(record[added])
        rows.setdefault(record["unit_id"], []).append(record)
    found: list[Sum] = []
    for unit_id, own in amounts.items():
        below = [other for other in amounts if known.units[other].parent == unit_id]
        parts: dict[tuple[object, ...], int] = {}
        for other in below:
            for key, amount in amounts[other].items():
                parts[key] = parts.get(key, 0) + amount
        if len(below) > 1 and any(own.values()) and own == parts:
            first = min(record["row"] for other in below for record in rows[other])
            said = f"summan av enheterna under den (den första står på rad {first})"
            found += [(record, "unit_id", said) for record in rows[unit_id]]
    return found


def _sum_of_all(records: Sequence[Record]) -> list[Sum]:
    """Return the records of the last row where it holds, month by month, the sum of at least three rows above it."""
    last = max((record["row"] for record in records), default=0)
    above: dict[tuple[int, int], list[int]] = {}
    own: dict[tuple[int, int], int] = {}
    for record in records:
        month = (record["year"], record["month"])
        if record["row"] == last:
            own[month] = _ore(record["amount"])
        else:
            above.setdefault(month, []).append(_ore(record["amount"]))
    enough = all(len(above.get(month, ())) >= _LEAST for month in own)
    if not (enough and any(own.values()) and all(amount == sum(above[month]) for month, amount in own.items())):
        return []
    return [(record, "account", "summan av alla rader ovanför") for record in records if record["row"] == last]
