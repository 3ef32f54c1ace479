"""What a municipality has decided to publish as data, and who answers for it."""

from datetime import date
from typing import Annotated

from pydantic import Field, field_validator

from models.definitions.base import Definition, Text
from models.definitions.levels import Level
from models.tables.header import tables


class Publishing(Definition):
    """What is published as data by a decision: which tables of the star, of units on which levels, and how it is described.

    `address` is where the folder will be found, `email` whom to write to, and `license` under which terms what is the
    municipality's own may be used.
    """

    decided_by: Text
    decided_at: date
    tables: Annotated[list[Text], Field(min_length=1)]
    levels: Annotated[list[Level], Field(min_length=1)]
    publisher: Text
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]
    address: Annotated[str, Field(pattern=r"^https://[^\s<>\"]+[^/\s<>\"]$")]
    license: Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$")] = (
        "http://creativecommons.org/publicdomain/zero/1.0/"
    )

    @field_validator("tables")
    @classmethod
    def _known(cls, names: list[str]) -> list[str]:
        facts = [name for name in tables("star") if name.startswith("fact_")]
        unknown = [name for name in names if name not in facts]
        if unknown:
            raise ValueError(f"'{unknown[0]}' är ingen tabell som publiceras; de är {', '.join(sorted(facts))}")
        return names
