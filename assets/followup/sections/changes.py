"""What changed since the report before, on a page of the later one: only what is that page's."""

from collections.abc import Sequence
from dataclasses import replace

from assets.finished.diff import Diff
from assets.followup.change_view import DiffView, ScopeTold, StatusTold, named
from assets.followup.content import Block, Cell, Paragraph, Section, Table, column, judged, section, words
from assets.followup.view import ReportView, UnitView
from models.definitions.steering import Level
from models.words import numbers, sentences
from models.words.changes import CAUSE


def changed_in_short(view: ReportView, unit: UnitView) -> list[tuple[str, str, str]]:
    """Return the line of the summary on what changed; none where the report before is not there."""
    if view.changes is None:
        return []
    told = _told(view.changes, len(_own(view.changes, unit)), unit)
    return [("Sedan förra rapporten", told, "#andrat")]


def changed(view: ReportView, unit: UnitView) -> Section | None:
    """Return what changed since the report before: each changed judgement with its one cause (docs/freezing-and-diff.md)."""
    if view.changes is None:
        return None
    found = view.changes
    diff = found.diff
    own = _own(found, unit)
    goals = {goal.goal.id for goal in unit.goals}
    scopes = [
        r
        for r in found.scopes
        if (r["unit_id"] is None and r["goal_id"] in goals) or (r["goal_id"] is None and r["unit_id"] in unit.covers)
    ]
    told = _told(found, len(own), unit)
    whole = ""
    if unit.unit.level is Level.COUNCIL:
        whole = f" I hela rapporten har {len(found.statuses)} av {found.n_leaves} målvärden fått det."
    blocks: list[Block | None] = [
        Paragraph(f"{told}{whole} Den förra gällde det som var känt {numbers.day(diff.before.as_of)}."),
        Paragraph(_causes(own)) if own else None,
        _statuses(own),
        _scopes(scopes),
        Paragraph(_rest(found, unit), soft=True),
        Paragraph(f"Allt som skiljer rapporterna åt: {_command(diff)}", soft=True),
    ]
    return section("andrat", "Vad som ändrats sedan förra rapporten", blocks)


def _own(found: DiffView, unit: UnitView) -> list[StatusTold]:
    """Return the page's targets that have another judgement: one that serves several goals once, with all of them."""
    shown = {
        (i.row["goal_id"], i.row["indicator_id"], i.row["unit_id"], i.row["gender"])
        for goal in unit.goals
        for i in goal.indicators
    }
    once: dict[tuple[object, ...], list[StatusTold]] = {}
    for r in found.statuses:
        if r["unit_id"] in unit.covers or (r["goal_id"], r["indicator_id"], r["unit_id"], r["gender"]) in shown:
            before = (r["target_before"], r["low_before"], r["high_before"])
            after = (r["target_after"], r["low_after"], r["high_after"])
            once.setdefault((r["indicator_id"], r["unit_id"], r["gender"], before, after), []).append(r)
    return [{**rows[0], "goal": "; ".join(r["goal"] for r in rows)} for rows in once.values()]


def _told(found: DiffView, n: int, unit: UnitView) -> str:
    judged_once = {
        (i.row["indicator_id"], i.row["unit_id"], i.row["gender"], i.target)
        for goal in unit.goals
        for i in goal.indicators
        if i.row["status"] != "no_judgement"
    }
    return sentences.changed_since(n, len(judged_once), named(found.diff.before))


def _causes(rows: Sequence[StatusTold]) -> str:
    counted = {cause: sum(r["cause"] == cause for r in rows) for cause in CAUSE}
    parts = [f"{CAUSE[cause].lower()} ({n})" for cause, n in counted.items() if n]
    return f"Orsaker: {sentences.listed(parts)}."


def _status(word: str | None) -> Cell:
    return Cell() if word is None else judged(word)


def _statuses(rows: Sequence[StatusTold]) -> Table:
    heads = [
        column("Indikator", 44),
        column("Förut", 18),
        column("Nu", 18),
        column("Orsak", 20),
        column("Vad som hände", 60),
    ]
    made = [
        [
            replace(words(r["title"], note=f"{r['goal']} · {r['unit']}"), lineage=r["lineage_id_after"] or ""),
            _status(r["status_before"]),
            _status(r["status_after"]),
            words(CAUSE[r["cause"]]),
            words(r["told"]),
        ]
        for r in rows
    ]
    return Table("Målvärden med ändrad bedömning, och varför", heads, made, sheet="Ändrat")


def _scopes(rows: Sequence[ScopeTold]) -> Table:
    heads = [column("Mål eller enhet", 50), column("Slag", 12), column("Förut", 18), column("Nu", 18)]
    made = [
        [
            words(r["title"][0]),
            words(r["title"][1]),
            _status(r["status_before"]),
            _status(r["status_after"]),
        ]
        for r in rows
    ]
    return Table("Mål och enheter med ändrad bedömning", heads, made)


def _rest(found: DiffView, unit: UnitView) -> str:
    """Return how many own values, targets and colours of the page's indicators changed."""
    shown = {goal_item.indicator.id for goal in unit.goals for goal_item in goal.indicators}
    counted = [
        (found.values, "eget värde har", "egna värden har", "tillkommit, tagits bort eller ändrats"),
        (found.targets, "målvärde har", "målvärden har", "räknats om"),
        (found.colours, "läge bland andra kommuner har", "lägen bland andra kommuner har", "ändrats"),
    ]
    said: list[str] = []
    for rows, one, many, what in counted:
        n = sum(r["indicator_id"] in shown for r in rows)
        if n:
            said.append(f"{numbers.count(n, one, many)} {what}.")
    return " ".join(said)


def _command(diff: Diff) -> str:
    return f"styrtal diff {diff.before.name} {diff.after.name}"
