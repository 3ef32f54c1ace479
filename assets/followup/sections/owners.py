"""The owners of joint committees and companies (docs/measures.md §10): a page for each, and a section on the unit's own page."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from assets.followup.content import (
    Cell,
    Page,
    Paragraph,
    Section,
    ShownTable,
    column,
    judged,
    number_column,
    section,
    words,
)
from assets.followup.sections.at_a_glance import in_order_of_attention, why
from assets.followup.sections.fields import (
    Field,
    amount,
    as_read,
    deviation,
    month_named,
    one_of,
    rounded,
    said,
    table_of,
    unit_named,
)
from assets.followup.sections.goals import method, unit_columns, unit_row
from assets.followup.sections.money_and_staff import has_year_outcome, latest_money, unread_money
from assets.followup.view import ReportView, UnitView
from models.definitions.steering import Owner, period_end
from models.tables.rows import OwnerSharesRow
from models.words import owners as sv
from models.words.money_and_staff import OUTCOME_OF_YEAR
from models.words.numbers import genitive, listed
from models.words.own_names import goal_kind, in_own_words, unit_level
from models.words.work import BUDGET_KIND


def owned_units(view: ReportView) -> dict[str, list[tuple[UnitView, Owner]]]:
    """Return each owner with the units that it owns a part of on the period's last day, by the alphabet of names."""
    owned: dict[str, list[tuple[UnitView, Owner]]] = {}
    for unit in view.pages:
        for owner in unit.unit.owners_on(period_end(view.report)):
            owned.setdefault(owner.owner, []).append((unit, owner))
    return dict(sorted(owned.items()))


def owner_pages(view: ReportView) -> list[Page]:
    """Return a page for each owner: what it owns, how that stands, and its part of the money."""
    return [_page(view, name, owned) for name, owned in owned_units(view).items()]


def _page(view: ReportView, name: str, owned: Sequence[tuple[UnitView, Owner]]) -> Page:
    whose = genitive(view.definitions.model.municipality.title)
    explained = Paragraph(in_own_words(sv.OWNER_LEAD, view.words, whose=whose), soft=True)
    money = [row for unit, _ in owned for row in _latest(view, unit) if row["owner"] == name]
    parts: list[Section | None] = [
        section("i-korthet", [explained, _standing(view, owned)]),
        section(
            "ekonomi", [_money(view, Field("unit_id", unit_named(view), 34), money), _without_money(view, owned, money)]
        ),
        section("planmal", [_goals(view, owned)]),
        method(view),
    ]
    title = in_own_words(sv.OWNER_TITLE, view.words, whose=genitive(name))
    return Page(owned[0][1].page, title, [part for part in parts if part is not None])


def owners(view: ReportView, unit: UnitView) -> Section | None:
    """Return the unit's owners, each with its part of the money, on the unit's own page."""
    pages = {owner.owner: f"{owner.page}.html" for owner in unit.unit.owners}
    if not pages:
        return None

    def linked(name: str) -> Cell:
        return words(name, link=pages[name] if view.follows_up else "")

    return section("agare", [], folded=[_money(view, Field("owner", linked, 34), _latest(view, unit))])


def _standing(view: ReportView, owned: Sequence[tuple[UnitView, Owner]]) -> ShownTable:
    w = sv.OWNED.in_own_words(view.words)
    heads = unit_columns(view, column(w["unit"], 40), w["status"])
    rows = [
        [
            *(row := unit_row(view, page.status, words(page.unit.title, note=unit_level(view.words, page.unit), link=f"{page.name}.html")))[:1],
            rounded(_percent(float(owner.share))),
            *row[1:],
        ]
        for page, owner in owned
    ]  # fmt: skip
    return ShownTable(w.caption, [heads[0], number_column(w["share"], 12), *heads[1:]], rows)


def _latest(view: ReportView, unit: UnitView) -> list[OwnerSharesRow]:
    """Return the owners' parts of the latest month of each kind of the unit's money."""
    months = {row["kind"]: row["month"] for row in latest_money(view, unit) if row["unit_id"] == unit.unit.id}
    kinds = list(BUDGET_KIND)
    return sorted(
        (r for r in view.rows(OwnerSharesRow) if r["unit_id"] == unit.unit.id and months.get(r["kind"]) == r["month"]),
        key=lambda r: (r["owner"], kinds.index(r["kind"])),
    )


def _money(view: ReportView, first: Field, rows: Sequence[OwnerSharesRow]) -> ShownTable:
    ended = has_year_outcome(view)
    lacks = sv.LACKS_OF_YEAR if ended else sv.LACKS
    so_far = [] if ended else [Field("month", month_named(view), 16), Field("outcome", amount(view), 16)]
    fields = [
        first,
        Field("kind", one_of(BUDGET_KIND)),
        Field("share", rounded, 12),
        Field("budget", amount(view), 16),
        *so_far,
        Field("forecast", amount(view), 16),
        Field("deviation", deviation(view), 20),
        Field("reason", said, 40),
    ]
    told: list[Mapping[str, object]] = [
        {**r, "share": _percent(r["share"]), "reason": _why_lacking(r, lacks, unread_money(view))}
        for r in as_read(view, rows)
    ]
    titled = sv.OWNED_MONEY
    if ended:
        titled = replace(titled, columns={**titled.columns, "forecast": OUTCOME_OF_YEAR})
    return table_of(view, titled, fields, told)


def _without_money(
    view: ReportView, owned: Sequence[tuple[UnitView, Owner]], rows: Sequence[OwnerSharesRow]
) -> Paragraph | None:
    with_money = {row["unit_id"] for row in rows}
    without = [unit.unit.title for unit, _ in owned if unit.unit.id not in with_money]
    unread = unread_money(view)
    told = sv.MONEY_UNREAD if unread else sv.WITHOUT_MONEY
    return Paragraph(told.format(units=listed(without), sources=unread)) if without else None


def _why_lacking(row: Mapping[str, object], lacks: Mapping[str, str], unread: str) -> str | None:
    """Return why an amount is not told; None where each of those that are shown is."""
    if row["reason"] is not None:
        return sv.OWNERS_CHANGED
    lacking = [named for name, named in lacks.items() if row[name] is None]
    told = sv.LACKING_UNREAD if unread else sv.LACKING
    return told.format(what=listed(lacking), sources=unread) if lacking else None


def _percent(share: float) -> tuple[float, int]:
    """Return a share with as many decimals as it is written with."""
    return share, max(0, -int(Decimal(str(share)).normalize().as_tuple().exponent))


def _goals(view: ReportView, owned: Sequence[tuple[UnitView, Owner]]) -> ShownTable:
    w = sv.OWNED_GOALS.in_own_words(view.words)
    heads = [
        column(w["goal"], 44),
        column(w["unit"], 34),
        column(w["status"], 18),
        column(w["why"], 60),
        column(w["own"], 50),
    ]
    rows = [
        [
            words(goal.goal.title, note=goal_kind(view.words, goal.goal.kind), link=f"{page.name}.html#mal-{goal.goal.id}"),
            words(goal.unit.title),
            judged(view.statuses, goal.status["status"]),
            words(why(view, goal)),
            words(view.statuses.get(goal.status["own_judgement"] or ""), note=goal.status["own_motivation"] or ""),
        ]
        for page, _ in owned
        for goal in in_order_of_attention(page)
    ]  # fmt: skip
    return ShownTable(w.caption, heads, rows, w.sheet)
