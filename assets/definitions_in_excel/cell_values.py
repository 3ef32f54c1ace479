"""How a definition's value stands in a cell of the workbook of definitions, and how it is read back. A cell is text."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import TypedDict, cast

from assets.definitions_in_excel.layout import YES_NO, SheetColumn
from assets.own_files.cell_faults import Wrong, shown
from models.definitions.base import Plain
from models.definitions.steering import Definition
from models.words import definitions_in_excel as sv
from models.words.sentences import every_said

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_NAMED = re.compile(r"([a-z0-9][a-z0-9-]*):(?:\s+(.*))?$")
_NUMBER = r"[-−]?\d+(?:[.,]\d+)?"
_INTERVAL = re.compile(rf"({_NUMBER})\s*(?:[-–]|till)\s*({_NUMBER})")
_WEIGHTED = re.compile(rf"([^,;()\s]+)(?:\s*\(\s*({_NUMBER})\s*\))?")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))")
_FORMULA = ("=", "@")


class Weighted(TypedDict):
    """An indicator under a goal or in a service's quality, with its weight."""

    indicator: str
    weight: Decimal


class _Measured(TypedDict):
    """What a measurement is of, and how often: the fields of a definition's `measured`."""

    kind: str
    every: int
    first: int | None
    months: list[int] | None


def value_of(item: Definition, column: SheetColumn) -> Plain:
    """Return a definition's value for a column as plain data."""
    value: Plain = item.model_dump()
    for part in column.path:
        value = cast("dict[str, Plain]", value)[part]
    return str(value) if isinstance(value, StrEnum) else value


def show(column: SheetColumn, value: Plain) -> str:  # noqa: C901, PLR0911, PLR0912  one return a kind
    """Return what a value's cell says; nothing is an empty cell."""
    if value is None:
        return ""
    match column.kind:
        case "word":
            return _word(column, cast("str", value))
        case "number":
            return _number(cast("Decimal", value))
        case "yes_no":
            return YES_NO[cast("bool", value)]
        case "ids" | "integers":
            return ", ".join(str(item) for item in cast("list[Plain]", value))
        case "words":
            return ", ".join(_word(column, item) for item in cast("list[str]", value))
        case "lines":
            return "\n".join(cast("list[str]", value))
        case "named":
            return "\n".join(f"{key}: {text}" for key, text in cast("dict[str, str]", value).items())
        case "weighted":
            return ", ".join(_weighted(item) for item in cast("list[Weighted]", value))
        case "aim":
            if isinstance(value, dict):
                return _aim(value)
            return _number(value) if isinstance(value, Decimal) else str(value)
        case "forecast":
            ratio = cast("dict[str, str]", value)
            return (
                _word(column, value)
                if isinstance(value, str)
                else f"{_word(column, ratio['numerator'])} / {_word(column, ratio['denominator'])}"
            )
        case "measured":
            return _measured(column, cast("_Measured", value))
        case _:
            return value.isoformat() if isinstance(value, date) else str(value)


def read(column: SheetColumn, text: str, *, ordinal: bool = False) -> Plain:  # noqa: C901, PLR0911, PLR0912  one branch a kind
    """Return a cell's text as plain data; an empty cell is None.

    Args:
        column: the cell's column.
        text: what the cell says.
        ordinal: whether the value is a step's name, on the scale of a target's indicator.

    Raises:
        Wrong: the text is not of the column's kind.
    """
    text = text.strip()
    if not text:
        return None
    if text.startswith(_FORMULA):
        raise Wrong(f"börjar med '{text[0]}', som en formel gör.", "Skriv själva texten eller värdet.")
    match column.kind:
        case "id":
            return _read_id(text)
        case "word":
            return _read_word(column, text)
        case "number":
            return _read_number(text)
        case "integer":
            return _read_integer(text)
        case "day":
            return _read_day(text)
        case "yes_no":
            return _read_choice(text, {word: word for word in YES_NO.values()}) == YES_NO[True]
        case "ids":
            return [_read_id(item) for item in _split(text)]
        case "integers":
            return [_read_integer(item) for item in _split(text)]
        case "words":
            return [_read_word(column, item) for item in _split(text)]
        case "lines":
            return [line.strip() for line in text.split("\n") if line.strip()]
        case "named":
            return _read_named(text)
        case "weighted":
            return _read_weighted(text)
        case "aim":
            if ordinal:
                # A step may be called by a bare word of a rule.
                return _read_rule(text) or text if " " in text else text
            if found := _INTERVAL.fullmatch(text):
                return {"low": _read_number(found[1]), "high": _read_number(found[2])}
            if rule := _read_rule(text):
                return rule
            return _read_number(text, "tal, intervall eller regel", sv.AIM_MEND)
        case "forecast":
            top, slash, bottom = text.partition("/")
            if not slash:
                return _read_word(column, text)
            return {
                "numerator": _read_word(column, top.strip()),
                "denominator": _read_word(column, bottom.strip()),
            }
        case "measured":
            return _read_measured(column, text)
        case _:
            return text


def cell_text(value: object) -> str:
    """Return what a cell says, whatever a spreadsheet program made of it: a number, a day, SANT.

    Raises:
        Wrong: the cell holds a time of day.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, datetime):
        if value.time() != time(0):
            raise Wrong(f"har ett klockslag, {value:%Y-%m-%d %H:%M}.", "Skriv bara dagen, som 2025-06-18.")
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        return _number(number.quantize(Decimal(1)) if number == number.to_integral_value() else number)
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def yaml_value(column: SheetColumn, value: Plain) -> Plain:
    """Return a value as it stands in the YAML: an indicator of weight 1 by its id alone, and no more than is said."""
    if column.kind == "measured" and isinstance(value, dict):
        said = cast("_Measured", value)
        often: dict[str, Plain] = {} if said["every"] == 1 else {"every": said["every"], "from": said["first"]}
        months: dict[str, Plain] = {} if said["months"] is None else {"months": [*said["months"]]}
        return {"kind": said["kind"], **often, **months}
    if column.kind == "aim" and isinstance(value, dict):
        return {{"since": "from"}.get(key, key): said for key, said in value.items() if said is not None}
    if column.kind != "weighted" or not isinstance(value, list):
        return value
    items = cast("list[Weighted]", value)
    return [
        item["indicator"] if item["weight"] == 1 else {"indicator": item["indicator"], "weight": item["weight"]}
        for item in items
    ]


def _word(column: SheetColumn, value: str) -> str:
    return (column.words or {}).get(value, value)


def _number(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


def _weighted(item: Weighted) -> str:
    return item["indicator"] if item["weight"] == 1 else f"{item['indicator']} ({_number(item['weight'])})"


def _measured(column: SheetColumn, value: _Measured) -> str:
    often = every_said(value["every"], value["first"]) if value["first"] is not None else ""
    said = ", ".join(filter(None, [_word(column, value["kind"]), often]))
    return said if value["months"] is None else f"{said}: {', '.join(map(str, value['months']))}"


def _read_measured(column: SheetColumn, text: str) -> Plain:
    said, _, listed = text.partition(": ")
    kind, _, often = said.partition(",")
    every = re.fullmatch(sv.EVERY_READ, often.strip()) if often.strip() else None
    if often.strip() and every is None:
        raise Wrong(f"'{shown(often.strip())}' går inte att läsa.", "Skriv så här: tillfälle, vart 3:e år från 2021.")
    months: list[Plain] | None = [_read_integer(item) for item in _split(listed)] if listed.strip() else None
    return {
        "kind": _read_word(column, kind.strip()),
        "every": int(every[1]) if every else 1,
        "first": int(every[2]) if every else None,
        "months": months,
    }


def _aim(value: dict[str, Plain]) -> str:
    if "low" in value:
        interval = cast("dict[str, Decimal]", value)
        return f"{_number(interval['low'])}–{_number(interval['high'])}"
    if "gender_gap" in value:
        return sv.GENDER_GAP.format(gap=_number(cast("Decimal", value["gender_gap"])))
    if "place" in value:
        group = str(value["group"])
        return f"{sv.PLACE[str(value['place'])]} {sv.GROUP.get(group, group)}"
    if "text" in value:
        return sv.IN_WORDS.format(text=value["text"])
    since, by = value["since"], cast("Decimal | None", value["by"])
    said = sv.CHANGE_OF[str(value["change"])] + (sv.FROM_YEAR.format(year=since) if since is not None else "")
    return said + (sv.BY.format(by=_number(by)) if by is not None else "")


def _read_rule(text: str) -> Plain:
    """Return a target that is a rule, as it is written in a cell; None where it is none."""
    for change, said in sv.CHANGE_OF.items():
        if found := re.fullmatch(rf"{said}(?:{sv.FROM_YEAR_READ})?(?:{sv.BY_READ})?", text, re.IGNORECASE):
            year, by = found.groups()
            return {
                "change": change,
                "since": _read_integer(year) if year else None,
                "by": _read_number(by) if by else None,
            }
    for place, said in sv.PLACE.items():
        if text.casefold().startswith(f"{said} "):
            group = text[len(said) :].strip()
            named = {word.casefold(): code for code, word in sv.GROUP.items()}
            return {"place": place, "group": named.get(group.casefold()) or _read_id(group)}
    if found := re.fullmatch(sv.IN_WORDS_READ, text, re.IGNORECASE | re.DOTALL):
        return {"text": found[1]}
    if found := re.fullmatch(sv.GENDER_GAP_READ, text, re.IGNORECASE):
        return {"gender_gap": _read_number(found[1])}
    return None


def _read_named(text: str) -> Plain:
    """Read texts by their keys; a line that begins with no key goes on with the text above it."""
    parts: dict[str, Plain] = {}
    key = ""
    for line in text.split("\n"):
        found = _NAMED.match(line)
        if found is not None and found[1] in parts:
            raise Wrong(f"delen '{shown(found[1])}' står två gånger.", "Behåll en.")
        if found is not None:
            key, parts[found[1]] = found[1], (found[2] or "").strip()
        elif key:
            parts[key] = f"{parts[key]}\n{line}".rstrip()
        elif line.strip():
            raise Wrong(f"'{shown(line)}' hör inte till någon del.", "Börja med delens id och kolon, som vem: Barn.")
    return parts


def _split(text: str) -> list[str]:
    return [item.strip() for item in re.split(r"[,;\n]", text) if item.strip()]


def _read_id(text: str) -> str:
    if not _ID.fullmatch(text):
        raise Wrong(f"'{shown(text)}' är inget id.", "Använd små bokstäver a–z, siffror och bindestreck.")
    return text


def _read_word(column: SheetColumn, text: str) -> str:
    return _read_choice(text, column.words or {})


def _read_choice(text: str, words: Mapping[str, str]) -> str:
    for code, word in words.items():
        if text.casefold() in {code.casefold(), word.casefold()}:
            return code
    raise Wrong(f"'{shown(text)}' får inte stå här.", f"Välj ett av {', '.join(words.values())}.")


def _read_number(text: str, wanted: str = "tal", mend: str = "Skriv det med siffror, som 87,5.") -> Decimal:
    compact = _THOUSANDS.sub("", text)
    if not re.fullmatch(_NUMBER, compact):
        raise Wrong(f"'{shown(text)}' är inget {wanted}.", mend)
    number = Decimal(compact.replace("−", "-").replace(",", "."))
    if Decimal(repr(float(number))) != number:
        raise Wrong(f"'{shown(text)}' har fler siffror än vad som kan sparas.", "Avrunda till femton siffror.")
    return number


def _read_integer(text: str) -> int:
    number = _read_number(text, "heltal", "Skriv det bara med siffror, som 2025.")
    if number != number.to_integral_value():
        raise Wrong(f"'{shown(text)}' är inget heltal.", "Skriv det bara med siffror, som 2025.")
    return int(number)


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Wrong(f"'{shown(text)}' är ingen dag.", "Skriv den som 2025-06-18.") from None


def _read_weighted(text: str) -> list[Plain]:
    items: list[Plain] = []
    at = 0
    for found in _WEIGHTED.finditer(text):
        between = text[at : found.start()].strip()
        if bool(items) != bool(between) or between.strip(",;\n "):
            raise Wrong(f"'{shown(text)}' går inte att läsa.", "Skriv id med komma mellan, som betyg (2), trivsel.")
        weight = _read_number(found[2]) if found[2] else Decimal(1)
        items.append({"indicator": _read_id(found[1]), "weight": weight})
        at = found.end()
    if text[at:].strip(",; \n"):
        raise Wrong(f"'{shown(text)}' går inte att läsa.", "Skriv id med komma mellan, som betyg (2), trivsel.")
    return items
