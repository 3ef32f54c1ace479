"""A municipality's own files: which file fills which local table, and which of its columns is what.

Each kind of source fills the table `local_<kind>` of models/sql/local. Reading the files is `assets.own_files.read_source`;
docs/local-sources.md explains the mapping to those who write it.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import PurePosixPath, PureWindowsPath
from typing import Annotated, Literal, Self, cast

from pydantic import BeforeValidator, Field, field_validator, model_validator

from models.definitions.base import Definition, Finding, Id, Text
from models.tables.header import Column, Table, table, tables

Format = Literal["excel", "csv", "parquet", "json"]
Status = Literal["Missing", "Privacy", "Not applicable"]
Scalar = bool | int | float | date | str | None

PREFIX = "local_"
ORIGIN = ("file", "sheet", "row")
SUFFIXES: dict[str, Format] = {
    ".xlsx": "excel", ".xlsm": "excel", ".xls": "excel", ".xlsb": "excel", ".ods": "excel", ".csv": "csv", ".txt": "csv", ".tsv": "csv",
    ".parquet": "parquet", ".json": "json", ".jsonl": "json", ".ndjson": "json",
}  # fmt: skip
MISSING: dict[str, Status] = {"": "Missing", "..": "Missing", ".": "Missing", "-": "Missing", "–": "Missing"}
TOTALS = (
    "Totalt", "Total", "Totalsumma", "Summa", "Delsumma", "Slutsumma", "Summa totalt", "Grand total", "Subtotal", "Riket",
)  # fmt: skip
# Columns that need no mapping: what they hold where the file says nothing.
DEFAULTS: dict[str, str] = {"gender": "T"}
# Kinds whose rows are added up over units, so that a row that is the sum of others would be counted twice.
ADDED_UP = frozenset({"ledger", "budget", "budget_forecast", "staff"})
# Kinds where a source may complete another, so that both may hold the same key.
COMPLETED = ("budget", "ledger")
# Kinds whose rows are added up: the same key may stand many times in one file, though not in two.
SUMMED: dict[str, tuple[str, ...]] = {"ledger": ("unit_id", "account", "year", "month")}


def _text_keys(value: object) -> object:
    """Return a mapping with its keys as text: YAML reads 100 and 2024 as numbers, and Ja as text."""
    if isinstance(value, dict):
        items = cast("dict[object, object]", value)
        return {str(key): item for key, item in items.items()}
    return value


def _text_words(value: object) -> object:
    """Return one word, or a list of words, as a list of texts."""
    words = cast("list[object]", value) if isinstance(value, list) else [value]
    return [str(word) for word in words]


AnyWords = Annotated[list[str], BeforeValidator(_text_words, json_schema_input_type=str | int | list[str | int])]
Words = Annotated[
    list[str], BeforeValidator(_text_words, json_schema_input_type=str | int | list[str | int]), Field(min_length=1)
]


def kinds() -> dict[str, Table]:
    """Return every kind of source, with the table that it fills."""
    return {name.removeprefix(PREFIX): described for name, described in sorted(tables("local").items())}


def normal(text: str) -> str:
    """Return a heading or word as it is compared: white space of every sort as one space, one Unicode form, no capitals."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def leading_digits(account: str) -> str:
    """Return the digits that an account begins with: its number, where it is written with its title.

    >>> leading_digits("5010 Månadslön")
    '5010'
    """
    return account[: len(account) - len(account.lstrip("0123456789"))]


class SourceColumn(Definition):
    """What fills a column: a column of the file, by heading or letter (`from`), or the same `value` in every row.

    `map` says what the file's words mean, `times` what its numbers are multiplied by (1000 for tkr).
    """

    heading: Annotated[Text | None, Field(alias="from")] = None
    value: Scalar = None
    map: Annotated[dict[str, Scalar], BeforeValidator(_text_keys)] = Field(default={})
    times: Decimal = Decimal(1)

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.heading is None) == (self.value is None):
            raise ValueError("give either from or value")
        return self


def _bare_heading(value: object) -> object:
    """Return a heading that stands alone as a column of the file."""
    return {"from": str(value)} if isinstance(value, str | int) else value


ColumnOrHeading = Annotated[
    SourceColumn, BeforeValidator(_bare_heading, json_schema_input_type=str | int | SourceColumn)
]


class Wide(Definition):
    """Columns that are values of one variable, turned into rows: `into` is the column that their cells fill.

    `headings` is `years` (2023, 2024 …), `months` (jan, 2025-01, mars 2025 …), or says heading by heading what its
    rows hold: `{"Kvinnor": {gender: K}, "Män": {gender: M}}`. `prefix` is what stands before the year or month, and
    `skip` are headings that look like one and are not to be read.
    """

    into: Text
    headings: Literal["years", "months"] | dict[str, dict[str, Scalar]]
    prefix: str = ""
    times: Decimal = Decimal(1)
    skip: AnyWords = Field(default=[])

    @field_validator("headings", mode="before")
    @classmethod
    def _keys(cls, value: object) -> object:
        return _text_keys(value)


class Source(Definition):
    """One entry of `sources:`: a file of the municipality's folder, and how it fills a local table.

    Left out, `format` follows the file's suffix, `sheet` is the only visible one, the heading is the first row that
    has the headings named in `columns`, and encoding, separator and decimal sign are found out from the file.
    """

    id: Id
    title: Text
    file: Text
    kind: Text
    columns: Annotated[dict[str, ColumnOrHeading], Field(min_length=1)]
    wide: Wide | None = None
    format: Format | None = None
    sheet: Text | None = None
    header_row: Annotated[int, Field(ge=1)] | None = None
    header_rows: Annotated[int, Field(ge=1, le=5)] = 1
    only: dict[str, Words] = Field(default={})
    totals: AnyWords | None = None
    not_totals: AnyWords = Field(default=[])
    stop_at: Text | None = None
    fill_down: list[Text] = Field(default=[])
    missing: Annotated[dict[str, Status], BeforeValidator(_text_keys)] = Field(default={})
    personal: list[Text] = Field(default=[])
    encoding: Literal["utf-8", "cp1252", "utf-16", "mac_roman", "cp850"] | None = None
    separator: Literal[";", ",", "\t", "|"] | None = None
    decimal: Literal[",", "."] | None = None
    adds_to: Id | None = None

    @field_validator("file")
    @classmethod
    def _inside(cls, value: str) -> str:
        windows = PureWindowsPath(value)
        if "\\" in value:
            raise ValueError(f"'{value}' has a backslash; write the path with /")
        if value.startswith("/") or windows.drive or ".." in PurePosixPath(value).parts:
            raise ValueError(f"'{value}' leads out of the municipality's folder; put the file inside the folder")
        if any(mark in str(PurePosixPath(value).parent) for mark in "*?["):
            raise ValueError(f"'{value}' has * or ? in a folder's name; only the file's own name may have them")
        return value

    @field_validator("kind")
    @classmethod
    def _a_kind(cls, value: str) -> str:
        if value not in kinds():
            raise ValueError(f"'{value}' is no kind of source; use one of {', '.join(kinds())}")
        return value

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for name, heading_by_heading in (("columns", set(self.columns)), ("wide", self.wide_targets)):
            if unknown := sorted(heading_by_heading - set(self.targets)):
                raise ValueError(
                    f"{name} names '{unknown[0]}', which {self.kind} has not; it has {', '.join(self.targets)}"
                )
        if twice := sorted(set(self.columns) & self.wide_targets - {"year"}):
            raise ValueError(f"'{twice[0]}' is filled by both columns and wide; keep one")
        given = set(self.columns) | self.wide_targets | set(DEFAULTS)
        lacking = [name for name, column in self.targets.items() if not column.nullable and name not in given]
        if lacking:
            raise ValueError(f"columns lacks '{lacking[0]}', which every row of {self.kind} must have")
        if unmapped := sorted(set(self.fill_down) - set(self.columns) - set(self.only)):
            raise ValueError(f"fill_down names '{unmapped[0]}', which is not in columns")
        if self.adds_to is not None and self.kind not in COMPLETED:
            raise ValueError(
                f"adds_to is for {' and '.join(COMPLETED)}, whose amounts are added up; {self.kind} is not"
            )
        if self.format is None and PurePosixPath(self.file).suffix.lower() not in SUFFIXES:
            raise ValueError(f"the format of '{self.file}' is not known by its suffix; add format")
        return self

    @property
    def table(self) -> Table:
        """The table that the source fills."""
        return table(PREFIX + self.kind)

    @property
    def targets(self) -> dict[str, Column]:
        """The table's columns that a file can fill."""
        return {column.name: column for column in self.table.columns if column.name not in ORIGIN}

    @property
    def wide_targets(self) -> set[str]:
        """The table's columns that `wide` fills."""
        if self.wide is None:
            return set()
        if self.wide.headings == "years":
            return {self.wide.into, self.year_column}
        if self.wide.headings == "months":
            year = set[str]() if self.year_column in self.columns else {self.year_column}
            return {self.wide.into, "month"} | year
        return {self.wide.into}.union(*self.wide.headings.values())

    @property
    def year_column(self) -> str:
        """What the table calls its year."""
        return "period" if "period" in self.targets else "year"

    @property
    def total_words(self) -> frozenset[str]:
        """The words that mark a row as a sum of others: those that are always read so and the mapping's; none where it says []."""
        words = () if self.totals == [] else (*TOTALS, *(self.totals or ()))
        return frozenset(normal(word) for word in words) - {normal(word) for word in self.not_totals}

    @property
    def missing_marks(self) -> dict[str, Status]:
        """What stands for a missing value, and which status it means."""
        every: dict[str, Status] = {**MISSING, **self.missing}
        return {normal(mark): status for mark, status in every.items()}

    def format_of(self, name: str) -> Format:
        """Return the format of one of the source's files."""
        return self.format or SUFFIXES[PurePosixPath(name).suffix.lower()]


def source_faults(sources: Mapping[int, Source]) -> Iterator[Finding]:
    """Yield what is wrong with the sources that a source says that it completes (`adds_to`)."""
    kinds_of = {source.id: source.kind for source in sources.values()}
    completes = {source.id: source.adds_to for source in sources.values()}
    for i, source in sources.items():
        other = source.adds_to
        if other is None:
            continue
        path = ("sources", i, "adds_to")
        if kinds_of.get(other) != source.kind or other == source.id:
            yield (
                path,
                f"'{other}' is no other source of the kind {source.kind}",
                "Name the source that this one completes.",
            )
            continue
        seen = {source.id}
        while other is not None and other not in seen:
            seen.add(other)
            other = completes.get(other)
        if other is not None:
            yield path, "the sources complete one another in a circle", "Let one of them complete none."


@dataclass(frozen=True)
class KnownUnit:
    """What the readers need to know of a unit: its title, when it exists, whether it is political, and what it is below."""

    title: str
    valid_from: date | None = None
    valid_to: date | None = None
    political: bool = False
    parent: str | None = None


@dataclass(frozen=True)
class Known:
    """The ids that a file may name. An indicator leads to the steps of its ordinal scale, or to none."""

    units: Mapping[str, KnownUnit]
    indicators: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    goals: frozenset[str] = frozenset()


_LETTERS = re.compile(r"[A-Z]{1,3}")


def column_letter(position: int) -> str:
    """Return a column's letter, as a spreadsheet names it: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_position(letter: str) -> int | None:
    """Return the position of a column by its letter, or None where it is no letter of a column."""
    if not _LETTERS.fullmatch(letter):
        return None
    position = 0
    for sign in letter:
        position = position * 26 + ord(sign) - ord("A") + 1
    return position - 1
