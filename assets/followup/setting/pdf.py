"""The same content as PDF/UA-1 and PDF/A-2a by Typst: tagged, with title and language, the same bytes when made again.

The content goes in as data (JSON), never as markup, so that no text can be taken for an instruction; the fonts are
those that Typst carries, so that every machine sets the same page.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC
from importlib import resources
from pathlib import Path

import typst

from assets.followup.content import Block, Card, Page, Picture
from assets.followup.view import ReportView
from models.words import numbers
from models.words.goals import KNOWN_AT
from models.words.judgements import FICTIONAL, STATUS, STATUS_SYMBOL
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
            sys_inputs={"content": json.dumps(_content(view, pages[name]), ensure_ascii=False)},
            timestamp=view.as_of.replace(tzinfo=UTC),
        )
        if not isinstance(document, bytes):
            raise TypeError(f"Typst gav {type(document).__name__} för {name}.pdf, inte ett dokument")
        (folder / f"{name}.pdf").write_bytes(document)


def _content(view: ReportView, page: Page) -> dict[str, object]:
    profile = view.definitions.model.municipality
    return {
        "title": page.title,
        "report": f"{profile.title} · {view.title}",
        "known": KNOWN_AT.format(day=numbers.day(view.as_of)),
        "day": [view.as_of.year, view.as_of.month, view.as_of.day],
        "banner": FICTIONAL if view.fictional else "",
        "note": profile.note or "",
        "contents": PAGE["contents"],
        "picture": PAGE["picture"],
        "heading": profile.colours.heading or "",
        "symbols": STATUS_SYMBOL,
        "statuses": STATUS,
        "sections": [
            {"title": s.title, "level": s.level, "blocks": [_block(b) for b in s.blocks]} for s in page.sections
        ],
    }


def _block(block: Block) -> dict[str, object]:
    if isinstance(block, Picture):
        return {**asdict(block), "svg": block.svg.replace("<svg ", SVG_FONT, 1)}
    if isinstance(block, Card):
        return {**asdict(block), "pictures": [_block(picture) for picture in block.pictures]}
    return asdict(block)
