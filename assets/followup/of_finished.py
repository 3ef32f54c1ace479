"""What is made of a finished report afterwards: its documents, from its own tables and definitions."""

from pathlib import Path

from assets.finished.diff import compare_reports
from assets.finished.open_finished import open_side, report_before_or_told
from assets.finished.side_tables import read_table
from assets.followup.change_view import build_diff_view
from assets.followup.setting.html import contents
from assets.followup.view import build_report_view
from assets.workplace import Workplace
from models.errors import UsageError
from models.tables.header import published_tables
from models.tables.pandera_schemas import from_rows


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
    tables = {each: read_table(side, each) for each in published_tables()}
    # Pictures over time, which need what the municipality measured by year, stand in no document.
    tables["year_value"] = from_rows("year_value", [])
    before = report_before_or_told(workplace, side.definitions.model, side.name.report)
    changes = None if before is None else build_diff_view(compare_reports(before, side))
    view = build_report_view(side.definitions, side.name.report, tables, side.as_of, changes, draft=side.draft)
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
