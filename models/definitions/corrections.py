"""What people say of findings: acknowledged ones, and corrections of a source's declared errors."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from models.definitions.base import AreaId, Definition, Finding, Gender, Id, Interval, KpiId, Text, Year
from models.tables.check_header import WITHOUT_FINDING, checks


class Acknowledgement(Definition):
    """Someone answers for a finding: the indicator is no longer withheld for it, up to and including the day `until`.

    `subject` is what the check found fault with, as it stands in the table `checks`; `by` a role, not a person. The day
    is that of the report's effective as-of instant, so that the same report is the same whenever it is made.
    """

    check: Text
    subject: Text
    by: Text
    date: dt.date
    until: dt.date
    reason: Text

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.until < self.date:
            raise ValueError("until får inte vara före date")
        return self


class Correction(Definition):
    """A source's error, declared: which values are wrong, and what is right instead.

    It is applied where a report reads the warehouse, never in it, and only to values that are still what `wrong` says:
    a number as it is written, to its last decimal, or an interval. `right` is the right value, or null where nobody
    knows it; `factor` is what each wrong value is multiplied by. Without `area` it holds for every area.
    """

    id: Id
    kpi_id: KpiId
    area: AreaId | None = None
    years: Annotated[list[Year], Field(min_length=1)]
    genders: Annotated[list[Gender], Field(min_length=1)] = ["T"]
    wrong: Decimal | Interval
    right: Decimal | None = None
    factor: Annotated[Decimal, Field(gt=0)] | None = None
    by: Text
    date: dt.date
    until: dt.date
    reason: Text

    @model_validator(mode="after")
    def _one_rule(self) -> Self:
        if ("right" in self.model_fields_set) == (self.factor is not None):
            raise ValueError("ange antingen right (ett värde eller null) eller factor")
        if self.until < self.date:
            raise ValueError("until får inte vara före date")
        return self

    @property
    def wrong_low(self) -> Decimal:
        """The least value that counts as the wrong one."""
        return self.wrong.low if isinstance(self.wrong, Interval) else self.wrong - _half_unit(self.wrong)

    @property
    def wrong_high(self) -> Decimal:
        """The greatest value that counts as the wrong one."""
        return self.wrong.high if isinstance(self.wrong, Interval) else self.wrong + _half_unit(self.wrong)


def _half_unit(value: Decimal) -> Decimal:
    """Return half a unit of a number's last written decimal."""
    exponent = value.as_tuple().exponent
    return Decimal("0.5").scaleb(min(exponent, 0) if isinstance(exponent, int) else 0)


def quality_faults(
    acknowledgements: dict[int, Acknowledgement], corrections: dict[int, Correction], kpi_ids: set[str] | None
) -> Iterator[Finding]:
    """Yield what is wrong with acknowledgements and corrections, as `models.definitions.steering.faults`.

    Args:
        acknowledgements: by their place in the section.
        corrections: likewise.
        kpi_ids: those that indicators name; None where some indicators could not be read.
    """
    known = set(checks()) - {WITHOUT_FINDING}
    acknowledged: dict[tuple[str, str], int] = {}
    for i, item in acknowledgements.items():
        if item.check not in known:
            yield (
                ("acknowledgements", i, "check"),
                f"det finns ingen kontroll '{item.check}'.",
                f"Skriv en av {', '.join(sorted(known))}.",
            )
        key = (item.check, item.subject)
        if key in acknowledged:
            yield (
                ("acknowledgements", i),
                f"'{item.check}' för '{item.subject}' är redan kvitterad av post {acknowledged[key] + 1}.",
                "Behåll en.",
            )
        acknowledged.setdefault(key, i)
    corrected: list[tuple[int, Correction]] = []
    for i, item in corrections.items():
        if kpi_ids is not None and item.kpi_id not in kpi_ids:
            yield (
                ("corrections", i, "kpi_id"),
                f"ingen indikator mäts med '{item.kpi_id}'.",
                "Rätta id:t, eller ta bort rättelsen.",
            )
        for n, other in corrected:
            if _overlap(item, other):
                yield (
                    ("corrections", i),
                    f"'{item.id}' rättar det som '{other.id}' (post {n + 1}) redan rättar.",
                    "Låt varje värde rättas en gång.",
                )
        corrected.append((i, item))


def _overlap(one: Correction, other: Correction) -> bool:
    same_area = one.area is None or other.area is None or one.area == other.area
    return (
        one.kpi_id == other.kpi_id
        and same_area
        and bool(set(one.years) & set(other.years))
        and bool(set(one.genders) & set(other.genders))
    )
