"""The strict intake: what an answer of the v3 API must be before it is kept, and so before anything reads it.

The client accepts nothing else, and the loader asks the same of bytes that it could not load (load_harvests.py). Types are
exact: a number that is text, a year with a decimal or a boolean that is 1 is refused, and the field is named. One thing is
let through though it is no number that a value can have: NaN, an infinity, or a size of 10^15 or more as a cell's `value`.
That is one municipality's, so it is kept out where it is loaded, and told (models/sql/load/read_values.sql).
"""

import json
import re
from functools import cache
from typing import Annotated, Any, Literal, cast

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

MAX_ROWS = 5000
"""Rows of a page at most: what is asked for."""

# No NUL in a text, which ends it for some readers; ids are parts of addresses.
Text = Annotated[str, Meta(max_length=200_000, pattern=r"\A[^\x00]*\Z")]
Id = Annotated[str, Meta(pattern=r"\A[A-Za-z0-9_-]{1,64}\Z")]
Maybe = Text | UnsetType | None
MaybeBool = bool | UnsetType | None


class Cell(Struct):
    """A value of a gender; `value` is None where there is none."""

    gender: Literal["T", "K", "M"]
    value: float | None
    count: Annotated[int, Meta(ge=0, le=2**31 - 1)] | UnsetType | None = UNSET
    status: Annotated[str, Meta(max_length=100, pattern=r"\A[^\x00]*\Z")] | UnsetType | None = UNSET
    isdeleted: MaybeBool = UNSET


class _Values(Struct):
    kpi: Id
    period: Annotated[int, Meta(ge=1900, le=2100)]
    values: Annotated[list[Cell], Meta(max_length=100)]


class AreaValues(_Values):
    """A KPI's year of a municipality."""

    municipality: Id


class UnitValues(_Values):
    """A KPI's year of a school, preschool or home."""

    ou: Id


class Kpi(Struct):
    """A KPI of the catalogue."""

    id: Id
    title: Maybe = UNSET
    description: Maybe = UNSET
    is_divided_by_gender: MaybeBool = UNSET
    municipality_type: Maybe = UNSET
    auspice: Maybe = UNSET
    operating_area: Maybe = UNSET
    perspective: Maybe = UNSET
    prel_publication_date: Maybe = UNSET
    publication_date: Maybe = UNSET
    publ_period: Maybe = UNSET
    has_ou_data: MaybeBool = UNSET


class Area(Struct):
    """A municipality, a region or Riket. Which of them is asked for is told by its type."""

    id: Id
    type: Text
    title: Maybe = UNSET


class Member(Struct):
    """A member of a group."""

    member_id: Id
    member_title: Maybe = UNSET


class Group(Struct):
    """A group, of municipalities or of KPIs."""

    id: Id
    title: Maybe = UNSET
    members: Annotated[list[Member], Meta(max_length=10_000)] | UnsetType = UNSET


class Unit(Struct):
    """A school, preschool or home."""

    id: Id
    title: Maybe = UNSET
    municipality: Maybe = UNSET


_ROWS: dict[str, type[Struct]] = {
    "data": AreaValues, "oudata": UnitValues, "kpi": Kpi, "municipality": Area, "municipality_groups": Group,
    "kpi_groups": Group, "ou": Unit,
}  # fmt: skip
# What the warehouse reads. A row may lack one of them, but where a whole page does, the API has another form.
READ = {
    "kpi": (
        "title", "description", "is_divided_by_gender", "municipality_type", "operating_area", "prel_publication_date",
        "publication_date", "publ_period", "has_ou_data",
    ),
    "municipality": ("title",),
    "municipality_groups": ("title", "members"),
    "kpi_groups": ("title", "members"),
    "data": ("status", "count"),
    "oudata": ("status", "count"),
}  # fmt: skip


class WireError(Exception):
    """A body that is not what the v3 API answers; the message says which field is wrong, and how."""


class AnswerPage(Struct):
    """A page that has been taken in: its rows, and the address of the next page."""

    values: list[Any]  # of whichever kind; msgspec has no other word for it
    next_url: str | None = None
    count: int | None = None

    def rows(self) -> list[dict[str, object]]:
        """Return the rows as plain data; a field that did not come is not there."""
        return msgspec.to_builtins(self.values)


@cache
def _shape(kind: str) -> type[AnswerPage]:
    rows = Annotated[list[_ROWS[kind]], Meta(max_length=MAX_ROWS)]
    return cast(
        "type[AnswerPage]", msgspec.defstruct("Answered", [("values", rows)], bases=(AnswerPage,), kw_only=True)
    )


@cache
def _decoder(kind: str) -> msgspec.json.Decoder[AnswerPage]:
    return msgspec.json.Decoder(_shape(kind))


def read_page(kind: str, body: bytes) -> AnswerPage:
    """Take in an answer's body.

    Args:
        kind: the kind of question: data, oudata, kpi, municipality, municipality_groups, kpi_groups or ou.
        body: the bytes as they came, unpacked.

    Raises:
        WireError: the body is not UTF-8, not JSON, has a key twice, or a field of it is not as the API gives it.
    """
    try:
        body.decode("utf-8")
        page = _decoder(kind).decode(body) if kind in {"data", "oudata"} and b"\\" not in body else None
    except UnicodeDecodeError as error:
        raise WireError("svaret är inte UTF-8") from error
    except (msgspec.MsgspecError, RecursionError):
        page = None
    if page is None or not _each_key_once(page, body):
        page = _read_slowly(kind, body)
    if page.count is not None and page.count != len(page.values):
        raise WireError(f"'count' säger {page.count}, men sidan har {len(page.values)} rader")
    cells = [cell for row in page.values for cell in row.values] if kind in {"data", "oudata"} else page.values
    lacking = [field for field in READ.get(kind, ()) if cells and all(getattr(row, field) is UNSET for row in cells)]
    if lacking:
        raise WireError(f"fältet '{lacking[0]}' saknas i alla poster ({kind}): API:et har en annan form än v3")
    return page


def _each_key_once(page: AnswerPage, body: bytes) -> bool:
    """Whether no key that is read can stand twice in one record: two readers would take different ones."""
    rows, cells = len(page.values), sum(len(row.values) for row in page.values)
    most = {"kpi": rows, "period": rows, "values": rows + 1, "municipality": rows, "ou": rows}
    most |= {"gender": cells, "value": cells, "status": cells, "isdeleted": cells, "count": cells + 1, "next_url": 1}
    return all(body.count(f'"{key}"'.encode()) <= n for key, n in most.items())


def _read_slowly(kind: str, body: bytes) -> AnswerPage:
    """Read with a closer look: at escapes, at keys that stand twice, and at numbers that no value can have."""
    try:
        data = json.loads(body.decode("utf-8"), object_pairs_hook=_record)
        if b"\\" in body:
            json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise WireError("svaret har ett halvt tecken (ett ensamt surrogat)") from error
    except RecursionError as error:
        raise WireError("svaret är nästlat för djupt") from error
    except ValueError as error:
        raise WireError(f"svaret är inte JSON: {error}") from error
    try:
        return msgspec.convert(data, _shape(kind))
    except (msgspec.ValidationError, OverflowError) as error:
        raise WireError(_in_words(str(error))) from error


def _record(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise WireError(f"'{twice}' står två gånger i en post")
    return record


def _in_words(text: str) -> str:
    """Return what is wrong with the row and the field named, of `Expected … - at `$.values[1].values[0].count``."""
    wrong, _, place = text.partition(" - at `$")
    names = [name for name in re.findall(r"\.(\w+)", place) if name != "values"]
    numbers = re.findall(r"\[(\d+)\]", place)
    where = f"rad {int(numbers[0]) + 1}: " if numbers else ""
    field = f"'{names[-1]}'" if names else "svaret" if not numbers else "raden"
    return f"{where}{field} har fel form: {wrong[:1].lower()}{wrong[1:]}"
