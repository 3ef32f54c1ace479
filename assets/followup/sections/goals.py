"""The sections of a unit's page about its goals: in short, goals by kind or perspective, comparison, checks, method.

Goals stand in the order of the municipality's own definitions, kind by kind, so that each model's own order is kept.
"""

from collections.abc import Sequence
from typing import Literal

from assets.followup.content import (
    Block,
    Bullets,
    Card,
    Cell,
    Judged,
    OwnWords,
    Page,
    Paragraph,
    Picture,
    Section,
    ShownColumn,
    ShownTable,
    against_target,
    column,
    figure,
    judged,
    lead,
    moved,
    number_column,
    part,
    section,
    words,
)
from assets.followup.pictures.over_time import history
from assets.followup.pictures.svg import place, statuses
from assets.followup.sections.assignments_and_efficiency import in_short, work_sections
from assets.followup.sections.changes import approved, changed, changed_in_short
from assets.followup.sections.money_and_staff import economy, forecasts, has_year_outcome, money_in_short
from assets.followup.sections.statements import statement_sections
from assets.followup.view import GoalView, IndicatorRow, ReportView, UnitView, subtree
from models.definitions.aims import LEAF
from models.definitions.steering import Goal, Level, Thresholds, period_end
from models.tables.rows import (
    AssignmentsRow,
    BudgetRow,
    ChecksRow,
    ControlPointsRow,
    FulfilmentRow,
    GoalStatusRow,
    InnerEfficiencyRow,
    LevelStatusRow,
    ShortfallsRow,
)
from models.words import goals as sv
from models.words import numbers, sentences
from models.words.judgements import (
    CHANGE_CERTAINTY,
    DIRECTION,
    DOCUMENT_KIND,
    GENDER,
    GROUP_KIND,
    PUBLICATION,
    STATUS,
    TREND,
    TREND_SYMBOL,
    YES_NO,
)
from models.words.left_out import KNOWN_ALWAYS, left_out, left_out_in_short
from models.words.own_names import goal_kind, goals_of_kind
from models.words.sections import COUNTED_TITLES, IN_SHORT
from models.words.work import CONTROL_RESULT, PERSONS, WORK_STATE

COUNTED: dict[Literal["n_met", "n_partly", "n_not_met", "n_not_assessed"], str] = {
    "n_met": "met",
    "n_partly": "partly",
    "n_not_met": "not_met",
    "n_not_assessed": "not_assessed",
}
DOCUMENTS_SHOWN = (
    "title", "kind", "owner", "responsible", "applies_to", "decided_at", "diary_number", "valid_to", "followed_up",
)  # fmt: skip
_COUNT_WIDTHS = {"n_met": 10, "n_partly": 9, "n_not_met": 12, "n_not_assessed": 11, "coverage": 10}
COUNT_COLUMNS = [number_column(COUNTED_TITLES[name], width) for name, width in _COUNT_WIDTHS.items()]


def unit_page(view: ReportView, unit: UnitView) -> Page:
    """Return the page of a council, committee, administration, department or workplace."""
    page_sections: list[Section | None] = (
        [approved(view, unit), economy(view, unit)] if view.monthly else _page_sections(view, unit)
    )
    title = sv.ANNUAL_TITLE.format(unit=unit.unit.title, year=view.year) if _accounts(view, unit) else unit.unit.title
    return Page(unit.name, title, [s for s in page_sections if s is not None])


def _page_sections(view: ReportView, unit: UnitView) -> list[Section | None]:
    return [
        _summary(view, unit),
        section("egna-kommentarer", comments(view, unit.covers, None, None)),
        approved(view, unit),
        vision(view) if unit.unit.level is Level.COUNCIL else None,
        *statement_sections(view, unit, "before_goals"),
        *_goal_sections(view, unit),
        *statement_sections(view, unit, "after_goals"),
        forecasts(view, unit),
        *work_sections(view, unit),
        surroundings(view, unit),
        _below(unit, view),
        changed(view, unit),
        checks_section(view, unit),
        method(view),
    ]


def _accounts(view: ReportView, unit: UnitView) -> bool:
    """Whether the page is a committee's verksamhetsberättelse; the council's and a company's annual reports are their own."""
    return view.annual and unit.unit.level in {Level.EXECUTIVE, Level.COMMITTEE, Level.JOINT_COMMITTEE}


def counts(row: GoalStatusRow | LevelStatusRow) -> list[Cell]:
    """Return the cells of COUNT_COLUMNS for a goal, unit or level."""
    lineage = row["lineage_id"]
    return [*(figure(row[key], 0, lineage=lineage) for key in COUNTED), part(row["coverage"], lineage=lineage)]


def _summary(view: ReportView, unit: UnitView) -> Section | None:
    status = unit.status
    counted = [sentences.status_counts(status)]
    if status["coverage"] is not None:
        counted.append(sv.COVERED.format(share=numbers.share(status["coverage"])))
    if unit.unit.level is Level.COUNCIL:
        counted.append(sv.OF_THE_WHOLE)
    told = " ".join(counted)
    blocks: list[Block | None] = [Judged(status["status"], told) if all_assessed(status) else Paragraph(told)]
    blocks.append(own_words(unit.unit.title, status))
    blocks.append(Bullets(_points(view, unit)))
    if view.definitions.left_out:
        blocks.append(Paragraph(left_out_in_short(view.definitions.left_out), soft=True))
    blocks.append(statuses(sv.TARGETS_BY_STATUS, status_bars(view, unit)))
    rows = [
        [
            words(g.goal.title, link=f"#mal-{g.goal.id}", note="" if g.unit.id == unit.unit.id else g.unit.title),
            words(goal_kind(view.words, g.goal.kind), note=g.goal.perspective or ""),
            judged(g.status["status"]),
            *counts(g.status),
        ]
        for g in unit.goals
    ]
    w = sv.GOALS_JUDGED
    heads = [column(w["goal"], 50), column(w["kind"], 20), column(w["status"], 18), *COUNT_COLUMNS]
    blocks.append(ShownTable(w.caption, heads, rows))
    if any(sum(g.status[key] for g in unit.goals) != status[key] for key in COUNTED):
        blocks.append(Paragraph(sv.GOALS_COUNT_BY_THEMSELVES, soft=True))
    if not unit.goals:
        blocks.append(Paragraph(sv.NO_GOALS.format(unit=unit.unit.title)))
    return section("i-korthet", blocks)


def status_bars(view: ReportView, unit: UnitView) -> list[tuple[str, dict[str, int]]]:
    """Return the unit's targets by status in bars that add up to its own count: each target stands in one of them.

    Of the council, whose count is the whole municipality's, a bar for each committee and one for what it answers for itself;
    else one for each kind or perspective of goal, and one for targets that serve several.
    """
    if unit.unit.level is Level.COUNCIL:
        below = [row for row in unit.below if row["unit_id"] is not None]
        own = {word: unit.status[key] - sum(row[key] for row in below) for key, word in COUNTED.items()}
        of_units = [
            (view.units[row["unit_id"] or ""].title, {word: row[key] for key, word in COUNTED.items()}) for row in below
        ]
        return [(unit.unit.title, own), *of_units]
    kinds_of: dict[tuple[object, ...], tuple[str, set[str]]] = {}
    for goal in unit.goals:
        for item in goal.indicators:
            row = item.row
            leaf = tuple(row[key] for key in LEAF)
            name = goal.goal.perspective or goals_of_kind(view.words, goal.goal.kind)
            kinds_of.setdefault(leaf, (row["status"], set()))[1].add(name)
    bars: dict[str, dict[str, int]] = {}
    for goal in unit.goals:
        bars.setdefault(
            goal.goal.perspective or goals_of_kind(view.words, goal.goal.kind), dict.fromkeys(COUNTED.values(), 0)
        )
    for status, kinds in kinds_of.values():
        name = next(iter(kinds)) if len(kinds) == 1 else sv.OF_SEVERAL_KINDS
        total = bars.setdefault(name, dict.fromkeys(COUNTED.values(), 0))
        if status in total:
            total[status] += 1
    set_order = view.definitions.model.municipality.perspectives
    return sorted(bars.items(), key=lambda bar: set_order.index(bar[0]) if bar[0] in set_order else -1)


def own_words(who: str, row: GoalStatusRow | LevelStatusRow) -> OwnWords | None:
    """Return a unit's own judgement, where it has made one."""
    if not row["own_judgement"]:
        return None
    heading = sv.OWN_JUDGEMENT_OF.format(whose=sentences.genitive(who))
    return OwnWords(heading, row["own_motivation"] or "", row["own_judgement"], own_differs(row))


def own_differs(row: GoalStatusRow | LevelStatusRow) -> str:
    """Return that a unit's own judgement is another than the computed one, or that there is none to hold it against."""
    if not all_assessed(row):
        return sv.OWN_STANDS_ALONE
    same = row["own_judgement"] in {None, row["status"]}
    return "" if same else sv.OWN_DIFFERS.format(status=STATUS[row["status"]].lower())


def all_assessed(row: GoalStatusRow | LevelStatusRow) -> bool:
    """Whether one word may stand for a unit: not while some of what can be assessed is not. A goal always has its word."""
    of_unit = "goal_id" not in row
    return not of_unit or row["coverage"] is None or row["coverage"] == 1


def judged_whole(row: LevelStatusRow) -> Cell:
    """Return a unit's or level's status, or that not everything is assessed."""
    return judged(row["status"]) if all_assessed(row) else words(sv.NOT_ALL_ASSESSED)


def comments(view: ReportView, units: Sequence[str], goal: str | None, indicator: str | None) -> list[OwnWords]:
    """Return what units and members have said of an indicator, a goal or the whole, marked as theirs."""
    all_comments = view.definitions.model.comments
    return [
        OwnWords(sv.COMMENT_BY.format(by=c.by, day=numbers.day(c.date)), c.text)
        for c in all_comments
        if c.report == view.report and c.unit in units and c.goal == goal and c.indicator == indicator
    ]


def _points(view: ReportView, unit: UnitView) -> list[tuple[str, str, str]]:
    """Return what a reader must know in a minute: met, not met, compared, the work, what to reconsider."""
    points: list[tuple[str, str, str]] = []
    for word in COUNTED.values():
        goals = [
            g.goal.title
            for g in unit.goals
            if g.status["status"] == word and (word != "not_assessed" or g.status["n_not_assessed"])
        ]
        if goals:
            points.append((IN_SHORT[word], f"{'; '.join(goals)}.", ""))
    similar = [
        i.certain.get(c["group_id"])
        for i in unit.indicators
        for c in i.comparisons
        if c["group_kind"] == "similar" and c["rank"] is not None
    ]
    if similar:
        stands = [certain["stands"] for certain in similar if certain is not None]
        compared = sentences.compared_with_similar(
            len(similar), stands.count("among_best"), stands.count("among_worst")
        )
        points.append((IN_SHORT["others"], compared, ""))
    trends = [i.row["trend"] for i in unit.indicators if i.row["trend"] is not None and i.indicator.every == 1]
    if trends:
        points.append((IN_SHORT["year_before"], sentences.moved_since(*(trends.count(word) for word in TREND)), ""))
    return [*points, *in_short(view, unit), *changed_in_short(view, unit)]


def _goal_sections(view: ReportView, unit: UnitView) -> list[Section | None]:
    goal_sections: list[Section | None] = []
    kinds = list(dict.fromkeys(goal.goal.kind for goal in unit.goals))
    for kind in kinds:
        of_kind = [goal for goal in unit.goals if goal.goal.kind == kind]
        set_order = view.definitions.model.municipality.perspectives
        named_perspectives = list(dict.fromkeys(goal.goal.perspective for goal in of_kind))
        perspectives = sorted(
            named_perspectives, key=lambda p: set_order.index(p) if p in set_order else len(set_order)
        )
        goal_sections.append(
            Section(f"slag-{kind.replace('_', '-')}", goals_of_kind(view.words, kind), [_kind_lead(of_kind)])
        )
        for perspective in perspectives:
            goal_sections += [_goal(view, unit, goal) for goal in of_kind if goal.goal.perspective == perspective]
    return goal_sections


def _kind_lead(goals: Sequence[GoalView]) -> Block:
    n = {word: sum(g.status["status"] == word for g in goals) for word in STATUS}
    return Paragraph(sv.goals_by_status(n, len(goals)))


def _goal(view: ReportView, unit: UnitView, goal: GoalView) -> Section | None:
    whose = [] if goal.unit.id == unit.unit.id else [goal.unit.title]
    kind = " · ".join(filter(None, [goal.goal.perspective, *whose, sv.ASSUMED if goal.goal.assumed else ""]))
    blocks: list[Block | None] = [
        Paragraph(kind, soft=True) if kind else None,
        Judged(goal.status["status"], sentences.status_counts(goal.status)),
        Paragraph(goal.goal.definition) if goal.goal.definition else None,
        Paragraph(sv.GOAL_RATIONALE.format(why=goal.goal.rationale), soft=True) if goal.goal.rationale else None,
        _serves(view, goal),
        Paragraph(sv.GOAL_STRATEGY.format(how=goal.goal.strategy)) if goal.goal.strategy else None,
        Paragraph(sv.GOAL_RESPONSIBLE.format(role=goal.goal.responsible), soft=True) if goal.goal.responsible else None,
        own_words(goal.unit.title, goal.status),
        *comments(view, unit.covers, goal.goal.id, None),
    ]
    blocks += _why(view, goal)
    if goal.indicators:
        blocks += [_indicators(view, goal), *(card(view, unit, item) for item in goal.indicators), _comparison(goal)]
    else:
        blocks.append(Paragraph(sv.GOAL_HAS_NO_INDICATORS, soft=True))
    return section(f"mal-{goal.goal.id}", blocks, goal.goal.title, level=3)


def _why(view: ReportView, goal: GoalView) -> list[Block | None]:
    """Return what a goal's judgement is made of: that it is of assignments, and each target and goal that falls short.

    Its own targets and those of the goals that serve it, each with a link to where it stands.
    """
    serving = _serving(view, goal.goal.id)
    rows = [r for r in view.rows(FulfilmentRow) if r["goal_id"] in {goal.goal.id, *serving}]
    if not any(goal.status[key] for key in COUNTED) and not rows:
        given = [r for r in view.rows(AssignmentsRow) if r["goal_id"] in {goal.goal.id, *serving}]
        once = {r["item_id"]: r for r in given}.values()
        due = [r for r in once if r["due"]]
        if not due:
            return []
        items = [(r["title"], f"{WORK_STATE[r['state']].lower()}, {view.units[r['unit_id']].title}.", "") for r in once]
        return [Paragraph(sv.by_assignments(sum(r["carried_out"] for r in due), len(due))), Bullets(items)]
    found: dict[str, tuple[str, str, str]] = {}
    for word in ("not_met", "partly", "not_assessed"):
        for r in (r for r in rows if r["status"] == word and r["reason"] != "no_target"):
            indicator = view.indicators[r["indicator_id"]]
            gender = "" if r["gender"] == "T" else f", {GENDER[r['gender']].lower()}"
            told = f"{STATUS[word].lower()}, {view.units[r['unit_id']].title}, ”{view.goals[r['goal_id']].title}”."
            key = "|".join(str(r[k]) for k in LEAF if k != "tolerance")
            found.setdefault(key, (f"{indicator.title}{gender}", told, _where(view, r["goal_id"])))
    if not serving or not found:
        return []
    return [Paragraph(sv.COUNTS_SERVING), Bullets(list(found.values()))]


def _serving(view: ReportView, goal_id: str) -> list[str]:
    """Return the goals that serve a goal, directly or through others."""
    below = [goal_id]
    for above in below:
        below += [g.id for g in view.goals.values() if above in g.parents and g.id not in below]
    return below[1:]


def _where(view: ReportView, goal_id: str) -> str:
    """Return the link to where a goal stands: the first page that has it as its own, the council's last."""
    page = next((p for p in view.pages if p.has_workbook and any(g.goal.id == goal_id for g in p.goals)), None)
    return f"{page.name}.html#mal-{goal_id}" if page else ""


def _serves(view: ReportView, goal: GoalView) -> Block | None:
    """Return the goals that a goal serves, up the chain, and the global goals."""
    parents = [view.goals[parent].title for parent in goal.goal.parents if parent in view.goals]
    parts = [sv.goal_serves(parents)] if parents else []
    if goal.goal.decided_at or goal.goal.valid_from or goal.goal.valid_to:
        parts.append(_decided(view, goal.goal))
    if goal.goal.sdg:
        parts.append(sv.global_goals(goal.goal.sdg))
    return Paragraph(" ".join(parts), soft=True) if parts else None


def _decided(view: ReportView, goal: Goal) -> str:
    """Return by which decision a goal is in force, and from when until when."""
    by = view.units[goal.decided_by].title if goal.decided_by else ""
    days = (numbers.day(day) if day is not None else "" for day in (goal.decided_at, goal.valid_from, goal.valid_to))
    return sv.goal_decided(by, goal.decision or "", *days)


def _indicators(view: ReportView, goal: GoalView) -> ShownTable:
    years3 = sorted({item.year3 for item in goal.indicators if item.year3})
    older = [
        (i.row["year"], i.kind) for i in goal.indicators if i.row["year"] is not None and i.row["year"] < view.year
    ]
    w = sv.INDICATORS_JUDGED
    foretold = {item.foretold for item in goal.indicators if item.row["value"] is not None}
    what = "outcome" if view.annual or foretold == {False} else "forecast" if foretold == {True} else "value"
    value = number_column(w[what], note=sv.measured_years(older) if older else "")
    # Two plans may have their year 3 in different years: then each row says its own.
    of_year3 = sv.TARGET_OF_YEAR.format(year=years3[0]) if len(years3) == 1 else w["target_year3"]
    heads = [
        column(w["indicator_id"], 44), value, number_column(w["previous_value"]), number_column(sv.TARGET_OF_YEAR.format(year=view.year)),
        column(w["status"], 18), number_column(w["gap"]), column(w["trend"]),
        number_column(of_year3), column(w["on_path"]), number_column(w["riket"]),
        column(w["similar"], 20, note=w.notes["similar"]),
    ]  # fmt: skip
    return ShownTable(w.caption, heads, [_indicator_cells(item, years3) for item in goal.indicators])


def _indicator_cells(item: IndicatorRow, years3: Sequence[int]) -> list[Cell]:
    row, d, lineage = item.row, item.decimals, item.row["lineage_id"]
    similar = next((c for c in item.comparisons if c["group_kind"] == "similar"), None)
    first = next(iter(item.comparisons), None)
    published = PUBLICATION.get(row["publication"] or "", "")
    year = (
        ""
        if row["year"] is None
        else sv.VALUE_SHOWN[item.foretold].format(year=sentences.year_said(row["year"], item.kind))
    )
    if row["value_label"]:
        value = Cell(row["value_label"], row["value_label"], note=year, lineage=lineage)
    else:
        note = ", ".join(filter(None, [year, "" if item.foretold else published]))
        value = figure(row["value"], d, lineage=lineage, note=note)
    # Others' values are of another year where ours is foretold, and then say so.
    of_others = (
        sentences.year_said(first["year"], item.kind) if first is not None and first["year"] != row["year"] else ""
    )
    trend = TREND.get(row["trend"] or "")
    where = Cell(lineage=lineage)
    if similar is not None:
        rank = ", ".join(
            filter(None, [of_others, sv.place_of(similar["rank"], similar["n"], item.certain.get(similar["group_id"]))])
        )
        where = Cell(numbers.number(similar["median"], d), similar["median"], note=rank, lineage=similar["lineage_id"])
    return [
        words(item.title, note=f"{row['unit_of_measure']}, {DIRECTION[row['direction']]}", link=f"#{item.anchor}"),
        value,
        figure(
            row["previous_value"],
            d,
            lineage=lineage,
            note=item.wave_before if row["previous_value"] is not None else "",
        ),
        Cell(
            item.target,
            row["target"] if row["target_low"] is None and row["target_text"] is None else item.target,
            note="" if row["target_text"] else item.rule,
            lineage=lineage,
        ),
        judged(row["status"], sv.JUDGED_BY_ITSELF if row["own_motivation"] else item.reason, row["own_status_title"]),
        against_target(row["gap"], d, interval=row["direction"] == "interval", lineage=lineage),
        words(
            f"{TREND_SYMBOL[row['trend'] or '']} {trend}" if trend else None,
            note=_change_in_short(item),
        ),
        figure(
            row["target_year3"],
            d,
            lineage=lineage,
            note=sentences.year_said(item.year3, item.kind)
            if item.year3 and len(years3) > 1 and row["target_year3"] is not None
            else "",
        ),
        words(
            YES_NO.get(row["on_path"]),
            note=f"{numbers.number(row['path_value'], d)}, {item.path_plan}" if row["path_value"] is not None else "",
        ),
        figure(first["riket"], d, lineage=first["lineage_id"], note=of_others if first["riket"] is not None else "")
        if first
        else figure(None, d, lineage=lineage),
        where,
    ]


def _change_in_short(item: IndicatorRow) -> str:
    """Return a change with its sign, and whether it is more than the margin of error, where that is known."""
    if item.row["change"] is None:
        return ""
    certain = CHANGE_CERTAINTY.get((item.sure["change_certainty"] if item.sure else None) or "", "")
    return ", ".join(filter(None, [numbers.signed(item.row["change"], item.decimals), certain]))


def card(view: ReportView, unit: UnitView, item: IndicatorRow) -> Card:
    """Return an indicator's sentences, what its unit says of it, and its pictures."""
    row, d, measure = item.row, item.decimals, item.row["unit_of_measure"]
    similar = next((c for c in item.comparisons if c["group_kind"] == "similar"), None)
    first = similar or next(iter(item.comparisons), None)
    parts = [
        sentences.value_used(row, view.year, computed=item.foretold, kind=item.kind),
        sentences.probably_between(item.sure, d, measure) if item.sure else "",
        sentences.change_since(row, item.indicator.every, item.kind, item.sure),
        sentences.three_together(item.sure, d, measure) if item.sure else "",
    ]
    paragraphs = [
        " ".join(filter(None, parts)),
        " ".join(
            filter(
                None,
                [
                    sentences.against_target(row, view.year, item.kind, item.rule),
                    sentences.expectation(row, view.year, item.kind) or sentences.assurance(row),
                    sentences.path_to_year3(
                        row, view.year, item.year3, item.path_plan, item.kind, decided=item.path_decided
                    ),
                    *(sentences.realism(one, item.kind) for one in item.realism if one["group_kind"] == "all"),
                ],
            )
        ),
    ]
    if row["publication"] == "preliminary":
        paragraphs[0] += f" {sv.PRELIMINARY}"
    paragraphs.append(" ".join(_behind(view, item)))
    if first is not None:
        who = view.definitions.model.municipality.title
        parts = [sentences.place_among(first, d, measure, who, item.certain.get(first["group_id"]), item.kind)]
        if item.indicator.not_ranked is not None:
            parts.append(sv.NOT_RANKED.format(why=item.indicator.not_ranked))
        if first["riket"] is not None:
            parts.append(sv.VALUE_IN_RIKET.format(value=sentences.measured(first["riket"], d, measure)))
            parts.append(sentences.against_riket(item.sure))
        if first["gender_difference"] is not None and row["gender"] == "T":
            parts.append(sentences.between_genders(first["gender_difference"], d, measure))
        paragraphs.append(" ".join(filter(None, parts)))
    own = [
        *comments(view, unit.covers, row["goal_id"], item.indicator.id),
        *comments(view, unit.covers, None, item.indicator.id),
        *_forecast_reason(row),
    ]
    meta = [
        sv.MEASURED_BY_KPI.format(kpi=row["kpi_id"])
        if row["kpi_id"]
        else sv.MEASURED_BY_OURSELVES.format(how=item.indicator.measured_by),
        row["source_label"] if row["source_label"] != "–" else "",
        sv.WEIGHT.format(weight=numbers.number(row["weight"], 0 if row["weight"] == int(row["weight"]) else 1))
        if row["weight"] != 1
        else "",
    ]
    return Card(
        item.anchor,
        item.title,
        row["status"],
        " · ".join(filter(None, meta)),
        [s for s in paragraphs if s],
        own,
        pictures(view, item),
        row["own_status_title"] or "",
    )


def _behind(view: ReportView, item: IndicatorRow) -> list[str]:
    """Return what a value rests on, where that is little or has changed (docs/measures.md §2, §4, §5)."""
    row = item.row
    reservations = [sentences.automatic_beside(row, view.year, item.kind)]
    if item.unread:
        reservations.append(sv.MAY_BE_UNREAD.format(sources=sentences.listed(item.unread)))
    if row["forecast_flag"] == "months_by_twelve" and row["basis"] == "auto_forecast":
        reservations.append(sv.MONTHS_BY_TWELVE)
    if row["forecast_flag"] == "result_share":
        reservations.append(sv.RESULT_SHARE)
    if row["unit_coverage"] is not None and row["unit_coverage"] < 1:
        reservations.append(sentences.measured_of(row["unit_coverage"]))
    if row["reorganised"]:
        reservations.append(sv.REORGANISED)
    if row["count"] and row["count"] < view.definitions.model.municipality.thresholds.few_behind_value:
        counted = PERSONS[item.indicator.counts or "persons"]
        reservations.append(sentences.few_behind(row["count"], item.decimals, row["unit_of_measure"], counted))
    return [text for text in reservations if text]


def _forecast_reason(row: FulfilmentRow) -> list[OwnWords]:
    """Return who made a manual forecast, when and why (docs/measures.md §4)."""
    if row["basis"] != "manual_forecast" or row["forecast_made_at"] is None:
        return []
    heading = sv.FORECAST_BY.format(by=row["forecast_by"], day=numbers.day(row["forecast_made_at"]))
    return [OwnWords(heading, row["forecast_reason"] or "")]


def pictures(view: ReportView, item: IndicatorRow) -> list[Picture]:
    """Return an indicator's pictures: its history with target path and spread, and its place among similar ones."""
    row, d, unit = item.row, item.decimals, item.row["unit_of_measure"]
    targets = [
        (y, v) for y, v in ((view.year, row["target"]), (item.year3, row["target_year3"])) if y and v is not None
    ]
    breaks = [y for y in item.indicator.series_breaks if item.history and y > item.history[0].year]
    who = view.definitions.model.municipality.title
    normal = (
        None if row["normal_low"] is None or row["normal_high"] is None else (row["normal_low"], row["normal_high"])
    )
    every, kind = item.indicator.every, item.kind
    drawn = [history(item.title, unit, d, item.history, targets, item.peers, breaks, every, normal, kind)]
    if item.members_year is not None and item.indicator.rankable:
        drawn.append(place(item.title, unit, d, sentences.year_said(item.members_year, kind), who, item.members))
    return [picture for picture in drawn if picture is not None]


def _comparison(goal: GoalView) -> ShownTable:
    w = sv.PLACES
    heads = [
        column(w["indicator_id"], 44), column(w["group"], 24), number_column(w["value"]), number_column(w["median"]),
        number_column(w["difference"]), column(w["middle"], 18), number_column(w["rank"]), column(w["colour"], 18),
        number_column(w["riket"]),
    ]  # fmt: skip
    rows = [
        [
            words(item.title, note=f"{sentences.year_said(c['year'], item.kind)}, {item.row['unit_of_measure']}"),
            words(GROUP_KIND[c["group_kind"]], note=c["group_title"] if c["group_kind"] != "all" else ""),
            figure(c["value"], item.decimals, lineage=c["lineage_id"]),
            figure(c["median"], item.decimals, lineage=c["lineage_id"]),
            moved(c["difference"], item.decimals, lineage=c["lineage_id"]),
            words(f"{numbers.number(c['p25'], item.decimals)}–{numbers.number(c['p75'], item.decimals)}"),
            Cell(sv.rank_of(c["rank"], c["n"], item.certain.get(c["group_id"])), c["rank"], lineage=c["lineage_id"]),
            words(sv.colour_of(c["colour"], item.certain.get(c["group_id"]))),
            figure(c["riket"], item.decimals, lineage=c["lineage_id"]),
        ]
        for item in goal.indicators
        for c in item.comparisons
    ]
    labels = sorted({c["source_label"] for item in goal.indicators for c in item.comparisons})
    return ShownTable(w.caption, heads, rows, note=" · ".join(labels))


def surroundings(view: ReportView, unit: UnitView) -> Section | None:
    """Return population, economy and other premises.

    For the council what the municipality has chosen, and for every unit what is followed without being judged.
    """
    w = sv.SURROUNDINGS
    heads = [
        column(w["indicator_id"], 44), number_column(w["value"]), number_column(w["change"]), number_column(w["similar"], 16),
        number_column(w["county"]), number_column(w["riket"]), column(w["source_label"], 30),
    ]  # fmt: skip
    followed = {i.indicator.id for i in unit.indicators if i.row["direction"] == "neutral"}
    if unit.unit.level is Level.COUNCIL:
        followed |= set(view.definitions.model.municipality.surroundings)
    chosen = [i for i in view.definitions.model.indicators if i.id in followed]
    rows: list[list[Cell]] = []
    for indicator in chosen:
        places = [c for c in view.own if c["indicator_id"] == indicator.id and c["gender"] == "T"]
        newest = max((c["year"] for c in places), default=None)
        by_group = {c["group_kind"]: c for c in places if c["year"] == newest}
        if newest is None or not by_group:
            continue
        first, d = next(iter(by_group.values())), indicator.decimals
        lineage = first["lineage_id"]
        medians = [by_group.get(kind) for kind in ("similar", "county")]
        rows.append(
            [
                words(indicator.title, note=indicator.unit_of_measure),
                figure(first["value"], d, lineage=lineage, note=sentences.year_said(newest, indicator.measured_kind)),
                moved(first["change"], d, lineage=lineage),
                *(
                    figure(of["median"], d, lineage=of["lineage_id"]) if of else figure(None, d, lineage=lineage)
                    for of in medians
                ),
                figure(first["riket"], d, lineage=lineage),
                words(first["source_label"]),
            ]
        )
    return section("omvarld", [lead("omvarld"), ShownTable(w.caption, heads, rows, w.sheet)] if rows else [])


def vision(view: ReportView) -> Section | None:
    """Return the vision, and the steering documents that tie it to the goals."""
    model = view.definitions.model
    w = sv.DOCUMENTS
    heads = [column(w[name]) for name in DOCUMENTS_SHOWN]
    last_day = period_end(view.report)
    rows: list[list[Cell]] = []
    for d in model.steering_documents:
        goals = [view.goals[goal].title for goal in d.goals if goal in view.goals]
        expired = d.valid_to is not None and d.valid_to < last_day
        shown = {
            "title": words(d.title, note=sv.ASSUMED if d.assumed else ""),
            "kind": words(DOCUMENT_KIND[d.kind]),
            "owner": words(view.units[d.owner].title),
            "responsible": words(d.responsible),
            "applies_to": words(d.applies_to),
            "decided_at": words(numbers.day(d.decided_at) if d.decided_at else None, note=d.decision or ""),
            "diary_number": words(d.diary_number),
            "valid_to": words(
                numbers.day(d.valid_to) if d.valid_to else None, note=sv.DOCUMENT_EXPIRED if expired else ""
            ),
            "followed_up": words("; ".join(goals) or (sv.NOT_FOLLOWED_UP if d.asks_for_follow_up else None)),
        }
        rows.append([shown[name] for name in DOCUMENTS_SHOWN])
    blocks: list[Block | None] = []
    if model.vision:
        blocks.append(Paragraph(sv.vision_in_short(model.vision.title, model.vision.text, model.vision.values)))
    return section("vision", [*blocks, ShownTable(w.caption, heads, rows)])


def _below(unit: UnitView, view: ReportView) -> Section | None:
    council = unit.unit.level is Level.COUNCIL
    named = {page.unit.id: page.name for page in view.pages}
    rows = [
        [
            words(
                view.units[under].title,
                link=f"{named[under]}.html" if under in named else "",
            ),
            judged_whole(row),
            *counts(row),
            *standing(view, under),
        ]
        for row in unit.below
        if (under := row["unit_id"]) is not None
    ]
    w = sv.UNITS_BELOW
    heads = [
        column(w["committee" if council else "unit"], 44),
        column(w["status"], 18),
        *COUNT_COLUMNS,
        *standing_columns(),
    ]
    table = ShownTable(w.caption if council else sv.UNITS_UNDER.format(unit=unit.unit.title), heads, rows, w.sheet)
    return section("enheter", [table], sv.COMMITTEES if council else sv.UNITS)


def standing_columns() -> list[ShownColumn]:
    """Return the columns of `standing`."""
    w = sv.STANDING
    return [
        column(w["own_judgement"], 18), column(w["money"], 22), column(w["others"], 22), column(w["control"], 22),
    ]  # fmt: skip


def standing(view: ReportView, unit_id: str) -> list[Cell]:
    """Return what stands beside a unit's goals: its own judgement, its money, its place among others and its control."""
    page = next((page for page in view.pages if page.unit.id == unit_id), None)
    status = next(r for r in view.rows(LevelStatusRow) if r["unit_id"] == unit_id)
    own = words(STATUS.get(status["own_judgement"] or ""), note=own_differs(status) if status["own_judgement"] else "")
    return [
        own,
        money_in_short(view, unit_id),
        words(compared_in_short(page) if page else None),
        _control(view, unit_id),
    ]


def _control(view: ReportView, unit_id: str) -> Cell:
    covers = subtree(view.definitions.model.units, unit_id)
    results = [r["result"] for r in view.rows(ControlPointsRow) if r["unit_id"] in covers]
    return words(sv.control_in_short({name: results.count(name) for name in CONTROL_RESULT}))


def compared_in_short(unit: UnitView) -> str:
    """Return how the unit's indicators stand against the similar municipalities' median."""
    return ", ".join(f"{n} {word}" for n, word in zip(_against_similar(unit), sv.AGAINST_MEDIAN, strict=True) if n)


def _against_similar(unit: UnitView) -> tuple[int, int, int]:
    good = [
        c["difference"] if i.row["direction"] == "higher" else -c["difference"]
        for i in unit.indicators
        for c in i.comparisons
        if c["group_kind"] == "similar" and c["rank"] is not None
    ]
    return sum(g > 0 for g in good), sum(g == 0 for g in good), sum(g < 0 for g in good)


def withholds(check: ChecksRow) -> bool:
    """Whether a check's finding withholds its indicator from judgement."""
    return check["status"] == "failed" and check["severity"] == "error"


def checks_section(view: ReportView, unit: UnitView) -> Section | None:
    """Return what the checks found, and what of it someone answers for."""
    items: dict[str, list[tuple[str, str, str]]] = {"failed": [], "acknowledged": []}
    for row in unit.checks:
        sentence = sv.found_by_check(row["message"], withheld=withholds(row))
        items[row["status"]].append((view.indicators[row["subject"]].title, sentence, ""))
    blocks: list[Block | None] = [
        Bullets(items["failed"]) if items["failed"] else None,
        Paragraph(sv.ACKNOWLEDGED_MEANS) if items["acknowledged"] else None,
        Bullets(items["acknowledged"]) if items["acknowledged"] else None,
    ]
    return section("kontroller", blocks)


def method(view: ReportView) -> Section | None:
    """Return the thresholds and how figures are made, as every report prints them."""
    t: Thresholds = view.definitions.model.municipality.thresholds
    paragraphs = [
        sv.REPORT_KNOWN_AT.format(day=numbers.day(view.as_of)),
        KNOWN_ALWAYS if view.known_always else "",
        sentences.method_of_targets(t),
        sentences.method_of_goals(t),
        sentences.method_of_comparison(t),
        sentences.method_of_work(t) if view.rows(InnerEfficiencyRow) else "",
        sentences.method_of_budget(t, ended=has_year_outcome(view)) if view.rows(BudgetRow) else "",
        sentences.method_of_shortfalls(t) if view.rows(ShortfallsRow) else "",
        sv.PATH_IS_OURS,
    ]
    blocks: list[Block | None] = [Paragraph(text) for text in paragraphs if text]
    blocks.append(Bullets([("", left_out(one), "") for one in view.definitions.left_out]))
    blocks.append(Paragraph(sv.symbols_mean(), soft=True))
    blocks.append(Paragraph(" · ".join(view.sources), soft=True) if view.sources else None)
    return section("metod", blocks)
