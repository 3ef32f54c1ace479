"""The overview: how the municipality stands, its goals, every committee in a row, what is to be decided, and the money.

What stands on the council's page too is that page's own, with links that lead there.
"""

from dataclasses import replace

from assets.followup.content import (
    Block,
    Bullets,
    Cell,
    Page,
    Section,
    ShownTable,
    Tiles,
    column,
    section,
    telling,
    words,
)
from assets.followup.pictures.svg import statuses
from assets.followup.sections.at_a_glance import tiles
from assets.followup.sections.goals import COUNTED, count_columns, counts, judged_whole, unit_columns, unit_row
from assets.followup.view import ReportView, UnitView, sum_title
from models.definitions.steering import Level
from models.words import pages as sv
from models.words.goals import TARGETS_BY_STATUS
from models.words.own_names import level_sum


def overview(view: ReportView, council: Page) -> list[Section]:
    """Return the sections of the overview; `council` is the page of the whole."""
    of = {made.id: made for made in council.sections}
    first = [block for block in of["i-korthet"].open if isinstance(block, (Tiles, ShownTable))]
    bars = [block for block in of["ekonomi"].open if block.kind == "picture"] if "ekonomi" in of else []
    made = [
        section("laget", [_on_page(council.name, block) for block in first]),
        section("namnder", [_committees(view)], names=view.words),
        *(
            replace(of[name], blocks=[_on_page(council.name, block) for block in of[name].blocks])
            for name in ("att-besluta", "att-omprova", "sedan-sist")
            if name in of
        ),
        section("ekonomi", bars),
        section("nivaer", [], folded=[_bars_of_all(view), _levels(view)]),
    ]
    return [each for each in made if each is not None]


def _on_page(page: str, block: Block) -> Block:
    """Return a block of a page as it stands elsewhere: its links lead to that page."""

    def there(link: str) -> str:
        return f"{page}.html{link}" if link.startswith("#") else link

    if isinstance(block, Bullets):
        return Bullets([(lead, text, there(link)) for lead, text, link in block.items])
    if isinstance(block, Tiles):
        return Tiles([replace(tile, link=there(tile.link)) for tile in block.items])
    if isinstance(block, ShownTable):
        rows = [[replace(cell, link=there(cell.link)) for cell in row] for row in block.rows]
        return ShownTable(block.caption, block.columns, rows, block.sheet, block.note)
    return block


def _committees(view: ReportView) -> ShownTable:
    pages = [page for page in view.pages if page.has_workbook and page.unit.level is not Level.COUNCIL]

    # What calls for attention first, whichever of the answers it is in.
    def attention(page: UnitView) -> tuple[int, ...]:
        marks = [tile.status for tile in tiles(view, page) if tile is not None]
        return (-marks.count("not_met"), -marks.count("partly"), -page.status["n_not_met"], -page.status["n_partly"])

    rows = [
        unit_row(view, page.status, words(page.unit.title, link=f"{page.name}.html"), coverage=False)
        for page in sorted(pages, key=attention)
    ]
    w = sv.COMMITTEES_SHOWN.in_own_words(view.words)
    return ShownTable(w.caption, unit_columns(view, column(w["page"]), w["status"], coverage=False), rows)


def _bars_of_all(view: ReportView) -> Block | None:
    shown = [page for page in view.pages if page.has_workbook]
    bars = [(sum_title(page.unit), {w: page.status[k] for k, w in COUNTED.items()}) for page in shown]
    return telling(
        statuses(TARGETS_BY_STATUS, bars, view.statuses, [page.status["lineage_id"] for page in shown]),
        "fact_unit fact_target",
        [page.unit.id for page in shown],
    )


def _levels(view: ReportView) -> ShownTable:
    rows: list[list[Cell]] = [
        [words(level_sum(view.words, row["level"])), judged_whole(view, row), *counts(row)] for row in view.levels
    ]
    w = sv.LEVELS_SHOWN
    return ShownTable(w.caption, [column(w["level"]), column(w["status"]), *count_columns(view)], rows)
