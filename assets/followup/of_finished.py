"""What is made of a finished report afterwards: its documents and its pictures as files, from its own tables and definitions."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from assets.finished.diff import compare_reports
from assets.finished.open_finished import Side, open_side, report_before_or_told
from assets.finished.side_tables import read_table
from assets.finished.tables import OWN_MEASUREMENTS
from assets.followup.change_view import DiffView, build_diff_view
from assets.followup.content import Block, Card, Picture
from assets.followup.setting.html import contents, index_sections
from assets.followup.view import ReportView, build_report_view
from assets.workplace import Workplace
from models.errors import UsageError
from models.tables.header import published_tables
from models.tables.pandera_schemas import from_rows


def view_of_finished(side: Side, changes: DiffView | None = None) -> ReportView:
    """Return what the pages of a finished report were made from; one that was made before its own measurements were kept has none."""
    tables = {each: read_table(side, each) for each in published_tables()}
    kept = side.folder / OWN_MEASUREMENTS
    tables["year_value"] = pl.read_parquet(kept) if kept.is_file() else from_rows("year_value", [])
    return build_report_view(side.definitions, side.name.report, tables, side.as_of, changes, draft=side.draft)


def pictures_of(side: Side) -> Iterator[tuple[str, Picture]]:
    """Yield each picture of a finished report's pages once, with the name of the first page that it stands on."""
    view = view_of_finished(side)
    pages = contents(view)
    council = pages[view.pages[0].name]
    seen: set[str] = set()
    for name, sections in (("index", index_sections(view, council)), *((n, p.sections) for n, p in pages.items())):
        for drawn in (one for section in sections for block in section.blocks for one in _drawn(block)):
            if drawn.svg not in seen:
                seen.add(drawn.svg)
                yield name, drawn


def _drawn(block: Block) -> Iterator[Picture]:
    if isinstance(block, Picture):
        yield block
    if isinstance(block, Card):
        yield from (*block.pictures, *block.more_pictures)
        for card in block.within:
            yield from _drawn(card)


def documents_of(
    workplace: Workplace, name: str, unit_id: str | None, out: Path | None, word: Path | None, slides: Path | None
) -> list[Path]:
    """Write the documents of a finished report's units; return where.

    Args:
        workplace: where reports lie.
        name: the report, `<municipality>/<report>`, or an edition of it.
        unit_id: of this unit alone; None for the council and each committee.
        out: where to; None for the folder of documents.
        word: the municipality's own template for Word.
        slides: its own template for PowerPoint.

    Raises:
        UsageError: there is no such report or unit, or a template that cannot be used.
    """
    # They take half a second to import, and only this command needs them.
    from assets.followup.setting.documents import write_documents

    side = open_side(workplace, name)
    before = report_before_or_told(workplace, side.definitions.model, side.name.report)
    changes = None if before is None else build_diff_view(compare_reports(before, side))
    view = view_of_finished(side, changes)
    if not view.follows_up:
        raise UsageError(
            f"{name} följer inte upp mål, och inga dokument görs av den. Ange en delårs- eller årsrapport."
        )
    chosen = [page for page in view.pages if page.has_workbook and unit_id in {None, page.unit.id}]
    if not chosen:
        there = ", ".join(page.unit.id for page in view.pages if page.has_workbook)
        raise UsageError(f"{name} har ingen sida med dokument för '{unit_id}'. Ange någon av {there}.")
    pages = contents(view)
    folder = (out or workplace.home / "documents" / side.name.municipality / side.name.report).resolve()
    return [path for unit in chosen for path in write_documents(view, unit, pages[unit.name], folder, word, slides)]
