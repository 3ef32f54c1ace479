"""What a cell means as a number, year, month, day, yes or no, or one of a column's words; and why it means nothing.

Every function raises `Wrong` with what is wrong and how to mend it; none of them guesses.
"""

import math
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from assets.own_files.cell_faults import Wrong, shown
from assets.own_files.column_forms import (
    ONE_COMMA,
    SCHOOL_YEAR,
    ColumnForm,
    PeriodForm,
    is_school_year,
    may_be_month,
    may_be_short_day,
)
from assets.own_files.rows_of_file import Cell, Odd, Percent, as_text, is_blank
from assets.own_files.words_read import MONTHS_READ, PART_ENDS, PARTS_READ, WORDS_READ, YES_NO_READ
from models.definitions.own_files import normal
from models.personal_number import holds_personal_number

SPACES = " \u00a0\u202f\u2009"
_MINUS = str.maketrans("−–", "--")
_PLAIN = re.compile(rf"[-−]?(?:[0-9]+|[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+)(?:,[0-9]+)?")
# What a spreadsheet makes of a code that looks like a number, and from where it keeps no more figures.
_POWER = re.compile(r"\d[.,]\d+E[+-]?\d+", re.IGNORECASE)
_DIGITS_KEPT = 10**15
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# Beyond these a number has its own words for what is wrong with it.
_SHORT, _LARGEST = 13, 10**13
_PLAINLY = str.maketrans({"−": "-", ",": ".", **dict.fromkeys(SPACES)})
_DIGITS = re.compile(rf"\d+|\d{{1,3}}(?:[{SPACES}]\d{{3}})+")
_POINTED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_COMMAED = re.compile(r"\d{1,3}(?:,\d{3})+")
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_WITH_UNIT = re.compile(r"(.*\d[)\-−]?)\s*([^\d\s)\-−.,]\D*)")
# Letters that no Swedish text has: the replacement letter; UTF-8 that was read as Windows, Mac or DOS text and written again;
# Mac and DOS text that was read as Windows text.
_AFTER_C3 = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0))
_GARBLED = re.compile(
    rf"\ufffd|ï¿½|[ÃÂ][{re.escape(_AFTER_C3)}]|√[§•∂ÑÖ†]|├\w|(?<=[a-zA-Z])[ŠŒ](?=[a-z ]|$)|(?<=[a-zA-Z])[„†”](?=[a-z])|(?<=[a-z])†"
    # Windows text read as DOS or Mac text; control letters of the second hundred; Swedish seven-bit text.
    r"|(?<=[a-zA-Z])[õ÷¤‰ˆƒ≈]|[õ‰≈](?=[a-z])|(?<=[a-z])[ÕÂ](?=[a-z\s]|$)|[\x80-\x9f]|(?<=[A-Za-z])[{}](?=[a-z])"
    # What stands for a letter where a program has written it by its number or name, and nobody has read it back.
    r"|&(?:[A-Za-z]{2,8}|#\d{2,4});|\\u[0-9a-f]{4}|=(?:C3=[89AB][0-9A-F]|[CE][45]|[DF]6)"
)
# A question mark within a word, or before one: what was å, ä or ö to a program that had no such letter. An address may have one.
_LOST_LETTER = re.compile(r"(?<!\S)[^\s/=&:?]*(?:[^\W\d_]\?[^\W\d_]|(?<!\S)\?[^\W\d_]{2})[^\s/=&:]*(?!\S)")
_MAX_INT = 2**63 - 1
_YEARS = (1950, 2100)
# January or October, where a period was kept as a number (2025.10 is 2025.1).
_LOST_ZERO = re.compile(r"\d{4}[.,]1")
# A year and a figure or a month without its zero, and a day without one of its zeros.
_BARE = re.compile(r"(?:19|20|21)\d{3}")
_WITHOUT_ZERO = re.compile(r"\d{4}(?:[-/ ][1-9]|\.[2-9])")
_SHORT_DAY = re.compile(r"\d{7}|\d{4}[-/. ]\d{3,4}")
_QUARTER = re.compile(r"\d{4} ?[kq][1-4]")
_PERIOD = re.compile(
    r"(\d{4})(?:[-/. ]|m(?=\d{2}$))?(\d{1,2})(?:[-/. ]?(\d{1,2}))?(?:[t ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?"
)
_NUMBERED = re.compile(r"(?:[0-9]{4}[-/. ]?)?([0-9]{2}|[0-9])")
_NAMED = re.compile(r"([a-zåäö]{3,9})\.?(?:[- ]?(\d{4}|\d{2}))?")
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_ZONED = re.compile(
    r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)? ?(?:Z|[+-]\d{2}(?::?\d{2})?)", re.IGNORECASE
)
_SWEDEN = ZoneInfo("Europe/Stockholm")
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
_EPOCH = date(1899, 12, 30)
_DAYS_TO_1904 = 1462
_MONTHS = 12


def number(cell: Cell, decimal: Literal[",", "."] | None, form: ColumnForm = ColumnForm()) -> Decimal:  # noqa: B008  frozen
    """Return a number as it was written. A comma is a decimal sign; a point must be beyond doubt, or be declared.

    `form` is how the cell's whole column writes numbers: where it can be read two ways, so can the cell.

    Raises:
        Wrong: it is no number, or could be two.
    """
    value = _written(cell, decimal, form)
    if form.some_percent and 0 < abs(value) <= 1 and not (isinstance(cell, Percent) or as_text(cell).endswith("%")):
        raise Wrong(
            "står utan procenttecken i en kolumn där andra celler har det: är 0,5 en halv procent eller femtio?",
            "Ge alla celler i kolumnen samma format.",
        )
    return value


def plain_float(cell: Cell) -> float | None:
    """Return a number that can be written in one way only, unless its column can be read two; None of any other cell."""
    if type(cell) is str and len(cell) <= _SHORT:
        return float(cell.translate(_PLAINLY)) if _PLAIN.fullmatch(cell) else None
    if type(cell) is float and -_LARGEST < cell < _LARGEST:
        return cell
    return float(cell) if type(cell) is int and -_LARGEST < cell < _LARGEST else None


def _written(cell: Cell, decimal: Literal[",", "."] | None, form: ColumnForm) -> Decimal:
    _must_be_plain(cell)
    if isinstance(cell, bool | date | timedelta) or cell is None:
        raise _no_number(cell)
    if isinstance(cell, int | float | Decimal):
        if isinstance(cell, float | Decimal) and not math.isfinite(cell):
            raise Wrong("är inget ändligt tal.", "Skriv värdet, eller lämna cellen tom.")
        return cell if isinstance(cell, Decimal) else Decimal(repr(cell))
    sign, text = _signed(str(cell))
    if any(letter.isdigit() and not letter.isascii() for letter in text):
        raise _no_number(cell)
    if decimal is None and len(form.decimals) > 1 and ("," in text or "." in text):
        raise Wrong(
            "står i en kolumn som skriver decimaler både med komma och med punkt.",
            'Skriv alla på samma sätt, eller skriv decimal: "," eller decimal: "." i mappningen.',
        )
    unclear = form.by_commas or form.may_part or form.decimals == frozenset(".")
    if unclear and decimal is None and ONE_COMMA.fullmatch(text):
        why = (
            "inget tal i kolumnen visar om kommat skiljer tusental eller decimaler"
            if form.may_part
            else f"andra tal i kolumnen har {'komma mellan tusental' if form.by_commas else 'punkt före decimalerna'}"
        )
        raise Wrong(
            f"kan vara {text.replace(',', '')} eller {text}: {why}.",
            'Skriv decimal: "." eller decimal: "," i mappningen.',
        )
    return sign * _unsigned(text, decimal, cell)


def _signed(text: str) -> tuple[int, str]:
    """Return a number's sign, in front, behind or as parentheses, and the rest of it without a percent sign."""
    text = text.strip().translate(_MINUS).removesuffix("%").rstrip()
    if text.startswith("(") and text.endswith(")"):
        return -1, text[1:-1].strip()
    if text.startswith(("-", "+")):
        return (-1 if text[0] == "-" else 1), text[1:].lstrip()
    return (-1, text[:-1].rstrip()) if text.endswith("-") else (1, text)


def parted_unit(cell: Cell) -> tuple[Cell, str]:
    """Return what stands before a unit, and the unit as it is compared; the cell itself and nothing where it has none."""
    match = _WITH_UNIT.fullmatch(as_text(cell))
    return (match[1], normal(match[2])) if match else (cell, "")


def without_unit(cell: Cell, units: Mapping[str, Decimal]) -> tuple[Cell, Decimal]:
    """Return a number without the unit that stands after it, and what the unit multiplies by.

    Raises:
        Wrong: it has no unit, or one that the mapping does not name.
    """
    _must_be_plain(cell)
    bare, unit = parted_unit(cell)
    if unit not in units:
        what = f"har enheten '{shown(unit)}'" if unit else "har ingen enhet"
        known = ", ".join(f"'{word}'" for word in units)
        raise Wrong(
            f"'{shown(as_text(cell))}' {what}; mappningen räknar med {known}.",
            "Skriv enheten efter talet, eller lägg till den under units_in_cell i mappningen.",
        )
    return bare, units[unit]


def _unsigned(text: str, decimal: Literal[",", "."] | None, cell: Cell) -> Decimal:
    commas, points = text.count(","), text.count(".")
    one_point = points == 1 and (not commas or text.find(",") < text.find("."))
    mark = decimal or ("." if one_point or (commas > 1 and not points) else ",")
    if decimal is None and _AMBIGUOUS.fullmatch(text):
        raise Wrong(
            f"kan vara {text.replace('.', '')} eller {text.replace('.', ',')}.",
            'Skriv decimal: "," eller decimal: "." i mappningen, eller skriv talet utan punkt.',
        )
    whole, _, part = text.partition(mark)
    grouped = _COMMAED if mark == "." else _POINTED
    if not (_DIGITS.fullmatch(whole) or grouped.fullmatch(whole) or (not whole and part)):
        raise _no_number(cell)
    if (part or text.endswith(mark)) and not part.isdigit():
        raise _no_number(cell)
    digits = re.sub(r"\D", "", whole) or "0"
    return Decimal(f"{digits}.{part or '0'}")


def _no_number(cell: Cell) -> Wrong:
    return Wrong(f"'{shown(as_text(cell))}' är inget tal.", "Skriv ett tal, eller lämna cellen tom.")


def _must_be_plain(cell: Cell) -> None:
    if isinstance(cell, Odd):
        raise Wrong(cell.wrong, cell.mend)


def real(value: Decimal) -> float:
    """Return a number as the nearest float.

    Raises:
        Wrong: it is too large for one.
    """
    result = float(value)
    if not abs(result) < _LARGEST:
        raise Wrong("är ett för stort tal.", "Rätta det.")
    return result


def whole(value: Decimal) -> int:
    """Return a number that must be whole.

    Raises:
        Wrong: it has decimals, or is too large.
    """
    if value != value.to_integral_value():
        raise Wrong(f"{shown(value)} är inget heltal.", "Skriv ett heltal.")
    if abs(value) > _MAX_INT:
        raise Wrong("är ett för stort tal.", "Rätta det.")
    return int(value)


def year(cell: Cell, kind: str | None = None, form: PeriodForm = PeriodForm()) -> int:  # noqa: B008  frozen
    """Return the year of a year, period (202503, 2025-03, mars 2025) or day, or of what measurements of that kind are of."""
    found, _ = period(cell, kind, form)
    if found is None:
        raise Wrong(f"'{shown(as_text(cell))}' anger inget år.", "Skriv året med fyra siffror.")
    return found


def month(cell: Cell, kind: str | None = None, form: PeriodForm = PeriodForm()) -> int:  # noqa: B008  frozen
    """Return the month of a month (3, mars), period or day, or in which the part of a year of that kind ends."""
    _, found = period(cell, kind, form)
    if found is None:
        raise Wrong(f"'{shown(as_text(cell))}' anger ingen månad.", "Skriv månaden som 1–12, eller som 2025-03.")
    return found


def period_number(cell: Cell) -> int | None:
    """Return what a period's number is within its year, though it be no month (00, 13): of 13, 202513 or 2025-13."""
    match = _NUMBERED.fullmatch(as_text(cell))
    return int(match[1]) if match else None


def period(
    cell: Cell,
    kind: str | None = None,
    form: PeriodForm = PeriodForm(),  # noqa: B008  frozen
) -> tuple[int | None, int | None]:
    """Return the year and month that a cell names: 2025, 3, mars, 202503, 2025-03, mars 2025, or a day.

    Where it is of an indicator that says what its measurements are of (`kind`), that is read too: 2024/25 is 2025 of school
    years; 2025K1, T2 2025 and HT 2025 are the months in which quarters, tertials and terms end. `form` is how the cell's whole
    column writes periods: where it can be read two ways, so can the cell.

    Raises:
        Wrong: it names neither, or a month or year that does not exist.
    """
    _must_be_plain(cell)
    cell = _in_sweden(cell)
    if isinstance(cell, date):
        return _checked_year(cell.year), cell.month
    text = as_text(cell).casefold()
    if kind is not None and (part := _of_kind(text, kind)) is not None:
        return part
    _must_be_of_one_form(text, form)
    _must_be_one_period(text)
    if text.isascii() and text.isdigit() and len(text) <= 2:  # noqa: PLR2004  a month has at most two digits
        return None, _checked_month(int(text))
    if text.isascii() and text.isdigit() and len(text) == 4:  # noqa: PLR2004  a year has four
        return _checked_year(int(text)), None
    if match := _NAMED.fullmatch(text):
        name, of_year = match.groups()
        if name[:3] in MONTHS_READ and any(word.startswith(name) for word in MONTHS_READ[name[:3]][1]):
            named = int(of_year) + (2000 if len(of_year) == 2 else 0) if of_year else None  # noqa: PLR2004
            return (None if named is None else _checked_year(named)), MONTHS_READ[name[:3]][0]
    if match := _PERIOD.fullmatch(text):
        of_year, of_month, of_day = (int(part) if part else None for part in match.groups())
        if of_year and of_month is not None:
            found = _checked_year(of_year), _checked_month(of_month)
            if of_day is not None:
                _checked_day(of_year, of_month, of_day)
            return found
    raise Wrong(f"'{shown(as_text(cell))}' är varken år eller månad.", "Skriv 2025, 3, mars, 202503 eller 2025-03.")


def is_day(cell: Cell) -> bool:
    """Return whether a period is written as a day, and so says when something was measured."""
    cell = _in_sweden(cell)
    match = _PERIOD.fullmatch(as_text(cell).casefold())
    return isinstance(cell, date) or (match is not None and match[3] is not None)


def _of_kind(text: str, kind: str) -> tuple[int, int | None] | None:
    """Return the year and last month of a school year or part of a year as it is written, or None where it is written otherwise."""
    match = next((found for form in PARTS_READ.get(kind, ()) if (found := form.fullmatch(text))), None)
    if match is None:
        return None
    of_year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)  # noqa: PLR2004
    if kind != "school_year":
        return _checked_year(of_year), PART_ENDS[kind][match["part"]]
    first = int(match["first"]) + (2000 if len(match["first"]) == 2 else 0)  # noqa: PLR2004
    return (_checked_year(first + 1), None) if (first + 1) % 100 == of_year % 100 else None


def _in_sweden(cell: Cell) -> Cell:
    """Return an instant with a zone as Swedish time: 2025-03-31T22:00Z is the first of April."""
    if isinstance(cell, str) and _ZONED.fullmatch(cell.strip()):
        try:
            cell = datetime.fromisoformat(cell.strip().replace(" +", "+").replace(" -", "-"))
        except ValueError as error:
            raise Wrong(f"'{shown(cell)}' är ingen tidpunkt som finns.", "Rätta datumet eller klockslaget.") from error
    return cell.astimezone(_SWEDEN) if isinstance(cell, datetime) and cell.tzinfo is not None else cell


def _must_be_of_one_form(text: str, form: PeriodForm) -> None:
    """Refuse what its column lets be read two ways."""
    if form.mixes_school_years and SCHOOL_YEAR.fullmatch(text):
        raise Wrong(
            f"'{shown(text)}' står i en kolumn där några celler är läsår och andra månader, och kan inte läsas för sig.",
            "Skriv läsår som 2024/25 i en kolumn, och månader i en annan.",
        )
    if _BARE.fullmatch(text) and (form.has_zeros or not form.has_bare_months):
        raise Wrong(
            f"'{shown(text)}' kan vara månad {text[4]}, men också ett kvartal, ett tertial eller en termin.",
            f"Skriv perioden som {text[:4]}-0{text[4]} om den är en månad.",
        )
    month = may_be_month(text)
    if may_be_short_day(text) and (not month or form.has_six_figured_days or not form.has_six_figured_months):
        as_day = f"20{text[:2]}-{text[2:4]}-{text[4:]}"
        as_month = f" eller månaden {text[:4]}-{text[4:]}" if month else ""
        raise Wrong(
            f"'{shown(text)}' kan vara dagen {as_day}{as_month}.",
            f"Skriv dagen som {as_day}{f', eller månaden som {text[:4]}-{text[4:]}' if month else ''}.",
        )
    if _WITHOUT_ZERO.fullmatch(text) and form.has_zeros:
        raise Wrong(
            f"'{shown(text)}' står i en kolumn där andra månader skrivs med två siffror.",
            "Skriv alla månader med två siffror, till exempel 2025-01.",
        )


def _must_be_one_period(text: str) -> None:
    """Refuse what looks like a year and month, and is something else or could be."""
    if _LOST_ZERO.fullmatch(text):
        raise Wrong(
            (
                f"'{shown(text)}' kan vara januari eller oktober: när en period sparas som tal försvinner den "
                "sista nollan."
            ),
            "Skriv perioden som text, till exempel 2025-10, eller gör kolumnen till text innan den fylls i.",
        )
    if is_school_year(text):
        raise Wrong(
            f"'{shown(text)}' är ett läsår, inte ett år eller en månad.",
            "Ange med map under kolumnen vilket år varje läsår står för.",
        )
    if _QUARTER.fullmatch(text):
        raise Wrong(
            f"'{shown(text)}' är ett kvartal, och en rad gäller ett år eller en månad.",
            "Lämna månaderna, eller ange med map under kolumnen vilket år eller vilken månad varje kvartal står för.",
        )

    if _SHORT_DAY.fullmatch(text):
        raise Wrong(f"'{shown(text)}' kan vara två olika dagar.", "Skriv datumet som 2025-01-13.")


def _checked_year(value: int) -> int:
    if not _YEARS[0] <= value <= _YEARS[1]:
        raise Wrong(f"{value} är inget år mellan {_YEARS[0]} och {_YEARS[1]}.", "Skriv året med fyra siffror.")
    return value


def _checked_month(value: int) -> int:
    if not 1 <= value <= _MONTHS:
        raise Wrong(
            f"det finns ingen månad {value}.",
            "Månader är 1–12; lämna ute ingående och utgående perioder med skip_periods i mappningen.",
        )
    return value


def _checked_day(of_year: int, of_month: int, of_day: int) -> date:
    try:
        return date(of_year, of_month, of_day)
    except ValueError as error:
        raise Wrong(f"det finns ingen dag {of_year}-{of_month:02d}-{of_day:02d}.", "Rätta datumet.") from error


def day(cell: Cell, *, from_1904: bool) -> date:
    """Return a day: a date cell, 2025-03-31, 20250331, or a spreadsheet's serial number.

    Raises:
        Wrong: it is no day, or one that does not exist.
    """
    _must_be_plain(cell)
    cell = _in_sweden(cell)
    if isinstance(cell, datetime):
        return _in_range(cell.date())
    if isinstance(cell, date):
        return _in_range(cell)
    text = as_text(cell)
    if _SERIAL.fullmatch(text) and text.isascii():
        return _in_range(_EPOCH + timedelta(days=int(float(text)) + (_DAYS_TO_1904 if from_1904 else 0)))
    if text.isascii() and (match := _DAY.fullmatch(text)):
        of_year, of_month, of_day = map(int, match.groups())
        return _in_range(_checked_day(of_year, of_month, of_day))
    raise Wrong(f"'{shown(text)}' är inget datum.", "Skriv datumet som 2025-03-31.")


def _in_range(value: date) -> date:
    _checked_year(value.year)
    return value


def yes_or_no(cell: Cell) -> bool:
    """Return yes or no.

    Raises:
        Wrong: it is neither.
    """
    _must_be_plain(cell)
    if isinstance(cell, bool):
        return cell
    found = YES_NO_READ.get(normal(as_text(cell)))
    if found is None:
        raise Wrong(
            f"'{shown(as_text(cell))}' är varken ja eller nej.",
            "Skriv Ja eller Nej, eller ange med map i mappningen vad ordet betyder.",
        )
    return found


def word(cell: Cell, column: str, words: tuple[str, ...]) -> str:
    """Return one of a column's words, in English or Swedish.

    Raises:
        Wrong: it is none of them.
    """
    _must_be_plain(cell)
    said = normal(as_text(cell))
    own = {normal(word): word for word in words}
    in_swedish = WORDS_READ.get(column, {})
    found = own.get(said) or in_swedish.get(said)
    if found is None or found not in words:
        told = ", ".join(next((each for each in in_swedish if in_swedish[each] == word), word) for word in words)
        raise Wrong(
            f"'{shown(as_text(cell))}' är inget av orden {told}.",
            "Rätta ordet, eller ange med map i mappningen vad det betyder.",
        )
    return found


def text(cell: Cell, *, is_code: bool = False) -> str:
    """Return a text as it may go on: no formula, no personal identity number, no damaged character.

    A code (an account, an id) is not searched for such numbers: one of ten digits may look like one by chance.

    Raises:
        Wrong: it is one of these.
    """
    _must_be_plain(cell)
    found = as_text(cell)
    if is_code and (_POWER.fullmatch(found) or (isinstance(cell, int | float) and abs(cell) >= _DIGITS_KEPT)):
        raise Wrong(
            f"'{shown(found)}' är en kod som ett kalkylprogram har gjort om till ett avrundat tal.",
            "Gör kolumnen till text innan koderna fylls i, och exportera på nytt.",
        )
    if is_code and (isinstance(cell, date | time | timedelta) or _ISO_DAY.fullmatch(found)):
        raise Wrong(
            f"'{shown(found)}' är ett datum eller en tid, som ett kalkylprogram har gjort av en kod.",
            "Gör kolumnen till text innan koderna fylls i, och exportera på nytt; eller säg med map vad den betyder.",
        )
    if found.startswith(("=", "@")):
        raise Wrong(
            f"börjar med '{found[0]}', och skulle köras som en formel i ett kalkylprogram.", f"Ta bort '{found[0]}'."
        )
    if not is_code and holds_personal_number(found):
        raise Wrong(
            "innehåller ett personnummer.",
            (
                "Ta bort det. Om hela kolumnen har sådana: ta bort den ur columns och nämn den under personal "
                "i mappningen."
            ),
        )
    if (garbled := _GARBLED.search(found)) is not None:
        raise Wrong(
            f"innehåller '{shown(garbled.group())}', som är å, ä, ö eller ett annat tecken som har lästs med fel kodning.",
            "Exportera filen på nytt som UTF-8, eller skriv texten på nytt.",
        )
    if (lost := _LOST_LETTER.search(found)) is not None:
        raise Wrong(
            f"innehåller '{shown(lost.group())}', där frågetecknet står i stället för å, ä eller ö.",
            "Exportera filen på nytt som UTF-8, eller skriv texten på nytt.",
        )
    if any("\ud800" <= sign <= "\udfff" or (sign < " " and sign not in "\n\r\t") for sign in found):
        raise Wrong("innehåller ett skadat tecken.", "Skriv texten på nytt.")
    return found


def is_missing(cell: Cell, marks: Mapping[str, str]) -> str | None:
    """Return the status that the cell's mark for a missing value means, or None where it is no such mark."""
    if is_blank(cell):
        return marks[""]
    return marks.get(normal(cell)) if isinstance(cell, str) else None
