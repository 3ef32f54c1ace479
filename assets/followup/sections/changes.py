"""What changed since the report before, on a page of the later one: only what is that page's."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from assets.finished.diff import Diff
from assets.followup.change_view import ApprovedTold, DiffView, FigureTold, ScopeTold, StatusTold, named
from assets.followup.content import Block, Cell, Paragraph, Section, ShownTable, column, judged, section, words
from assets.followup.view import ReportView, UnitView
from models.definitions.steering import Level
from models.words import changes as sv
from models.words import numbers, sentences

# The worst are shown on a page; all stand in the comparison of the reports.
MAX_FIGURES = 15


def changed(view: ReportView, unit: UnitView) -> Section | None:
    """Return what changed since the report before: each changed judgement with its one cause (docs/freezing-and-diff.md)."""
    if view.changes is None:
        return None
    changes = view.changes
    diff = changes.diff
    own = changed_targets(changes, unit)
    goals = {goal.goal.id for goal in unit.goals}
    scopes = [
        r
        for r in changes.scopes
        if (r["unit_id"] is None and r["goal_id"] in goals) or (r["goal_id"] is None and r["unit_id"] in unit.covers)
    ]
    sentences_said = [changed_sentence(changes, len(own), unit)]
    sentences_said.append(sv.REPORT_BEFORE_KNOWN_AT.format(day=numbers.day(diff.before.as_of)))
    blocks: list[Block | None] = [
        Paragraph(" ".join(sentences_said)),
        Paragraph(_causes(own)) if own else None,
        _statuses(view, own),
        *_figures(changes, unit),
        _scopes(view, scopes),
        Paragraph(_rest(changes, unit), soft=True),
        Paragraph(sv.ALL_DIFFERENCES.format(command=_command(diff)), soft=True),
    ]
    return section("andrat", [], folded=blocks)


def approved(view: ReportView, unit: UnitView) -> Section | None:
    """Return what was approved of the page's part beside what stands there now; the council sees who has approved."""
    council = unit.unit.level is Level.COUNCIL
    blocks: list[Block | None] = []
    for told in view.approved:
        if council or told.part.unit.id == unit.unit.id:
            blocks += _approved(told, figures=not council)
    return section("godkant", blocks)


def _approved(told: ApprovedTold, *, figures: bool) -> list[Block | None]:
    part, w = told.part, sv.APPROVED_FIGURES
    decision = f" ({part.approval.decision})" if part.approval.decision else ""
    day = numbers.day(datetime.fromisoformat(part.approval.at))
    said = sv.APPROVED_BY.format(unit=part.unit.title, day=day, by=part.approval.by, decision=decision)
    differs = sv.NOT_AS_APPROVED.format(n=part.n_differing) if part.n_differing else sv.AS_APPROVED
    lines = Paragraph(f"{said} {differs}")
    if not figures:
        return [lines]
    heads = [column(w["figure"], 50), column(w["before"], 18), column(w["after"], 18), column(w["cause"], 40)]
    rows = [
        [
            replace(words(r["title"], note=r["unit"]), lineage=r["lineage_id_after"] or ""),
            words(r["shown_before"]),
            words(r["shown_after"]),
            words(r["told"]),
        ]
        for r in told.figures
    ]
    rows += [
        [words(sv.COMMENT_OF.format(by=c.by)), words(c.before), words(c.after), words(sv.CAUSE["reported"])]
        for c in part.comments
    ]
    more = part.n_differing - len(rows)
    return [
        lines,
        ShownTable(w.caption, heads, rows) if rows else None,
        Paragraph(sv.MORE_NOT_AS_APPROVED.format(n=more), soft=True) if more else None,
    ]


def changed_targets(changes: DiffView, unit: UnitView) -> list[StatusTold]:
    """Return the page's targets that have another judgement: one that serves several goals once, with all of them."""
    shown = {
        (i.row["goal_id"], i.row["indicator_id"], i.row["unit_id"], i.row["gender"])
        for goal in unit.goals
        for i in goal.indicators
    }
    once: dict[tuple[object, ...], list[StatusTold]] = {}
    for r in changes.statuses:
        if (
            unit.unit.level is Level.COUNCIL
            or r["unit_id"] in unit.covers
            or (r["goal_id"], r["indicator_id"], r["unit_id"], r["gender"]) in shown
        ):
            before = (r["target_before"], r["low_before"], r["high_before"])
            after = (r["target_after"], r["low_after"], r["high_after"])
            once.setdefault((r["indicator_id"], r["unit_id"], r["gender"], before, after), []).append(r)
    return [{**rows[0], "goal": "; ".join(r["goal"] for r in rows)} for rows in once.values()]


def changed_sentence(changes: DiffView, n: int, unit: UnitView) -> str:
    """Return how many of the page's targets have another judgement than in the report before."""
    # The same targets as the page's own count: the council's is the whole municipality's.
    total = sum(unit.status[key] for key in ("n_met", "n_partly", "n_not_met", "n_not_assessed"))
    return sentences.changed_since(n, total, named(changes.diff.before))


def _causes(rows: Sequence[StatusTold]) -> str:
    return sv.causes({cause: sum(r["cause"] == cause for r in rows) for cause in sv.CAUSE})


def _status(view: ReportView, word: str | None) -> Cell:
    return Cell() if word is None else judged(view.statuses, word)


def _statuses(view: ReportView, rows: Sequence[StatusTold]) -> ShownTable:
    w = sv.CHANGED_TARGETS
    heads = [
        column(w["indicator"], 44), column(w["before"], 18), column(w["after"], 18), column(w["cause"], 20), column(w["told"], 60),
    ]  # fmt: skip
    cells = [
        [
            replace(words(r["title"], note=f"{r['goal']} · {r['unit']}"), lineage=r["lineage_id_after"] or ""),
            _status(view, r["status_before"]),
            _status(view, r["status_after"]),
            words(sv.CAUSE[r["cause"]]),
            words(r["told"]),
        ]
        for r in rows
    ]
    return ShownTable(w.caption, heads, cells, w.sheet)


def figures_changed(changes: DiffView, unit: UnitView) -> list[FigureTold]:
    """Return the changed figures of the page's units, the worst first; the council sees those of all below it."""
    return [r for r in changes.figures if unit.unit.level is Level.COUNCIL or r["unit_id"] in unit.covers]


def _figures(changes: DiffView, unit: UnitView) -> list[Block | None]:
    rows = figures_changed(changes, unit)
    w = sv.CHANGED_FIGURES
    heads = [column(w["figure"], 50), column(w["before"], 18), column(w["after"], 18), column(w["cause"], 40)]
    cells = [
        [
            replace(words(r["title"], note=r["unit"]), lineage=r["lineage_id_after"] or ""),
            words(r["shown_before"]),
            words(r["shown_after"]),
            words(r["told"]),
        ]
        for r in rows[:MAX_FIGURES]
    ]
    more = len(rows) - MAX_FIGURES
    return [
        ShownTable(w.caption, heads, cells) if cells else None,
        Paragraph(sv.MORE_FIGURES.format(n=more), soft=True) if more > 0 else None,
    ]


def _scopes(view: ReportView, rows: Sequence[ScopeTold]) -> ShownTable:
    w = sv.CHANGED_SCOPES
    heads = [column(w["scope"], 50), column(w["kind"], 12), column(w["before"], 18), column(w["after"], 18)]
    cells = [
        [
            words(r["title"][0]),
            words(r["title"][1]),
            _status(view, r["status_before"]),
            _status(view, r["status_after"]),
        ]
        for r in rows
    ]
    return ShownTable(w.caption, heads, cells)


def _rest(changes: DiffView, unit: UnitView) -> str:
    """Return how many own values, targets and colours of the page's indicators changed."""
    shown = {goal_item.indicator.id for goal in unit.goals for goal_item in goal.indicators}
    values, targets, colours = (
        sum(r["indicator_id"] in shown for r in rows) for rows in (changes.values, changes.targets, changes.colours)
    )
    # The whole's definitions are the council's.
    definitions = len(changes.definitions) if unit.unit.level is Level.COUNCIL else 0
    return sv.also_changed(values, targets, colours, definitions)


def _command(diff: Diff) -> str:
    return f"styrtal diff {diff.before.name} {diff.after.name}"
