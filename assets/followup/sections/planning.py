"""The pages of what plans: for each product the sections that it is a list of, and the overview of who decides which part.

What is not decided is called a proposal, and a text that is asked for and not written is seen as missing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import cast

from assets.followup.content import (
    Block,
    Bullets,
    Cell,
    Page,
    Paragraph,
    Section,
    ShownTable,
    Tile,
    Tiles,
    column,
    figure,
    moved,
    number_column,
    on_day,
    part,
    section,
    words,
)
from assets.followup.sections.assignments_and_efficiency import inner, outer
from assets.followup.sections.at_a_glance import in_order_of_attention, standing_now, why
from assets.followup.sections.changes import approved
from assets.followup.sections.fields import (
    Field,
    amount,
    goal_named,
    one_of,
    own_rows,
    said,
    shown_units,
    table_of,
    unit_named,
    whole,
    with_note,
    year_of,
)
from assets.followup.sections.goals import compared, goal_sections, kolada_says, method, surroundings, vision
from assets.followup.sections.money_and_staff import control, economy, resources, shortfalls
from assets.followup.sections.statements import statement_sections, texts_missing
from assets.followup.view import IndicatorRow, ReportView, UnitView, sum_title
from models.definitions.steering import Goal, Level, Plan
from models.tables.rows import (
    FulfilmentRow,
    PlannedFramesRow,
    PlannedGoalsRow,
    PlannedPartsRow,
    PlannedTargetsRow,
    PlannedWorkRow,
)
from models.words import numbers, sentences
from models.words import planning as sv
from models.words.goals import ASSUMED, NO_GOALS
from models.words.judgements import MONTH_NAMES
from models.words.own_names import glance_money, goal_kind, level_sum, tables_money
from models.words.pages import EXCEL, PDF
from models.words.table_words import TableWords
from models.words.work import BUDGET_KIND

Part = Callable[[ReportView, UnitView], Sequence[Section | None]]


def plan_page(view: ReportView, unit: UnitView) -> Page:
    """Return the page of a unit's part of what is planned."""
    product = view.planning
    parts = _PARTS[product.product] if product is not None else []
    made = [each for one in parts for each in one(view, unit) if each is not None]
    return Page(unit.name, unit.unit.title, made)


def plan_overview(view: ReportView, council: Page) -> list[Section]:
    """Return the sections of the overview: the whole's answers, who decides which part, and the year's wheel."""
    mine = [made for made in council.sections if made.id == "planen"]
    tiles = [block for made in mine for block in made.open if isinstance(block, Tiles)]
    there = [Tiles([replace(t, link=f"{council.name}.html{t.link}") for t in block.items]) for block in tiles]
    made = [
        section("planen", [*there, Paragraph(sv.BOTH_SIDES, soft=True)]),
        section("delar", [_parts_of_levels(view, linked=True)]),
        section("arshjul", [_wheel(view)]),
    ]
    return [each for each in made if each is not None]


def _first(view: ReportView) -> int:
    return view.year + 1


def _in_short(view: ReportView, unit: UnitView) -> list[Section | None]:
    leaves = _leaves(_targets_of(view, unit))
    proposed = sum(same[-1]["decided_at"] is None for same in leaves)
    written, lacking = texts_missing(view, unit.unit)
    of_texts = sv.OF_TEXTS.format(written=written, asked=written + len(lacking))
    targets = sv.planned_targets_in_short(len(leaves), proposed)
    tiles = [
        Tile(sv.TILE_OF_PLAN["targets"], str(len(leaves)), "", targets, link="#malvarden") if leaves else None,
        _frame_tile(view, unit),
        Tile(sv.TILE_OF_PLAN["texts"], of_texts, sv.TEXTS_WRITTEN, sentences.listed(lacking) if lacking else "")
        if written or lacking
        else None,
        Tile(sv.TILE_OF_PLAN["decision"], _decision(view, unit), "", ASSUMED if any(plan.assumed for plan in _plans(view)) else ""),
    ]  # fmt: skip
    blocks: list[Block | None] = [
        Tiles([tile for tile in tiles if tile is not None]),
        _decisions(view, unit),
        Paragraph(sv.BOTH_SIDES, soft=True),
    ]
    return [section("planen", blocks), *([section("delar", [_parts_of_levels(view)])] if _council(unit) else [])]


def _council(unit: UnitView) -> bool:
    return unit.unit.level is Level.COUNCIL


def _targets_of(view: ReportView, unit: UnitView) -> list[PlannedTargetsRow]:
    return [row for row in view.rows(PlannedTargetsRow) if row["unit_id"] in unit.covers]


def _leaves(rows: Sequence[PlannedTargetsRow]) -> list[list[PlannedTargetsRow]]:
    """Return a plan's targets of each leaf together, year by year."""
    of: dict[tuple[str, ...], list[PlannedTargetsRow]] = {}
    for row in rows:
        of.setdefault((row["plan_version"], *_leaf(row)), []).append(row)
    return list(of.values())


def _frame_tile(view: ReportView, unit: UnitView) -> Tile | None:
    if view.planning is None or view.planning.product == "present_state":
        return None
    row = _first_frame(view, unit)
    if row is None or row["amount"] is None:
        return None
    against = (
        sv.AGAINST_THIS_YEAR.format(percent=f"{numbers.signed(row['change_percent'], 1)}{numbers.NBSP}%")
        if row["change_percent"] is not None
        else ""
    )
    decided = "" if row["decided_at"] else sv.PROPOSED
    return Tile(
        sv.TILE_OF_PLAN["frame"].format(year=_first(view)), sv.frame_in_short(row["amount"], glance_money(view.words)), BUDGET_KIND[row["kind"]].lower(),
        ", ".join(filter(None, [against, decided])), link="#ramar",
    )  # fmt: skip


def _plans(view: ReportView) -> list[Plan]:
    return [plan for plan in view.definitions.model.plans if plan.year1 == _first(view)]


def _decision(view: ReportView, unit: UnitView) -> str:
    """Return when the unit's part was decided, or by whom it is approved; a part of which something is not, is a proposal."""
    targets = [row["decided_at"] for row in _targets_of(view, unit)]
    frames = [
        row["decided_at"] for row in _frames_of(view, unit) if row["year"] == _first(view) and row["amount"] is not None
    ]
    days = [day for day in (*targets, *frames) if day is not None]
    approval = next((told.part.approval for told in view.approved if told.part.unit.id == unit.unit.id), None)
    if days and len(days) == len(targets) + len(frames):
        return _decided_on(max(days))
    if approval is not None:
        return sv.APPROVED_PART.format(by=approval.by, day=numbers.day(datetime.fromisoformat(approval.at)))
    return sv.PROPOSED if targets or frames else sv.NOTHING_TO_DECIDE_ON


def _first_frame(view: ReportView, unit: UnitView) -> PlannedFramesRow | None:
    """Return the unit's frame of costs in the plan's first year, or else of its result."""
    rows = [row for row in _frames_of(view, unit) if row["year"] == _first(view)]
    return next((row for kind in ("cost", "result") for row in rows if row["kind"] == kind), None)


def _frames_of(view: ReportView, unit: UnitView) -> list[PlannedFramesRow]:
    return [row for row in view.rows(PlannedFramesRow) if row["unit_id"] == unit.unit.id]


def _decisions(view: ReportView, unit: UnitView) -> ShownTable:
    """Return the plans that the page shows targets or frames of, with who decides them, and when."""
    w = sv.DECISIONS.in_own_words(view.words)
    council = next(page.unit.id for page in view.pages if _council(page))
    leaves = _leaves(_targets_of(view, unit))
    rows = [
        [
            words(plan.title, note=ASSUMED if plan.assumed else ""), words(f"{plan.year1}–{plan.year3}"),
            words(view.units[plan.decided_by or council].title), words(_decided_on(plan.decided_at), note=plan.decision or ""), figure(n, 0),
        ]
        for plan in _plans(view)
        for n in [sum(same[0]["plan_version"] == plan.id for same in leaves)]
        if n or (plan.decided_by or council) == unit.unit.id
    ]  # fmt: skip
    heads = [
        column(w["plan"], 40), column(w["years"], 12), column(w["by"], 30), column(w["decided"], 24), number_column(w["targets"]),
    ]  # fmt: skip
    return ShownTable(w.caption, heads, rows, w.sheet)


def _decided_on(day: date | None) -> str:
    return sv.PROPOSED if day is None else sv.DECIDED_ON.format(day=numbers.day(day))


def _parts_of_levels(view: ReportView, *, linked: bool = False) -> ShownTable:
    """Return each unit's part: who has decided it, its targets, its frame, and which texts lack."""
    w = sv.PART_OF_LEVEL.in_own_words(view.words)
    heads = [
        column(w["unit"], 34), column(w["decision"], 34), number_column(w["targets"]), number_column(w["frame"], 18), column(w["lacks"], 44),
    ]  # fmt: skip
    heads += [column(w["workbook"]), column(w["paper"])] if linked else []
    rows: list[list[Cell]] = []
    for page in view.pages:
        frame, lacks = _first_frame(view, page), texts_missing(view, page.unit)[1]
        files = [
            words(name, link=f"{page.name}.{end}") if page.has_workbook else Cell()
            for name, end in ((EXCEL, "xlsx"), (PDF, "pdf"))
        ]
        rows.append([
            words(page.unit.title, link=f"{page.name}.html"), words(_decision(view, page)),
            figure(len(_leaves(_targets_of(view, page))), 0),
            replace(amount(view)(frame["amount"]), lineage=frame["lineage_id"]) if frame is not None else Cell(),
            words(sentences.listed(lacks) if lacks else None), *(files if linked else []),
        ])  # fmt: skip
    return ShownTable(w.caption, heads, rows)


# Which levels decide what, in their order.
_WHO = {
    "present_state": (Level.COMMITTEE, Level.EXECUTIVE),
    "budget_and_plan": (Level.COUNCIL,),
    "operations_plan": (Level.COMMITTEE,),
    "follow_up": (Level.COMMITTEE, Level.EXECUTIVE, Level.COUNCIL),
}


def _wheel(view: ReportView) -> ShownTable:
    """Return the year's wheel: what is planned and followed up, month by month, and who decides."""
    profile, w = view.definitions.model.municipality, sv.YEARS_WHEEL
    first = {unit.level: unit.title for unit in reversed(view.units.values())}
    who = {**first, Level.COMMITTEE: level_sum(view.words, "committee").lower()}
    told = [(one.month, one.title, one.product) for one in profile.planning]
    told += [(one.month, one.title, "follow_up") for one in profile.reports]
    rows = [
        [
            words(MONTH_NAMES[month]),
            words(title),
            words(sv.WHEEL_KIND[kind]),
            words(sentences.listed([who[level] for level in _WHO[kind] if level in who])),
        ]
        for month, title, kind in sorted(told)
    ]
    heads = [column(w["month"]), column(w["what"], 40), column(w["kind"], 30), column(w["decides"], 44)]
    return ShownTable(w.caption.format(year=view.year), heads, rows, w.sheet)


def _goals(view: ReportView, unit: UnitView) -> list[Section | None]:
    """Return the page's goals of the plan's first year, what each serves, and how it stands now."""
    w = sv.PLANNED_GOALS.in_own_words(view.words)
    rows = [
        [
            words(goal.goal.title, note=goal_kind(view.words, goal.goal.kind)),
            words("; ".join(view.goals[name].title for name in goal.goal.parents if name in view.goals)),
            words(goal.unit.title, note=goal.goal.responsible or ""),
            words(_goal_decided(view, goal.goal)),
            words(why(view, goal)),
        ]
        for goal in unit.goals
    ]
    heads = [
        column(w["goal"], 44), column(w["serves"], 44), column(w["who"], 30), column(w["decided"], 20), column(w["why"], 50),
    ]  # fmt: skip
    nothing = None if rows else Paragraph(NO_GOALS.format(unit=unit.unit.title))
    return [section("planmal", [nothing, ShownTable(w.caption, heads, rows, w.sheet)])]


def _goal_decided(view: ReportView, goal: Goal) -> str:
    """Return when a goal was decided, or that it is a proposal; nothing of one that holds already without a day."""
    holds_already = goal.valid_from is None or goal.valid_from.year <= view.year
    return "" if goal.decided_at is None and holds_already else _decided_on(goal.decided_at)


def _targets(view: ReportView, unit: UnitView) -> list[Section | None]:
    """Return each target of the plan year by year, beside where we stand, and what it would demand."""
    targets = _targets_of(view, unit)
    table = _target_table(view, targets, sv.PLANNED_TARGETS)
    targeted = {row["goal_id"] for row in view.rows(PlannedTargetsRow)}
    without = [goal.goal.title for goal in unit.goals if goal.goal.id not in targeted and goal.goal.indicators]
    blocks: list[Block | None] = [
        table,
        None if table.rows else Paragraph(sv.NO_PLANNED_TARGETS.format(year=_first(view))),
        Paragraph(sv.GOALS_UNTARGETED.format(goals=sentences.listed(without))) if table.rows and without else None,
    ]
    return [section("malvarden", blocks, folded=[_kolada_says(view, targets)])]


def _served(view: ReportView, unit: UnitView) -> list[Section | None]:
    """Return the goals of the levels above that the page's own serve, with their targets in the plan."""
    own = {goal.goal.id for goal in unit.goals}
    above = [name for goal in unit.goals for name in goal.goal.parents if name in view.goals]
    for name in above:
        above += [parent for parent in view.goals[name].parents if parent in view.goals and parent not in above]
    served = [name for name in view.goals if name in above and name not in own]
    rows = [row for row in view.rows(PlannedTargetsRow) if row["goal_id"] in served]
    untargeted = [view.goals[name].title for name in served if name not in {row["goal_id"] for row in rows}]
    told = Paragraph(sv.GOALS_UNTARGETED.format(goals=sentences.listed(untargeted))) if untargeted else None
    return [section("tjanar", [_target_table(view, rows, sv.SERVED_TARGETS), told], folded=[_kolada_says(view, rows)])]


def _kolada_says(view: ReportView, targets: Sequence[PlannedTargetsRow]) -> Bullets | None:
    """Return what Kolada says, with its reservations, of what the targets are set for."""
    shown = [view.indicators[name] for name in dict.fromkeys(row["indicator_id"] for row in targets)]
    items = [(indicator.title, text, "") for indicator in shown for text in kolada_says(view, indicator)]
    return Bullets(items) if items else None


def _target_table(view: ReportView, targets: Sequence[PlannedTargetsRow], w: TableWords) -> ShownTable:
    items = {_leaf(item.row): item for page in view.pages for goal in page.goals for item in goal.indicators}
    years, order = sorted({row["year"] for row in targets}), list(view.goals)
    heads = [
        column(w["indicator"], 40), column(w["goal"], 40), number_column(w["value"]), number_column(w["now"].format(year=view.year)),
        *(number_column(w["aim"].format(year=year)) for year in years), number_column(w["asked"], 14, w.notes["asked"]),
        column(w["realism"], 40, w.notes["realism"]), column(w["decided"], 16),
    ]  # fmt: skip
    rows = [
        _target_cells(view, items[_leaf(same[0])], same, years)
        for same in sorted(_leaves(targets), key=lambda same: order.index(same[0]["goal_id"]))
        if _leaf(same[0]) in items
    ]
    return ShownTable(w.caption, heads, rows, w.sheet)


def _leaf(row: FulfilmentRow | PlannedTargetsRow) -> tuple[str, ...]:
    return row["goal_id"], row["indicator_id"], row["unit_id"], row["gender"]


def _target_cells(
    view: ReportView, item: IndicatorRow, same: Sequence[PlannedTargetsRow], years: Sequence[int]
) -> list[Cell]:
    row, d, of_year = item.row, item.decimals, {each["year"]: each for each in same}
    last = same[-1]
    note = sentences.year_said(row["year"], item.kind) if row["year"] else item.reason
    value = figure(row["value"], d, lineage=row["lineage_id"], note=note)
    if row["value_label"]:
        value = replace(value, text=row["value_label"], value=row["value_label"])
    return [
        words(item.title, note=row["unit_of_measure"]),
        words(view.goals[row["goal_id"]].title),
        value,
        Cell(
            item.target,
            item.target if row["target"] is None else row["target"],
            lineage=row["lineage_id"],
            note=item.rule,
        ),
        *(_aim(view, item, of_year.get(year)) for year in years),
        moved(last["asked_change"], d, lineage=last["lineage_id"]),
        _realism(item, last),
        words(_decided_on(last["decided_at"]), note=last["decision"] or ""),
    ]


def _aim(view: ReportView, item: IndicatorRow, row: PlannedTargetsRow | None) -> Cell:
    """Return what is to be reached in a year: a number, an interval, a step, or the rule in words."""
    if row is None:
        return Cell()
    if row["target_rule"] is not None:
        groups = {group.id: group.title for group in view.definitions.model.municipality.comparison_groups}
        asked = {key: value for key, value in row.items() if key.startswith("target_")}
        ruled = cast("FulfilmentRow", {**item.row, **asked, "target": None})
        said_in_words = sentences.rule_said(ruled, groups, item.kind)
        return Cell(sv.BY_RULE, said_in_words, note=said_in_words, lineage=row["lineage_id"])
    if row["target_low"] is not None:
        text = "–".join(numbers.number(row[end], item.decimals) for end in ("target_low", "target_high"))
        return Cell(text, text, lineage=row["lineage_id"])
    if row["target_label"]:
        return Cell(row["target_label"], row["target_label"], lineage=row["lineage_id"])
    return figure(row["target"], item.decimals, lineage=row["lineage_id"])


def _realism(item: IndicatorRow, last: PlannedTargetsRow) -> Cell:
    """Return how often others that stood there have done what the last target asks (docs/measures.md §17)."""
    # Of two plans that ask for different things of a leaf, it is told of one.
    asked = (last["year"], last["target"])
    of = {one["group_kind"]: one for one in item.realism if (one["target_year"], one["target"]) == asked}
    everyone, similar = of.get("all"), of.get("similar")
    if everyone is None:
        there = last["target"] is not None and last["asked_change"] is None and item.row["value"] is not None
        return words(sv.REALISM_THERE if there else None)
    if everyone["n_reached"] is None or everyone["share"] is None:
        return words(sv.REALISM_FEW)
    told = sv.realism_in_short(everyone, everyone["share"])
    note = "" if similar is None or similar["n_reached"] is None else sv.SIMILAR_SHORT.format(**similar)
    return replace(words(told, note=note), lineage=everyone["lineage_id"])


def _frames(view: ReportView, unit: UnitView) -> list[Section | None]:
    """Return the frames of the years ahead beside this year's, what they are made of, and the goals within them."""
    shown = shown_units(view, unit)
    of: dict[tuple[str, str], dict[int, PlannedFramesRow]] = {}
    for row in own_rows(view, unit, PlannedFramesRow):
        of.setdefault((row["unit_id"], row["kind"]), {})[row["year"]] = row
    years = sorted({year for same in of.values() for year in same})
    place, kinds = list(view.units), list(BUDGET_KIND)
    ordered = sorted(
        of.items(), key=lambda pair: (pair[0][0] != unit.unit.id, place.index(pair[0][0]), kinds.index(pair[0][1]))
    )
    w = sv.PLANNED_FRAMES.in_own_words(view.words, year="{year}")
    heads = [
        column(w["unit_id"], 34), column(w["kind"]), number_column(w["current"], 18),
        *(number_column(w["aim"].format(year=year), 18) for year in years), number_column(w["change"], 18),
        number_column(w["change_percent"], 14), column(w["decided"], 16),
    ]  # fmt: skip
    first = _first(view)
    rows = [
        [
            words(sum_title(view.units[name])), words(BUDGET_KIND[kind]),
            replace(amount(view)(one["current"]), lineage=one["lineage_id"]), *(_frame(view, same.get(year)) for year in years),
            *_change_cells(view, same.get(first)), words(_frame_decided(list(same.values()))),
        ]
        for (name, kind), same in ordered
        for one in [next(iter(same.values()))]
    ]  # fmt: skip
    framed = {
        row["unit_id"] for row in view.rows(PlannedFramesRow) if row["year"] == first and row["amount"] is not None
    }
    lacking = [view.units[u].title for u in place if u in shown and u not in framed and view.units[u].level in _FRAMED]
    blocks: list[Block | None] = [
        ShownTable(w.caption, heads, rows, w.sheet),
        None if rows else Paragraph(sv.NO_FRAME_YET.format(year=first)),
        Paragraph(sv.units_without_frame(lacking)) if rows and lacking else None,
        Paragraph(sv.FRAMES_UNREAD) if (lacking or not rows) and any(s.kind == "budget" for s in view.unread) else None,
        _frame_parts(view, unit),
    ]
    return [section("ramar", blocks), _goals_in_frame(view, unit)]


def _frame(view: ReportView, row: PlannedFramesRow | None) -> Cell:
    if row is None:
        return Cell()
    lacks = sv.frames_missing(row["n_missing"], row["n_parts"])
    return replace(amount(view)(row["amount"]), lineage=row["lineage_id"], note=lacks)


def _frame_decided(rows: Sequence[PlannedFramesRow]) -> str:
    days = [row["decided_at"] for row in rows if row["amount"] is not None]
    known = [day for day in days if day is not None]
    return "" if not days else _decided_on(max(known) if len(known) == len(days) else None)


_FRAMED = {Level.EXECUTIVE, Level.COMMITTEE}


def _change_cells(view: ReportView, row: PlannedFramesRow | None) -> list[Cell]:
    if row is None:
        return [Cell(), Cell()]
    money, change = tables_money(view.words), row["change"]
    of_percent = numbers.signed(row["change_percent"], 1)
    return [
        moved(None if change is None else money.of(change), money.decimals, lineage=row["lineage_id"]),
        replace(moved(row["change_percent"], 1, lineage=row["lineage_id"]), text=of_percent),
    ]


def _frame_parts(view: ReportView, unit: UnitView) -> ShownTable:
    fields = [
        Field("unit_id", unit_named(view), 30), Field("kind", one_of(BUDGET_KIND)), Field("year", year_of, 8), Field("title", with_note, 34),
        Field("volume", whole, 12), Field("volume_of", said, 16), Field("price", whole, 16), Field("amount", amount(view), 18),
    ]  # fmt: skip
    rows = [
        {**row, "title": (row["title"], sv.PURPOSE if row["purpose"] else "")}
        for row in own_rows(view, unit, PlannedPartsRow)
    ]
    return table_of(view, sv.PLANNED_PARTS, fields, rows)


def _goals_in_frame(view: ReportView, unit: UnitView) -> Section | None:
    goals = {goal.goal.id for goal in unit.goals}
    rows = [
        row
        for row in view.rows(PlannedGoalsRow)
        if row["goal_id"] in goals and (row["n_activities"] or row["n_assignments"])
    ]
    fields = [
        Field("goal_id", goal_named(view), 44), Field("n_assignments", whole), Field("n_activities", whole), Field("cost", amount(view), 18),
        Field("n_without_cost", whole), Field("frame", amount(view), 18), Field("share", part, 12),
    ]  # fmt: skip
    titled = replace(sv.GOALS_IN_FRAME, caption=sv.GOALS_IN_FRAME.caption.format(year=_first(view)))
    blocks: list[Block | None] = [table_of(view, titled, fields, rows), Paragraph(sv.ROWS_HAVE_NO_SUM, soft=True)]
    return section("inom-ramen", [], folded=blocks) if rows else None


def _work(kind: str) -> Part:
    def work(view: ReportView, unit: UnitView) -> list[Section | None]:
        """Return the assignments, or the activities, that lie in the plan's first year: each once, with the goals that it serves."""
        council = _council(unit)
        once: dict[str, list[PlannedWorkRow]] = {}
        for row in view.rows(PlannedWorkRow):
            if row["item_kind"] == kind and (
                row["unit_id"] in unit.covers or (council and row["decided_by"] in unit.covers)
            ):
                once.setdefault(row["item_id"], []).append(row)
        rows: list[Mapping[str, object]] = [
            {
                **same[0],
                "who": (view.units[same[0]["unit_id"]].title, same[0]["responsible_role"]),
                "goals": "; ".join(view.goals[row["goal_id"]].title for row in same if row["goal_id"] in view.goals),
                "decided_at": sv.PROPOSED if same[0]["decided_at"] is None else numbers.day(same[0]["decided_at"]),
            }
            for same in once.values()
        ]
        given = [Field("decided_by", unit_named(view), 24), Field("decided_at", said, 14), Field("financing", said, 30)]
        fields = [
            Field("title", said, 44), Field("who", with_note, 26), Field("goals", said, 36), *(given if kind == "assignment" else []),
            Field("planned_start", on_day, 12), Field("planned_end", on_day, 12), Field("budget", amount(view), 16),
        ]  # fmt: skip
        table = table_of(view, sv.PLANNED_WORK[kind], fields, rows)
        return [section("uppdrag" if kind == "assignment" else "aktiviteter", [table] if rows else [])]

    return work


def _one(made: Callable[[ReportView, UnitView], Section | None]) -> Part:
    return lambda view, unit: [made(view, unit)]


def _before(view: ReportView, unit: UnitView) -> list[Section | None]:
    return statement_sections(view, unit, "before_goals")


def _after(view: ReportView, unit: UnitView) -> list[Section | None]:
    return statement_sections(view, unit, "after_goals")


def _judged(view: ReportView, unit: UnitView) -> list[Section | None]:
    return goal_sections(view, unit, in_order_of_attention(unit))


def _vision(view: ReportView, unit: UnitView) -> list[Section | None]:
    return [vision(view) if _council(unit) else None]


_method = _one(lambda view, _: method(view))
# What each product is a list of.
_PARTS: dict[str, list[Part]] = {
    "present_state": [
        _one(standing_now), _in_short, _one(approved), _one(shortfalls), _before, _judged, _one(lambda _, unit: compared(unit)),
        _one(resources), _one(inner), _one(outer), _one(economy), _one(surroundings), _one(control), _targets, _after, _method,
    ],
    "budget_and_plan": [
        _in_short, _one(approved), _vision, _before, _goals, _targets, _frames, _work("assignment"), _one(surroundings), _after,
        _method,
    ],
    "operations_plan": [
        _in_short, _one(approved), _before, _served, _goals, _targets, _frames, _work("assignment"), _work("activity"),
        _one(control), _after, _method,
    ],
}  # fmt: skip
