"""A municipality's own files: which file fills which local table, and which of its columns is what.

Each kind of source fills the table `local_<kind>` of models/sql/local. Reading the files is `assets.own_files.read_source`;
docs/local-sources.md explains the mapping to those who write it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from pathlib import PurePosixPath, PureWindowsPath
from typing import Annotated, Literal, Self, cast

from pydantic import BeforeValidator, Field, field_validator, model_validator

from models.definitions.base import Definition, Finding, Id, Text
from models.definitions.steering import Accounts
from models.tables.header import Column, Table, table, tables

Format = Literal["excel", "csv", "parquet", "json", "sie"]
Status = Literal["Missing", "Privacy", "Not applicable"]
Scalar = bool | int | float | date | str | None

PREFIX = "local_"
ORIGIN = ("file", "sheet", "row")
SUFFIXES: dict[str, Format] = {
    ".xlsx": "excel", ".xlsm": "excel", ".xls": "excel", ".xlsb": "excel", ".ods": "excel", ".csv": "csv", ".txt": "csv", ".tsv": "csv",
    ".parquet": "parquet", ".json": "json", ".jsonl": "json", ".ndjson": "json", ".se": "sie", ".si": "sie", ".sie": "sie",
}  # fmt: skip
MISSING: dict[str, Status] = {"": "Missing", "..": "Missing", ".": "Missing", "-": "Missing", "–": "Missing"}
TOTALS = (
    "Totalt", "Total", "Totalsumma", "Summa", "Delsumma", "Slutsumma", "Summa totalt", "Grand total", "Subtotal", "Riket",
    "S:a", "Tot", "Sum",
)  # fmt: skip
# Columns that need no mapping: what they hold where the file says nothing.
DEFAULTS: dict[str, str] = {"gender": "T"}
# Kinds whose rows are added up over units, so that a row that is the sum of others would be counted twice.
ADDED_UP = frozenset({"ledger", "budget", "budget_forecast", "staff"})
# Kinds where a source may complete another, so that both may hold the same key.
COMPLETED = ("budget", "ledger")
# Kinds that a SIE file, which is a ledger, can fill.
OF_SIE = ("ledger", "budget")
# Kinds whose rows are added up: the same key may stand many times in one file, though not in two.
SUMMED: dict[str, tuple[str, ...]] = {"ledger": ("unit_id", "account", "year", "month")}


# What of a file's name may say a year or month, in the form that a mapping writes it.
PARTS_OF_NAME = re.compile(r"(ÅÅÅÅ|ÅÅ|MM|MÅNAD)")


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


@lru_cache(maxsize=1 << 14)
def normal(text: str) -> str:
    """Return a heading or word as it is compared: white space of every sort as one space, one Unicode form, no capitals."""
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def leading_digits(account: str) -> str:
    """Return the digits that an account begins with: its number, where it is written with its title.

    >>> leading_digits("5010 Månadslön")
    '5010'
    """
    return account[: len(account) - len(account.lstrip("0123456789"))]


class InTime(Definition):
    """What a word means between two days, both included: a cost centre that belongs to one unit, and then to another."""

    value: Scalar
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, first: date, last: date) -> bool:
        """Return whether it holds from the first day to the last."""
        return (self.valid_from or date.min) <= first and last <= (self.valid_to or date.max)


class SourceColumn(Definition):
    """What fills a column: a column of the file, by heading or letter (`from`), or the same `value` in every row.

    What no column says may be found by its form in the file's name (`file_name: ÅÅÅÅ-MM`), or in a cell above the heading
    (`above: B2`, or the words beside it). In a column of labels that are indented by level, `level` is whose labels are
    meant. `units_in_cell` are the units that stand after the numbers, and what each multiplies by. An amount may stand in two columns, `debit` and `credit`: it is debit less credit. `credit_is_negative` says whether the
    credit column has its minus sign already; left out, a column of mostly negative numbers is asked about.

    `map` says what the file's words mean, from and to the days that each meaning holds where it has such; `times` what its numbers are multiplied by (1000 for tkr). With `by_account` the
    column holds accounts: a budget's kind is what its account is, revenue is turned positive, and accounts are added up.
    """

    heading: Annotated[Text | None, Field(alias="from")] = None
    value: Scalar = None
    map: Annotated[dict[str, Scalar | list[InTime]], BeforeValidator(_text_keys)] = Field(default={})
    times: Decimal = Decimal(1)
    by_account: bool = False
    debit: Text | None = None
    credit: Text | None = None
    credit_is_negative: bool | None = None
    file_name: Text | None = None
    above: Text | None = None
    level: Annotated[int, Field(ge=1, le=9)] | None = None
    units_in_cell: Annotated[dict[str, Decimal], BeforeValidator(_text_keys)] = Field(default={})

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.debit is None) != (self.credit is None):
            raise ValueError("debit och credit hör ihop; ange båda")
        ways = (self.heading, self.value, self.debit, self.file_name, self.above)
        if sum(way is not None for way in ways) != 1:
            raise ValueError(
                "ange antingen 'from' eller 'value', eller 'debit' och 'credit', 'file_name' eller 'above'"
            )
        return self

    @model_validator(mode="after")
    def _one_meaning_at_a_time(self) -> Self:
        for word, meanings in self.map.items():
            listed = (
                sorted(meanings, key=lambda each: each.valid_from or date.min) if isinstance(meanings, list) else []
            )
            for earlier, later in pairwise(listed):
                if (earlier.valid_to or date.max) >= (later.valid_from or date.min):
                    raise ValueError(f"map ger '{word}' två betydelser på samma dag; rätta valid_from eller valid_to")
        return self

    @property
    def headings(self) -> list[str]:
        """The headings of the file's columns that it reads, the first where the amount is."""
        return [name for name in (self.heading, self.debit, self.credit) if name is not None]


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
    units_in_cell: Annotated[dict[str, Decimal], BeforeValidator(_text_keys)] = Field(default={})

    @field_validator("headings", mode="before")
    @classmethod
    def _keys(cls, value: object) -> object:
        return _text_keys(value)


def _must_differ(headings: Mapping[str, Mapping[str, Scalar]]) -> None:
    """Refuse two columns whose rows would say the same: their numbers would be added, whatever sign the second should have."""
    names = list(headings)
    for i, name in enumerate(names):
        if same := [other for other in names[:i] if headings[other] == headings[name]]:
            raise ValueError(
                f"wide säger samma sak om raderna ur '{same[0]}' och '{name}', så att talen läggs ihop; skriv vad som skiljer "
                f"dem, eller amount: {{debit: {same[0]}, credit: {name}}} under columns om den ena ska dras från den andra"
            )


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
    encoding: Literal["utf-8", "cp1252", "utf-16", "cp437", "cp850", "mac_roman"] | None = None
    separator: Literal[";", ",", "\t", "|"] | None = None
    decimal: Literal[",", "."] | None = None
    without: Annotated[dict[str, Words], Field(alias="except")] = Field(default={})
    skip_periods: list[Annotated[int, Field(ge=0, le=99)]] = Field(default=[])
    cumulative: bool = False
    adds_to: Id | None = None

    @field_validator("file")
    @classmethod
    def _inside(cls, value: str) -> str:
        windows = PureWindowsPath(value)
        if "\\" in value:
            raise ValueError(f"'{value}' har ett omvänt snedstreck; skriv sökvägen med /")
        if value.startswith("/") or windows.drive or ".." in PurePosixPath(value).parts:
            raise ValueError(f"'{value}' leder ut ur kommunens mapp; lägg filen i mappen")
        if any(mark in str(PurePosixPath(value).parent) for mark in "*?["):
            raise ValueError(f"'{value}' har * eller ? i en mapps namn; bara filens eget namn får ha det")
        return value

    @field_validator("kind")
    @classmethod
    def _a_kind(cls, value: str) -> str:
        if value not in kinds():
            raise ValueError(f"'{value}' är inget slag av källa; skriv ett av {', '.join(kinds())}")
        return value

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for name, heading_by_heading in (("columns", set(self.columns)), ("wide", self.wide_targets)):
            if unknown := sorted(heading_by_heading - set(self.targets)):
                raise ValueError(
                    f"{name} nämner '{unknown[0]}', som {self.kind} inte har; kolumnerna är {', '.join(self.targets)}"
                )
        if twice := sorted(set(self.columns) & self.wide_targets - {"year"}):
            raise ValueError(f"'{twice[0]}' fylls av både columns och wide; behåll det ena")
        given = set(self.columns) | self.wide_targets | set(DEFAULTS)
        lacking = [name for name, column in self.targets.items() if not column.nullable and name not in given]
        if lacking:
            raise ValueError(f"columns saknar '{lacking[0]}', som varje rad av {self.kind} måste ha")
        if unmapped := sorted(set(self.fill_down) - set(self.columns) - set(self.only)):
            raise ValueError(f"fill_down nämner '{unmapped[0]}', som inte står under columns")
        if self.adds_to is not None and self.kind not in COMPLETED:
            raise ValueError(
                f"adds_to är till för {' och '.join(COMPLETED)}, vars belopp läggs ihop; {self.kind} är "
                "inte ett sådant slag"
            )
        if self.format is None and PurePosixPath(self.file).suffix.lower() not in SUFFIXES:
            raise ValueError(f"formatet för '{self.file}' framgår inte av ändelsen; lägg till format")
        return self

    @model_validator(mode="after")
    def _fits_in_time(self) -> Self:
        for name, column in self.columns.items():
            if column.file_name is None:
                continue
            parts = {"year": ("ÅÅÅÅ", "ÅÅ"), "period": ("ÅÅÅÅ", "ÅÅ"), "month": ("MM", "MÅNAD")}.get(name, ())
            if sum(PARTS_OF_NAME.findall(column.file_name).count(part) for part in parts) != 1:
                raise ValueError(
                    f"file_name '{column.file_name}' fyller inte {name}; skriv ÅÅÅÅ eller ÅÅ för året, MM eller MÅNAD för månaden"
                )
        self._must_be_one_column_of_labels()
        if self.cumulative and self.kind != "ledger":
            raise ValueError(f"cumulative gäller en huvudbok (ledger), inte {self.kind}")
        if self.cumulative and any(
            isinstance(each, list) for column in self.columns.values() for each in column.map.values()
        ):
            raise ValueError(
                "cumulative går inte ihop med en map som byter betydelse under året: det som är bokfört före bytet "
                "kan inte skiljas ut; exportera månad för månad"
            )
        return self

    def _must_be_one_column_of_labels(self) -> None:
        labels = [column for column in self.columns.values() if column.level is not None]
        if len({column.heading for column in labels}) > 1 or any(column.heading is None for column in labels):
            raise ValueError("level gäller en enda kolumn med etiketter; ge samma 'from' för varje nivå")
        if len({column.level for column in labels}) < len(labels):
            raise ValueError("två kolumner har samma level; varje nivå är en kolumn")

    @model_validator(mode="after")
    def _fits_a_ledger(self) -> Self:
        if self.wide is not None and isinstance(self.wide.headings, dict):
            _must_differ(self.wide.headings)
        for name, column in self.columns.items():
            if column.units_in_cell and self.targets[name].kind not in {"float", "int"}:
                raise ValueError(f"units_in_cell i '{name}', som inte är ett tal")
        if split := [name for name, column in self.columns.items() if column.debit and name != "amount"]:
            raise ValueError(f"debit och credit i '{split[0]}': bara amount kan stå i två kolumner")
        if wrong := [name for name, column in self.columns.items() if column.by_account and name != "kind"]:
            raise ValueError(f"by_account i '{wrong[0]}': bara kind kan följa av kontot")
        if self.format_of(self.file) == "sie" and self.kind not in OF_SIE:
            raise ValueError(f"en SIE-fil är en huvudbok; den fyller {' eller '.join(OF_SIE)}, inte {self.kind}")
        if self.skip_periods and not self.columns.get("month", SourceColumn(value=1)).headings:
            raise ValueError("skip_periods behöver en kolumn i filen som fyller month")
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
    def summed(self) -> tuple[str, ...] | None:
        """The key whose rows in one file are added up, or None where a key stands once."""
        return self.table.key if self.by_account else SUMMED.get(self.kind)

    @property
    def by_account(self) -> bool:
        """Whether what kind an amount is follows from its account."""
        return "kind" in self.columns and self.columns["kind"].by_account

    @property
    def headings(self) -> list[str]:
        """Every heading of the file that the mapping names, to be read or chosen by."""
        named = [name for column in self.columns.values() for name in column.headings]
        wide = self.wide.headings if self.wide and isinstance(self.wide.headings, dict) else ()
        return list(dict.fromkeys([*named, *self.only, *self.without, *wide]))

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
                f"'{other}' är ingen annan källa av slaget {source.kind}.",
                "Nämn den källa som denna kompletterar.",
            )
            continue
        seen = {source.id}
        while other is not None and other not in seen:
            seen.add(other)
            other = completes.get(other)
        if other is not None:
            yield path, "källorna kompletterar varandra i en ring.", "Låt en av dem inte komplettera någon."


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
    """The ids that a file may name, and what accounts are. An indicator leads to the steps of its ordinal scale, or to none.

    `measured` leads from an indicator to what its measurements are of, where it says so. `titles` leads, by the column that
    names such, from a title of one goal or indicator alone, as `normal` writes it, to its id.
    """

    units: Mapping[str, KnownUnit]
    indicators: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    goals: frozenset[str] = frozenset()
    measured: Mapping[str, str] = field(default_factory=dict[str, str])
    accounts: Accounts = field(default_factory=Accounts)
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])


def by_title(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the id by each title, as `normal` writes it, that is of one alone.

    >>> by_title([("a", "Skolan"), ("b", "Vården"), ("c", "vården")])
    {'skolan': 'a'}
    """
    found: dict[str, set[str]] = {}
    for name, title in named:
        found.setdefault(normal(title), set()).add(name)
    return {title: min(names) for title, names in found.items() if len(names) == 1}


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
