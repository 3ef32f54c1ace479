"""What a unit's page begins with: the state of things in five answers and one table, what is to be decided, and what is new."""

from collections.abc import Sequence
from dataclasses import replace

from assets.followup.content import (
    Block,
    Bullets,
    Cell,
    Paragraph,
    Section,
    ShownTable,
    Tile,
    Tiles,
    column,
    judged,
    section,
    telling,
    words,
)
from assets.followup.pictures.svg import place_between, sparkline, statuses
from assets.followup.sections.assignments_and_efficiency import reconsidered
from assets.followup.sections.changes import changed_sentence, changed_targets, figures_changed
from assets.followup.sections.fields import item_named, own_rows
from assets.followup.sections.goals import (
    COUNTED,
    all_assessed,
    among_similar,
    by_assignments,
    count_columns,
    counts,
    each_once,
    leaf_title,
    own_differs,
    own_words,
    status_bars,
)
from assets.followup.sections.money_and_staff import has_year_outcome, latest_money, unbooked, who_acts
from assets.followup.view import GoalView, IndicatorRow, ReportView, UnitView, sum_title
from models.definitions.steering import Level
from models.tables.rows import BudgetRow, ControlPointsRow, ShortfallsRow
from models.words import at_a_glance as sv
from models.words import goals, sentences
from models.words.judgements import MONTH_NAMES, TREND
from models.words.left_out import left_out_in_short
from models.words.money_and_staff import UNBOOKED_IN_SHORT
from models.words.numbers import listed, share
from models.words.own_names import goal_kind, in_own_words
from models.words.work import BUDGET_KIND, CONTROL_RESULT

# What needs attention first.
ATTENTION = ("not_met", "partly", "not_assessed", "met", "no_judgement")
_MARK_OF_CONTROL = {"serious": "not_met", "remarks": "partly", "not_done": "not_assessed", "no_remarks": "met"}
_MARK_OF_MONEY = {"council": "not_met", "committee": "partly"}
MAX_NEW = 5
MAX_NAMED = 2


def at_a_glance(view: ReportView, unit: UnitView) -> list[Section | None]:
    """Return the first sections of a unit's page."""
    return [standing_now(view, unit), to_decide(view, unit), to_reconsider(view, unit), since_last(view, unit)]


def standing_now(view: ReportView, unit: UnitView) -> Section | None:
    """Return the five answers, and the unit's goals with why each stands as it does; folded the counts."""
    blocks: list[Block | None] = [
        Tiles([tile for tile in tiles(view, unit) if tile is not None]),
        own_words(view, unit.unit.title, unit.status),
        _goals(view, unit),
    ]
    if not unit.goals:
        blocks.append(Paragraph(goals.NO_GOALS.format(unit=unit.unit.title)))
    trends = [
        i.row["trend"] for i in each_once(unit.indicators) if i.row["trend"] is not None and i.indicator.every == 1
    ]
    if trends:
        blocks.append(Paragraph(sentences.moved_since(*(trends.count(word) for word in TREND))))
    if view.definitions.left_out:
        blocks.append(Paragraph(left_out_in_short(view.definitions.left_out), soft=True))
    return section("i-korthet", blocks, folded=_counted(view, unit))


def tiles(view: ReportView, unit: UnitView) -> list[Tile | None]:
    """Return how the unit stands in its targets, its money, among others, in its control, and by its own judgement."""
    return [_targets(view, unit), _money(view, unit), _others(view, unit), _control(view, unit), _own(view, unit)]


def _targets(view: ReportView, unit: UnitView) -> Tile | None:
    status = unit.status
    total = sum(status[key] for key in COUNTED)
    if not total:
        return None
    figure, word = sv.targets_met(status["n_met"], total, view.words)
    rest = sv.targets_not_met(status["n_partly"], status["n_not_met"], status["n_not_assessed"], view.words)
    mark = status["status"] if all_assessed(status) else ""
    return Tile(sv.TILE["targets"], figure, word, rest, mark)


def _money(view: ReportView, unit: UnitView) -> Tile | None:
    rows = {r["kind"]: r for r in latest_money(view, unit, ["forecast"]) if r["unit_id"] == unit.unit.id}
    row = next((rows[k] for k in ("result", "cost") if k in rows and rows[k]["deviation"] is not None), None)
    if row is None or row["deviation"] is None:
        return None
    # Of the municipality's result a percentage is of a budgeted result, which is small: it says nothing of the size.
    percent = None if unit.unit.level is Level.COUNCIL else row["deviation_percent"]
    figure, word = sv.against_budget(row["kind"], row["deviation"], percent, view.words)
    acts = "" if row["escalation"] in {None, "none"} else who_acts(view, row)
    lacks: list[str] = []
    if row["forecast_basis"] == "outcome":
        lacks = [MONTH_NAMES[m] for m in view.unbooked_months]
        lacks += [view.units[r["unit_id"]].title for r in unbooked(view, unit)]
    if lacks:
        acts = "; ".join(filter(None, [acts, UNBOOKED_IN_SHORT.format(units=listed(list(dict.fromkeys(lacks))))]))
    return Tile(sv.TILE["money"], figure, word, acts, _MARK_OF_MONEY.get(row["escalation"] or "", ""), "#ekonomi")


def _others(view: ReportView, unit: UnitView) -> Tile | None:
    # Of the council the whole municipality's, as its count of targets is.
    told = among_similar(view.pages if unit.unit.level is Level.COUNCIL else [unit])
    return None if told is None else Tile(sv.TILE["others"], *told, link="#jamforelser")


def _control(view: ReportView, unit: UnitView) -> Tile | None:
    results = [r["result"] for r in own_rows(view, unit, ControlPointsRow)]
    worst = next((name for name in _MARK_OF_CONTROL if name in results), None)
    if worst is None:
        return None
    others = {name: results.count(name) for name in CONTROL_RESULT if name not in {worst, "no_remarks"}}
    rest = goals.control_in_short(others) if any(others.values()) else ""
    return Tile(
        sv.TILE["control"], sv.of_all(results.count(worst), len(results)), CONTROL_RESULT[worst].lower(), rest,
        _MARK_OF_CONTROL[worst], "#internkontroll",
    )  # fmt: skip


def _own(view: ReportView, unit: UnitView) -> Tile:
    own = unit.status["own_judgement"]
    if not own:
        return Tile(sv.TILE["own"], sv.OWN_LACKS, "", sv.OWN_LACKS_MEANS)
    return Tile(sv.TILE["own"], view.statuses[own], "", own_differs(view, unit.status), own)


def in_order_of_attention(unit: UnitView) -> list[GoalView]:
    """Return the unit's goals, those that need attention first."""
    return sorted(
        unit.goals,
        key=lambda goal: (not any(goal.status[key] for key in COUNTED), ATTENTION.index(goal.status["status"])),
    )


def worst_first(items: Sequence[IndicatorRow]) -> list[IndicatorRow]:
    """Return indicators, those that need attention first."""
    return sorted(items, key=lambda item: ATTENTION.index(item.row["status"]))


def _goals(view: ReportView, unit: UnitView) -> ShownTable:
    """Return goals with their judgement, why it is so, how the worst of their indicators has gone and where it stands."""
    w = sv.GOALS_AT_A_GLANCE
    heads = [
        column(w["goal"], 40), column(w["status"], 18), column(w["why"], 50), column(w["development"], 14), column(w["others"], 24),
    ]  # fmt: skip
    rows: list[list[Cell]] = []
    for goal in in_order_of_attention(unit):
        told = " · ".join(
            [goal_kind(view.words, goal.goal.kind), *([] if goal.unit.id == unit.unit.id else [goal.unit.title])]
        )
        worst = next(iter(worst_first(goal.indicators)), None)
        rows.append(
            [
                words(goal.goal.title, link=f"#mal-{goal.goal.id}", note=told),
                judged(view.statuses, goal.status["status"]),
                words(why(view, goal)),
                _development(view, worst, several=len({i.indicator.id for i in goal.indicators}) > 1),
                _among(worst),
            ]
        )
    return ShownTable(w.caption, heads, rows)


def why(view: ReportView, goal: GoalView) -> str:
    """Return in a sentence why a goal stands as it does: its one value against its target, or how many targets stand how."""
    total = sum(goal.status[key] for key in COUNTED)
    leaves = [i for i in goal.indicators if i.row["status"] != "no_judgement"]
    if total == 0:
        return by_assignments(view, goal) or sv.NO_TARGETS
    if len(leaves) == 1 and total == 1:
        return sv.ended(f"{leaves[0].title}: {_value_told(leaves[0])}")
    worst = next((word for word in ATTENTION[:3] if any(i.row["status"] == word for i in leaves)), "")
    named = [f"{i.title}: {_value_told(i)}" for i in leaves if i.row["status"] == worst][:MAX_NAMED]
    counted = sentences.status_counts(goal.status, view.words)
    return f"{counted} {sv.ended('; '.join(named))}" if named else counted


def _value_told(item: IndicatorRow) -> str:
    row, target = item.row, f"”{item.target}”" if item.step(item.row["target"]) else item.target
    return sv.value_against_target(row, sv.target_in_short(row, target, item.rule), item.kind, foretold=item.foretold)


def _development(view: ReportView, item: IndicatorRow | None, *, several: bool) -> Cell:
    if item is None or not item.history:
        return Cell()
    years = [(y.year, y.value) for y in item.history]
    first, last, row = item.history[0], item.history[-1], item.row
    targets = [(view.year, row["target"])] if row["target"] is not None else []
    told = sentences.history_shown(
        (first.year, first.value), (last.year, last.value), targets, None, "", (), item.decimals, row["unit_of_measure"],
        kind=item.kind,
    )  # fmt: skip
    svg = sparkline(item.title, told, years, row["target"])
    return Cell("", told, note=item.title if several else "", svg=svg) if svg else Cell()


def _among(item: IndicatorRow | None) -> Cell:
    similar = next((c for c in item.comparisons if c["group_kind"] == "similar"), None) if item else None
    if item is None or similar is None or similar["rank"] is None:
        return Cell()
    certain = item.certain.get(similar["group_id"])
    if certain is None:
        return words(goals.place_of(similar["rank"], similar["n"]), note=item.title)
    year = "" if similar["year"] == item.row["year"] else f"{sentences.year_said(similar['year'], item.kind)}: "
    told = f"{year}{sentences.place_told(similar, certain)}"
    bounds = (similar["rank"], similar["n"], certain["rank_low"], certain["rank_high"])
    stands = sentences.standing(certain)
    return replace(words(told, note=stands), svg=place_between(item.title, f"{told}. {stands}", *bounds))


def _counted(view: ReportView, unit: UnitView) -> list[Block | None]:
    status = unit.status
    told = [sentences.status_counts(status, view.words)]
    if status["coverage"] is not None:
        told.append(goals.COVERED.format(share=share(status["coverage"])))
    if unit.unit.level is Level.COUNCIL:
        told.append(goals.OF_THE_WHOLE)
    rows = [
        [
            words(g.goal.title),
            words(goal_kind(view.words, g.goal.kind)),
            judged(view.statuses, g.status["status"]),
            *counts(g.status),
        ]
        for g in unit.goals
    ]
    w = goals.GOALS_JUDGED
    heads = [column(w["goal"], 50), column(w["kind"], 20), column(w["status"], 18), *count_columns(view)]
    each = any(sum(g.status[key] for g in unit.goals) != status[key] for key in COUNTED)
    # Of the council, each unit below it has a bar.
    below = [row for row in unit.below if row["unit_id"] is not None] if unit.unit.level is Level.COUNCIL else []
    bars = status_bars(view, unit)
    # A unit's own bars are parts of its count.
    whole = [status["lineage_id"]] * (len(bars) - len(below))
    return [
        Paragraph(" ".join(told)),
        telling(
            statuses(goals.TARGETS_BY_STATUS, bars, view.statuses, [*whole, *(row["lineage_id"] for row in below)]),
            "fact_unit fact_target",
            [unit.unit.id, *(row["unit_id"] or "" for row in below)],
        ),
        ShownTable(w.caption, heads, rows),
        Paragraph(goals.GOALS_COUNT_BY_THEMSELVES, soft=True) if each else None,
    ]


def to_decide(view: ReportView, unit: UnitView) -> Section | None:
    """Return what of the figures calls for a decision: deviations past a limit, serious remarks, candidates for a goal."""
    items = [*_deviations(view, unit), *_serious(view, unit), *_candidates(view, unit)]
    if items:
        return section("att-besluta", [Bullets(items)])
    # Only of what there is something to say it by: what is not planned or read is not told as in order.
    money = [r for r in latest_money(view, unit, ["forecast"]) if r["deviation"] is not None]
    watched = {
        "money": bool(money)
        and not has_year_outcome(view)
        and all(r["escalation"] not in _MARK_OF_MONEY for r in money),
        "control": bool(own_rows(view, unit, ControlPointsRow)),
        "shortfalls": bool(own_rows(view, unit, ShortfallsRow)),
    }
    said = " ".join(in_own_words(sv.NOTHING_TO_DECIDE[name], view.words) for name, there in watched.items() if there)
    return section("att-besluta", [Paragraph(said)] if said else [])


def _deviations(view: ReportView, unit: UnitView) -> list[tuple[str, str, str]]:
    if has_year_outcome(view):
        return []
    # A part's deviation is in its whole's: of the parts only those that lack a measure call for anything more.
    told = (
        {one.id for one in view.definitions.model.committees(view.report)}
        if unit.unit.level is Level.COUNCIL
        else {unit.unit.id}
    )
    kinds_of: dict[str, dict[str, BudgetRow]] = {}
    for row in latest_money(view, unit, ["forecast"]):
        calls = row["unit_id"] in told or (row["measure_missing"] and row["unit_id"] != unit.unit.id)
        if row["deviation"] is not None and row["escalation"] in _MARK_OF_MONEY and calls:
            kinds_of.setdefault(row["unit_id"], {})[row["kind"]] = row
    rows: list[tuple[BudgetRow, BudgetRow | None]] = []
    for of_unit in kinds_of.values():
        # What a unit costs and its result deviate for the same reason: the result is told, and investments for themselves.
        main = of_unit.get("result") or of_unit.get("cost") or of_unit.get("revenue")
        rows += [(row, main) for row in (main, of_unit.get("investment")) if row is not None]
    rows.sort(
        key=lambda pair: (pair[0]["unit_id"] not in told, pair[0]["escalation"] != "council", pair[0]["deviation"] or 0)
    )
    return [_deviation(view, row, main, part=row["unit_id"] not in told) for row, main in rows]


def _deviation(view: ReportView, row: BudgetRow, main: BudgetRow | None, *, part: bool) -> tuple[str, str, str]:
    """Return what is told of a deviation: of a part of the unit only that its measure lacks, since its whole is told above."""
    figure, word = sv.against_budget(row["kind"], row["deviation"] or 0, row["deviation_percent"], view.words)
    of = "" if row is main else f", {BUDGET_KIND[row['kind']].lower()}"
    named = f"{sum_title(view.units[row['unit_id']])}{of}"
    if part:
        return sv.PART_OF.format(unit=named, figure=figure, word=word), sv.NO_MEASURE, "#ekonomi"
    return f"{named}: {figure} {word}", f"{who_acts(view, row)}. {sv.measure_told(row['measure'])}", "#ekonomi"


def _serious(view: ReportView, unit: UnitView) -> list[tuple[str, str, str]]:
    return [
        (
            sv.SERIOUS.format(title=r["title"]),
            " ".join(filter(None, [sv.ended(r["finding"] or ""), sv.measure_told(r["measure"])])),
            "#internkontroll",
        )
        for r in own_rows(view, unit, ControlPointsRow)
        if r["result"] == "serious"
    ]


def _candidates(view: ReportView, unit: UnitView) -> list[tuple[str, str, str]]:
    rows = [r for r in own_rows(view, unit, ShortfallsRow) if r["candidate"]]
    return [
        (
            in_own_words(sv.CANDIDATE, view.words, title=leaf_title(view, r)),
            sv.CANDIDATE_SHORT.format(n=r["n_in_a_row"]),
            "#kandidater",
        )
        for r in rows
    ]


def to_reconsider(view: ReportView, unit: UnitView) -> Section | None:
    """Return the activities, assignments and services whose contribution is neither documented nor seen."""
    title_of = item_named(view)
    items = [
        (
            title_of(str(r["item_id"])).text,
            " ".join(filter(None, [sv.ended(str(r["evidence"] or "")), sv.SERVES.format(goals=r["goals"])])),
            "#yttre",
        )
        for r in reconsidered(view, unit)
    ]
    return section("att-omprova", [Bullets(items)] if items else [])


def since_last(view: ReportView, unit: UnitView) -> Section | None:
    """Return what has changed since the report before: new judgements, then changed figures, each with its cause."""
    if view.changes is None:
        return None
    targets = changed_targets(view.changes, unit)
    items = [
        (
            sv.NEW_STATUS.format(title=r["title"], unit=r["unit"]),
            f"{sv.FROM_TO.format(before=_said(view, r['status_before']), after=_said(view, r['status_after']))} {r['told']}",
            "#andrat",
        )
        for r in targets
    ]
    items += [
        (
            sv.NEW_STATUS.format(title=r["title"], unit=r["unit"]),
            f"{sv.FROM_TO.format(before=r['shown_before'], after=r['shown_after'])} {r['told']}",
            "#andrat",
        )
        for r in figures_changed(view.changes, unit)
    ]
    more = len(items) - MAX_NEW
    rest = [(sv.ALL_CHANGES, sv.MORE_CHANGES.format(n=more), "#andrat")] if more > 0 else []
    blocks: list[Block | None] = [
        Paragraph(changed_sentence(view.changes, len(targets), unit)),
        Bullets([*items[:MAX_NEW], *rest]) if items else None,
    ]
    return section("sedan-sist", blocks)


def _said(view: ReportView, word: str | None) -> str:
    return view.statuses[word].lower() if word else "–"
