"""The example's source: a fictional municipality among fictional others, with made-up values.

Everything is made from a description (`source/kolada.yaml` in the example's folder) and its seed. No figure,
name or id is taken from a real municipality, and no KPI is one of Kolada's. The frames have the form that
recordings of Kolada have, so the example goes the same way as real data: values arrive late, are revised, and
lack here and there.

Each municipality's year is drawn from a generator of its own, seeded by a text that names KPI, municipality
and year. So the frames are the same every time, and a KPI that is added or removed changes nothing for the
others.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from assets.playback.recording import RecordedMetadata, Vintage
from models.errors import UsageError, system_words
from models.kolada_shapes import METADATA_SCHEMAS
from models.kolada_shapes import VALUE_SCHEMA as WIRE_VALUES

RIKET = "0000"
BASE_YEAR = 2020
LATE_BY = timedelta(days=150)
ROUNDED_TO = 6
"""Decimals of the values that are rounded anew in a later download."""

KPI_SCHEMA = METADATA_SCHEMAS["kpi"]
# A recording has no deletions of its own: the replay finds them between two of them.
VALUE_SCHEMA = {name: kind for name, kind in WIRE_VALUES.items() if name != "isdeleted"}

AreaId = Annotated[str, StringConstraints(pattern=r"^99[0-9]{2}$")]
GroupId = Annotated[str, StringConstraints(pattern=r"^G9[0-9]+$")]
Share = Annotated[float, Field(ge=0, le=1)]
Status = Literal["Missing", "Privacy", "Not applicable"]
_Cell = tuple[float | None, str]
_Cells = list[_Cell]


class _Part(BaseModel):
    """A part of the description: unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class MadeUpPlace(_Part):
    """A fictional municipality; the population weighs it in Riket and among similar ones."""

    id: AreaId
    title: str
    population: Annotated[int, Field(gt=0)]


class County(_Part):
    """A county's group of municipalities."""

    id: GroupId
    title: str
    members: list[AreaId]


class SimilarGroups(_Part):
    """A service area's groups of seven similar municipalities, one for each municipality.

    The ids are `id_prefix` followed by the municipality's; `{municipality}` in the title becomes its name.
    """

    id_prefix: GroupId
    title: Annotated[str, StringConstraints(pattern=r"\{municipality\}")]


class FixedCell(_Part):
    """A municipality's year that has a given status or total instead of drawn values, if need be from a certain day."""

    municipality: AreaId
    year: int
    status: Status | None = None
    value: float | None = None
    since: date | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.status is None) == (self.value is None):
            raise ValueError("ange antingen status eller value")
        return self

    def cells(self, n: int) -> _Cells:
        """Return the year's cells, of n genders."""
        return [(self.value, "")] if self.status is None else _lacking(self.status, n)


class Kpi(_Part):
    """A fictional KPI: its catalogue fields, and how its values are made.

    Kolada's publication dates say when the values of `publ_period` come; other years come on the same day of
    their own year. `level` is the middle in 2020, `spread` and `noise` are standard deviations between
    municipalities and years, `drift` is the change a year. The shares: `not_applicable` of municipalities;
    `missing`, `privacy` and `privacy_by_gender` (women and men but not the total) of a municipality's years;
    `revised` of the years known to an earlier download; `late` of the values that come five months after the
    others; `rounding_noise` of the years that later downloads round to six decimals.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[NU]99[0-9]{3}$")]
    title: str
    description: str
    operating_area: str
    perspective: str
    auspice: str = "X"
    prel_publication_date: date | None = None
    publication_date: date
    publ_period: int
    by_gender: bool = False
    riket: bool = True
    first_year: int
    every: Annotated[int, Field(ge=1)] = 1
    level: float
    spread: Annotated[float, Field(ge=0)]
    drift: float = 0
    noise: Annotated[float, Field(ge=0)]
    gender_difference: float = 0
    gender_noise: Annotated[float, Field(ge=0)] = 0
    min: float
    max: float
    decimals: Annotated[int, Field(ge=0, le=10)]
    not_applicable: Share = 0
    missing: Share = 0
    privacy: Share = 0
    privacy_by_gender: Share = 0
    revised: Share = 0
    late: Share = 0
    rounding_noise: Share = 0
    cells: list[FixedCell] = []

    @property
    def genders(self) -> tuple[str, ...]:
        """The genders that it has values for, the total first."""
        return ("T", "K", "M") if self.by_gender else ("T",)

    def published(self, year: int) -> date:
        """Return the day on which a year's values first come."""
        first = self.prel_publication_date or self.publication_date
        return first.replace(year=first.year + year - self.publ_period)

    def years(self, last_day: date) -> Iterator[int]:
        """Yield the years that have come by a day."""
        year = self.first_year
        while self.published(year) <= last_day:
            yield year
            year += self.every


class Description(_Part):
    """What the example's source is made from."""

    seed: int
    vintages: Annotated[list[date], Field(min_length=1)]
    municipalities: Annotated[list[MadeUpPlace], Field(min_length=8)]
    counties: list[County]
    similar: list[SimilarGroups]
    kpis: Annotated[list[Kpi], Field(min_length=1)]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        area_ids = {place.id for place in self.municipalities}
        for name, ids in (
            ("municipalities", [place.id for place in self.municipalities]),
            ("kpis", [kpi.id for kpi in self.kpis]),
        ):
            if len(set(ids)) < len(ids):
                raise ValueError(f"ett id står två gånger bland {name}")
        if any(cell.value is not None for kpi in self.kpis if kpi.by_gender for cell in kpi.cells):
            raise ValueError("value anges bara för nyckeltal som inte är uppdelade på kön")
        used = [member for county in self.counties for member in county.members]
        used += [cell.municipality for kpi in self.kpis for cell in kpi.cells]
        if not set(used) <= area_ids:
            raise ValueError(f"okända kommuner: {', '.join(sorted(set(used) - area_ids))}")
        if self.vintages != sorted(set(self.vintages)):
            raise ValueError("ange dagarna i ordning, var och en en gång")
        return self


class SameAs(_Part):
    """That the source is another's, by the path of its description."""

    same_as: str


def example_source(spec: Path) -> tuple[list[Vintage], RecordedMetadata]:
    """Make the example's downloads, oldest first, and its catalogue from their description.

    Raises:
        UsageError: the description is missing or has a fault.
    """
    described = _read(spec)
    columns = [_Columns() for _ in described.vintages]
    for kpi in sorted(described.kpis, key=lambda kpi: kpi.id):
        _fill(columns, described, kpi)
    vintages = [
        Vintage(day, pl.DataFrame(found.as_dict(), schema=VALUE_SCHEMA))
        for day, found in zip(described.vintages, columns, strict=True)
    ]
    return vintages, _catalogue(described)


def _read(spec: Path) -> Description:
    try:
        said = yaml.load(spec.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        # A second made-up municipality is one of the first one's neighbours, and says where their description stands.
        if isinstance(said, dict) and "same_as" in said:
            return _read(spec.parent / SameAs.model_validate(said).same_as)
        return Description.model_validate(said)
    except OSError as error:
        raise UsageError(f"{spec} gick inte att läsa: {system_words(error)}. Ange exemplets egen mapp.") from error
    except (yaml.YAMLError, ValidationError) as error:
        raise UsageError(f"{spec} beskriver ingen källa: {error}. Rätta den.") from error


@dataclass
class _Columns:
    """One download's columns, as they grow."""

    kpi: list[str] = field(default_factory=list[str])
    municipality: list[str] = field(default_factory=list[str])
    period: list[int] = field(default_factory=list[int])
    gender: list[str] = field(default_factory=list[str])
    value: list[float | None] = field(default_factory=list[float | None])
    status: list[str] = field(default_factory=list[str])

    def add(self, kpi: Kpi, area_id: str, year: int, cells: _Cells) -> None:
        for gender, (value, status) in zip(kpi.genders, cells, strict=True):
            self.kpi.append(kpi.id)
            self.municipality.append(area_id)
            self.period.append(year)
            self.gender.append(gender)
            self.value.append(value)
            self.status.append(status)

    def as_dict(self) -> dict[str, list[str] | list[int] | list[float | None]]:
        return {
            "kpi": self.kpi,
            "municipality": self.municipality,
            "period": self.period,
            "gender": self.gender,
            "value": self.value,
            "status": self.status,
            "count": [int(value is not None) for value in self.value],
        }


def _fill(columns: list[_Columns], described: Description, kpi: Kpi) -> None:
    """Add a KPI's values to every download: each municipality's, and Riket's out of them."""
    years = list(kpi.years(described.vintages[-1]))
    present: list[dict[int, list[tuple[int, _Cells]]]] = [{year: [] for year in years} for _ in columns]
    for place in described.municipalities:
        chance = random.Random(f"{described.seed}|{kpi.id}|{place.id}")  # noqa: S311  made-up figures
        effect, slope = _normal(chance) * kpi.spread, _normal(chance) * kpi.noise / 8
        applicable = chance.random() >= kpi.not_applicable
        for year in years:
            level = kpi.level + effect + (kpi.drift + slope) * (year - BASE_YEAR)
            history = _history(described, kpi, place, year, level if applicable else None)
            for index, cells in enumerate(history):
                if cells is not None:
                    columns[index].add(kpi, place.id, year, cells)
                    present[index][year].append((place.population, cells))
    if kpi.riket:
        for index, by_year in enumerate(present):
            for year, found in by_year.items():
                cells = _weighted_mean(kpi, found)
                if cells is not None:
                    columns[index].add(kpi, RIKET, year, cells)


def _history(
    described: Description, kpi: Kpi, place: MadeUpPlace, year: int, level: float | None
) -> list[_Cells | None]:
    """Return a municipality's year in each download, by gender; None where it has not come yet.

    Every number is drawn whether it is used or not, so that one share in the description moves nothing else.
    """
    chance = random.Random(f"{described.seed}|{kpi.id}|{place.id}|{year}")  # noqa: S311  made-up figures
    noise, gender_noise = _normal(chance), _normal(chance)
    lack, late, rounded = chance.random(), chance.random(), chance.random()
    revised, upwards = chance.random(), chance.random() < 1 / 2
    factor = 1 + (1 if upwards else -1) * (0.01 + 0.02 * chance.random())
    later, found = 1 + int(chance.random() * (len(described.vintages) - 1)), chance.random()

    values: list[float] | None = None
    if level is not None:
        total = level + noise * kpi.noise
        half = (kpi.gender_difference + gender_noise * kpi.gender_noise) / 2
        values = [total, total + half, total - half][: len(kpi.genders)]
    status = _status(kpi, place, lack)
    fixed = next((c for c in kpi.cells if (c.municipality, c.year) == (place.id, year)), None)
    came = kpi.published(year) + (LATE_BY if late < kpi.late else timedelta())
    first = next((i for i, day in enumerate(described.vintages) if day >= came), len(described.vintages))

    history: list[_Cells | None] = []
    for index, day in enumerate(described.vintages):
        if index < first:
            history.append(None)
        elif fixed is not None and (fixed.since is None or day >= fixed.since):
            history.append(fixed.cells(len(kpi.genders)))
        elif values is None:
            history.append(_lacking("Not applicable", len(kpi.genders)))
        elif status == "by_gender":
            history.append([(_stored(kpi, values[0], kpi.decimals), ""), *_lacking("Privacy", len(values) - 1)])
        elif status and not (status == "Missing" and found < 1 / 4 and index >= max(later, first + 1)):
            history.append(_lacking(status, len(kpi.genders)))
        else:
            moved = factor if revised < kpi.revised and index >= later > first else 1
            decimals = ROUNDED_TO if index and rounded < kpi.rounding_noise else kpi.decimals
            history.append([(_stored(kpi, value * moved, decimals), "") for value in values])
    return history


def _lacking(status: str, n: int) -> _Cells:
    return [(None, status) for _ in range(n)]


def _status(kpi: Kpi, place: MadeUpPlace, lack: float) -> str:
    """Return why a year lacks values: a status, `by_gender` for women's and men's alone, or nothing."""
    small = 1.6 if place.population < 15_000 else 0.6  # noqa: PLR2004  privacy is mostly the small ones' lot
    limit = kpi.missing
    for status, share in (("Privacy", kpi.privacy), ("by_gender", kpi.privacy_by_gender)):
        if limit <= lack < limit + share * small:
            return status
        limit += share * small
    return "Missing" if lack < kpi.missing else ""


def _stored(kpi: Kpi, value: float, decimals: int) -> float:
    """Return a value as it is stored. Cutting and rounding keep the order, so T stays between K and M."""
    return round(min(max(value, kpi.min), kpi.max), min(decimals, kpi.decimals))


def _weighted_mean(kpi: Kpi, cells_of_years: list[tuple[int, _Cells]]) -> _Cells | None:
    """Return Riket's cells: the mean weighted by population, over those who have every value."""
    whole = [(weight, [value for value, _ in cells if value is not None]) for weight, cells in cells_of_years]
    whole = [(weight, values) for weight, values in whole if len(values) == len(kpi.genders)]
    if not whole or 2 * len(whole) < len(cells_of_years):
        return None
    total = sum(weight for weight, _ in whole)
    means = [sum(weight * values[i] for weight, values in whole) / total for i in range(len(kpi.genders))]
    means[0] = sorted(means)[len(means) // 2]
    return [(_stored(kpi, mean, kpi.decimals), "") for mean in means]


def _normal(chance: random.Random) -> float:
    """Return a number with mean 0 and standard deviation 1, never beyond 3; the same on every machine."""
    return 2 * (chance.random() + chance.random() + chance.random()) - 3


def _catalogue(described: Description) -> RecordedMetadata:
    kpis = [
        {
            "id": kpi.id,
            "title": kpi.title,
            "description": kpi.description,
            "is_divided_by_gender": kpi.by_gender,
            "municipality_type": "K",
            "auspice": kpi.auspice,
            "operating_area": kpi.operating_area,
            "perspective": kpi.perspective,
            "prel_publication_date": kpi.prel_publication_date.isoformat() if kpi.prel_publication_date else None,
            "publication_date": kpi.publication_date.isoformat(),
            "publ_period": str(kpi.publ_period),
            "has_ou_data": False,
        }
        for kpi in sorted(described.kpis, key=lambda kpi: kpi.id)
    ]
    titles = {place.id: place.title for place in described.municipalities}
    areas = [(RIKET, "Riket", "L"), *((area_id, title, "K") for area_id, title in sorted(titles.items()))]
    members = [
        (group_id, title, member, titles[member])
        for group_id, title, ids in _groups(described)
        for member in sorted(ids)
    ]
    return RecordedMetadata(
        kpis=pl.DataFrame(kpis, schema=KPI_SCHEMA),
        municipalities=pl.DataFrame(areas, schema=["id", "title", "type"], orient="row"),
        groups=pl.DataFrame(members, schema=["id", "title", "member_id", "member_title"], orient="row"),
    )


def _groups(described: Description) -> Iterator[tuple[str, str, list[str]]]:
    """Yield every group as id, title and members."""
    for county in described.counties:
        yield county.id, county.title, county.members
    for groups in described.similar:
        traits = {place.id: _traits(described.seed, groups, place) for place in described.municipalities}
        for place in described.municipalities:
            title = groups.title.replace("{municipality}", place.title)
            yield groups.id_prefix + place.id, title, _nearest(place.id, traits)


def _traits(seed: int, groups: SimilarGroups, place: MadeUpPlace) -> tuple[float, float]:
    """Return where a municipality stands in a service area: by size, and by a made-up trait."""
    chance = random.Random(f"{seed}|{groups.id_prefix}|{place.id}")  # noqa: S311  made-up figures
    return place.population**0.25, 3 * chance.random()


def _nearest(area_id: str, traits: dict[str, tuple[float, float]]) -> list[str]:
    """Return the seven municipalities that are most like one of them."""
    size, trait = traits[area_id]
    distance = {
        other: (size - its_size) ** 2 + (trait - its_trait) ** 2
        for other, (its_size, its_trait) in traits.items()
        if other != area_id
    }
    return sorted(distance, key=lambda other: (distance[other], other))[:7]
