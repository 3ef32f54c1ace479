"""What is wrong across goals, plans, targets and judgements."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from models.definitions.aims import Aim, AmongOthers, Change, GenderGap, OwnText, Rule
from models.definitions.base import Finding, Interval, Path
from models.definitions.steering import (
    Direction,
    Goal,
    Indicator,
    Judgement,
    Level,
    Plan,
    ServiceArea,
    Target,
)
from models.definitions.work import (
    Comment,
)
from models.definitions.world import World, find_cycle, needs_tolerance


def goal_faults(goals: dict[int, Goal], world: World) -> Iterator[Finding]:
    """Yield what is wrong with goals: their parents, units and indicators."""
    known, units, indicators = set(world.goal_by_id), set(world.unit_by_id), set(world.indicator_by_id)
    broken = world.broken
    for i, goal in goals.items():
        if goal.unit not in units | broken:
            yield (
                ("goals", i, "unit"),
                f"målet '{goal.id}' hör till enheten '{goal.unit}', som inte finns.",
                "Rätta id:t, eller lägg till enheten.",
            )
        unit = world.unit_by_id.get(goal.unit)
        if unit and unit.valid_to and goal.valid_from and unit.valid_to < goal.valid_from:
            yield from world.unit(("goals", i, "unit"), goal.unit, goal.valid_from)
        for j, parent in enumerate(goal.parents):
            if parent not in known | broken:
                yield (
                    ("goals", i, "parents", j),
                    f"målet '{goal.id}' bidrar till målet '{parent}', som inte finns.",
                    "Rätta id:t, eller lägg till målet.",
                )
        for j, name in enumerate(goal.with_units):
            yield from world.missing(("goals", i, "with_units", j), "unit", name)
        seen: set[str] = set()
        for j, item in enumerate(goal.indicators):
            if item.indicator not in indicators | broken:
                yield (
                    ("goals", i, "indicators", j),
                    f"målet '{goal.id}' nämner indikatorn '{item.indicator}', som inte finns.",
                    "Rätta id:t, eller lägg till indikatorn.",
                )
            if item.indicator in seen:
                yield (
                    ("goals", i, "indicators", j),
                    f"målet '{goal.id}' nämner indikatorn '{item.indicator}' två gånger.",
                    "Ta bort den ena.",
                )
            seen.add(item.indicator)
    yield from _version_faults(goals, world)
    yield from _cycle_faults(goals)


def _cycle_faults(goals: dict[int, Goal]) -> Iterator[Finding]:
    """Yield the first cycle: two goals may serve each other one after the other, but not on one day."""
    for day in sorted({goal.valid_from or date.min for goal in goals.values()}):
        standing = {goal.id: goal for goal in goals.values() if goal.in_force_on(day)}
        cycle = find_cycle({goal.id: goal.parents for goal in standing.values()})
        if cycle:
            where = next(i for i, g in goals.items() if g is standing[cycle[0]])
            yield (
                ("goals", where, "parents"),
                f"målen bidrar till varandra i en ring: {' → '.join(cycle)}.",
                "Ta bort en av länkarna.",
            )
            break


def _version_faults(goals: dict[int, Goal], world: World) -> Iterator[Finding]:
    """Yield what is wrong with decisions and with the versions of one goal: on each day at most one may be in force."""
    for i, goal in goals.items():
        if goal.decided_by is not None:
            yield from world.missing(("goals", i, "decided_by"), "unit", goal.decided_by)
    for name in dict.fromkeys(goal.id for goal in goals.values()):
        versions = sorted(
            ((i, goal) for i, goal in goals.items() if goal.id == name), key=lambda one: one[1].valid_from or date.min
        )
        for (i, before), (j, goal) in pairwise(versions):
            if before.valid_to is None or goal.valid_from is None or goal.valid_from <= before.valid_to:
                yield (
                    ("goals", max(i, j), "id"),
                    f"id:t '{name}' används redan av post {min(i, j) + 1} i goals, och båda gäller samma dag.",
                    "Ge var och en ett eget id; eller, om det är ett mål som har reviderats, låt det tidigare sluta (valid_to) innan det senare börjar (valid_from).",
                )


def plan_faults(plans: dict[int, Plan], world: World) -> Iterator[Finding]:
    """Yield what is wrong with plans and their targets."""
    by_goal, indicators, broken = world.goal_by_id, world.indicator_by_id, world.broken
    groups = {group.id for group in world.profile.comparison_groups} if world.profile else None
    for i, plan in plans.items():
        yield from _decision_faults(i, plan, world)
        seen: dict[tuple[str, str, str, str, int], int] = {}
        for j, target in enumerate(plan.targets):
            path: Path = ("plans", i, "targets", j)
            name = f"målvärdet för '{target.indicator}' under '{target.goal}' i planen '{plan.id}'"
            goal = by_goal.get(target.goal)
            indicator = indicators.get(target.indicator)
            if goal is None and target.goal not in broken:
                yield (
                    (*path, "goal"),
                    f"{name} nämner ett mål som inte finns.",
                    "Rätta id:t, eller lägg till målet.",
                )
            if indicator is None and target.indicator not in broken:
                yield (
                    (*path, "indicator"),
                    f"{name} nämner en indikator som inte finns.",
                    "Rätta id:t, eller lägg till indikatorn.",
                )
            if goal is None or indicator is None:
                continue
            if (goal.id, indicator.id) not in world.measured_by and goal.id not in broken:
                yield (
                    (*path, "indicator"),
                    f"{name}: målet mäts inte med den indikatorn.",
                    "Lägg till den bland målets indikatorer.",
                )
            yield from _target_faults(path, name, target, indicator, plan.year1, groups)
            yield from _target_unit_faults(path, name, target, goal, plan.year1, world)
            for year, value in enumerate(target.aims.values(), start=plan.year1):
                key = (goal.id, indicator.id, target.unit or goal.unit, target.gender, year)
                if value is None:
                    continue
                if key in seen:
                    yield (
                        path,
                        f"{name} står två gånger för {year}; den första är post {seen[key] + 1}.",
                        "Behåll ett målvärde för varje år.",
                    )
                seen.setdefault(key, j)


def _decision_faults(i: int, plan: Plan, world: World) -> Iterator[Finding]:
    if plan.decided_by is not None:
        yield from world.missing(("plans", i, "decided_by"), "unit", plan.decided_by)
    for j, name in enumerate(plan.ends):
        yield from world.missing(("plans", i, "ends", j), "goal", name)
    decides = world.unit_by_id.get(plan.decided_by or "")
    if decides is None or decides.level in {Level.COUNCIL, Level.EXECUTIVE}:
        return
    # A committee decides for itself and those below it, within what the council has decided.
    of_plan = [(("targets", j, "goal"), target.goal) for j, target in enumerate(plan.targets)]
    of_plan += [(("ends", j), name) for j, name in enumerate(plan.ends)]
    for path, name in of_plan:
        goal = world.goal_by_id.get(name)
        if goal is not None and decides.id not in world.above(goal.unit):
            yield (
                ("plans", i, *path),
                f"planen '{plan.id}' är beslutad av '{decides.id}', men målet '{name}' hör till '{goal.unit}', som inte ligger under.",
                "Flytta målvärdet till en plan som fullmäktige har beslutat, eller rätta decided_by.",
            )


def leaf_faults(plans: dict[int, Plan], world: World) -> Iterator[Finding]:
    """Yield a fault for each leaf that two goals weigh differently: it counts once, so that it has one weight (§5)."""
    weights = {(goal.id, item.indicator): item.weight for goal in world.goals.values() for item in goal.indicators}
    seen: dict[tuple[object, ...], tuple[str, Decimal]] = {}
    told: set[tuple[str, ...]] = set()
    for i, plan in plans.items():
        for j, target in enumerate(plan.targets):
            goal, indicator = world.goal_by_id.get(target.goal), world.indicator_by_id.get(target.indicator)
            weight = weights.get((target.goal, target.indicator))
            if goal is None or indicator is None or weight is None:
                continue
            for leaf in _leaves(plan, target, indicator, target.unit or goal.unit):
                other, its_weight = seen.setdefault(leaf, (goal.id, weight))
                pair = (indicator.id, *sorted((goal.id, other)))
                if its_weight == weight or pair in told:
                    continue
                told.add(pair)
                what = (
                    f"'{indicator.id}' har samma målvärde under målen '{other}' och '{goal.id}', och räknas "
                    "en gång, men "
                )
                what += f"väger {its_weight} under det ena och {weight} under det andra."
                yield ("plans", i, "targets", j), what, "Ge den samma vikt under båda, eller målvärden som skiljer sig."


def _leaves(plan: Plan, target: Target, indicator: Indicator, unit: str) -> Iterator[tuple[object, ...]]:
    """Yield what makes each year's leaf of a target distinct: indicator, unit, gender, the rounded target and its tolerance."""
    tolerance = target.tolerance if target.tolerance is not None else indicator.tolerance
    for year, own in enumerate(target.aims.values(), start=plan.year1):
        first, last = (own, own) if own is not None else (target.year1, target.year3)
        if first is None or last is None or (own is None and year == plan.year3):
            continue
        number = _on_line(first, last, Decimal("0.5"), indicator.decimals)
        if number is not None:
            yield indicator.id, unit, target.gender, year, number, tolerance


def _on_line(first: Aim, last: Aim, share: Decimal, decimals: int) -> tuple[Decimal | str, ...] | None:
    if not isinstance(first, Decimal | Interval) or not isinstance(last, Decimal | Interval):
        return (str(first),) if first == last else None
    ends = [(end.low, end.high) if isinstance(end, Interval) else (end,) for end in (first, last)]
    unit = Decimal(1).scaleb(-decimals)
    return tuple((a + (b - a) * share).quantize(unit, rounding=ROUND_HALF_UP) for a, b in zip(*ends, strict=False))


def _target_unit_faults(
    path: Path, name: str, target: Target, goal: Goal, year: int, world: World
) -> Iterator[Finding]:
    if target.unit is None:
        return
    yield from world.unit((*path, "unit"), target.unit, year)
    if world.indicator_by_id[target.indicator].kpi_id is not None and target.unit != goal.unit:
        yield (
            (*path, "unit"),
            f"{name}: Koladas värde gäller hela kommunen, inte enheten '{target.unit}'.",
            "Ta bort unit, eller använd en indikator som kommunen mäter själv.",
        )


def _target_faults(
    path: Path, name: str, target: Target, indicator: Indicator, year1: int, groups: set[str] | None
) -> Iterator[Finding]:
    for year, (key, value) in enumerate(target.aims.items(), start=year1):
        if isinstance(value, Rule):
            yield from _rule_faults((*path, key), name, target, indicator, value, year, groups)
        elif value is not None:
            yield from _scale_faults((*path, key), f"{name}: {key}", value, indicator)
            yield from _size_faults((*path, key), name, value, target, indicator)
    if indicator.direction is Direction.NEUTRAL:
        yield (
            path,
            f"{name}: en neutral indikator bedöms inte.",
            "Ta bort målvärdet, eller ge indikatorn en riktning (direction).",
        )
    if target.gender not in indicator.judged_genders:
        yield (
            (*path, "gender"),
            f"{name}: könet {target.gender} bedöms inte för den här indikatorn.",
            "Lägg till det under judged_genders.",
        )
    why = needs_tolerance(indicator, target)
    if why and target.tolerance is None and indicator.tolerance is None:
        yield (
            (*path, "tolerance"),
            f"{name} behöver en egen tolerans: {why}.",
            "Lägg till tolerance, i indikatorns egen enhet.",
        )


def _size_faults(
    path: Path, name: str, value: Decimal | Interval | str, target: Target, indicator: Indicator
) -> Iterator[Finding]:
    """Yield where a target's number cannot be meant: outside the scale, or a share written as a part of 1 (0,85 for 85)."""
    scale = indicator.scale
    numbers = [value] if isinstance(value, Decimal) else [value.low, value.high] if isinstance(value, Interval) else []
    low, high = (
        (-Decimal("Infinity") if scale.low is None else scale.low),
        (Decimal("Infinity") if scale.high is None else scale.high),
    )
    for number in numbers:
        said = f"{number:f}".replace(".", ",")
        if not low <= number <= high:
            yield path, f"{name}: {said} ligger utanför indikatorns skala.", "Rätta talet, eller skalans min och max."
    # Of what should be low, and of a change (signed), a target under one percent is nothing odd.
    percent = scale.kind == "share" or (
        scale.kind == "amount" and indicator.unit_of_measure.lower() in {"procent", "%"}
    )
    in_parts = percent and bool(numbers) and 0 < max(numbers) < 1 and indicator.direction is not Direction.LOWER
    tolerance = target.tolerance if target.tolerance is not None else indicator.tolerance
    if in_parts and high > 1 and (tolerance is None or tolerance >= max(numbers)):
        said = f"{max(numbers):f}".replace(".", ",")
        yield (
            path,
            f"{name}: {said} är mindre än 1 procent, men andelar skrivs från 0 till 100.",
            f"Skriv {(max(numbers) * 100).normalize():f} om det är vad som menas; annars en tolerance som är mindre än målvärdet.",
        )


def _scale_faults(path: Path, name: str, value: Decimal | Interval | str, indicator: Indicator) -> Iterator[Finding]:
    """Yield where a target is written otherwise than the indicator's scale and direction take it."""
    if isinstance(value, str) != (indicator.steps is not None):
        mend = f"Skriv ett av dess steg: {', '.join(indicator.steps)}." if indicator.steps else "Skriv ett tal."
        yield path, f"{name} passar inte skalan '{indicator.scale.kind}'.", mend
    elif isinstance(value, str):
        if value not in (indicator.steps or []):
            yield (
                path,
                f"{name.rpartition(': ')[0]}: '{value}' är inget steg på skalan.",
                f"Skriv ett av {', '.join(indicator.steps or [])}.",
            )
    elif indicator.direction is not Direction.OPEN and isinstance(value, Interval) != (
        indicator.direction is Direction.INTERVAL
    ):
        yield (
            path,
            f"{name} passar inte riktningen '{indicator.direction}'.",
            "Skriv {low: …, high: …} för interval, och annars ett tal.",
        )


def _rule_faults(
    path: Path, name: str, target: Target, indicator: Indicator, rule: Rule, year: int, groups: set[str] | None
) -> Iterator[Finding]:
    """Yield what is wrong with a target that is a rule: the indicator cannot be judged so, or what it stands on is not there."""
    one_way = {Direction.HIGHER: "increase", Direction.LOWER: "decrease"}.get(indicator.direction)
    if isinstance(rule, OwnText):
        if indicator.kpi_id is not None:
            yield (
                path,
                f"{name} är i ord, men '{indicator.id}' mäts i Kolada.",
                "Skriv ett tal eller en annan regel, eller en indikator som kommunen mäter själv (measured_by).",
            )
        return
    if not isinstance(rule, GenderGap) and one_way is None:
        yield (
            path,
            f"{name}: '{rule.kind}' kräver att högre eller lägre är bättre, men riktningen är '{indicator.direction}'.",
            "Ge indikatorn riktningen higher eller lower, eller skriv ett intervall.",
        )
        return
    if isinstance(rule, Change):
        yield from _change_faults(path, name, target, indicator, rule, year, one_way)
    elif isinstance(rule, AmongOthers):
        yield from _place_faults(path, name, indicator, rule, groups)
    else:
        yield from _gap_faults(path, name, target, indicator)


def _change_faults(
    path: Path, name: str, target: Target, indicator: Indicator, rule: Change, year: int, one_way: str | None
) -> Iterator[Finding]:
    if rule.change not in {one_way, "improve"}:
        better = {"increase": "högre", "decrease": "lägre"}[one_way or "increase"]
        yield (
            (*path, "change"),
            f"{name}: '{rule.change}' går åt fel håll, eftersom {better} är bättre.",
            f"Skriv {one_way} eller improve, eller ändra indikatorns riktning.",
        )
    if (rule.since is None) == (target.baseline is None):
        yield (
            path,
            f"{name} utgår från ingenting." if rule.since is None else f"{name} utgår från både 'from' och 'baseline'.",
            "Ange antingen 'from', året för mätningen, eller 'baseline', värdet som står i beslutet.",
        )
    if rule.since is not None and rule.since >= year:
        yield (
            (*path, "from"),
            f"{name}: mätningen {rule.since} är inte före målets år {year}.",
            "Ange ett tidigare år.",
        )
    if rule.since is not None and not indicator.takes(rule.since, None):
        yield (
            (*path, "from"),
            f"{name}: '{indicator.id}' mäts inte {rule.since}.",
            "Ange ett år med mätning (indikatorns measured).",
        )


def _place_faults(
    path: Path, name: str, indicator: Indicator, rule: AmongOthers, groups: set[str] | None
) -> Iterator[Finding]:
    if indicator.kpi_id is None:
        yield (
            path,
            f"{name}: det som kommunen mäter själv har ingen grupp att jämföras med.",
            "Använd ett nyckeltal i Kolada, eller skriv ett tal.",
        )
    if rule.place == "best_quarter" and not indicator.rankable:
        yield (
            path,
            f"{name}: '{indicator.id}' får inte rangordnas (rankable: false).",
            "Skriv better_than_median, eller ett tal.",
        )
    if groups is not None and rule.group not in {"similar", "county", "all"} | groups:
        yield (
            (*path, "group"),
            f"{name}: gruppen '{rule.group}' finns inte.",
            "Skriv similar, county, all eller id:t för en av kommunens egna grupper (comparison_groups).",
        )


def _gap_faults(path: Path, name: str, target: Target, indicator: Indicator) -> Iterator[Finding]:
    if indicator.steps is not None:
        yield path, f"{name}: steg på en skala har inget avstånd.", "Skriv ett av stegen."
    if target.gender == "T":
        yield (
            path,
            f"{name} är ett avstånd mellan kvinnor och män, men gäller T.",
            "Skriv gender: K, så bedöms kvinnors värde mot mäns; eller M för det omvända.",
        )
    elif not {"K", "M"} <= set(indicator.judged_genders):
        yield (
            path,
            f"{name}: både kvinnors och mäns värden behövs.",
            "Skriv K och M under indikatorns judged_genders.",
        )


def judgement_faults(judgements: dict[int, Judgement], world: World) -> Iterator[Finding]:
    """Yield what is wrong with own judgements."""
    seen: set[tuple[str, str, str | None, str | None]] = set()
    in_words = {
        (target.goal, target.indicator)
        for plan in world.plans.values()
        for target in plan.targets
        if any(isinstance(rule, OwnText) for rule in target.rules.values())
    }
    for i, judgement in judgements.items():
        yield from world.missing(("judgements", i, "unit"), "unit", judgement.unit)
        if judgement.goal is not None:
            yield from world.missing(("judgements", i, "goal"), "goal", judgement.goal)
        yield from world.report(("judgements", i, "report"), judgement.report)
        if judgement.indicator is not None:
            yield from world.missing(("judgements", i, "indicator"), "indicator", judgement.indicator)
            # A plan that could not be read may have the target in words.
            if (judgement.goal, judgement.indicator) not in in_words and not world.broken:
                yield (
                    ("judgements", i, "indicator"),
                    f"'{judgement.indicator}' har under målet '{judgement.goal or '–'}' inget målvärde i ord, och bedöms av sitt värde.",
                    "Ta bort indicator, så gäller bedömningen målet, eller skriv målvärdet i ord ({text: …}).",
                )
        key = (judgement.report, judgement.unit, judgement.goal, judgement.indicator)
        if key in seen:
            yield (
                ("judgements", i),
                f"'{judgement.unit}' har två bedömningar av samma sak i {judgement.report}.",
                "Behåll en.",
            )
        seen.add(key)


def comment_faults(comments: dict[int, Comment], world: World) -> Iterator[Finding]:
    """Yield what is wrong with comments."""
    seen: list[Comment] = []
    for i, comment in comments.items():
        if comment in seen:
            yield ("comments", i), f"står två gånger: den första är post {seen.index(comment) + 1}.", "Behåll en."
        seen.append(comment)
        yield from world.missing(("comments", i, "unit"), "unit", comment.unit)
        yield from world.report(("comments", i, "report"), comment.report)
        if comment.goal is not None:
            yield from world.missing(("comments", i, "goal"), "goal", comment.goal)
        if comment.indicator is not None:
            yield from world.missing(("comments", i, "indicator"), "indicator", comment.indicator)


def service_area_faults(areas: dict[int, ServiceArea], world: World) -> Iterator[Finding]:
    """Yield what is wrong with service areas and their components."""
    for i, area in areas.items():
        for key, names in (("quality", area.quality), ("resource", [area.resource])):
            for j, name in enumerate(names):
                path: Path = ("service_areas", i, key, j) if key == "quality" else ("service_areas", i, key)
                yield from world.missing(path, "indicator", name)
                indicator = world.indicator_by_id.get(name)
                if indicator is None:
                    continue
                if indicator.kpi_id is None:
                    yield (
                        path,
                        f"'{name}' kommer inte från Kolada, så ingen annan kommun har den.",
                        "Välj ett nyckeltal i Kolada.",
                    )
                elif key == "quality" and indicator.direction not in {Direction.HIGHER, Direction.LOWER}:
                    yield path, f"'{name}' har ingen riktning higher eller lower.", "Välj en indikator som har det."
