"""The page of a unit: which sections stand on it, in the order in which they are read."""

from assets.followup.content import Page, Section, section
from assets.followup.sections.accessibility import glossary
from assets.followup.sections.assignments_and_efficiency import work_sections
from assets.followup.sections.at_a_glance import at_a_glance, in_order_of_attention
from assets.followup.sections.changes import approved, changed
from assets.followup.sections.goals import (
    checks_section,
    comments,
    compared,
    goal_sections,
    method,
    surroundings,
    units_below,
    vision,
)
from assets.followup.sections.money_and_staff import economy, forecasts
from assets.followup.sections.owners import owners
from assets.followup.sections.planning import plan_page
from assets.followup.sections.statements import statement_sections
from assets.followup.view import ReportView, UnitView
from models.definitions.steering import Level
from models.words.goals import ANNUAL_TITLE


def unit_page(view: ReportView, unit: UnitView) -> Page:
    """Return the page of a council, committee, administration, department or workplace."""
    if view.planning is not None:
        return plan_page(view, unit)
    page_sections: list[Section | None] = (
        [approved(view, unit), economy(view, unit), owners(view, unit)] if view.monthly else _page_sections(view, unit)
    )
    title = ANNUAL_TITLE.format(unit=unit.unit.title, year=view.year) if _accounts(view, unit) else unit.unit.title
    return Page(unit.name, title, [s for s in page_sections if s is not None])


def _page_sections(view: ReportView, unit: UnitView) -> list[Section | None]:
    council = unit.unit.level is Level.COUNCIL
    return [
        *at_a_glance(view, unit),
        section("egna-kommentarer", comments(view, unit.covers, None, None)),
        approved(view, unit),
        units_below(view, unit) if council else None,
        vision(view) if council else None,
        *statement_sections(view, unit, "before_goals"),
        *goal_sections(view, unit, in_order_of_attention(unit)),
        compared(unit),
        *statement_sections(view, unit, "after_goals"),
        forecasts(view, unit),
        *work_sections(view, unit),
        owners(view, unit),
        surroundings(view, unit),
        None if council else units_below(view, unit),
        changed(view, unit),
        checks_section(view, unit),
        method(view),
        glossary(view),
    ]


def _accounts(view: ReportView, unit: UnitView) -> bool:
    """Whether the page is a committee's verksamhetsberättelse; the council's and a company's annual reports are their own."""
    return view.annual and unit.unit.level in {Level.EXECUTIVE, Level.COMMITTEE, Level.JOINT_COMMITTEE}
