"""The overview: how the municipality stands, its goals, every committee in a row, what is to be decided, and the money."""

from collections.abc import Sequence
from dataclasses import replace

from assets.followup.content import Block, Bullets, Cell, Section, ShownTable, Tiles, column, section, words
from assets.followup.pictures.svg import statuses
from assets.followup.sections.at_a_glance import (
    goals_table,
    in_order_of_attention,
    since_last,
    tiles,
    to_decide,
    to_reconsider,
)
from assets.followup.sections.goals import (
    COUNT_COLUMNS,
    COUNTED,
    counts,
    judged_whole,
    standing,
    standing_columns,
)
from assets.followup.sections.money_and_staff import economy
from assets.followup.view import ReportView, UnitView, sum_title
from models.definitions.steering import Level
from models.words import pages as sv
from models.words.goals import TARGETS_BY_STATUS
from models.words.own_names import level_sum


def overview(view: ReportView) -> list[Section]:
    """Return the sections of the overview; what stands on the council's page too leads there."""
    council = next(page for page in view.pages if page.unit.level is Level.COUNCIL)
    money = economy(view, council)
    bars = [block for block in money.open if block.kind == "picture"] if money else []
    answers = [replace(tile, link=_there(council, tile.link)) for tile in tiles(view, council) if tile is not None]
    made = [
        section(
            "laget",
            [
                Tiles(answers),
                goals_table(view, in_order_of_attention(council), council.unit.id, f"{council.name}.html"),
            ],
        ),
        section("namnder", [_committees(view)]),
        *(
            _on_page(council, each)
            for each in (to_decide(view, council), to_reconsider(view, council), since_last(view, council))
        ),
        section("ekonomi", bars),
        section("nivaer", [], folded=[_bars_of_all(view), _levels(view)]),
    ]
    return [each for each in made if each is not None]


def _there(page: UnitView, link: str) -> str:
    return f"{page.name}.html{link}" if link.startswith("#") else link


def _on_page(page: UnitView, made: Section | None) -> Section | None:
    """Return a section of a page as it stands elsewhere: its links lead to that page."""
    if made is None:
        return None
    blocks: list[Block] = [
        Bullets([(lead, text, _there(page, link)) for lead, text, link in block.items])
        if isinstance(block, Bullets)
        else block
        for block in made.blocks
    ]
    return replace(made, blocks=blocks)


def _committees(view: ReportView) -> ShownTable:
    pages = [page for page in view.pages if page.has_workbook and page.unit.level is not Level.COUNCIL]

    # What calls for attention first, whichever of the answers it is in.
    def attention(page: UnitView) -> tuple[int, ...]:
        marks = [tile.status for tile in tiles(view, page) if tile is not None]
        return (-marks.count("not_met"), -marks.count("partly"), -page.status["n_not_met"], -page.status["n_partly"])

    pages.sort(key=attention)
    rows: list[Sequence[Cell]] = [
        [
            words(page.unit.title, link=f"{page.name}.html"),
            judged_whole(page.status),
            *counts(page.status)[: len(COUNTED)],
            *standing(view, page.unit.id),
        ]
        for page in pages
    ]
    w = sv.COMMITTEES_SHOWN
    heads = [column(w["page"]), column(w["status"]), *COUNT_COLUMNS[: len(COUNTED)], *standing_columns()]
    return ShownTable(w.caption, heads, rows)


def _bars_of_all(view: ReportView) -> Block | None:
    bars = [(sum_title(p.unit), {w: p.status[k] for k, w in COUNTED.items()}) for p in view.pages if p.has_workbook]
    return statuses(TARGETS_BY_STATUS, bars)


def _levels(view: ReportView) -> ShownTable:
    rows: list[list[Cell]] = [
        [words(level_sum(view.words, row["level"])), judged_whole(row), *counts(row)] for row in view.levels
    ]
    w = sv.LEVELS_SHOWN
    return ShownTable(w.caption, [column(w["level"]), column(w["status"]), *COUNT_COLUMNS], rows)
