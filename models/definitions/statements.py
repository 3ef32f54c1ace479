"""Statements: what people write that a steering model asks for, as a core mission, a risk or a conclusion.

A kind of statement is declared by the municipality; a statement is one unit's, with an author by role, a decision and a
validity. A later one of the same kind, unit and goal takes the place of the earlier.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated

from pydantic import Field

from models.definitions.base import Definition, Finding, Id, Text
from models.definitions.levels import UNIT_LEVEL
from models.definitions.steering import StatementKind
from models.definitions.work import Role
from models.definitions.world import World


class Statement(Definition):
    """What one unit has written of a kind, part by part, of itself or of a goal.

    `leads_to` names the goals, activities and assignments that it gives reason for.
    """

    id: Id
    kind: Id
    unit: Id
    goal: Id | None = None
    parts: Annotated[dict[Id, Text], Field(min_length=1)]
    by: Role
    decided_by: Id | None = None
    decided_at: date | None = None
    decision: Text | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    leads_to: list[Id] = []

    @property
    def begins(self) -> date:
        """From when it takes the place of earlier ones: its validity's first day, else the day of its decision."""
        return self.valid_from or self.decided_at or date.min


def standing_statements(statements: Sequence[Statement], last_day: date, until: date) -> list[Statement]:
    """Return those that count and are in force: of each kind, unit and goal the latest to begin.

    Args:
        statements: all that are written.
        last_day: the last day of the period.
        until: the day by which a decision counts.
    """
    newest: dict[tuple[str, str, str | None], Statement] = {}
    for each in sorted(statements, key=lambda item: item.begins):
        if each.begins <= last_day and (each.decided_at is None or each.decided_at <= until):
            newest[each.kind, each.unit, each.goal] = each
    over = {each.id for each in newest.values() if each.valid_to is not None and each.valid_to < last_day}
    chosen = {each.id for each in newest.values()} - over
    return [each for each in statements if each.id in chosen]


def statement_faults(statements: dict[int, Statement], named: set[str], world: World) -> Iterator[Finding]:
    """Yield what is wrong with statements; `named` are the ids of goals, activities and assignments."""
    kinds = {kind.id: kind for kind in world.profile.statements} if world.profile is not None else {}
    seen: dict[tuple[object, ...], int] = {}
    for i, each in statements.items():
        key = (each.kind, each.unit, each.goal, each.begins)
        if key in seen:
            first = statements[seen[key]]
            since = f"från och med {each.begins}" if each.begins != date.min else "utan någon dag"
            yield (
                ("statements", i, "kind"),
                f"texten '{each.id}' är av samma slag, enhet och tid ({since}) som '{first.id}' (post {seen[key] + 1}): bara en kan visas.",
                "Behåll en, eller skriv från vilken dag den andra gäller (valid_from).",
            )
        seen.setdefault(key, i)
        for key, what, name in (
            ("unit", "unit", each.unit),
            ("goal", "goal", each.goal),
            ("decided_by", "unit", each.decided_by),
        ):
            if name is not None:
                yield from world.missing(("statements", i, key), what, name)
        for j, name in enumerate(each.leads_to):
            if name not in named and name not in world.broken:
                yield (
                    ("statements", i, "leads_to", j),
                    f"'{name}' är varken ett mål, en aktivitet eller ett uppdrag.",
                    "Rätta id:t, eller ta bort det.",
                )
        if each.valid_from and each.valid_to and each.valid_to < each.valid_from:
            yield (
                ("statements", i, "valid_to"),
                f"texten '{each.id}' slutar innan den börjar.",
                "Låt valid_to vara samma dag som valid_from eller senare.",
            )
        # Where the profile itself could not be read, that is told alone.
        if world.profile is None:
            continue
        if each.kind in kinds:
            yield from _unlike_its_kind(i, each, kinds[each.kind], world)
        else:
            yield (
                ("statements", i, "kind"),
                f"det finns inget slag av texter som heter '{each.kind}'.",
                "Rätta det, eller lägg till slaget under statements i municipality.",
            )


def _unlike_its_kind(i: int, each: Statement, kind: StatementKind, world: World) -> Iterator[Finding]:
    unit = world.unit_by_id.get(each.unit)
    if unit is not None and unit.level not in kind.levels:
        listed = ", ".join(f"{UNIT_LEVEL[level].lower()} ({level})" for level in kind.levels)
        yield (
            ("statements", i, "unit"),
            f"'{kind.title}' skrivs inte av {unit.title}: slaget gäller nivåerna {listed}.",
            "Ange en annan enhet, eller lägg till nivån i slagets levels.",
        )
    known = [part.id for part in kind.parts]
    for part in each.parts:
        if part not in known:
            yield (
                ("statements", i, "parts", part),
                f"'{kind.title}' har ingen del som heter '{part}': den har {', '.join(known)}.",
                "Rätta delens id, eller lägg till den i slaget.",
            )
