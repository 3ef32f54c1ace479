"""The same content as PDF/UA-1 and PDF/A-2a by Typst: tagged, with title and language, the same bytes when made again.

The content goes in as data (JSON), never as markup, so that no text can be taken for an instruction; the fonts are
those that Typst carries, so that every machine sets the same page.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC
from importlib import resources
from itertools import groupby
from pathlib import Path

import typst

from assets.followup.content import Block, Card, Page, Picture, Section, ShownTable
from assets.followup.view import ReportView
from models.words.at_a_glance import APPENDIX
from models.words.judgements import FICTIONAL, STATUS_SYMBOL
from models.words.pages import PAGE

SVG_FONT = '<svg font-family="Libertinus Serif" '


def write_papers(view: ReportView, pages: Mapping[str, Page], names: Sequence[str], folder: Path) -> None:
    """Write `<name>.pdf` for each of `names`."""
    source = (resources.files("assets.followup.setting") / "templates" / "paper.typ").read_bytes()
    compiler = typst.Compiler(font_paths=typst.Fonts(include_system_fonts=False))
    for name in names:
        document = compiler.compile(
            input=source,
            format="pdf",
            pdf_standards=["a-2a", "ua-1"],
            sys_inputs={"content": json.dumps(_content(view, pages[name]), ensure_ascii=False, default=str)},
            timestamp=view.as_of.replace(tzinfo=UTC),
        )
        if not isinstance(document, bytes):
            raise TypeError(f"Typst gav {type(document).__name__} för {name}.pdf, inte ett dokument")
        (folder / f"{name}.pdf").write_bytes(document)


def _content(view: ReportView, page: Page) -> dict[str, object]:
    profile = view.definitions.model.municipality
    return {
        "title": page.title,
        "author": profile.title,
        "report": f"{profile.title} · {view.title}",
        "known": view.known,
        "day": [view.as_of.year, view.as_of.month, view.as_of.day],
        "banner": FICTIONAL if view.fictional else "",
        "note": profile.note or "",
        "contents": PAGE["contents"],
        "picture": PAGE["picture"],
        "heading": profile.colours.heading or "",
        "symbols": STATUS_SYMBOL,
        "statuses": view.statuses,
        "appendix_title": APPENDIX,
        "sections": [
            {"title": s.title, "level": s.level, "status": s.status, "blocks": _blocks(s.open)} for s in page.sections
        ],
        "appendix": [
            {"title": s.title, "level": s.level, "blocks": blocks} for s in page.sections if (blocks := _under(s))
        ],
    }


def _blocks(blocks: Sequence[Block]) -> list[dict[str, object]]:
    """Return blocks as data; cards that follow each other are set side by side."""
    told: list[dict[str, object]] = []
    for is_card, same in groupby(blocks, lambda block: isinstance(block, Card)):
        data = [_block(block) for block in same]
        if is_card:
            told.append({"kind": "cards", "cards": data})
        else:
            told += data
    return told


def _under(section: Section) -> list[dict[str, object]]:
    """Return what is folded of a section and of its cards, which stands in the appendix."""
    cards = [block for block in section.blocks if isinstance(block, Card)]
    return [*_blocks(section.folded), *_blocks([under for card in cards for under in folded_of(card)])]


def folded_of(card: Card) -> list[Card]:
    """Return what is folded of a card as cards of their own: the rest of what is told, and each gender's."""
    rest = Card(
        card.anchor,
        card.title,
        card.status,
        "",
        [*([card.meta] if card.meta else []), *card.more],
        (),
        card.more_pictures,
    )
    return [
        *([rest] if rest.sentences or rest.pictures else []),
        *(each for one in card.within for each in (one, *folded_of(one))),
    ]


def _block(block: Block) -> dict[str, object]:
    if isinstance(block, Picture):
        return {
            "kind": block.kind,
            "svg": _set_in_font(block.svg),
            "title": block.title,
            "description": block.description,
        }
    if isinstance(block, Card):
        shown = {name: getattr(block, name) for name in ("kind", "title", "status", "own_status", "value", "sentences")}
        return {
            **shown, "own": [asdict(own) for own in block.own], "pictures": [_block(picture) for picture in block.pictures],
        }  # fmt: skip
    if isinstance(block, ShownTable):
        rows = [[{**asdict(cell), "svg": _set_in_font(cell.svg)} for cell in row] for row in block.rows]
        return {**asdict(block), "rows": rows}
    return asdict(block)


def _set_in_font(svg: str) -> str:
    return svg.replace("<svg ", SVG_FONT, 1)
