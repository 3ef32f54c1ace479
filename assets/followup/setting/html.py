"""The report as HTML pages: self-contained, nothing is fetched, everything escaped."""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment
from markupsafe import Markup

from assets.followup.content import Cell, Page, ShownTable, column, words
from assets.followup.lineage_pages.page import PageTraces, environment
from assets.followup.pictures.svg import statuses
from assets.followup.sections.agenda_2030 import agenda_page
from assets.followup.sections.audit import audit_page
from assets.followup.sections.goals import (
    COUNT_COLUMNS,
    COUNTED,
    counts,
    judged_whole,
    standing,
    standing_columns,
    unit_page,
)
from assets.followup.sections.money_and_staff import money_in_short
from assets.followup.sections.oversight import oversight_page
from assets.followup.view import AGENDA, AUDIT, OVERSIGHT, ReportView, sum_title
from models.errors import DefinitionError, Fault
from models.tables.rows import GlobalGoalsRow
from models.words import all_words
from models.words import pages as sv
from models.words.goals import STANDING, TARGETS_BY_STATUS
from models.words.judgements import GOAL_KIND, LEVEL, UNIT_LEVEL


class Hit(NamedTuple):
    """What the overview finds: a name, what it is, and where it stands."""

    title: str
    what: str
    link: str


def contents(view: ReportView) -> dict[str, Page]:
    """Return every page of a report by its file name without ending, but for the overview.

    Raises:
        DefinitionError: two pages would have the same name.
    """
    pages = [unit_page(view, unit) for unit in view.pages]
    if not view.monthly:
        pages += [page for page in (oversight_page(view), agenda_page(view), audit_page(view)) if page is not None]
    names = [page.name for page in pages]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        wrong = [
            Fault("units.yaml", 0, name, f"två sidor skulle heta {name}.html.", "Ge enheten ett annat id.")
            for name in twice
        ]
        raise DefinitionError(wrong)
    return dict(zip(names, pages, strict=True))


def with_files(view: ReportView) -> list[str]:
    """Return the names of the pages that also come as a workbook and a PDF."""
    agenda = [AGENDA] if view.rows(GlobalGoalsRow) else []
    return [
        *(unit.name for unit in view.pages if unit.has_workbook),
        *([] if view.monthly else [OVERSIGHT, *agenda, AUDIT]),
    ]


def page_templates() -> Environment:
    """Return the templates of a report's own pages and of a diff's, with one style and its hash."""
    templates = environment()
    style = _template("style.css")
    # Jinja types its globals as the few that it begins with.
    shared: dict[str, Any] = {"sv": all_words(), "style": Markup(style), "style_hash": _hash(style)}  # noqa: S704
    templates.globals.update(shared)
    return templates


def write_pages(view: ReportView, pages: Mapping[str, Page], folder: Path) -> None:
    """Write `index.html` and every page of `contents`, and `trace-<page>.html` beside each."""
    templates = page_templates()
    names: dict[str, object] = {"view": view, "profile": view.definitions.model.municipality}
    script = f"{templates.get_template('search.js').render()}\n"
    traces = PageTraces("index")
    index = templates.get_template("index.html", globals=names).render(
        traced=traces.link,
        money=pages[view.pages[0].name].tables if view.monthly else [],
        committees=_money(view) if view.monthly else _committees(view),
        levels=_levels(view),
        picture=statuses(
            TARGETS_BY_STATUS,
            [(sum_title(p.unit), {w: p.status[k] for k, w in COUNTED.items()}) for p in view.pages if p.has_workbook],
        ),
        hits=hits(view),
        oversight=OVERSIGHT,
        agenda=AGENDA if AGENDA in pages else "",
        audit=AUDIT,
        script=Markup(script),  # noqa: S704
        script_hash=_hash(script),
    )
    (folder / "index.html").write_text(index, encoding="utf-8", newline="\n")
    traces.write(view, sv.OVERVIEW["title"], folder)
    template = templates.get_template("page.html", globals=names)
    files = with_files(view)
    for name, page in pages.items():
        traces = PageTraces(name)
        text = template.render(page=page, files=name in files, traced=traces.link)
        (folder / f"{name}.html").write_text(text, encoding="utf-8", newline="\n")
        traces.write(view, page.title, folder)


def hits(view: ReportView) -> list[Hit]:
    """Return every unit, goal and indicator with where it stands, in the order of the alphabet."""
    hits_once: dict[Hit, None] = {}
    for unit in view.pages:
        hits_once[Hit(unit.unit.title, UNIT_LEVEL[unit.unit.level], f"{unit.name}.html")] = None
        if not unit.has_workbook or view.monthly:
            continue
        for goal in unit.goals:
            hits_once[
                Hit(
                    goal.goal.title,
                    sv.HIT.format(what=GOAL_KIND[goal.goal.kind], unit=goal.unit.title),
                    f"{unit.name}.html#mal-{goal.goal.id}",
                )
            ] = None
            for item in goal.indicators:
                hits_once[
                    Hit(
                        item.title,
                        sv.HIT.format(what=sv.INDICATOR, unit=goal.unit.title),
                        f"{unit.name}.html#{item.anchor}",
                    )
                ] = None
    shown = {unit.unit.id for unit in view.pages}
    for unit in view.units.values():
        if unit.id not in shown:
            above = unit
            while above.id not in shown and above.parent is not None:
                above = view.units[above.parent]
            page = next(page for page in view.pages if page.unit.id == above.id)
            hits_once[Hit(unit.title, UNIT_LEVEL[unit.level], f"{page.name}.html")] = None
    return sorted(hits_once, key=lambda hit: (_alphabet(hit.title), hit.what, hit.link))


def _alphabet(text: str) -> str:
    return text.lower().translate(str.maketrans({"å": "z1", "ä": "z2", "ö": "z3"}))


def _committees(view: ReportView) -> ShownTable:
    rows = [
        [
            words(sum_title(p.unit), link=f"{p.name}.html"),
            judged_whole(p.status),
            *counts(p.status),
            *standing(view, p.unit.id),
            words(sv.EXCEL, link=f"{p.name}.xlsx"),
            words(sv.PDF, link=f"{p.name}.pdf"),
        ]
        for p in view.pages
        if p.has_workbook
    ]
    w = sv.COMMITTEES_SHOWN
    heads = [
        column(w["page"]),
        column(w["status"]),
        *COUNT_COLUMNS,
        *standing_columns(),
        column(w["workbook"]),
        column(w["paper"]),
    ]
    return ShownTable(w.caption, heads, rows)


def _money(view: ReportView) -> ShownTable:
    rows = [
        [
            words(sum_title(p.unit), link=f"{p.name}.html"),
            money_in_short(view, p.unit.id),
            words(sv.EXCEL, link=f"{p.name}.xlsx"),
            words(sv.PDF, link=f"{p.name}.pdf"),
        ]
        for p in view.pages
    ]
    w = sv.COMMITTEES_SHOWN
    heads = [column(w["page"]), column(STANDING["money"]), column(w["workbook"]), column(w["paper"])]
    return ShownTable(sv.MONEY_PER_COMMITTEE, heads, rows)


def _levels(view: ReportView) -> ShownTable:
    rows: list[list[Cell]] = [[words(LEVEL[row["level"]]), judged_whole(row), *counts(row)] for row in view.levels]
    w = sv.LEVELS_SHOWN
    return ShownTable(w.caption, [column(w["level"]), column(w["status"]), *COUNT_COLUMNS], rows)


def _template(name: str) -> str:
    return (resources.files("assets.followup.setting") / "templates" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
