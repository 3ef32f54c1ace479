"""What is wrong across a municipality's definitions, as paths into its files: each fault with how to mend it.

A parent that does not exist, a cycle of goals, two targets for one year: what no definition can see by itself.
"""

from collections.abc import Iterator, Mapping
from typing import cast

from models.definitions.base import MONTH, Finding
from models.definitions.corrections import Acknowledgement, Correction, quality_faults
from models.definitions.faults_of_steering import (
    comment_faults,
    goal_faults,
    judgement_faults,
    leaf_faults,
    plan_faults,
    service_area_faults,
)
from models.definitions.faults_of_units import own_level_faults, reorganisation_faults, unit_faults
from models.definitions.faults_of_work import (
    budget_faults,
    financial_year_faults,
    forecast_faults,
    gain_faults,
    measurement_faults,
    month_faults,
    staff_faults,
    work_faults,
)
from models.definitions.own_files import Source, source_faults
from models.definitions.statements import Statement, statement_faults
from models.definitions.steering import (
    Judgement,
    Profile,
    Reorganisation,
    ServiceArea,
    SteeringDocument,
)
from models.definitions.work import (
    Activity,
    Budget,
    Comment,
    ControlPoint,
    EfficiencyGain,
    FinancialYear,
    Investment,
    ManualForecast,
    Measurement,
    Service,
    Staff,
)
from models.definitions.world import Read, World


def faults(read: Read, broken: set[str]) -> Iterator[Finding]:
    """Yield every fault across definitions as (path, what is wrong, how to mend it).

    Args:
        read: the definitions that could be read, by section and their place in it.
        broken: the ids of those that could not, so that one mistake is not told twice.
    """
    for section, items in read.items():
        if section == "goals":
            continue  # several versions of one goal may stand there
        yield from _duplicates(section, {i: str(dict(item)["id"]) for i, item in items.items() if hasattr(item, "id")})
    world = World(read, broken)
    if world.profile is not None:
        yield from _profile_faults(world.profile)
        yield from _named_indicators(world.profile, world)
    yield from unit_faults(world.units, broken)
    yield from own_level_faults(world.units, world.profile)
    yield from reorganisation_faults(cast("dict[int, Reorganisation]", read.get("reorganisations", {})), world)
    yield from _document_faults(cast("dict[int, SteeringDocument]", read.get("steering_documents", {})), world)
    yield from service_area_faults(cast("dict[int, ServiceArea]", read.get("service_areas", {})), world)
    yield from goal_faults(world.goals, world)
    yield from plan_faults(world.plans, world)
    yield from leaf_faults(world.plans, world)
    yield from measurement_faults(cast("dict[int, Measurement]", read.get("measurements", {})), world)
    yield from forecast_faults(cast("dict[int, ManualForecast]", read.get("forecasts", {})), world)
    for section in ("activities", "assignments", "services"):
        yield from work_faults(section, cast("dict[int, Activity | Service]", read.get(section, {})), world)
    yield from gain_faults(cast("dict[int, EfficiencyGain]", read.get("gains", {})), read, world)
    yield from budget_faults(cast("dict[int, Budget]", read.get("budgets", {})), world)
    yield from source_faults(cast("dict[int, Source]", read.get("sources", {})))
    for section in ("investments", "staff", "control_points"):
        for i, item in cast("dict[int, Investment | Staff | ControlPoint]", read.get(section, {})).items():
            yield from world.unit((section, i, "unit"), item.unit, item.year)
            if isinstance(item, Investment):
                yield from month_faults((section, i), item)
    yield from financial_year_faults(cast("dict[int, FinancialYear]", read.get("finances", {})))
    yield from staff_faults(cast("dict[int, Staff]", read.get("staff", {})))
    yield from judgement_faults(cast("dict[int, Judgement]", read.get("judgements", {})), world)
    yield from comment_faults(cast("dict[int, Comment]", read.get("comments", {})), world)
    named = {
        str(dict(item)["id"]) for name in ("goals", "activities", "assignments") for item in read.get(name, {}).values()
    }
    yield from statement_faults(cast("dict[int, Statement]", read.get("statements", {})), named, world)
    yield from quality_faults(
        cast("dict[int, Acknowledgement]", read.get("acknowledgements", {})),
        cast("dict[int, Correction]", read.get("corrections", {})),
        None if broken else {item.kpi_id for item in world.indicators.values() if item.kpi_id is not None},
    )


def _duplicates(section: str, ids: Mapping[int, str]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for i, name in ids.items():
        if name in first:
            yield (
                (section, i, "id"),
                f"id:t '{name}' används redan av post {first[name] + 1} i {section}.",
                "Ge var och en ett eget id.",
            )
        first.setdefault(name, i)


def _told_twice(profile: Profile) -> Iterator[Finding]:
    for section, key, said in (
        ("demands", "of", [demand.of for demand in profile.demands]),
        ("earlier_thresholds", "until", [f"{earlier.until}" for earlier in profile.earlier_thresholds]),
    ):
        for i, name in enumerate(said):
            if name in said[:i]:
                yield (
                    ("municipality", section, i, key),
                    f"{key}: {name} står redan i post {said.index(name) + 1} under {section}.",
                    "Skriv ihop de två till en post.",
                )


def _months_unseen(profile: Profile) -> Iterator[Finding]:
    for i, kind in enumerate(profile.statements):
        for j, month in enumerate(kind.months or ()):
            if month not in {report.month for report in profile.reports}:
                yield (
                    ("municipality", "statements", i, "months", j),
                    f"kalendern har ingen rapport för {MONTH[month - 1]}, så texten visas aldrig då: en månadsuppföljning visar bara ekonomin.",
                    "Välj en månad i kalendern, eller ta bort den.",
                )


def _named_indicators(profile: Profile, world: World) -> Iterator[Finding]:
    """Yield where the profile names an indicator that there is none of, or one twice."""
    of_aspect = ((("financial_analysis", aspect), names) for aspect, names in profile.financial_analysis.items())
    for key, names in ((("surroundings",), profile.surroundings), *of_aspect):
        for j, name in enumerate(names):
            path = ("municipality", *key, j)
            yield from world.missing(path, "indicator", name)
            if key[0] == "financial_analysis" and name in names[:j]:
                yield path, f"indikatorn '{name}' står två gånger.", "Behåll en."


def _profile_faults(profile: Profile) -> Iterator[Finding]:
    yield from _told_twice(profile)
    yield from _months_unseen(profile)
    yield from _planning_faults(profile)
    named = [(("municipality", "statements"), [kind.id for kind in profile.statements])]
    named.append((("municipality", "planning"), [product.id for product in profile.planning]))
    named += [
        (("municipality", "statements", i, "parts"), [part.id for part in kind.parts])
        for i, kind in enumerate(profile.statements)
    ]
    for path, ids in named:
        for i, name in enumerate(ids):
            if name in ids[:i]:
                yield (
                    (*path, i, "id"), f"id:t '{name}' används redan av post {ids.index(name) + 1}.", "Ge var och en ett eget id.",
                )  # fmt: skip
    months: set[int] = set()
    for i, report in enumerate(profile.reports):
        if report.month in months:
            yield (
                ("municipality", "reports", i, "month"),
                f"{MONTH[report.month - 1]} har två rapporter.",
                "Behåll en rapport för varje månad.",
            )
        months.add(report.month)
    yield from _duplicates("comparison_groups", {i: g.id for i, g in enumerate(profile.comparison_groups)})
    for i, group in enumerate(profile.comparison_groups):
        if group.id in {"all", "county", "similar"}:
            yield (
                ("municipality", "comparison_groups", i, "id"),
                f"'{group.id}' är namnet på en inbyggd grupp.",
                "Välj ett annat id.",
            )


def _planning_faults(profile: Profile) -> Iterator[Finding]:
    kinds = {kind.id for kind in profile.statements}
    for i, product in enumerate(profile.planning):
        for j, name in enumerate(product.texts):
            if name not in kinds:
                yield (
                    ("municipality", "planning", i, "texts", j),
                    f"det finns inget slag av texter som heter '{name}'.",
                    "Rätta det, eller lägg till slaget under statements.",
                )


def _document_faults(documents: dict[int, SteeringDocument], world: World) -> Iterator[Finding]:
    for i, document in documents.items():
        yield from world.missing(("steering_documents", i, "owner"), "unit", document.owner)
        for j, name in enumerate(document.goals):
            yield from world.missing(("steering_documents", i, "goals", j), "goal", name)
        if document.valid_from and document.valid_to and document.valid_to < document.valid_from:
            yield (
                ("steering_documents", i, "valid_to"),
                f"dokumentet '{document.id}' slutar innan det börjar.",
                "Låt valid_to vara samma dag som valid_from eller senare.",
            )
