"""A page's answers as what people work on in Word and PowerPoint: a proposal to the committee, an account, and slides.

A selection of the page's own content, so that they cannot say anything else. Styles are the template's own, so that a
municipality's template sets its letters and colours. The same report gives the same bytes.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar, cast

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.coreprops import CoreProperties as WordProperties
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement  # pyright: ignore[reportUnknownVariableType]  half typed
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length
from pptx import Presentation
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.exc import PythonPptxError
from pptx.parts.coreprops import CorePropertiesPart as SlidesProperties
from pptx.presentation import Presentation as Slides
from pptx.shapes.placeholder import SlidePlaceholder
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Emu, Pt

from assets.followup.content import Block, Bullets, Card, OwnWords, Page, Paragraph, Section, ShownTable, Tiles
from assets.followup.view import ReportView, UnitView
from assets.storage.packed import packed
from assets.storage.write_whole import write_whole
from models.definitions.steering import Level
from models.errors import UsageError
from models.words import documents as sv
from models.words.judgements import FICTIONAL

Book = TypeVar("Book", WordDocument, Slides)
LANGUAGE = "sv-SE"
# What a slide holds and can still be read from the last row.
MAX_ON_SLIDE = 7
_MAX_LETTERS = 170


def write_documents(
    view: ReportView, unit: UnitView, page: Page, folder: Path, word: Path | None = None, slides: Path | None = None
) -> list[Path]:
    """Write the unit's proposal and account (.docx) and its slides (.pptx); return where.

    Args:
        view: the report.
        unit: whose documents.
        page: the unit's page, whose content they select.
        folder: where to.
        word: the municipality's own template for Word; None for a plain one.
        slides: its own template for PowerPoint.

    Raises:
        UsageError: a template cannot be read, or lacks a style or layout that is needed.
    """
    parts = {made.id: made for made in page.sections}
    made = {
        f"{unit.name}-{sv.PROPOSAL_FILE}.docx": _word(
            word, lambda book: _proposal(book, view, unit, parts), view, page
        ),
        f"{unit.name}-{sv.ACCOUNT_FILE}.docx": _word(word, lambda book: _account(book, view, page), view, page),
        f"{unit.name}.pptx": _slides(slides, view, page, parts),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, body in made.items():
        write_whole(folder / name, body)
    return [folder / name for name in made]


def _word(template: Path | None, fill: Callable[[WordDocument], None], view: ReportView, page: Page) -> bytes:
    book = _opened(template, Document)
    for lang in cast("Iterator[BaseOxmlElement]", book.styles.element.iter(qn("w:lang"))):
        lang.set(qn("w:val"), LANGUAGE)
    _describe(book.core_properties, view, page)
    try:
        fill(book)
    except KeyError as error:
        raise UsageError(sv.NO_STYLE.format(file=template, name=str(error).strip("'\""))) from None
    saved = io.BytesIO()
    book.save(saved)
    return _same_bytes(saved.getvalue())


def _opened(template: Path | None, read: Callable[[str | None], Book]) -> Book:
    try:
        return read(str(template) if template else None)
    except (KeyError, OSError, ValueError, SyntaxError, zipfile.BadZipFile, OpcError, PythonPptxError) as error:
        raise UsageError(sv.NO_TEMPLATE.format(file=template)) from error


def _describe(properties: WordProperties | SlidesProperties, view: ReportView, page: Page) -> None:
    """Say what a file is, whose and of when; its dates are the report's instant."""
    profile = view.definitions.model.municipality
    told = {
        "title": f"{page.title} · {view.title}", "author": profile.title, "language": LANGUAGE, "created": view.as_of,
        "modified": view.as_of, "last_modified_by": profile.title, "comments": "", "revision": 1,
    }  # fmt: skip
    for name, value in told.items():
        setattr(properties, name, value)


def _head(book: WordDocument, view: ReportView, what: str, title: str) -> None:
    book.add_paragraph(f"{view.definitions.model.municipality.title} · {what}")
    book.add_heading(title, level=1)
    if view.fictional:
        book.add_paragraph(FICTIONAL)


def _proposal(book: WordDocument, view: ReportView, unit: UnitView, parts: dict[str, Section]) -> None:
    """Fill a proposal to the committee: what is asked for stands last, and what a person must write is seen as missing."""
    _head(book, view, sv.PROPOSAL, f"{view.title}, {unit.unit.title}")
    for label in (sv.DIARY_NUMBER, sv.DAY, sv.OFFICER):
        book.add_paragraph(f"{label}: {sv.TO_WRITE}")
    book.add_heading(sv.SUMMARY, level=2)
    _set(book, view, [block for block in parts["i-korthet"].open if isinstance(block, Tiles)])
    book.add_heading(sv.BACKGROUND, level=2)
    book.add_paragraph(f"{sv.REPORT_OF.format(report=view.title, unit=unit.unit.title)} {view.known}")
    if "ekonomi" in parts:
        book.add_heading(parts["ekonomi"].title, level=2)
        _set(book, view, parts["ekonomi"].open)
    book.add_heading(sv.FULFILMENT, level=2)
    _set(book, view, [block for block in parts["i-korthet"].open if isinstance(block, ShownTable)])
    book.add_heading(sv.ASSESSMENT, level=2)
    own = [block for block in parts["i-korthet"].open if isinstance(block, OwnWords)]
    _set(book, view, own) if own else book.add_paragraph(sv.TO_WRITE)
    for name in ("att-omprova", "sedan-sist"):
        if name in parts:
            book.add_heading(parts[name].title, level=3)
            _set(book, view, parts[name].open)
    book.add_heading(sv.PROPOSED_DECISION, level=2)
    approves = sv.APPROVES if unit.unit.level is not Level.COUNCIL else sv.NOTES
    book.add_paragraph(approves.format(unit=unit.unit.title, report=view.title), style="List Number")
    calls = [item for block in _open(parts, "att-besluta") if isinstance(block, Bullets) for item in block.items]
    for lead, text, _ in calls:
        book.add_paragraph(f"{sv.TO_DECIDE_ON.format(what=lead)} {text}", style="List Number")


def _account(book: WordDocument, view: ReportView, page: Page) -> None:
    """Fill an account of the work: the page's sections as they stand open, each to be written on."""
    _head(book, view, sv.ACCOUNT, f"{page.title}, {view.title}")
    for made in page.sections:
        if made.open or made.id.startswith("text-"):
            book.add_heading(made.title, level=made.level)
            _set(book, view, made.open or made.folded)


def _open(parts: dict[str, Section], name: str) -> Sequence[Block]:
    return parts[name].open if name in parts else []


def _set(book: WordDocument, view: ReportView, blocks: Sequence[Block]) -> None:
    """Set blocks as headings, paragraphs, lists and tables; pictures stand in the PDF alone."""
    for block in blocks:
        if isinstance(block, ShownTable):
            _table(book, block)
        elif isinstance(block, Tiles):
            for tile in block.items:
                book.add_paragraph(_tile(tile.caption, tile.figure, tile.word, tile.text), style="List Bullet")
        elif isinstance(block, Bullets):
            for lead, text, _ in block.items:
                line = book.add_paragraph(style="List Bullet")
                line.add_run(f"{lead}. " if lead else "").bold = True
                line.add_run(text)
        elif isinstance(block, OwnWords):
            status = f": {view.statuses[block.status].lower()}" if block.status else ""
            book.add_paragraph().add_run(f"{block.heading}{status}. {block.differs}".strip()).bold = True
            book.add_paragraph(block.text)
        elif isinstance(block, Paragraph) and block.text:
            book.add_paragraph(block.text)
        elif isinstance(block, Card):
            _card(book, block)


def _tile(caption: str, figure: str, word: str, text: str) -> str:
    return f"{caption}: {' '.join(filter(None, [figure, word]))}{f'. {text}' if text else ''}".rstrip(".") + "."


def _card(book: WordDocument, card: Card) -> None:
    book.add_paragraph().add_run(card.title).bold = True
    for sentence in card.sentences:
        book.add_paragraph(sentence)


def _table(book: WordDocument, shown: ShownTable) -> None:
    book.add_paragraph().add_run(shown.caption).bold = True
    keep = _kept(shown)
    table = book.add_table(rows=1, cols=len(keep), style="Table Grid")
    for cell, i in zip(table.rows[0].cells, keep, strict=True):
        cell.paragraphs[0].add_run(shown.columns[i].title).bold = True
    # The heading row is told as one, and stands on each page.
    properties = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  python-docx has no name for it
    properties.append(OxmlElement("w:tblHeader"))
    # As wide as what stands there asks for, within reason: a table that is set by its headings breaks every word.
    longest = [max(12, *(min(len(row[i].text), 60) for row in shown.rows)) for i in keep]
    section = book.sections[-1]
    width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    table.autofit = False
    for column, n in zip(table.columns, longest, strict=True):
        column.width = Length(width * n // sum(longest))
    for row in shown.rows:
        for cell, i in zip(table.add_row().cells, keep, strict=True):
            cell.text = ", ".join(filter(None, [row[i].text, row[i].note])) if i else row[i].text


def _kept(shown: ShownTable) -> list[int]:
    """Return the columns that say something in words: not those that are drawn alone."""
    return [i for i in range(len(shown.columns)) if not any(row[i].svg and not row[i].note for row in shown.rows)]


def _slides(template: Path | None, view: ReportView, page: Page, parts: dict[str, Section]) -> bytes:
    deck = _opened(template, Presentation)
    _describe(deck.core_properties, view, page)
    if len(deck.slide_layouts) < 6:  # noqa: PLR2004
        raise UsageError(sv.NO_LAYOUT.format(file=template))
    first = deck.slides.add_slide(deck.slide_layouts[0])
    _title(first, page.title)
    _write(first, [view.title, view.known, *([FICTIONAL] if view.fictional else [])], 24)
    at_once = parts["i-korthet"]
    tiles = [tile for block in at_once.open if isinstance(block, Tiles) for tile in block.items]
    _list(deck, at_once.title, [_tile(t.caption, t.figure, t.word, t.text) for t in tiles])
    for block in at_once.open:
        if isinstance(block, ShownTable) and block.rows:
            _goals(deck, block)
    for name in ("ekonomi", "att-besluta", "att-omprova", "sedan-sist"):
        told = [
            f"{lead}. {text}"
            for block in _open(parts, name)
            if isinstance(block, Bullets)
            for lead, text, _ in block.items
        ]
        told += [block.text for block in _open(parts, name) if isinstance(block, Paragraph) and not told and block.text]
        if told:
            _list(deck, parts[name].title, told)
    saved = io.BytesIO()
    deck.save(saved)
    return _same_bytes(saved.getvalue())


def _title(slide: Slide, text: str) -> None:
    title = slide.shapes.title
    if title is None:
        raise UsageError(sv.NO_LAYOUT.format(file=""))
    title.text_frame.text = text
    _in_swedish(title.text_frame)


def _in_swedish(frame: TextFrame) -> None:
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            run.font.language_id = MSO_LANGUAGE_ID.SWEDISH


def _write(slide: Slide, lines: Sequence[str], size: int | None = None) -> None:
    """Write lines into the slide's own place for text, so that it is read in order."""
    body = next(shape for shape in slide.placeholders if shape.placeholder_format.idx == 1)
    frame = cast("SlidePlaceholder", body).text_frame
    for i, text in enumerate(lines):
        paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
        paragraph.text = text
        if size:
            paragraph.font.size = Pt(size)
    _in_swedish(frame)


def _list(deck: Slides, title: str, lines: Sequence[str]) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    _title(slide, title)
    shown = [
        text if len(text) <= _MAX_LETTERS else f"{text[: _MAX_LETTERS - 1].rstrip()}…" for text in lines[:MAX_ON_SLIDE]
    ]
    more = [sv.MORE_IN_REPORT.format(n=len(lines) - MAX_ON_SLIDE)] if len(lines) > MAX_ON_SLIDE else []
    _write(slide, [*shown, *more], 18)


def _goals(deck: Slides, shown: ShownTable) -> None:
    """Add a slide with the first three columns of the goals: goal, judgement and why."""
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    _title(slide, shown.caption)
    rows = shown.rows[:MAX_ON_SLIDE]
    width, left = int(cast("int", deck.slide_width)), Emu(457200)
    frame = slide.shapes.add_table(
        len(rows) + 1, 3, left, Emu(1750000), Emu(width - 2 * left), Emu(400000 * (len(rows) + 1))
    )
    frame._element.nvGraphicFramePr.cNvPr.set("descr", shown.caption)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  the alternative text has no name
    table = frame.table
    for i, share in enumerate((0.3, 0.17, 0.53)):
        table.columns[i].width = Emu(int((width - 2 * left) * share))
    texts = [[column.title for column in shown.columns[:3]], *[[cell.text for cell in row[:3]] for row in rows]]
    for r, row in enumerate(texts):
        for c, text in enumerate(row):
            told = table.cell(r, c).text_frame
            told.text = text if len(text) <= _MAX_LETTERS else f"{text[: _MAX_LETTERS - 1].rstrip()}…"
            for paragraph in told.paragraphs:
                paragraph.font.size = Pt(12)
            _in_swedish(told)


def _same_bytes(data: bytes) -> bytes:
    """Return an office file whose parts bear no time of their own."""
    with zipfile.ZipFile(io.BytesIO(data)) as given:
        return packed({name: given.read(name) for name in given.namelist()})
