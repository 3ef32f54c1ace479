"""Which small counts are withheld, and what else must be, so that nobody can work them out (docs/measures.md §12)."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

Cell = tuple[str, str]
# How many cells are tried before one more is withheld.
TRIED = 12


def equations(cells: Iterable[Cell], made_of: Mapping[str, Sequence[str]]) -> list[tuple[Cell, ...]]:
    """Return what ties cells together: each a sum and then its parts, total of women and men, unit of units below it.

    Args:
        cells: (unit, gender) that would be shown.
        made_of: the units that each unit's value is the sum of.
    """
    shown = set(cells)
    tied: list[tuple[Cell, ...]] = [
        ((unit, "T"), (unit, "K"), (unit, "M"))
        for unit in sorted({unit for unit, _ in shown})
        if {(unit, "T"), (unit, "K"), (unit, "M")} <= shown
    ]
    for unit, gender in sorted(shown):
        parts = [(below, gender) for below in made_of.get(unit, ()) if (below, gender) in shown]
        if parts:
            tied.append(((unit, gender), *parts))
    return tied


def withheld(counts: Mapping[Cell, int], made_of: Mapping[str, Sequence[str]], minimum: int) -> set[Cell]:
    """Return the cells to withhold.

    They are those with fewer than `minimum` behind them (zero is not withheld), and with each that could be worked out
    from what is shown one more, until none can: the one that leaves fewest given away, rather a gender than a total,
    rather few than many. A zero that a shown sum of nobody gives away hides nothing, and is not withheld.

    Args:
        counts: how many are behind each (unit, gender).
        made_of: the units that each unit's value is the sum of.
        minimum: the least count that is shown.
    """
    hidden = {cell for cell, n in counts.items() if 0 < n < minimum}
    tied = equations(counts, made_of)
    while True:
        found = determined(hidden, tied)
        if not found:
            return hidden
        nobody = {part for whole, *parts in tied if counts[whole] == 0 and whole not in hidden for part in parts}
        beside = {other for equation in tied if found & set(equation) for other in equation} - hidden - nobody
        beside = beside or {other for equation in tied for other in equation} - hidden - nobody
        if not beside:
            # Nothing that could give it away is shown: the counts do not add up as the tree says.
            return hidden
        # A zero hides least, so it comes last; ties go by name so that the choice is always the same.
        ranked = sorted(beside, key=lambda other: (other[1] == "T", counts[other] == 0, counts[other], other))
        hidden.add(min(ranked[:TRIED], key=lambda other: len(determined(hidden | {other}, tied))))


def determined(hidden: set[Cell], tied: Sequence[tuple[Cell, ...]]) -> set[Cell]:
    """Return the hidden cells that the equations give away, by exact elimination over the hidden ones."""
    order = sorted(hidden)
    rows = [
        [Fraction((1 if cell == equation[0] else -1) if cell in equation else 0) for cell in order] for equation in tied
    ]
    rows = [row for row in rows if any(row)]
    pivots: list[tuple[int, list[Fraction]]] = []
    for column in range(len(order)):
        row = next((row for row in rows if row[column]), None)
        if row is None:
            continue
        rows.remove(row)
        row = [value / row[column] for value in row]
        rows = [_less(other, row, column) for other in rows]
        pivots = [(at, _less(other, row, column)) for at, other in pivots]
        pivots.append((column, row))
    return {order[column] for column, row in pivots if sum(1 for value in row if value) == 1}


def _less(row: list[Fraction], pivot: list[Fraction], column: int) -> list[Fraction]:
    factor = row[column]
    return [a - factor * b for a, b in zip(row, pivot, strict=True)] if factor else row
