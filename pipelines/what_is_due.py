"""What would run by itself, without Dagster: the calendar with what is known and what is frozen."""

from datetime import date

from assets.definitions.of_run import RunDefinitions
from assets.storage.report_folders import frozen_editions
from assets.warehouse.publications import read_publications
from assets.workplace import Workplace
from models.definitions.due import Planned, ScheduleKind, plan_days

# Kolada publishes in the morning; the economy comes after the night's runs, and the reports last.
AT: dict[ScheduleKind, str] = {"refresh": "06:30", "economy": "07:00", "reports": "07:30"}


def frozen_reports(workplace: Workplace, municipality: str) -> frozenset[str]:
    """Return the reports of a municipality that have been frozen, which are not made again by themselves."""
    return frozenset(edition.name.report for edition in frozen_editions(workplace.frozen(), municipality))


def plan(
    defined: RunDefinitions, municipality: str, first: date, n_days: int, *, all_on: bool = False
) -> list[Planned]:
    """Return what would run in so many days for a municipality, in order; with `all_on` what is off too.

    Raises:
        DefinitionError: with every fault.
    """
    model = defined.of(municipality).model
    if all_on:
        turned = model.municipality.schedules.model_copy(update={"refresh": True, "reports": True, "economy": True})
        profile = model.municipality.model_copy(update={"schedules": turned})
        model = model.model_copy(update={"municipality": profile})
    publications = read_publications(defined.store(municipality), model.kpi_ids)
    return plan_days(model, first, n_days, publications, frozen_reports(defined.workplace, municipality))
