"""Parts the labels of a compact pivot table, where several levels stand in one column, by how far each is indented."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain, islice

from assets.own_files.cell_faults import Wrong, shown
from assets.own_files.cell_meaning import number
from assets.own_files.heading import Heading
from assets.own_files.read_csv import too_many_cells
from assets.own_files.rows_of_file import Cell, Odd, PackedRows, RawRow, RawTable, as_text, cell_at, is_blank
from assets.own_files.words_read import marks_total
from models.definitions.own_files import Source, normal
from models.words import numbers

# What Excel calls the sum of the whole pivot table, in Swedish and English.
_TABULAR = "Visa pivottabellen i tabellformat (Design, Rapportlayout) med upprepade etiketter, och spara den så."
_MONEY = ("ledger", "budget")


def parted(table: RawTable, heading: Heading, source: Source, end: int) -> tuple[RawTable, Heading, dict[str, int]]:
    """Return the table with a column for each level of its labels, and how many rows were groups and totals.

    A row has its own label in its own level's column, and those that it stands under in the ones before. The sum of a
    group must be that of the rows below it; one that is not, or has none below it, stays as a row that tells so.

    Args:
        table: the file's rows.
        heading: of the column of labels, where every level is thought to stand.
        source: whose columns say which level is what.
        end: the place of the first row after the table.

    Raises:
        Wrong: what level a row is of cannot be known.
    """
    place = next(heading.targets[name] for name, column in source.columns.items() if column.level)
    depth = max(column.level or 0 for column in source.columns.values())
    body = list(islice(table.rows.since(heading.last + 1), end - heading.last - 1))
    labelled = [row for row in body if not is_blank(cell_at(row, place)) and not _is_total(cell_at(row, place), source)]
    levels = _levels(labelled, place, depth, heading)
    places_of = {row.number: i for i, row in enumerate(labelled)}
    under: list[str] = []
    rows: list[RawRow] = []
    skipped = {"group": 0, "total": 0}
    width = max([len(heading.texts), *(len(row.cells) for row in body)])
    for row in body:
        level = levels.get(row.number)
        label = cell_at(row, place)
        if level is None:
            if is_blank(label) and any(not is_blank(cell) for cell in row.cells):
                raise Wrong("har ingen etikett, så att dess nivå inte kan avgöras.", _TABULAR, row=row.number)
            skipped["total"] += not is_blank(label)
            if is_blank(label):
                rows.append(row)
            continue
        under[level - 1 :] = [as_text(label)]
        odd = (
            None
            if level == depth
            else _group_fault(row, labelled[places_of[row.number] + 1 :], levels, heading, source)
        )
        if level < depth and odd is None:
            skipped["group"] += 1
            continue
        labels: list[Cell] = [*under, *[odd] * (depth - level)]
        if table.shifts and (wrong := too_many_cells(row, len(heading.texts))):
            labels = [Odd(as_text(label), wrong.wrong, wrong.mend)] * depth
        rows.append(RawRow(row.number, (*row.cells, *[None] * (width - len(row.cells)), *labels)))
    places = {name: width + column.level - 1 for name, column in source.columns.items() if column.level}
    texts = (*heading.texts, *[""] * (width - len(heading.texts)), *[heading.texts[place]] * depth)
    moved = replace(
        heading, texts=texts, targets=heading.targets | places, labels=dict.fromkeys(range(width, width + depth), place)
    )
    around = (islice(table.rows, heading.last + 1), rows, table.rows.since(end))
    spread = replace(table, rows=PackedRows(chain.from_iterable(around)))
    return spread, moved, {reason: n for reason, n in skipped.items() if n}


def _is_total(label: Cell, source: Source) -> bool:
    """Return whether a label is of a sum that stands by itself: of the whole, or below its group."""
    return marks_total(normal(as_text(label)), source.total_words)


def _indent(label: Cell) -> int:
    text = str(label)
    return len(text) - len(text.lstrip())


def _levels(rows: Sequence[RawRow], place: int, depth: int, heading: Heading) -> dict[int, int]:
    """Return the level of each row, by its number: 1 is what is not indented."""
    widths = sorted({_indent(cell_at(row, place)) for row in rows})
    name = heading.name(place)
    if len(widths) != depth:
        what = "inga indrag" if len(widths) <= 1 else f"{len(widths)} nivåer av indrag"
        raise Wrong(
            f"har {what} i kolumnen '{name}', och mappningen räknar med {depth} nivåer: vad varje rad hör till kan inte "
            "avgöras.",
            f"Rätta level i mappningen. {_TABULAR}",
            row=rows[0].number if rows else 0,
            column=name,
            position=place,
        )
    levels: dict[int, int] = {}
    before = 0
    for row in rows:
        level = widths.index(_indent(cell_at(row, place))) + 1
        if level > before + 1:
            raise Wrong(
                f"är indragen {level - before} nivåer mer än raden före: vad den hör till kan inte avgöras.",
                _TABULAR,
                row=row.number,
                column=name,
                position=place,
            )
        levels[row.number] = before = level
    return levels


def _group_fault(
    group: RawRow, after: Sequence[RawRow], levels: dict[int, int], heading: Heading, source: Source
) -> Odd | None:
    """Return what is wrong with a group's row: nothing below it, or another sum than theirs."""
    level, depth = levels[group.number], max(levels.values())
    end = next((i for i, row in enumerate(after) if levels[row.number] <= level), len(after))
    below = [row for row in after[:end] if levels[row.number] == depth]
    label = shown(as_text(group.cells[next(heading.targets[n] for n, c in source.columns.items() if c.level)]))
    if not below:
        return Odd(label, f"'{label}' har inga rader under sig: gruppen är hopfälld, eller en delsumma.", _TABULAR)
    if source.kind not in _MONEY:
        return None
    for place in (heading.targets.get("amount"), *(column.position for column in heading.wide)):
        if place is None:
            continue
        total, parts = _amount(cell_at(group, place), source), [_amount(cell_at(row, place), source) for row in below]
        known = [part for part in parts if part is not None]
        # What was rounded one by one may differ from the sum by half a unit each, and the sum is rounded too.
        slack = len(known) * Decimal(5).scaleb(min(_exponent(each) for each in [*known, Decimal(0)]) - 1)
        slack += Decimal(5).scaleb(min(_exponent(total or Decimal(0)), 0) - 1)
        if total is not None and len(known) == len(parts) and abs(total - sum(known, Decimal(0))) > slack:
            said, came = (shown(numbers.number(each, 2)) for each in (total, sum(known, Decimal(0))))
            return Odd(
                label,
                f"'{label}' är {said} i kolumnen '{heading.name(place)}', men raderna under ger {came}.",
                "Är rader dolda eller bortfiltrerade? Visa alla, och exportera på nytt.",
            )
    return None


def _exponent(value: Decimal) -> int:
    return int(value.normalize().as_tuple().exponent)


def _amount(cell: Cell, source: Source) -> Decimal | None:
    """Return a cell's number; 0 of an empty one, and None where it cannot be read, which is told where it stands."""
    if is_blank(cell):
        return Decimal(0)
    try:
        return number(cell, source.decimal)
    except Wrong:
        return None
