"""What every definition of a municipality is made of: its form, and the kinds of ids and texts that it holds."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=80)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Gender = Literal["T", "K", "M"]
Year = Annotated[int, Field(ge=1950, le=2100)]
KpiId = Annotated[str, StringConstraints(pattern=r"^[NU][0-9]{5}$")]
AreaId = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]

# What YAML says before it is read as definitions, and what goes back into it.
Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | bool | int | float | Decimal | date | None"


class Definition(BaseModel):
    """A definition: unknown keys are faults, and nothing changes after it has been read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Interval(Definition):
    """A target for direction `interval`: from low to high, both included."""

    low: Decimal
    high: Decimal

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low > self.high:
            raise ValueError("low får inte vara högre än high")
        return self


# The months as they are called: a fault, a title and a sentence say the same.
MONTH = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december",
)  # fmt: skip
Path = tuple[str | int, ...]
Finding = tuple[Path, str, str]


def slug_of(words: str, longest: int | None = None) -> str:
    """Return words as an id or a file's name: small letters, digits and hyphens, cut between words where they are longer.

    Example:
        >>> slug_of("Förskola, barn 1–5 år")
        'forskola-barn-15-ar'
        >>> slug_of("Alla barn lyckas", 12)
        'alla-barn'
    """
    plain = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if longest is None or len(slug) <= longest:
        return slug
    return slug[: longest + 1].rpartition("-")[0] or slug[:longest]
