"""What is wrong across units and their validity."""

from collections.abc import Iterator
from datetime import date, timedelta

from models.definitions.base import Finding, Path
from models.definitions.steering import (
    Level,
    Profile,
    Reorganisation,
    Unit,
)
from models.definitions.world import World, find_cycle


def own_level_faults(units: dict[int, Unit], profile: Profile | None) -> Iterator[Finding]:
    """Yield where a unit's own level is none of the municipality's, or counts as another level than the unit has."""
    # Where the profile itself could not be read, that is told alone.
    if profile is None:
        return
    own = {level.id: level for level in profile.words.own_levels}
    for i, unit in units.items():
        if unit.own_level is None:
            continue
        level = own.get(unit.own_level)
        if level is None:
            yield (
                ("units", i, "own_level"),
                f"enheten '{unit.id}' har nivån '{unit.own_level}', som inte finns.",
                "Rätta id:t, eller lägg till nivån under words.own_levels i municipality.",
            )
        elif level.counts_as is not unit.level:
            yield (
                ("units", i, "own_level"),
                f"enheten '{unit.id}' har level '{unit.level}', men '{level.id}' räknas som '{level.counts_as}'.",
                "Låt enhetens level vara den som den egna nivån räknas som (counts_as).",
            )


def unit_faults(units: dict[int, Unit], broken: set[str]) -> Iterator[Finding]:
    """Yield what is wrong with units: their tree, level and time."""
    known = {unit.id for unit in units.values()}
    roots = {i: unit for i, unit in units.items() if unit.parent is None}
    for i, unit in units.items():
        if unit.parent is not None and unit.parent not in known | broken:
            yield (
                ("units", i, "parent"),
                f"enheten '{unit.id}' hör till enheten '{unit.parent}', som inte finns.",
                f"Rätta id:t, eller lägg till enheten '{unit.parent}'.",
            )
        if unit.decided_at is not None and unit.valid_from is None:
            yield (
                ("units", i, "decided_at"),
                f"enheten '{unit.id}' har ett beslut och ingen första dag.",
                "Ange valid_from, dagen då enheten börjar.",
            )
        yield from _move_faults(i, unit, known | broken)
        if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
            yield (
                ("units", i, "valid_to"),
                f"enheten '{unit.id}' slutar innan den börjar.",
                "Låt valid_to vara samma dag som valid_from eller senare.",
            )
        yield from _owner_faults(i, unit)
    yield from _owner_page_faults(units)
    for i, root in roots.items():
        if root.level is not Level.COUNCIL:
            yield (
                ("units", i),
                f"enheten '{root.id}' har ingen parent, och bara fullmäktige får stå för sig.",
                "Ge den en parent.",
            )
    councils = [i for i, unit in units.items() if unit.level is Level.COUNCIL]
    if len(councils) != 1 and not broken:
        yield (
            ("units",),
            f"det finns {len(councils)} enheter med level: council.",
            "Behåll exakt en, utan parent.",
        )
    cycle = find_cycle({u.id: [u.parent] if u.parent else [] for u in units.values()})
    if not cycle:
        yield from _time_faults(units)
        yield from _earlier_cycles(units)
    if cycle:
        where = next(i for i, u in units.items() if u.id == cycle[0])
        yield (
            ("units", where, "parent"),
            f"enheter hör till varandra i en ring: {' → '.join(cycle)}.",
            "Bryt ringen.",
        )


def _owner_faults(i: int, unit: Unit) -> Iterator[Finding]:
    """Yield what is wrong with who owns a unit: what has no owners, one twice, and shares that do not come to the whole on a day."""
    if unit.owners and unit.level not in {Level.JOINT_COMMITTEE, Level.COMPANY}:
        yield (
            ("units", i, "owners"),
            f"enheten '{unit.id}' har ägare, men level: {unit.level}.",
            "Bara joint_committee och company har ägare; ta bort owners, eller rätta level.",
        )
        return
    days: set[date] = set()
    for j, owner in enumerate(unit.owners):
        if owner.valid_from and owner.valid_to and owner.valid_to < owner.valid_from:
            yield (
                ("units", i, "owners", j, "valid_to"),
                f"ägaren '{owner.owner}' slutar innan den börjar.",
                "Låt valid_to vara samma dag som valid_from eller senare.",
            )
            return
        days.add(owner.valid_from or unit.valid_from or date.min)
        if owner.valid_to is not None:
            days.add(owner.valid_to + timedelta(days=1))
    for day in sorted(day for day in days if unit.exists_on(day)):
        when = "" if day == date.min else f" {day}"
        owners = unit.owners_on(day)
        names = [owner.owner for owner in owners]
        if twice := next((name for name in names if names.count(name) > 1), None):
            yield (
                ("units", i, "owners"),
                f"ägaren '{twice}' står två gånger{when}.",
                "Behåll en, eller låt den ena sluta (valid_to) innan den andra börjar (valid_from).",
            )
            return
        if (whole := sum(owner.share for owner in owners)) != 100:  # noqa: PLR2004  percent
            yield (
                ("units", i, "owners"),
                f"ägarnas andelar i '{unit.id}' blir tillsammans {whole} procent{when}, inte 100.",
                "Rätta share, i procent, eller de dagar som andelarna gäller.",
            )
            return


def _owner_page_faults(units: dict[int, Unit]) -> Iterator[Finding]:
    """Yield a fault where two owners are called so alike that their pages would have one name, or one has no letters for it."""
    pages: dict[str, str] = {}
    for i, unit in units.items():
        for j, owner in enumerate(unit.owners):
            other = pages.setdefault(owner.page, owner.owner)
            if other != owner.owner or owner.page == "agare-":
                yield (
                    ("units", i, "owners", j, "owner"),
                    f"ägaren '{owner.owner}' skulle få samma sida som '{other}': {owner.page}.html.",
                    "Skriv en och samma ägare likadant överallt, och två olika så att de skiljer sig i mer än tecken.",
                )


def _earlier_cycles(units: dict[int, Unit]) -> Iterator[Finding]:
    """Yield a fault where units stood below each other before one moved: nothing could be summed in that tree."""
    for day in sorted({earlier.until for u in units.values() for earlier in u.moved}):
        cycle = find_cycle({u.id: [above] if (above := u.parent_on(day)) else [] for u in units.values()})
        if cycle:
            where = next(i for i, u in units.items() if u.id in cycle and u.moved)
            yield (
                ("units", where, "moved"),
                f"enheter hörde till varandra i en ring till och med {day}: {' → '.join(cycle)}.",
                "Rätta vilken enhet den hörde till, eller dagen.",
            )
            return


def _move_faults(i: int, unit: Unit, known: set[str]) -> Iterator[Finding]:
    days: dict[date, int] = {}
    for j, earlier in enumerate(unit.moved):
        if earlier.until in days:
            yield (
                ("units", i, "moved", j, "until"),
                f"enheten '{unit.id}' flyttar två gånger efter {earlier.until}: så står det också i post {days[earlier.until] + 1} under moved.",
                "Behåll en, eller rätta dagen.",
            )
        days.setdefault(earlier.until, j)
    stood = sorted(range(len(unit.moved)), key=lambda j: unit.moved[j].until)
    then = [(f"post {j + 1} under moved", unit.moved[j].parent) for j in stood[1:]] + [("parent", unit.parent)]
    for j, (place, parent) in zip(stood, then, strict=False):
        if unit.moved[j].parent == parent:
            yield (
                ("units", i, "moved", j, "parent"),
                f"enheten '{unit.id}' flyttar efter {unit.moved[j].until} från '{parent}' till '{parent}', som står som {place}: det är ingen flytt.",
                "Rätta den ena, eller ta bort flytten.",
            )
    decided: list[tuple[Path, str | None]] = [(("units", i, "decided_by"), unit.decided_by)]
    decided += [(("units", i, "moved", j, "decided_by"), earlier.decided_by) for j, earlier in enumerate(unit.moved)]
    for path, name in decided:
        if name is not None and name not in known:
            yield path, f"enheten '{name}' finns inte.", f"Rätta id:t, eller lägg till enheten '{name}'."
    for j, earlier in enumerate(unit.moved):
        if earlier.parent not in known:
            yield (
                ("units", i, "moved", j, "parent"),
                f"enheten '{unit.id}' hörde till enheten '{earlier.parent}', som inte finns.",
                f"Rätta id:t, eller lägg till enheten '{earlier.parent}' med de dagar då den fanns.",
            )


def _time_faults(units: dict[int, Unit]) -> Iterator[Finding]:
    """Yield a fault where a unit stands under one that does not exist then."""
    by_id = {unit.id: unit for unit in units.values()}
    for i, unit in units.items():
        parent = by_id.get(unit.parent or "")
        if parent is None or parent.valid_to is None:
            continue
        if unit.valid_to is None or unit.valid_to > parent.valid_to:
            yield (
                ("units", i, "parent"),
                f"enheten '{unit.id}' hör till enheten '{parent.id}', som upphörde {parent.valid_to}.",
                "Ange den nya parent och skriv den gamla under moved, eller avsluta enheten också.",
            )


def reorganisation_faults(changes: dict[int, Reorganisation], world: World) -> Iterator[Finding]:
    """Yield what is wrong with reorganisations."""
    seen: dict[tuple[object, ...], int] = {}
    for i, change in changes.items():
        key = (change.date, change.kind, *sorted(change.units), "", *sorted(change.into))
        if key in seen:
            yield ("reorganisations", i), f"står två gånger: den första är post {seen[key] + 1}.", "Behåll en."
        seen.setdefault(key, i)
        if change.decided_by is not None:
            yield from world.missing(("reorganisations", i, "decided_by"), "unit", change.decided_by)
        for key, names in (("units", change.units), ("into", change.into)):
            for j, name in enumerate(names):
                yield from world.missing(("reorganisations", i, key, j), "unit", name)
        for j, name in enumerate(change.units):
            unit = world.unit_by_id.get(name)
            if unit is not None and name not in change.into and (unit.valid_to is None or unit.valid_to >= change.date):
                yield (
                    ("reorganisations", i, "units", j),
                    f"enheten '{name}' sägs upphöra {change.date}, men dess valid_to säger något annat.",
                    "Låt valid_to vara dagen före.",
                )
