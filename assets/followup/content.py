"""What a page says, apart from how it is set: sections of sentences, tables and pictures.

The HTML page, the PDF and the workbook are three settings of the same content, so that they cannot say different things.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from models.definitions.own_words import STANDARD
from models.definitions.own_words import OwnWords as MunicipalityWords
from models.words import numbers
from models.words.own_names import in_own_words
from models.words.sections import SECTION_LEAD, SECTION_TITLE
from models.words.sentences import BETTER, INSIDE, ON_TARGET, OUTSIDE, year_said

TEXT = "@"
WHOLE = "#,##0"
PERCENT = "0%"


@dataclass(frozen=True)
class Cell:
    """A cell: as people read it, and as a workbook holds it (`value`, null an empty cell, with a number format)."""

    text: str = "–"
    value: float | str | date | None = None
    pattern: str = TEXT
    note: str = ""
    status: str = ""
    lineage: str = ""
    link: str = ""
    svg: str = ""


@dataclass(frozen=True)
class ShownColumn:
    """A column's heading, whether it holds numbers, and its width in a workbook, in characters."""

    title: str
    number: bool = False
    width: int = 14
    note: str = ""


@dataclass(frozen=True)
class ShownTable:
    """A table; the first cell of a row is its heading. `sheet` names its sheet in the workbook; empty: not there."""

    caption: str
    columns: Sequence[ShownColumn]
    rows: Sequence[Sequence[Cell]]
    sheet: str = ""
    note: str = ""
    kind: str = field(default="table", init=False)

    def compact(self) -> "ShownTable":
        """Return the table without columns in which no row says anything."""
        says_something = [
            i == 0 or any(row[i].value is not None or row[i].note for row in self.rows)
            for i in range(len(self.columns))
        ]
        columns = [c for c, keep in zip(self.columns, says_something, strict=True) if keep]
        rows = [[cell for cell, keep in zip(row, says_something, strict=True) if keep] for row in self.rows]
        return ShownTable(self.caption, columns, rows, self.sheet, self.note)


@dataclass(frozen=True)
class Paragraph:
    """Sentences of ours; `soft` for what explains."""

    text: str
    soft: bool = False
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True)
class OwnWords:
    """A unit's own judgement or comment: beside ours and marked as theirs, never over it.

    `differs` says that its status is another than the computed one.
    """

    heading: str
    text: str
    status: str = ""
    differs: str = ""
    kind: str = field(default="own", init=False)


@dataclass(frozen=True)
class Bullets:
    """A list; each item a lead word, a text and a link, of which any may be empty."""

    items: Sequence[tuple[str, str, str]]
    kind: str = field(default="bullets", init=False)


@dataclass(frozen=True)
class Picture:
    """A picture as SVG, with what it is and what it shows in words and in numbers, made from the same data.

    `facts` are the published tables (models/sql/star) that such numbers are decided to be published with, and `units` whose
    they are; `indicator_id` and `gender` are empty where they are of no single one.
    """

    svg: str
    title: str
    description: str
    numbers: ShownTable
    facts: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    indicator_id: str = ""
    gender: str = ""
    kind: str = field(default="picture", init=False)


@dataclass(frozen=True)
class Card:
    """An indicator: what is said first with its picture, and folded under it the rest and each gender's own card."""

    anchor: str
    title: str
    status: str
    value: str
    sentences: Sequence[str]
    own: Sequence[OwnWords]
    pictures: Sequence[Picture]
    meta: str = ""
    more: Sequence[str] = ()
    more_pictures: Sequence[Picture] = ()
    within: Sequence["Card"] = ()
    # What the municipality calls the status; empty where it has no steps of its own.
    own_status: str = ""
    kind: str = field(default="card", init=False)


@dataclass(frozen=True)
class Tile:
    """One of the answers that a page begins with: a figure with its word and mark (a status; none where nothing is judged)."""

    caption: str
    figure: str
    word: str
    text: str = ""
    status: str = ""
    link: str = ""


@dataclass(frozen=True)
class Tiles:
    """The answers that a page begins with, side by side."""

    items: Sequence[Tile]
    kind: str = field(default="tiles", init=False)


Block = ShownTable | Paragraph | OwnWords | Bullets | Picture | Card | Tiles


@dataclass(frozen=True)
class Section:
    """A part of a page under its own heading; `level` 2 stands in the table of contents, 3 under it.

    So many of its blocks as `shown` says stand open, all where it is None; the rest is folded, and on paper in the appendix.
    A `status` stands beside the heading.
    """

    id: str
    title: str
    blocks: Sequence[Block]
    level: int = 2
    shown: int | None = None
    status: str = ""

    @property
    def open(self) -> Sequence[Block]:
        """The blocks that stand open."""
        return self.blocks[: self.shown]

    @property
    def folded(self) -> Sequence[Block]:
        """The blocks that are folded."""
        return [] if self.shown is None else self.blocks[self.shown :]


@dataclass(frozen=True)
class Page:
    """A page and its file's name without ending; `lead` is what a reader who stops there has learnt."""

    name: str
    title: str
    sections: Sequence[Section]

    @property
    def tables(self) -> list[ShownTable]:
        """The tables that have a sheet of their own in the workbook."""
        return [b for section in self.sections for b in section.blocks if isinstance(b, ShownTable) and b.sheet]


def words(value: str | None, note: str = "", link: str = "") -> Cell:
    """Return a cell of text."""
    return Cell(note=note) if value is None or value == "" else Cell(value, value, note=note, link=link)


def on_day(value: date | datetime | None, note: str = "") -> Cell:
    """Return a day; a workbook holds it as a date."""
    if value is None:
        return Cell(note=note)
    day = value.date() if isinstance(value, datetime) else value
    return Cell(numbers.day(day), day, "yyyy-mm-dd", note=note)


def figure(value: float | None, decimals: int, *, lineage: str = "", note: str = "") -> Cell:
    """Return a cell with a number."""
    return Cell(numbers.number(value, decimals), value, decimal_pattern(decimals), note=note, lineage=lineage)


def moved(value: float | None, decimals: int, *, lineage: str = "", note: str = "") -> Cell:
    """Return a cell with a difference, which shows its sign."""
    plain = decimal_pattern(decimals)
    return Cell(numbers.signed(value, decimals), value, f"+{plain};−{plain};{plain}", note=note, lineage=lineage)


def against_target(gap: float | None, decimals: int, *, interval: bool, lineage: str = "") -> Cell:
    """Return a cell with how far a value is from its target, in words instead of a sign that a direction would turn."""
    better, worse, even = (INSIDE, OUTSIDE, INSIDE) if interval else (BETTER[True], BETTER[False], ON_TARGET)
    cell = in_words(gap, decimals, better, worse, even)
    if interval and gap is not None and gap >= 0:
        cell = Cell(INSIDE, gap, f'"{INSIDE}"')
    return replace(cell, lineage=lineage)


def in_words(value: float | None, decimals: int, better: str, worse: str, even: str) -> Cell:
    """Return a cell with a number that is above zero where something is better, with a word in place of its sign."""
    if value is None:
        return Cell()
    rounded, plain = numbers.round_half_up(value, decimals), decimal_pattern(decimals)
    text = f"{numbers.number(abs(value), decimals)} {better if rounded > 0 else worse}" if rounded else even
    return Cell(text, value, f'{plain}" {better}";{plain}" {worse}";"{even}"')


def part(value: float | None, *, lineage: str = "") -> Cell:
    """Return a cell with a share of 1, as a whole percentage."""
    return Cell(numbers.share(value), value, PERCENT, lineage=lineage)


def judged(names: Mapping[str, str], word: str, note: str = "", own: str | None = None) -> Cell:
    """Return a cell with a status of fulfilment, as `names` calls it; `own` is the municipality's own step."""
    said = own or names[word]
    return Cell(said, said, note=note, status=word)


def year_of(value: int | None, kind: str | None = None) -> Cell:
    """Return a cell with a year, which has no thousands space; of a measurement of a school year 2024/25, and 2025 to count with."""
    if value is None:
        return Cell("–", None, "0")
    said = year_said(value, kind)
    return Cell(said, value, "0" if said == str(value) else f'"{said}"')


def decimal_pattern(decimals: int) -> str:
    """Return the number format of so many decimals; each language's Excel shows it in its own way."""
    return WHOLE + ("." + "0" * decimals if decimals else "")


def column(title: str, width: int = 14, note: str = "") -> ShownColumn:
    """Return a column of text."""
    return ShownColumn(title, width=width, note=note)


def number_column(title: str, width: int = 12, note: str = "") -> ShownColumn:
    """Return a column of numbers."""
    return ShownColumn(title, number=True, width=width, note=note)


def section(
    id: str,  # noqa: A002
    blocks: Sequence[Block | None],
    title: str = "",
    level: int = 2,
    folded: Sequence[Block | None] = (),
    status: str = "",
    names: MunicipalityWords = STANDARD,
) -> Section | None:
    """Return a section of what there is of its blocks, or None where there is nothing: no empty heading.

    Its title is the one that its id has in `models.words.sections`, where none is given; `folded` stands last and is folded.
    """
    there, under = ([block for block in map(_there, some) if block is not None] for some in (blocks, folded))
    if not there and not under:
        return None
    return Section(
        id,
        title or in_own_words(SECTION_TITLE[id], names),
        [*there, *under],
        level,
        len(there) if under else None,
        status,
    )


def telling(
    drawn: Picture | None, facts: str, units: Iterable[str], origins: str | Sequence[str] = ""
) -> Picture | None:
    """Return a picture with the published tables that it tells of, the units, and where its numbers come from.

    `origins` are of each row of its numbers, or one of all; a number that has its own keeps it.
    """
    if drawn is None:
        return None
    rows = drawn.numbers.rows
    of_rows = [origins] * len(rows) if isinstance(origins, str) else origins
    led = [
        [label, *(replace(cell, lineage=cell.lineage or origin) for cell in cells)]
        for (label, *cells), origin in zip(rows, of_rows, strict=True)
    ]
    numbers = replace(drawn.numbers, rows=led)
    return replace(drawn, numbers=numbers, facts=tuple(facts.split()), units=tuple(sorted(set(units))))


def _there(block: Block | None) -> Block | None:
    if not isinstance(block, ShownTable):
        return block
    return block.compact() if block.rows else None


def lead(id: str, names: MunicipalityWords = STANDARD) -> Paragraph:  # noqa: A002
    """Return what stands first in a section, and explains it."""
    return Paragraph(in_own_words(SECTION_LEAD[id], names), soft=True)
