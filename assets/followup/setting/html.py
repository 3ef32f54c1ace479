"""The report as HTML pages: self-contained, nothing is fetched, everything escaped."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from functools import partial
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment
from markupsafe import Markup

from assets.followup.content import Page, Section, ShownTable, column, words
from assets.followup.lineage_pages.page import PageTraces, colour_rules, environment
from assets.followup.sections.accessibility import accessibility_page
from assets.followup.sections.agenda_2030 import agenda_page
from assets.followup.sections.audit import audit_page
from assets.followup.sections.kolada_changes import kolada_changes_page
from assets.followup.sections.money_and_staff import money_in_short, nothing_booked
from assets.followup.sections.oversight import oversight_page
from assets.followup.sections.overview import overview
from assets.followup.sections.owners import owned_units, owner_pages
from assets.followup.sections.page_of_unit import unit_page
from assets.followup.sections.planning import plan_overview
from assets.followup.view import (
    ACCESSIBILITY,
    AGENDA,
    AUDIT,
    KOLADA_CHANGES,
    OVERSIGHT,
    GoalView,
    ReportView,
    sum_title,
)
from models.definitions.steering import Profile, Unit, period_end
from models.errors import DefinitionError, Fault
from models.tables.rows import GlobalGoalsRow, KoladaChangesRow
from models.words import all_words
from models.words import pages as sv
from models.words.goals import STANDING
from models.words.money_and_staff import NO_MONEY
from models.words.own_names import goal_kind, in_own_words, statuses_named, unit_level


class Hit(NamedTuple):
    """What the overview finds: a name, what it is, where it stands, and by which other words it is found."""

    title: str
    what: str
    link: str
    also: str = ""


def contents(view: ReportView) -> dict[str, Page]:
    """Return every page of a report by its file name without ending, but for the overview.

    Raises:
        DefinitionError: two pages would have the same name.
    """
    pages = [unit_page(view, unit) for unit in view.pages]
    if view.follows_up:
        listed = (oversight_page(view), agenda_page(view), audit_page(view), kolada_changes_page(view))
        pages += [page for page in listed if page is not None]
        pages += owner_pages(view)
    pages.append(accessibility_page(view))
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
    owners = [owned[0][1].page for owned in owned_units(view).values()]
    changed = [KOLADA_CHANGES] if view.rows(KoladaChangesRow) else []
    return [
        *(unit.name for unit in view.pages if unit.has_workbook),
        *([OVERSIGHT, *agenda, AUDIT, *changed, *owners] if view.follows_up else []),
    ]


def page_templates(profile: Profile) -> Environment:
    """Return the templates of a report's own pages and of a diff's, in the municipality's own words and colours, with the hash of their one style."""
    templates = environment()
    style = _template("style.css") + str(colour_rules(profile.colours))
    # Jinja types its globals as the few that it begins with.
    shared: dict[str, Any] = {
        "sv": all_words(), "style": Markup(style), "style_hash": _hash(style), "statuses": statuses_named(profile.words),  # noqa: S704
    }  # fmt: skip
    templates.globals.update(shared)
    templates.filters["in_own_words"] = partial(in_own_words, words=profile.words)
    return templates


def write_pages(view: ReportView, pages: Mapping[str, Page], folder: Path) -> None:
    """Write `index.html` and every page of `contents`, and `trace-<page>.html` beside each."""
    templates = page_templates(view.definitions.model.municipality)
    profile = view.definitions.model.municipality
    names: dict[str, object] = {"view": view, "profile": profile, "accessibility": ACCESSIBILITY}
    script = f"{templates.get_template('search.js').render()}\n"
    traces = PageTraces("index")
    money = pages[view.pages[0].name].tables if view.monthly else []
    index = templates.get_template("index.html", globals=names).render(
        traced=traces.link,
        money=money,
        of_money=nothing_booked(view, view.pages[0]) if money else NO_MONEY,
        committees=_money(view) if view.monthly else None,
        sections=index_sections(view, pages[view.pages[0].name]),
        hits=hits(view, pages),
        council=view.pages[0].name,
        oversight=OVERSIGHT,
        agenda=AGENDA if AGENDA in pages else "",
        audit=AUDIT,
        kolada_changes=KOLADA_CHANGES if KOLADA_CHANGES in pages else "",
        script=Markup(script),  # noqa: S704
        script_hash=_hash(script),
    )
    (folder / "index.html").write_text(index, encoding="utf-8", newline="\n")
    traces.write(view, sv.OVERVIEW["title"], folder)
    template = templates.get_template("page.html", globals=names)
    files = with_files(view)
    titles = {name: page.title for name, page in pages.items()}
    for name, page in pages.items():
        traces = PageTraces(name)
        others = [one for one in titles.items() if one[0] != name]
        text = template.render(page=page, files=name in files, traced=traces.link, others=others)
        (folder / f"{name}.html").write_text(text, encoding="utf-8", newline="\n")
        traces.write(view, page.title, folder)


def index_sections(view: ReportView, council: Page) -> list[Section]:
    """Return what the overview says between its search and the list of committees."""
    if view.planning is not None:
        return plan_overview(view, council)
    return [] if view.monthly else overview(view, council)


def hits(view: ReportView, pages: Mapping[str, Page]) -> list[Hit]:
    """Return every unit, goal, indicator and section with words of its own, with where it stands, by the alphabet."""
    found: dict[tuple[str, str, str], Hit] = {}

    def add(title: str, what: str, link: str, also: str = "") -> None:
        found.setdefault((title, what, link), Hit(title, what, link, also))

    for unit in view.pages:
        page = f"{unit.name}.html"
        add(unit.unit.title, unit_level(view.words, unit.unit), page)
        if not unit.has_workbook or not view.follows_up:
            continue
        for made in pages[unit.name].sections:
            if made.id in sv.ALSO_SECTION:
                add(made.title, unit.unit.title, f"{page}#{made.id}", sv.ALSO_SECTION[made.id])
        for goal in unit.goals:
            for hit in _hits_of_goal(view, goal, page):
                add(*hit)
    for name, owned in owned_units(view).items() if view.follows_up else ():
        add(name, sv.OWNER, f"{owned[0][1].page}.html")
    for unit, page in _without_page(view):
        add(unit.title, unit_level(view.words, unit), page)
    return sorted(found.values(), key=lambda hit: (_alphabet(hit.title), hit.what, hit.link))


def _without_page(view: ReportView) -> Iterator[tuple[Unit, str]]:
    """Yield each unit that has no page of its own, with that of the nearest above it."""
    shown = {page.unit.id: f"{page.name}.html" for page in view.pages}
    for unit in view.definitions.model.units_on(period_end(view.report)):
        above = unit
        while above.id not in shown and above.parent is not None:
            above = view.units[above.parent]
        if above is not unit:
            yield unit, shown[above.id]


def _hits_of_goal(view: ReportView, goal: GoalView, page: str) -> Iterator[Hit]:
    of_goal = " ".join(sv.ALSO_GLOBAL.format(sdg=sdg) for sdg in goal.goal.sdg)
    what = sv.HIT.format(what=goal_kind(view.words, goal.goal.kind), unit=goal.unit.title)
    yield Hit(goal.goal.title, what, f"{page}#mal-{goal.goal.id}", f"{goal.goal.definition or ''} {of_goal}".strip())
    genders = {item.indicator.id for item in goal.indicators if item.row["gender"] != "T"}
    for item in goal.indicators:
        gender = sv.ALSO_GENDER if item.indicator.id in genders else ""
        global_goals = " ".join(sv.ALSO_GLOBAL.format(sdg=sdg) for sdg in item.indicator.sdg)
        also = " ".join(filter(None, [item.row["kpi_id"], gender, global_goals]))
        yield Hit(item.title, sv.HIT.format(what=sv.INDICATOR, unit=goal.unit.title), f"{page}#{item.anchor}", also)


def _alphabet(text: str) -> str:
    return text.lower().translate(str.maketrans({"å": "z1", "ä": "z2", "ö": "z3"}))


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
    w = sv.COMMITTEES_SHOWN.in_own_words(view.words)
    heads = [column(w["page"]), column(STANDING["money"]), column(w["workbook"]), column(w["paper"])]
    return ShownTable(in_own_words(sv.MONEY_PER_COMMITTEE, view.words), heads, rows)


def _template(name: str) -> str:
    return (resources.files("assets.followup.setting") / "templates" / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
