"""Finds rows that are the sum of others though no word says so: added up with them, each amount would count twice."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assets.own_files.cell_faults import Wrong, shown
from assets.own_files.rows_to_records import Record
from models.definitions.own_files import Known, Source, leading_digits, normal

# A record, the column that names what is summed, and of what it is the sum.
Sum = tuple[Record, str, str]
# What is added up, by kind of source.
_ADDED = {"ledger": "amount", "staff": "fte", "budget": "amount", "budget_forecast": "amount"}
# A frame holds what the units below are given, so that it may be their sum.
_FRAMES = frozenset({"budget", "budget_forecast"})
_LEAST = 3
# How much must speak for a sum that only its place points out: a place for each figure that is not a zero at the end, and one
# for each time that it holds. The sum of two rows that stands once is a chance where the figures are few.
_ENOUGH = 4
_ENOUGH_OF_TWO = 6
MEND = "Är raden en summa av andra: skriv {value} under totals i mappningen. Är den ett eget belopp: under not_totals."


def find_sums(records: Sequence[Record], source: Source, known: Known) -> Iterator[tuple[Record, Wrong]]:
    """Yield every record of one file that its figures point out as a sum of others, with what is wrong.

    An account that is the beginning of others and holds their sum in every unit and month where both stand; a unit that
    holds, account by account, the sum of the units below it; a last row that holds the sum of all above it; and an account or
    unit that wherever it stands holds the sum of the rows directly above or below it.
    """
    added = _ADDED.get(source.kind)
    if added is None:
        return
    allowed = {normal(word) for word in source.not_totals}
    has_accounts = source.kind == "ledger" or source.by_account
    sums = _account_sums(records) if has_accounts else []
    rest = _without(records, sums)
    if source.kind not in _FRAMES:
        sums += _unit_sums(rest, known, added)
    if source.kind == "ledger":
        sums += _sum_of_all(rest)
    for label in ("account", "unit_id") if has_accounts else ("unit_id",):
        while found := _sums_by_place(_without(records, sums), label, added, known if source.kind in _FRAMES else None):
            sums += found
    for record, column, wrong in sums:
        names = {normal(record[column]), leading_digits(record[column])}
        if column == "unit_id":
            names.add(normal(known.units[record[column]].title))
        if not allowed & names:
            yield record, _told("kind" if column == "account" and source.by_account else column, record[column], wrong)


def _without(records: Sequence[Record], sums: Sequence[Sum]) -> Sequence[Record]:
    seen = {id(record) for record, _, _ in sums}
    return [record for record in records if id(record) not in seen] if seen else records


def _told(column: str, value: str, wrong: str) -> Wrong:
    quoted = shown(value) if value.isalpha() else f'"{shown(value)}"'
    return Wrong(f"är {wrong}, och skulle räknas två gånger.", MEND.format(value=quoted), column=column)


def _ore(amount: float) -> int:
    return int((Decimal(str(amount)) * 100).to_integral_value())


def _account_sums(records: Sequence[Record]) -> list[Sum]:
    """Return the records of each account that holds, wherever both stand, the sum of the accounts that begin with it."""
    amounts: dict[tuple[str, int, int | None], dict[str, int]] = {}
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
    present = {record["unit_id"] for record in records}
    children = Counter(known.units[unit_id].parent for unit_id in present)
    above = {unit_id for unit_id in present if children[unit_id] > 1}
    wanted = above | {unit_id for unit_id in present if known.units[unit_id].parent in above}
    for record in records:
        if record[added] is None or record["unit_id"] not in wanted:
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


def _sums_by_place(records: Sequence[Record], label: str, added: str, frames: Known | None) -> list[Sum]:
    """Return the records of every account or unit that, wherever it stands, holds the sum of the rows next to it.

    Next to it are the rows of the same other keys (unit, month, …) directly above, from the first of them or from the sum
    before, and, where none is a sum of those above, directly below.

    Args:
        records: those that no other rule has found to be sums.
        label: the column that names what is summed: account or unit_id.
        added: the column that is added up.
        frames: the units, where a unit may hold the sum of those below it; else None.
    """
    keys = [name for name in ("unit_id", "account", "kind", "gender", "year", "month") if name != label]
    if label == "account" or (records and "account" in records[0]):
        keys = [name for name in keys if name != "kind"]
    groups: dict[tuple[object, ...], list[Record]] = {}
    for record in records:
        if record[added] is not None:
            groups.setdefault(tuple(record.get(name) for name in keys), []).append(record)
    # A sum stands once among the rows of the same keys; an account of a ledger's vouchers many times.
    often = {
        name
        for group in groups.values() if len({record[label] for record in group}) < len(group)
        for name, n in Counter(record[label] for record in group).items() if n > 1
    }  # fmt: skip
    may_be = {record[label] for group in groups.values() for record in group} - often
    blocks = [group for group in groups.values() if any(record[label] in may_be for record in group)]
    for where, ordered in (("ovanför", blocks), ("nedanför", [group[::-1] for group in blocks])):
        if found := _sums_of_those_before(ordered, label, added, may_be, frames):
            return [
                (record, label, f"summan av de {len(parts)} raderna {where} (rad {min(parts)}–{max(parts)})")
                for record, parts in found
            ]
    return []


def _sums_of_those_before(
    blocks: Sequence[Sequence[Record]], label: str, added: str, may_be: set[str], frames: Known | None
) -> list[tuple[Record, list[int]]]:
    """Return the records of each label that in every block where it stands is the sum of the rows before it, and their rows."""
    while may_be:
        held: dict[str, set[tuple[int, int]]] = {}
        found: list[tuple[Record, list[int]]] = []
        failed: set[str] = set()
        for block in blocks:
            so_far, begins = 0, {0: 0}
            for i, record in enumerate(block):
                name, amount = record[label], _ore(record[added])
                if name in may_be:
                    begin = begins.get(so_far - amount)
                    parts: Sequence[Record] = block[begin:i] if begin is not None else ()
                    if amount and (not parts or (frames is not None and _are_below(parts, record, frames))):
                        failed.add(name)
                    elif amount and len(parts) > 1:
                        held.setdefault(name, set()).add((amount, len(parts)))
                    if parts:
                        found.append((record, [part["row"] for part in parts]))
                so_far += amount
                if name in may_be:
                    begins.setdefault(so_far, i + 1)
        sums = {name for name in may_be - failed if _is_enough(held.get(name, set()))}
        if sums == may_be:
            return found
        may_be = sums
    return []


def _are_below(parts: Sequence[Record], record: Record, frames: Known) -> bool:
    """Return whether every part is of a unit below the record's."""
    above = {record["unit_id"]}
    return all(above.intersection(_line(part["unit_id"], frames)) for part in parts)


def _line(unit_id: str, known: Known) -> Iterator[str]:
    """Yield the units that a unit is below, from the nearest up."""
    parent = known.units[unit_id].parent
    seen = {unit_id}
    while parent is not None and parent not in seen and parent in known.units:
        yield parent
        seen.add(parent)
        parent = known.units[parent].parent


def _is_enough(held: set[tuple[int, int]]) -> bool:
    """Return whether different amounts, and of how many rows each is the sum, are more than a chance."""
    speaks = sum(len(str(abs(amount)).rstrip("0")) + 1 for amount, _ in held)
    return speaks >= (_ENOUGH_OF_TWO if len(held) == 1 and next(iter(held))[1] == 2 else _ENOUGH)  # noqa: PLR2004
