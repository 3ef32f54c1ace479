"""The sections of a unit's page about its goals: in short, goals by kind or perspective, comparison, checks, method.

Goals stand in the order of the municipality's own definitions, kind by kind, so that each model's own order is kept.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from assets.followup.content import (
    Block,
    Bullets,
    Card,
    Cell,
    OwnWords,
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
    on_day,
    part,
    section,
    telling,
    words,
)
from assets.followup.pictures.over_time import history
from assets.followup.pictures.svg import place
from assets.followup.sections.money_and_staff import has_year_outcome, money_in_short
from assets.followup.view import GoalView, IndicatorRow, ReportView, UnitView, subtree
from models.definitions.aims import LEAF
from models.definitions.steering import Goal, Indicator, Level, Thresholds, period_end
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
from models.words import at_a_glance as glance
from models.words import goals as sv
from models.words import numbers, sentences
from models.words.judgements import (
    CHANGE_CERTAINTY,
    DIRECTION,
    DOCUMENT_KIND,
    GROUP_KIND,
    PUBLICATION,
    TREND,
    TREND_SYMBOL,
    YES_NO,
    gender_of,
    with_gender,
)
from models.words.left_out import KNOWN_ALWAYS, left_out
from models.words.own_names import counted_titles, goals_of_kind, in_own_words
from models.words.sections import COUNTED_TITLES
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
# So many indicators stand open on a page; a goal's stand together.
MAX_OPEN = 4
_COUNT_WIDTHS = {"n_met": 10, "n_partly": 9, "n_not_met": 12, "n_not_assessed": 11, "coverage": 10}


def count_columns(view: ReportView) -> list[ShownColumn]:
    """Return the columns that count targets by status."""
    titles = {**counted_titles(view.words), "coverage": COUNTED_TITLES["coverage"]}
    return [number_column(titles[name], width) for name, width in _COUNT_WIDTHS.items()]


def counts(row: GoalStatusRow | LevelStatusRow) -> list[Cell]:
    """Return the cells of `count_columns` for a goal, unit or level."""
    lineage = row["lineage_id"]
    return [*(figure(row[key], 0, lineage=lineage) for key in COUNTED), part(row["coverage"], lineage=lineage)]


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


def own_words(view: ReportView, who: str, row: GoalStatusRow | LevelStatusRow) -> OwnWords | None:
    """Return a unit's own judgement, where it has made one."""
    if not row["own_judgement"]:
        return None
    heading = sv.OWN_JUDGEMENT_OF.format(whose=numbers.genitive(who))
    return OwnWords(heading, row["own_motivation"] or "", row["own_judgement"], own_differs(view, row))


def own_differs(view: ReportView, row: GoalStatusRow | LevelStatusRow) -> str:
    """Return that a unit's own judgement is another than the computed one, or that there is none to hold it against."""
    if not all_assessed(row):
        return sv.OWN_STANDS_ALONE
    same = row["own_judgement"] in {None, row["status"]}
    return "" if same else sv.OWN_DIFFERS.format(status=view.statuses[row["status"]].lower())


def all_assessed(row: GoalStatusRow | LevelStatusRow) -> bool:
    """Whether one word may stand for a unit: not while some of what can be assessed is not. A goal always has its word."""
    of_unit = "goal_id" not in row
    return not of_unit or row["coverage"] is None or row["coverage"] == 1


def judged_whole(view: ReportView, row: LevelStatusRow) -> Cell:
    """Return a unit's or level's status, or that not everything is assessed."""
    return judged(view.statuses, row["status"]) if all_assessed(row) else words(sv.NOT_ALL_ASSESSED)


def comments(view: ReportView, units: Sequence[str], goal: str | None, indicator: str | None) -> list[OwnWords]:
    """Return what units and members have said of an indicator, a goal or the whole, marked as theirs."""
    all_comments = view.definitions.model.comments
    return [
        OwnWords(sv.COMMENT_BY.format(by=c.by, day=numbers.day(c.date)), c.text)
        for c in all_comments
        if c.report == view.report and c.unit in units and c.goal == goal and c.indicator == indicator
    ]


def goal_sections(view: ReportView, unit: UnitView, in_order: Sequence[GoalView]) -> list[Section | None]:
    """Return a section for each goal by kind and perspective.

    Those that come first `in_order` of attention stand open until MAX_OPEN indicators do; the others are folded whole.
    """
    n_shown, shown, leaves = 0, set[str](), set[tuple[str, str, str]]()
    for goal in in_order:
        n = len({_leaf(item) for item in goal.indicators if _stands_open(item)} - leaves)
        if n_shown and n_shown + n > MAX_OPEN:
            break
        n_shown += n
        leaves |= {_leaf(item) for item in goal.indicators}
        shown.add(goal.goal.id)
    seen: set[tuple[str, str, str]] = set()
    sections: list[Section | None] = []
    kinds = list(dict.fromkeys(goal.goal.kind for goal in unit.goals))
    for kind in kinds:
        of_kind = [goal for goal in unit.goals if goal.goal.kind == kind]
        set_order = view.definitions.model.municipality.perspectives
        named_perspectives = list(dict.fromkeys(goal.goal.perspective for goal in of_kind))
        perspectives = sorted(
            named_perspectives, key=lambda p: set_order.index(p) if p in set_order else len(set_order)
        )
        sections.append(Section(f"slag-{kind.replace('_', '-')}", goals_of_kind(view.words, kind), []))
        for perspective in perspectives:
            sections += [
                _goal(view, unit, goal, seen, shown=goal.goal.id in shown)
                for goal in of_kind
                if goal.goal.perspective == perspective
            ]
    return sections


def _goal(
    view: ReportView, unit: UnitView, goal: GoalView, seen: set[tuple[str, str, str]], *, shown: bool
) -> Section | None:
    """Return a goal's section; an indicator that stands open above (`seen`) is folded, and so is what is not judged."""
    whose = [] if goal.unit.id == unit.unit.id else [goal.unit.title]
    kind = " · ".join(filter(None, [goal.goal.perspective, *whose, sv.ASSUMED if goal.goal.assumed else ""]))
    of_goal = [(same, card(view, unit, same)) for same in _by_indicator(goal.indicators)]
    opened = [made for same, made in of_goal if shown and _stands_open(same[0]) and _leaf(same[0]) not in seen]
    if shown:
        seen |= {_leaf(same[0]) for same, _ in of_goal}
    told: list[Block | None] = [
        Paragraph(sentences.status_counts(goal.status, view.words)),
        Paragraph(goal.goal.definition) if goal.goal.definition else None,
        own_words(view, goal.unit.title, goal.status),
        *comments(view, unit.covers, goal.goal.id, None),
        *opened,
    ]
    under: list[Block | None] = [
        *_why(view, goal),
        Paragraph(kind, soft=True) if kind else None,
        Paragraph(sv.GOAL_RATIONALE.format(why=goal.goal.rationale), soft=True) if goal.goal.rationale else None,
        _serves(view, goal),
        Paragraph(sv.GOAL_STRATEGY.format(how=goal.goal.strategy)) if goal.goal.strategy else None,
        Paragraph(sv.GOAL_RESPONSIBLE.format(role=goal.goal.responsible), soft=True) if goal.goal.responsible else None,
        *(made for _, made in of_goal if made not in opened),
        _indicators(view, goal) if goal.indicators else Paragraph(sv.GOAL_HAS_NO_INDICATORS, soft=True),
    ]
    status = goal.status["status"]
    if shown:
        return section(f"mal-{goal.goal.id}", told, goal.goal.title, 3, under, status)
    return section(f"mal-{goal.goal.id}", [], goal.goal.title, 3, [*told, *under], status)


def _stands_open(item: IndicatorRow) -> bool:
    """Whether an indicator's card may stand open: it is judged, and there is something to see."""
    return item.row["status"] != "no_judgement" and (item.row["value"] is not None or bool(item.history))


def _leaf(item: IndicatorRow) -> tuple[str, str, str]:
    return item.indicator.id, item.row["unit_id"], item.target


def _by_indicator(items: Sequence[IndicatorRow]) -> list[list[IndicatorRow]]:
    """Return a goal's indicators with total, women and men together: the total first where it is there."""
    same: dict[tuple[str, str], list[IndicatorRow]] = {}
    for item in items:
        same.setdefault((item.indicator.id, item.row["unit_id"]), []).append(item)
    return list(same.values())


def _why(view: ReportView, goal: GoalView) -> list[Block | None]:
    """Return what a goal's judgement is made of: that it is of assignments, and each target and goal that falls short.

    Its own targets and those of the goals that serve it, each with a link to where it stands.
    """
    serving = _serving(view, goal.goal.id)
    rows = [r for r in view.rows(FulfilmentRow) if r["goal_id"] in {goal.goal.id, *serving}]
    if not any(goal.status[key] for key in COUNTED) and not rows:
        once = _assignments_of(view, goal)
        said = by_assignments(view, goal)
        items = [(r["title"], f"{WORK_STATE[r['state']].lower()}, {view.units[r['unit_id']].title}.", "") for r in once]
        return [Paragraph(said), Bullets(items)] if said else []
    found: dict[str, tuple[str, str, str]] = {}
    for word in ("not_met", "partly", "not_assessed"):
        for r in (r for r in rows if r["status"] == word and r["reason"] != "no_target"):
            told = (
                f"{view.statuses[word].lower()}, {view.units[r['unit_id']].title}, ”{view.goals[r['goal_id']].title}”."
            )
            key = "|".join(str(r[k]) for k in LEAF if k != "tolerance")
            found.setdefault(key, (leaf_title(view, r), told, _where(view, r["goal_id"])))
    if not serving or not found:
        return []
    return [Paragraph(sv.COUNTS_SERVING), Bullets(list(found.values()))]


def leaf_title(view: ReportView, row: FulfilmentRow | ShortfallsRow) -> str:
    """Return an indicator's title, with the gender where it is not the total."""
    item = view.indicators[row["indicator_id"]]
    return with_gender(item.title, row["gender"], item.counts)


def _assignments_of(view: ReportView, goal: GoalView) -> list[AssignmentsRow]:
    """Return the assignments given for a goal and those that serve it, each once."""
    given = [r for r in view.rows(AssignmentsRow) if r["goal_id"] in {goal.goal.id, *_serving(view, goal.goal.id)}]
    return list({r["item_id"]: r for r in given}.values())


def by_assignments(view: ReportView, goal: GoalView) -> str:
    """Return that a goal without targets is judged by its assignments; empty where none is due."""
    due = [r for r in _assignments_of(view, goal) if r["due"]]
    return sv.by_assignments(sum(r["carried_out"] for r in due), len(due)) if due else ""


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
    # Two plans may have their year 3 in different years, and a school year is no year: then each row says its own.
    kinds = {item.kind if item.kind == "school_year" else None for item in goal.indicators}
    shared = next(iter(kinds)) if len(kinds) == 1 else None
    own_years = len(kinds) > 1
    of_year = w["target"] if own_years else sv.TARGET_OF_YEAR.format(year=sentences.year_said(view.year, shared))
    own_year3 = own_years or len(years3) != 1
    of_year3 = w["target_year3"] if own_year3 else sv.TARGET_OF_YEAR.format(year=sentences.year_said(years3[0], shared))
    heads = [
        column(w["indicator_id"], 44), value, number_column(w["previous_value"]), number_column(of_year),
        column(w["status"], 18), number_column(w["gap"]), column(w["trend"]),
        number_column(of_year3), column(w["on_path"]), number_column(w["riket"]),
        column(w["similar"], 20, note=w.notes["similar"]),
    ]  # fmt: skip
    return ShownTable(
        w.caption,
        heads,
        [
            _indicator_cells(view, item, view.year if own_years else None, own_year3=own_year3)
            for item in goal.indicators
        ],
    )


def _indicator_cells(
    view: ReportView, item: IndicatorRow, year_of_target: int | None, *, own_year3: bool
) -> list[Cell]:
    """Return an indicator's cells; `year_of_target` and `own_year3` where the headings do not say whose year a target is of."""
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
    its_year = item.year3 if own_year3 and row["target_year3"] is not None else None
    year3 = figure(
        row["target_year3"], d, lineage=lineage, note=sentences.year_said(its_year, item.kind) if its_year else ""
    )
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
            lineage=lineage,
            note=", ".join(
                filter(
                    None,
                    [
                        sentences.year_said(year_of_target, item.kind) if year_of_target and item.target != "–" else "",
                        "" if row["target_text"] else item.rule,
                    ],
                )
            ),
        ),
        judged(
            view.statuses,
            row["status"],
            sv.JUDGED_BY_ITSELF if row["own_motivation"] else item.reason,
            row["own_status_title"],
        ),
        against_target(row["gap"], d, interval=row["direction"] == "interval", lineage=lineage),
        words(
            f"{TREND_SYMBOL[row['trend'] or '']} {trend}" if trend else None,
            note=_change_in_short(item),
        ),
        replace(year3, text=item.step(row["target_year3"]) or year3.text),
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
    if item.change is None:
        return ""
    certain = CHANGE_CERTAINTY.get((item.sure["change_certainty"] if item.sure else None) or "", "")
    return ", ".join(filter(None, [numbers.signed(item.change, item.decimals), certain]))


def card(view: ReportView, unit: UnitView, same: Sequence[IndicatorRow]) -> Card:
    """Return an indicator's card: the total's, or the first's where there is none, with each gender's own folded in it."""
    main, *others = sorted(same, key=lambda item: item.row["gender"] != "T")
    first = _card(view, unit, main)
    genders = [i for i in same if i.row["gender"] != "T" and i.row["value"] is not None]
    told = []
    if others and genders:
        parts = [
            (
                gender_of(i.row["gender"], i.indicator.counts),
                i.row["value_label"] or numbers.number(i.row["value"], i.decimals),
                i.row["status"],
            )
            for i in genders
        ]
        told = [glance.by_gender(parts, view.words)]
    within = [_card(view, unit, item) for item in others]
    more = [*first.more, *kolada_says(view, main.indicator)]
    return replace(first, sentences=[*first.sentences, *told], more=more, within=within)


def kolada_says(view: ReportView, indicator: Indicator) -> list[str]:
    r"""Return what Kolada says of an indicator's KPI, marked as Kolada's words; nothing where it says nothing.

    The line breaks that Kolada writes, as characters or as \\n, stand as spaces.
    """
    says = view.kolada_says.get(indicator.kpi_id or "")
    if says is None:
        return []
    text = " ".join((says["description"] or "").replace("\\n", " ").split())
    return [sv.KOLADA_SAYS.format(kpi=says["kpi_id"], description=text)]


def _card(view: ReportView, unit: UnitView, item: IndicatorRow) -> Card:
    """Return what is told of one row: its value, target and place, what its unit says of it, and its pictures."""
    row, d, measure = item.row, item.decimals, item.row["unit_of_measure"]
    similar = next((c for c in item.comparisons if c["group_kind"] == "similar"), None)
    first = similar or next(iter(item.comparisons), None)
    value = [
        sentences.value_used(row, view.year, computed=item.foretold, kind=item.kind),
        sv.PRELIMINARY if row["publication"] == "preliminary" else "",
    ]
    change = [
        sentences.probably_between(item.sure, d, measure) if item.sure else "",
        sentences.change_since(row, item.indicator.every, item.kind, item.sure),
        sentences.three_together(item.sure, d, measure) if item.sure else "",
    ]
    # The year's own outcome is there: whether its target is reached is no longer open.
    settled = row["basis"] == "outcome" and row["year"] == view.year
    aim = [
        sentences.against_target(row, view.year, item.kind, item.rule, item.step(row["target"])),
        sentences.expectation(row, view.year, item.kind) or ("" if settled else sentences.assurance(row)),
    ]
    later = [
        sentences.path_to_year3(
            row,
            view.year,
            item.year3,
            item.path_plan,
            item.kind,
            decided=item.path_decided,
            step=item.step(row["target_year3"]),
        ),
        *(sentences.realism(one, item.kind) for one in item.realism if one["group_kind"] == "all"),
    ]
    among: list[str] = []
    beside: list[str] = []
    if first is not None:
        who = view.definitions.model.municipality.title
        among = [sentences.place_among(first, d, measure, who, item.certain.get(first["group_id"]), item.kind)]
        if item.indicator.not_ranked is not None:
            among.append(sv.NOT_RANKED.format(why=item.indicator.not_ranked))
        if first["riket"] is not None:
            beside.append(sv.VALUE_IN_RIKET.format(value=sentences.measured(first["riket"], d, measure)))
            beside.append(sentences.against_riket(item.sure))
        apart = view.genders_apart(first, d)
        if apart is not None and row["gender"] == "T":
            beside.append(sentences.between_genders(apart, d, measure, item.indicator.counts))
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
    drawn, compared = pictures(view, item)
    shown = [" ".join(filter(None, some)) for some in ([*value, *change], aim, _behind(view, item), among)]
    more = [" ".join(filter(None, some)) for some in (later, beside)]
    return Card(
        item.anchor,
        item.title,
        row["status"],
        glance.value_shown(row, foretold=item.foretold),
        [text for text in shown if text],
        own,
        [drawn] if drawn else [],
        " · ".join(filter(None, meta)),
        [text for text in more if text],
        [compared] if compared else [],
        own_status=row["own_status_title"] or "",
    )


def _behind(view: ReportView, item: IndicatorRow) -> list[str]:
    """Return what a value rests on, where that is little or has changed (docs/measures.md §2, §4, §5)."""
    row = item.row
    reservations = [sentences.automatic_beside(row, view.year, item.kind)]
    if item.unread:
        reservations.append(sv.MAY_BE_UNREAD.format(sources=numbers.listed(item.unread)))
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


def pictures(view: ReportView, item: IndicatorRow) -> tuple[Picture | None, Picture | None]:
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
    drawn = history(item.title, unit, d, item.history, targets, item.peers, breaks, every, normal, kind)
    others = None
    if item.members_year is not None and item.indicator.rankable:
        others = place(item.title, unit, d, sentences.year_said(item.members_year, kind), who, item.members)

    similar = next((c["lineage_id"] for c in item.comparisons if c["group_kind"] == "similar"), "")

    def of_item(one: Picture | None, facts: str, origin: str) -> Picture | None:
        told = telling(one, facts, [row["unit_id"], view.goals[row["goal_id"]].unit], origin)
        return told and replace(told, indicator_id=row["indicator_id"], gender=row["gender"])

    own = "fact_target" if row["kpi_id"] is None else "fact_target fact_value fact_place"
    return of_item(drawn, own, row["lineage_id"]), of_item(others, "fact_value fact_place", similar)


def compared(unit: UnitView) -> Section | None:
    """Return every indicator of the page's goals beside others, in one table."""
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
            moved(
                numbers.apart_as_read(c["value"], c["median"], item.decimals), item.decimals, lineage=c["lineage_id"]
            ),
            words(f"{numbers.number(c['p25'], item.decimals)}–{numbers.number(c['p75'], item.decimals)}"),
            Cell(sv.rank_of(c["rank"], c["n"], item.certain.get(c["group_id"])), c["rank"], lineage=c["lineage_id"]),
            words(sv.colour_of(c["colour"], item.certain.get(c["group_id"]))),
            figure(c["riket"], item.decimals, lineage=c["lineage_id"]),
        ]
        for item in unit.indicators
        for c in item.comparisons
    ]
    labels = sorted({c["source_label"] for item in unit.indicators for c in item.comparisons})
    return section("jamforelser", [], folded=[ShownTable(w.caption, heads, rows, note=" · ".join(labels))])


def surroundings(view: ReportView, unit: UnitView) -> Section | None:
    """Return population, economy and other premises.

    For the council what the municipality has chosen, and for every unit what is followed without being judged.
    """
    w = sv.SURROUNDINGS
    heads = [
        column(w["indicator_id"], 44), number_column(w["value"]), number_column(w["change"]), number_column(w["similar"], 16),
        number_column(w["county"]), number_column(w["riket"]), column(w["source_label"], 30),
    ]  # fmt: skip
    rows: list[list[Cell]] = []
    said: list[tuple[str, str, str]] = []
    for indicator in followed(view, unit).values():
        places = [c for c in view.own if c["indicator_id"] == indicator.id and c["gender"] == "T"]
        newest = max((c["year"] for c in places), default=None)
        by_group = {c["group_kind"]: c for c in places if c["year"] == newest}
        if newest is None or not by_group:
            continue
        first, d = next(iter(by_group.values())), indicator.decimals
        lineage = first["lineage_id"]
        medians = [by_group.get(kind) for kind in ("similar", "county")]
        said.extend((indicator.title, text, "") for text in kolada_says(view, indicator))
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
    blocks: list[Block | None] = [lead("omvarld"), ShownTable(w.caption, heads, rows, w.sheet), Bullets(said)]
    return section("omvarld", [], folded=blocks if rows else [])


def followed(view: ReportView, unit: UnitView) -> dict[str, Indicator]:
    """Return the indicators of a unit's surroundings, by their ids."""
    chosen = {i.indicator.id for i in unit.indicators if i.row["direction"] == "neutral"}
    if unit.unit.level is Level.COUNCIL:
        chosen |= set(view.definitions.model.municipality.surroundings)
    return {i.id: i for i in view.definitions.model.indicators if i.id in chosen}


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
            "decided_at": on_day(d.decided_at, note=d.decision or ""),
            "diary_number": words(d.diary_number),
            "valid_to": on_day(d.valid_to, note=sv.DOCUMENT_EXPIRED if expired else ""),
            "followed_up": words("; ".join(goals) or (sv.NOT_FOLLOWED_UP if d.asks_for_follow_up else None)),
        }
        rows.append([shown[name] for name in DOCUMENTS_SHOWN])
    blocks: list[Block | None] = []
    if model.vision:
        blocks.append(Paragraph(sv.vision_in_short(model.vision.title, model.vision.text, model.vision.values)))
    return section("vision", blocks, folded=[ShownTable(w.caption, heads, rows)])


def units_below(view: ReportView, unit: UnitView) -> Section | None:
    """Return the units below with how each stands: of the council, the committees."""
    council = unit.unit.level is Level.COUNCIL
    named = {page.unit.id: page.name for page in view.pages}
    rows = [
        unit_row(view, row, words(view.units[under].title, link=f"{named[under]}.html" if under in named else ""))
        for row in unit.below
        if (under := row["unit_id"]) is not None
    ]
    w = sv.UNITS_BELOW.in_own_words(view.words)
    heads = unit_columns(view, column(w["committee" if council else "unit"], 44), w["status"])
    table = ShownTable(w.caption if council else sv.UNITS_UNDER.format(unit=unit.unit.title), heads, rows, w.sheet)
    title = in_own_words(sv.COMMITTEES, view.words) if council else sv.UNITS
    return section("enheter", [table], title) if council else section("enheter", [], title, folded=[table])


def unit_columns(view: ReportView, unit: ShownColumn, status: str, *, coverage: bool = True) -> list[ShownColumn]:
    """Return the columns of `unit_row`: the unit's, what its judgement is called, the counts and what stands beside."""
    w = sv.STANDING
    return [
        unit, column(status, 18), *count_columns(view)[: None if coverage else -1],
        column(w["own_judgement"], 18), column(w["money"], 22), column(w["others"], 22), column(w["control"], 22),
    ]  # fmt: skip


def unit_row(view: ReportView, status: LevelStatusRow, unit: Cell, *, coverage: bool = True) -> list[Cell]:
    """Return how a unit stands: its judgement, its counts, and beside them its own judgement, money, place and control."""
    unit_id = status["unit_id"] or ""
    page = next((page for page in view.pages if page.unit.id == unit_id), None)
    among = among_similar([page]) if page else None
    counted = counts(status)
    return [
        unit,
        judged_whole(view, status),
        *(counted if coverage else counted[:-1]),
        words(
            view.statuses.get(status["own_judgement"] or ""),
            note=own_differs(view, status) if status["own_judgement"] else "",
        ),
        money_in_short(view, unit_id),
        words(f"{among[0]} {among[1]}", note=among[2]) if among else Cell(),
        _control(view, unit_id),
    ]


def _control(view: ReportView, unit_id: str) -> Cell:
    covers = subtree(view.definitions.model.units, unit_id)
    results = [r["result"] for r in view.rows(ControlPointsRow) if r["unit_id"] in covers]
    return words(sv.control_in_short({name: results.count(name) for name in CONTROL_RESULT}))


def each_once(items: Sequence[IndicatorRow]) -> list[IndicatorRow]:
    """Return each indicator once: its total where that is judged, else the first gender."""
    once: dict[str, IndicatorRow] = {}
    for item in sorted(items, key=lambda item: item.row["gender"] != "T"):
        once.setdefault(item.indicator.id, item)
    return list(once.values())


def among_similar(pages: Sequence[UnitView]) -> tuple[str, str, str] | None:
    """Return how the pages' indicators stand among similar municipalities, as sure as it is; None where none is compared."""
    stands = [
        certain["stands"]
        for i in each_once([item for page in pages for item in page.indicators])
        for c in i.comparisons
        if c["group_kind"] == "similar" and c["rank"] is not None
        if (certain := i.certain.get(c["group_id"])) is not None
    ]
    return (
        glance.among_similar(stands.count("among_best"), stands.count("among_worst"), len(stands)) if stands else None
    )


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
    return section("kontroller", [], folded=blocks)


def method(view: ReportView) -> Section | None:
    """Return the thresholds and how figures are made, as every report prints them."""
    t: Thresholds = view.definitions.model.municipality.thresholds
    paragraphs = [
        sv.REPORT_KNOWN_AT.format(day=numbers.day(view.as_of)),
        KNOWN_ALWAYS if view.known_always else "",
        sentences.method_of_targets(t, view.words),
        sentences.method_of_goals(t, view.words),
        sentences.method_of_comparison(t),
        sentences.method_of_work(t) if view.rows(InnerEfficiencyRow) else "",
        sentences.method_of_budget(t, ended=has_year_outcome(view), words=view.words) if view.rows(BudgetRow) else "",
        sentences.method_of_shortfalls(t, view.words) if view.rows(ShortfallsRow) else "",
        sv.PATH_IS_OURS,
    ]
    blocks: list[Block | None] = [Paragraph(text) for text in paragraphs if text]
    blocks.append(Bullets([("", left_out(one), "") for one in view.definitions.left_out]))
    blocks.append(Paragraph(sv.symbols_mean(view.words), soft=True))
    blocks.append(Paragraph(" · ".join(view.sources), soft=True) if view.sources else None)
    return section("metod", [], folded=blocks)
