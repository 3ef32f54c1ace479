"""Finds a table's heading in a file, and which of its columns is which."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import pairwise
from typing import cast
from unicodedata import combining, normalize

from assets.own_files import cell_meaning as cells
from assets.own_files.cell_faults import Wrong, shown
from assets.own_files.column_forms import period_form
from assets.own_files.rows_of_file import Cell, RawTable, as_text, is_blank
from assets.own_files.words_read import MONTHS_READ
from models.definitions.base import MONTH
from models.definitions.own_files import Scalar, Source, Wide, column_letter, column_position, normal

_LOOK = 1000
_TOLD = 12
JOINED = " / "
# A figure that is not final, as tables mark it: 2024*, 2024p, 2024 (prel.).
_PRELIMINARY = re.compile(r"(.*\d{4}) ?(?:\*+|p|prel\.?|preliminär[at]?|\(?(?:p|prel\.?|preliminär[at]?)\)?)")
_PERIODS = {"years": "år", "months": "månader"}
# How alike a word and the name of a month are, where one may be the other: two letters of three.
_MISSPELT = 0.65
# Words of a heading over what all the periods come to.
_WHOLE = frozenset(
    {
        "summa",
        "totalt",
        "total",
        "tot",
        "totalsumma",
        "helår",
        "hela",
        "ack",
        "ackumulerat",
        "genomsnitt",
        "snitt",
        "medel",
    }
)


@dataclass(frozen=True)
class WideColumn:
    """A column of values that becomes rows: its position, its heading, and what each of its rows holds beside."""

    position: int
    heading: str
    holds: Mapping[str, Scalar]


@dataclass(frozen=True)
class Heading:
    """Where the heading stands (as places in the table's rows), and the position of every column that is read.

    An amount in two columns has its debit among `targets`, and its credit among `credits`. `labels` tells where in the file
    the labels stand that were parted by level.
    """

    first: int
    last: int
    texts: tuple[str, ...]
    targets: dict[str, int]
    only: dict[str, int]
    wide: tuple[WideColumn, ...]
    personal: frozenset[int]
    credits: dict[str, int] = field(default_factory=dict[str, int])
    without: dict[str, int] = field(default_factory=dict[str, int])
    labels: dict[int, int] = field(default_factory=dict[int, int])

    def name(self, position: int) -> str:
        """Return what a column is called: its heading, or its letter."""
        text = self.texts[position] if 0 <= position < len(self.texts) else ""
        return shown(text) or column_letter(position)


def fit(source: Source, texts: Iterable[str]) -> int:
    """Return how many of the mapping's headings a row of texts has."""
    there = {normal(text) for text in texts}
    if source.header_rows > 1:
        there |= {_own_part(text) for text in there}
    named = sum(normal(name) in there for name in source.headings)
    return named + (source.wide is not None and bool(_wide_texts(source, there)))


def find_heading(table: RawTable, source: Source) -> Heading:
    """Return the heading: the row that the mapping names, or the first with the most of its headings.

    Raises:
        Wrong: no row is a heading, or it lacks a column, or has one twice.
    """
    first = _find_first(table, source)
    last = min(first + source.header_rows, len(table.rows)) - 1
    texts = joined([row.cells for row in table.rows[first : last + 1]])
    number = table.rows[first].number
    try:
        return _resolved(texts, source, first, last, table.notes)
    except Wrong as wrong:
        wrong.row = number
        raise


def _find_first(table: RawTable, source: Source) -> int:
    if not table.rows:
        raise Wrong("har inga rader.", "Exportera filen på nytt, eller rätta sheet i mappningen.")
    if table.rows[0].number == 0:
        return 0
    if source.header_row is not None:
        return _told_row(table, source.header_row)
    best, most, every = 0, 0, len(source.headings) + (source.wide is not None)
    for i in range(min(len(table.rows) - source.header_rows + 1, _LOOK)):
        found = fit(source, joined([row.cells for row in table.rows[i : i + source.header_rows]]))
        if found > most:
            best, most = i, found
        if found == every:
            break
    if not most:
        if not any(column_position(name) is None for name in source.headings) and source.wide is None:
            raise Wrong("läses i mappningen bara med kolumnernas bokstäver.", "Lägg till header_row i mappningen.")
        wanted = ", ".join(f"'{name}'" for name in source.headings[:_TOLD])
        raise Wrong(
            f"har ingen rad med mappningens rubriker ({wanted}).",
            "Rätta rubrikerna, eller lägg till header_row i mappningen.",
        )
    return best


def _told_row(table: RawTable, number: int) -> int:
    for i, row in enumerate(table.rows):
        if row.number == number:
            return i
    raise Wrong(f"har ingen rad {number}, där rubriken står enligt mappningen.", "Rätta header_row i mappningen.")


def joined(rows: Sequence[Sequence[Cell]]) -> tuple[str, ...]:
    """Return a heading of one or more rows as texts. In all rows but the last a merged heading reaches to the next."""
    width = max((len(row) for row in rows), default=0)
    parts: list[list[str]] = []
    for i, row in enumerate(rows):
        texts = [" ".join(as_text(cell).split()) for cell in row] + [""] * (width - len(row))
        if i < len(rows) - 1:
            for j in range(1, width):
                texts[j] = texts[j] or texts[j - 1]
        parts.append(texts)
    joined = [JOINED.join(filter(None, texts)) for texts in zip(*parts, strict=True)]
    while joined and not joined[-1]:
        joined.pop()
    return tuple(joined)


def _resolved(texts: tuple[str, ...], source: Source, first: int, last: int, notes: list[str]) -> Heading:
    places: dict[str, list[int]] = {}
    for i, text in enumerate(texts):
        if text:
            places.setdefault(normal(text), []).append(i)
    found = {
        target: [_position(name, places, texts, source) for name in column.headings]
        for target, column in source.columns.items()
        if column.headings
    }
    targets = {target: positions[0] for target, positions in found.items()}
    credits_ = {target: positions[1] for target, positions in found.items() if len(positions) > 1}
    only = {name: _position(name, places, texts, source) for name in source.only}
    without = {name: _position(name, places, texts, source) for name in source.without}
    of_persons = {name: places.get(normal(name), _by_letter(name, texts)) for name in source.personal}
    notes += [f"har ingen kolumn '{name}', som personal nämner" for name, found in of_persons.items() if not found]
    personal = {i for found in of_persons.values() for i in found}
    if read := sorted(personal & {*targets.values(), *credits_.values(), *only.values(), *without.values()}):
        raise Wrong(
            f"kolumnen '{shown(texts[read[0]])}' läses, fast den står under personal.",
            "Ta bort den ur columns eller ur personal.",
        )
    wide = _wide(texts, places, source, {*targets.values(), *only.values(), *without.values()}) if source.wide else ()
    return Heading(first, last, texts, targets, only, wide, frozenset(personal), credits_, without)


def _by_letter(name: str, texts: tuple[str, ...]) -> list[int]:
    position = column_position(name)
    return [] if position is None or position >= max(len(texts), 1) else [position]


def _own_part(text: str) -> str:
    """Return what stands in the last row of a heading of several, as it is compared."""
    return normal(text.rsplit(JOINED, 1)[-1])


def _stands_twice(name: str, places: list[int]) -> Wrong:
    letters = " och ".join(column_letter(i) for i in places)
    return Wrong(
        f"har rubriken '{name}' två gånger, i {letters}.",
        "Ge kolumnerna olika rubriker, eller skriv kolumnens bokstav i mappningen.",
        column=name,
        position=places[1],
    )


def _position(name: str, places: dict[str, list[int]], texts: tuple[str, ...], source: Source) -> int:
    found = places.get(normal(name), [])
    if len(found) > 1:
        raise _stands_twice(name, found)
    if found:
        return found[0]
    if source.header_rows > 1 and (own := [i for i, text in enumerate(texts) if _own_part(text) == normal(name)]):
        if len(own) > 1:
            raise _stands_twice(name, own)
        return own[0]
    letter = column_position(name)
    if letter is not None and (letter < len(texts) or source.wide is not None or source.header_row is not None):
        return letter
    known = {normal(text): text for text in texts if text}
    near = get_close_matches(normal(name), known, 1)
    hint = (
        f"Menas '{shown(known[near[0]])}'?"
        if near
        else f"Kolumnerna är {', '.join(map(shown, list(known.values())[:_TOLD]))}."
    )
    raise Wrong(f"har ingen kolumn '{name}'.", f"{hint} Rätta rubriken eller mappningen.", column=name)


def _without_prefix(text: str, prefix: str) -> str | None:
    """Return what a heading says after the prefix, a year above a month as "jan 2025"; None where it has not the prefix."""
    if text.startswith(prefix) and JOINED not in text.removeprefix(prefix):
        return text.removeprefix(prefix).strip()
    parts = text.split(JOINED)
    if not any(part.startswith(prefix) for part in parts):
        return None
    return " ".join(filter(None, (part.removeprefix(prefix).strip() for part in reversed(parts))))


def _wide_texts(source: Source, texts: Collection[str]) -> dict[str, Mapping[str, Scalar]]:
    """Return the headings that are years or months, with what each says."""
    wide = source.wide
    if wide is None or isinstance(wide.headings, dict):
        return {}
    found: dict[str, Mapping[str, Scalar]] = {}
    prefix, skipped = normal(wide.prefix), {normal(text) for text in wide.skip}
    has_publication = "publication" in source.targets and "publication" not in source.columns
    form = period_form(filter(None, (_without_prefix(normal(text), prefix) for text in texts)))
    for text in texts:
        said = _without_prefix(normal(text), prefix)
        if said is None or normal(text) in skipped:
            continue
        preliminary = _PRELIMINARY.fullmatch(said)
        try:
            year, month = cells.period(preliminary[1] if preliminary else said, form=form)
        except Wrong:
            continue
        if preliminary and not has_publication:
            continue
        mark = {"publication": "preliminary"} if preliminary else {}
        if wide.headings == "years" and year is not None and month is None:
            found[text] = {"year": year} | mark
        if wide.headings == "months" and month is not None:
            found[text] = {"month": month} | ({} if year is None else {"year": year}) | mark
    return found


def _wide(
    texts: tuple[str, ...], places: dict[str, list[int]], source: Source, taken: set[int]
) -> tuple[WideColumn, ...]:
    wide = source.wide
    if wide is None:
        return ()
    if isinstance(wide.headings, dict):
        return tuple(
            WideColumn(
                position := _position(name, places, texts, source),
                texts[position] if position < len(texts) else name,
                holds,
            )
            for name, holds in wide.headings.items()
        )
    found = _wide_texts(source, [text for i, text in enumerate(texts) if i not in taken])
    columns: list[WideColumn] = []
    for text, said in found.items():
        holds = {source.year_column if key == "year" else key: value for key, value in said.items()}
        if wide.headings == "months" and source.year_column not in holds and source.year_column not in source.columns:
            raise Wrong(
                f"rubriken '{shown(text)}' anger inget år.",
                f"Lägg till {source.year_column} under columns.",
                column=shown(text),
            )
        columns.append(WideColumn(_position(text, places, texts, source), text, holds))
    if not columns:
        raise Wrong(
            f"har ingen rubrik som anger {_PERIODS[wide.headings]}.", "Rätta rubrikerna, eller wide i mappningen."
        )
    taken |= {i for name in (*source.only, *source.personal) for i in places.get(normal(name), _by_letter(name, texts))}
    unread = {i: text for i, text in enumerate(texts) if text and i not in taken and text not in found}
    near = [text for i, text in unread.items() if _like_a_period(text, wide) or _is_misspelt(text, i, columns, wide)]
    _tell_gaps(columns, wide, near)
    if near:
        raise Wrong(
            f"har rubriker som liknar {_PERIODS[wide.headings]} men inte kan läsas så: {', '.join(map(shown, near[:_TOLD]))}.",
            "Rätta rubrikerna; eller skriv dem under skip i wide om de inte ska läsas.",
            column=near[0],
        )
    return tuple(columns)


def _like_a_period(text: str, wide: Wide) -> bool:
    """Return whether a heading holds a digit, or a word that begins as a month's name does, and nothing says what it is.

    Where all headings that are read have a prefix, those without it are others; a total of the year is one, too.
    """
    said = normal(text)
    if not said.startswith(normal(wide.prefix)) or said in {normal(skipped) for skipped in wide.skip}:
        return False
    words = said.removeprefix(normal(wide.prefix)).replace(".", " ").split()
    if _WHOLE.intersection(words):
        return False
    return any(letter.isdigit() for letter in said) or any(word[:3] in MONTHS_READ for word in words)


def _is_misspelt(text: str, place: int, columns: list[WideColumn], wide: Wide) -> bool:
    """Return whether a heading stands where a month is lacking, and is nearly its name: Mrs, Jnuari, Mai."""
    said = normal(text)
    passed = said in map(normal, wide.skip) or _WHOLE.intersection(said.split())
    if wide.headings != "months" or passed or not said.startswith(normal(wide.prefix)):
        return False
    months = {column.position: cast("int", column.holds["month"]) for column in columns}
    lacking = {
        _bare(form)
        for short, (number, names) in MONTHS_READ.items()
        if number not in months.values() and all((at < place) == (month < number) for at, month in months.items())
        for form in (short, *names)
    }
    return bool(get_close_matches(_bare(said.removeprefix(normal(wide.prefix)).strip(" .")), lacking, 1, _MISSPELT))


def _bare(word: str) -> str:
    """Return a word without what stands over its letters: märz is marz."""
    return "".join(letter for letter in normalize("NFD", word) if not combining(letter))


def _tell_gaps(columns: list[WideColumn], wide: Wide, near: list[str]) -> None:
    """Refuse months or years that are no unbroken run: one that was not read would be missing without a word.

    Raises:
        Wrong: one in the midst is lacking.
    """
    steps = sorted({_step(column, wide) for column in columns})
    lacking = next((step + 1 for step, after in pairwise(steps) if after != step + 1), None)
    if lacking is None:
        return
    what = f"året {lacking}" if wide.headings == "years" else MONTH[(lacking - 1) % 12]
    hint = f" De här rubrikerna gick inte att tolka: {', '.join(map(shown, near[:_TOLD]))}." if near else ""
    raise Wrong(
        f"saknar {what} bland sina {'år' if wide.headings == 'years' else 'månader'}.{hint}",
        "Rätta rubriken, eller räkna upp rubrikerna under wide: headings.",
    )


def _step(column: WideColumn, wide: Wide) -> int:
    year = next((value for key, value in column.holds.items() if key != "month"), 0)
    return (
        cast("int", year) if wide.headings == "years" else 12 * cast("int", year) + cast("int", column.holds["month"])
    )


def filled_first(row: Sequence[Cell]) -> int | None:
    """Return the position of a row's first filled cell, or None."""
    return next((i for i, cell in enumerate(row) if not is_blank(cell)), None)
