"""Reads SIE, the Swedish exchange format of ledgers (types 2, 3, 4 and 4I), as RawTable, and holds it to its own sums.

A file says much twice: vouchers add up to 0, opening balances and transactions to closing ones, months to years. What
does not add up is told with its line and account, and withholds what it touches. The format is described in "SIE
filformat", edition 4B, at sie.se.
"""

import io
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from sys import intern

from assets.own_files.cell_faults import Wrong, shown
from assets.own_files.rows_of_file import Cell, Odd, PackedRows, RawRow, RawTable, Withheld
from models.definitions.own_files import Source, normal
from models.words.numbers import number

Objects = tuple[tuple[str, str], ...]

COLUMNS = ("Post", "Konto", "Kontonamn", "Period", "Datum", "Belopp", "Verifikation")
# Dimensions that the format itself names; a file need not declare them.
RESERVED = {
    "1": "Kostnadsställe", "2": "Kostnadsbärare", "6": "Projekt", "7": "Anställd", "8": "Kund", "9": "Leverantör",
    "10": "Faktura",
}  # fmt: skip
_FIELD = re.compile(r'\s*(?:"((?:\\"|[^"])*)"|([{}])|([^\s{}"]+))')
_CHECKSUM = re.compile(rb"^[ \t]*#KSUMMA[ \t]*(-?\d*)[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_SUMMED = re.compile(rb'"((?:\\"|[^"])*)"|([^\s{}"]+)')
_AMOUNT = re.compile(r"[-+]?\d+(?:\.\d*)?")
_DAY = re.compile(r"\d{8}")
_PERIOD = re.compile(r"\d{6}")
_TRANSACTIONS = ("#TRANS", "#RTRANS", "#BTRANS")
_BALANCES = ("#IB", "#UB", "#RES")
_OF_OBJECTS = ("#OIB", "#OUB")
_OF_PERIODS = ("#PSALDO", "#PBUDGET")
_KNOWN = {
    "#VALUTA", "#VER", "#RAR", "#SIETYP", "#KONTO", "#DIM", "#UNDERDIM", "#OBJEKT", *_TRANSACTIONS, *_BALANCES, *_OF_OBJECTS,
    *_OF_PERIODS,
}  # fmt: skip
# Å, ä, ö, é and ü as PC8 (cp437) and as Windows (cp1252) write them; the other's bytes are no letters of a name.
_PC8_LETTERS = frozenset(b"\x84\x86\x8e\x8f\x94\x99\x81\x82")
_WINDOWS_LETTERS = frozenset(b"\xe4\xe5\xc4\xc5\xf6\xd6\xfc\xe9")
_EXPORT_AGAIN = "Exportera hela året på nytt ur ekonomisystemet; verifikationer saknas, eller finns två gånger."
_FIRST_RESULT_CLASS = "3"
_NO_DAY = "står där radens dag ska stå (ÅÅÅÅMMDD): är beloppet före delat av ett mellanslag?"


@dataclass(slots=True)
class _Entry:
    """A record that has an amount. An amount or day that cannot be read is an `Odd`."""

    label: str
    line: int
    account: str
    amount: Decimal | Odd
    objects: Objects = ()
    year: str = "0"
    period: str | Odd = ""
    day: str | Odd = ""
    voucher: str = ""


@dataclass(slots=True)
class _Voucher:
    """A voucher: the line where it begins, its series and number, its day and its transactions."""

    line: int
    name: str
    day: str
    is_numbered: bool
    entries: list[_Entry] = field(default_factory=list[_Entry])


@dataclass
class _Ledger:
    """What a file holds, by label."""

    kind: str = ""
    first: str = ""
    last: str = ""
    accounts: dict[str, str] = field(default_factory=dict[str, str])
    account_lines: dict[str, int] = field(default_factory=dict[str, int])
    dimensions: dict[str, str] = field(default_factory=dict[str, str])
    objects: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    entries: dict[str, list[_Entry]] = field(default_factory=lambda: defaultdict(list))
    vouchers: list[_Voucher] = field(default_factory=list[_Voucher])

    @property
    def transactions(self) -> list[_Entry]:
        """Every transaction that is still part of its voucher."""
        return [entry for voucher in self.vouchers for entry in voucher.entries]


def read_sie(data: bytes, file: str, source: Source) -> RawTable:
    """Return a file's transactions (for a ledger; its months, where it has no vouchers) or budget, a row a line.

    The columns are `COLUMNS`, and for each dimension its name, `Dimension N`, and its name with " (benämning)". The
    signs are the ledger's own: revenue is negative.

    Raises:
        Wrong: it is no SIE file that holds what the source asks for; nothing of the file can be read.
    """
    notes: list[str] = []
    _must_have_its_checksum(data)
    ledger = _parsed(_decoded(data, source, notes), notes)
    wrongs: list[tuple[Wrong, Withheld]] = []
    if source.kind == "budget":
        read = ledger.entries["#PBUDGET"]
        if not read:
            raise Wrong(
                "har ingen budget (#PBUDGET).", "Välj budget när filen exporteras, eller läs budgeten ur en annan fil."
            )
    elif ledger.vouchers:
        _tell_vouchers(ledger)
        _tell_twice(ledger)
        read = ledger.transactions
        wrongs = [*_balance_wrongs(ledger, read), *_period_wrongs(ledger, read)]
    else:
        read = _must_have_months(ledger, notes)
        whole = [entry for entry in read if entry.year == "0" and not entry.objects]
        # Of an account whose months stand by object alone, what is on no object is not known.
        by_object = {entry.account for entry in read} - {entry.account for entry in whole}
        wrongs = list(_balance_wrongs(ledger, whole, by_object))
    of_year = [entry for entry in read if entry.year == "0"]
    rows = of_year if source.kind != "budget" and ledger.vouchers else _parted(of_year, source, ledger, wrongs)
    passed = {label: len(entries) for label, entries in ledger.entries.items() if entries is not read and entries}
    passed["#TRANS"] = 0 if read and read[0].label in _TRANSACTIONS else len(ledger.transactions)
    passed["other year"] = len(read) - len(of_year)
    passed["account's total, read by object"] = len(of_year) - len(rows)
    return RawTable(
        file,
        "",
        PackedRows(_rows(rows, source, ledger)),
        notes=notes,
        passed={reason: n for reason, n in passed.items() if n},
        wrongs=wrongs,
    )


def _must_have_its_checksum(data: bytes) -> None:
    """Hold a file to its #KSUMMA, where it has one: the CRC-32 of every label and field between the two lines.

    Spaces and line breaks between fields, quotation marks around them and braces are not in it. It may be written with a sign.

    Raises:
        Wrong: the second line is lacking, or its sum is another.
    """
    lines = list(_CHECKSUM.finditer(data))
    if not lines:
        return
    first, last = lines[0], lines[-1]
    row = data.count(b"\n", 0, last.start()) + 1
    if last is first or not last[1]:
        raise Wrong(
            "börjar med en kontrollsumma (#KSUMMA) som aldrig avslutas.",
            "Filen är avbruten; exportera den på nytt.",
            row=row,
        )
    found = 0
    for match in _SUMMED.finditer(data, first.end(), last.start()):
        quoted, bare = match.groups()
        found = zlib.crc32(bare if quoted is None else quoted.replace(b'\\"', b'"'), found)
    if int(last[1]) % 2**32 != found:
        raise Wrong(
            "har en kontrollsumma (#KSUMMA) som inte stämmer med innehållet: filen är ändrad eller skadad efter exporten.",
            "Exportera den på nytt. Räknar ekonomisystemet summan på ett annat sätt: exportera utan kontrollsumma.",
            row=row,
        )


def _decoded(data: bytes, source: Source, notes: list[str]) -> str:
    """Return the file's text: PC8 as the format says, or what its bytes beyond doubt are."""
    start = data[:300].lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(b"<"):
        raise Wrong(
            "är XML (SIE 5), och inte SIE typ 4.", "Exportera en SIE-fil av typ 4 (ändelsen .se eller .si) i stället."
        )
    if not start.startswith(b"#"):
        raise Wrong("är ingen SIE-fil: den börjar inte med #FLAGGA.", "Exportera filen på nytt som SIE typ 4.")
    if source.encoding is not None:
        encoding = {"utf-8": "utf-8-sig"}.get(source.encoding, source.encoding)
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            raise Wrong(
                f"kan inte läsas som {source.encoding}, som mappningen säger.",
                "Rätta encoding i mappningen, eller ta bort den.",
                row=data.count(b"\n", 0, error.start) + 1,
            ) from error
    if not data.isascii():
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
        else:
            notes.append("är UTF-8 och inte PC8, som en SIE-fil ska vara; den är läst som UTF-8")
            return text
    pc8, windows = ({byte for byte in set(data) if byte in letters} for letters in (_PC8_LETTERS, _WINDOWS_LETTERS))
    if pc8 and windows:
        raise Wrong(
            "blandar bokstäver av två slag: det går inte att avgöra om å, ä och ö är PC8 eller Windows.",
            "Skriv encoding: cp437 (PC8) eller encoding: cp1252 (Windows) i mappningen.",
        )
    if windows:
        notes.append("är Windows-text och inte PC8, som en SIE-fil ska vara; den är läst som Windows-text")
    return data.decode("cp1252" if windows else "cp437", errors="replace")


def _fields(text: str, line: int) -> list[str | Objects]:
    """Return a record's fields, less its label: texts, and the list of objects that stands in braces."""
    found: list[str | Objects] = []
    inside: list[str] | None = None
    for said, is_brace in _parts(text, line):
        if not is_brace:
            # Accounts, objects and days come again and again: each is kept once.
            (found if inside is None else inside).append(intern(said))
        elif said == "{" and inside is None:
            inside = []
        elif said == "}" and inside is not None:
            found.append(_objects(tuple(inside), line))
            inside = None
        else:
            raise _broken(line)
    if inside is not None:
        raise _broken(line)
    return found


def _parts(text: str, line: int) -> Iterator[tuple[str, bool]]:
    """Yield a record's texts and braces, and which of them are braces."""
    if '"' not in text:
        yield from ((said, said in "{}") for said in text.replace("{", " { ").replace("}", " } ").split())
        return
    place = 0
    text = text.rstrip()
    while place < len(text):
        match = _FIELD.match(text, place)
        if match is None:
            raise Wrong(
                "har ett citattecken som aldrig stängs.",
                'Skriv ett citattecken inuti ett fält som \\", eller exportera filen på nytt.',
                row=line,
            )
        place = match.end()
        quoted, brace, bare = match.groups()
        yield (brace, True) if brace else (bare if quoted is None else quoted.replace('\\"', '"'), False)


def _objects(parts: tuple[str, ...], line: int) -> Objects:
    if len(parts) % 2:
        raise _broken(line)
    return _pairs(parts)


@lru_cache
def _pairs(parts: tuple[str, ...]) -> Objects:
    return tuple(zip(parts[::2], parts[1::2], strict=True))


def _broken(line: int) -> Wrong:
    return Wrong(
        "har en objektlista som inte är par av dimension och objekt inom { }.", "Exportera filen på nytt.", row=line
    )


def _parsed(text: str, notes: list[str]) -> _Ledger:
    """Return what the lines say.

    Raises:
        Wrong: a line has not the fields that its label must have, or a voucher never ends: what it held is not known.
    """
    ledger = _Ledger()
    voucher: _Voucher | None = None
    inside = False
    for line, written in enumerate(io.StringIO(text), start=1):
        said = written.strip()
        if said == "{" and voucher is not None and not inside:
            inside = True
        elif said == "}" and inside:
            voucher, inside = None, False
        elif said.startswith("#"):
            label = intern(said.split(None, 1)[0].upper())
            if label not in _KNOWN:
                continue
            if (label in _TRANSACTIONS) != inside or (voucher is not None and not inside):
                raise _misplaced(label, line)
            fields = _fields(said[len(label) :], line)
            try:
                voucher = _take(ledger, voucher, label, line, fields)
            except (IndexError, TypeError, ValueError) as error:
                raise Wrong(
                    f"har inte de fält som {label} ska ha.", "Exportera filen på nytt; raden är skadad.", row=line
                ) from error
    if voucher is not None:
        raise Wrong(
            f"slutar mitt i verifikation {shown(voucher.name)}.",
            "Filen är avbruten; exportera den på nytt.",
            row=voucher.line,
        )
    _tell_other_days(ledger, notes)
    return ledger


def _misplaced(label: str, line: int) -> Wrong:
    return Wrong(
        f"har {label} där den inte får stå: poster i en verifikation står inom {{ }} efter #VER.",
        "Filen är avbruten eller skadad; exportera den på nytt.",
        row=line,
    )


def _take(
    ledger: _Ledger, voucher: _Voucher | None, label: str, line: int, fields: list[str | Objects]
) -> _Voucher | None:
    """Take in a record, and return the voucher that is open after it."""
    if label == "#VER":
        series, serial, day = map(_text, fields[:3])
        voucher = _Voucher(line, " ".join(filter(None, (series, serial))) or "utan nummer", day, bool(serial))
        ledger.vouchers.append(voucher)
    elif voucher is not None:
        _add_transaction(ledger, voucher, label, line, fields)
    elif label == "#VALUTA":
        _must_be_kronor(_text(fields[0]), line)
    else:
        _add(ledger, label, line, fields)
    return voucher


def _must_be_kronor(currency: str, line: int) -> None:
    if currency.upper() != "SEK":
        raise Wrong(
            f"är i {shown(currency)} (#VALUTA), inte i kronor.",
            "Exportera bokföringen i svenska kronor (SEK).",
            row=line,
            column="#VALUTA",
        )


def _text(value: str | Objects) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _list(value: str | Objects) -> Objects:
    if isinstance(value, str):
        raise TypeError
    return value


def _add(ledger: _Ledger, label: str, line: int, fields: list[str | Objects]) -> None:
    """Take in a record that stands outside vouchers."""
    if label == "#SIETYP":
        ledger.kind = _text(fields[0]).upper()
    elif label == "#RAR":
        if _text(fields[0]) == "0":
            ledger.first, ledger.last = _text(fields[1]), _text(fields[2])
    elif label == "#KONTO":
        ledger.accounts[_text(fields[0])] = _text(fields[1]) if len(fields) > 1 else ""
        ledger.account_lines[_text(fields[0])] = line
    elif label in {"#DIM", "#UNDERDIM"}:
        ledger.dimensions[_text(fields[0])] = _text(fields[1])
    elif label == "#OBJEKT":
        ledger.objects[_text(fields[0]), _text(fields[1])] = _text(fields[2])
    elif label in _BALANCES:
        year, account, amount = map(_text, fields[:3])
        ledger.entries[label].append(_Entry(label, line, account, _amount(amount), year=year))
    elif label in _OF_OBJECTS:
        entry = _Entry(label, line, _text(fields[1]), _amount(_text(fields[3])), _list(fields[2]), _text(fields[0]))
        ledger.entries[label].append(entry)
    else:
        year, period, account = map(_text, fields[:3])
        # In files of type 2 the list of objects may be left out.
        objects = () if isinstance(fields[3], str) else fields[3]
        amount = _text(fields[3] if isinstance(fields[3], str) else fields[4])
        read = period if _PERIOD.fullmatch(period) else _odd(period, "är ingen period (ÅÅÅÅMM).")
        ledger.entries[label].append(_Entry(label, line, account, _amount(amount), objects, year, read))


def _add_transaction(ledger: _Ledger, voucher: _Voucher, label: str, line: int, fields: list[str | Objects]) -> None:
    """Take in a record of a voucher.

    A row that was added afterwards (#RTRANS) is written a second time as #TRANS for those who do not know of such; a row
    that was taken away (#BTRANS) is no longer part of the voucher.
    """
    day = _day(voucher.day, ledger)
    own_day = _text(fields[3]) if len(fields) > 3 else ""  # noqa: PLR2004  the fourth field
    entry = _Entry(
        label,
        line,
        _text(fields[0]),
        _amount(_text(fields[2])) if not own_day or _is_day(own_day) else _odd(own_day, _NO_DAY),
        _list(fields[1]),
        period=day if isinstance(day, Odd) else intern(day[:6]),
        day=own_day or voucher.day,
        voucher=voucher.name,
    )
    entries = voucher.entries
    if label == "#BTRANS":
        ledger.entries["#BTRANS"].append(entry)
    elif label == "#TRANS" and entries and entries[-1].label == "#RTRANS" and _same(entries[-1], entry):
        ledger.entries["#TRANS after #RTRANS"].append(entry)
        entries[-1].label = "#TRANS"  # its second writing is seen; another #TRANS like it is a row of its own
    else:
        entries.append(entry)


def _same(one: _Entry, other: _Entry) -> bool:
    return (one.account, one.amount, one.objects, one.day) == (other.account, other.amount, other.objects, other.day)


def _amount(text: str) -> Decimal | Odd:
    return Decimal(text) if _AMOUNT.fullmatch(text) and text.isascii() else _odd(text, "är inget belopp.")


def _day(text: str, ledger: _Ledger) -> str | Odd:
    """Return a voucher's day as YYYYMMDD, within the year that the file is of."""
    if not _is_day(text):
        return _odd(text, "är ingen dag (ÅÅÅÅMMDD).")
    if ledger.first and not ledger.first <= text <= ledger.last:
        return _odd(text, f"ligger utanför filens räkenskapsår {ledger.first}–{ledger.last} (#RAR).")
    return text


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        return False
    return True


def _odd(text: str, wrong: str) -> Odd:
    return Odd(text, f"'{shown(text)}' {wrong}", "Rätta i ekonomisystemet, och exportera filen på nytt.")


def _tell_other_days(ledger: _Ledger, notes: list[str]) -> None:
    """Tell of transactions with a day in another month than their voucher's, which is the one that they are booked in."""
    other = sum(
        isinstance(entry.day, str) and isinstance(entry.period, str) and entry.day[:6] != entry.period
        for entry in ledger.transactions
    )
    if other:
        notes.append(
            f"har {number(other, 0)} transaktioner vars dag ligger i en annan månad än verifikationens; verifikationens gäller"
        )


def _must_have_months(ledger: _Ledger, notes: list[str]) -> list[_Entry]:
    """Return the balances of each month, of a file that has no vouchers.

    Raises:
        Wrong: it has none of these either.
    """
    months = ledger.entries["#PSALDO"]
    named = f"SIE typ {ledger.kind}" if ledger.kind else "SIE utan #SIETYP (typ 1)"
    if not months:
        raise Wrong(
            f"är {named} med bara årssaldon: den har varken verifikationer (#VER) eller månader (#PSALDO).",
            "Exportera SIE typ 4 med årets verifikationer, eller typ 2 eller 3 med saldon för varje period.",
        )
    notes.append(f"är {named} utan verifikationer; månadernas saldon (#PSALDO) är lästa")
    return months


def _tell_vouchers(ledger: _Ledger) -> None:
    """Make the amounts of every voucher that does not add up to 0 ones that cannot be used."""
    for voucher in ledger.vouchers:
        odd = [entry.line for entry in voucher.entries if isinstance(entry.amount, Odd)]
        total = sum((entry.amount for entry in voucher.entries if isinstance(entry.amount, Decimal)), Decimal(0))
        if not odd and not total:
            continue
        why = (
            f"där beloppet på rad {odd[0]} inte kan läsas"
            if odd
            else f"som summerar till {_kronor(total)} och inte till 0"
        )
        for entry in voucher.entries:
            where = f"konto {shown(entry.account)} hör till verifikation {shown(voucher.name)} (rad {voucher.line})"
            _make_odd(entry, f"{where}, {why}.", "Rätta verifikationen i ekonomisystemet, och exportera filen på nytt.")


def _tell_twice(ledger: _Ledger) -> None:
    """Make the amounts of vouchers that stand twice, with the same number, day and rows, ones that cannot be used."""
    groups: dict[tuple[object, ...], list[_Voucher]] = defaultdict(list)
    for voucher in ledger.vouchers:
        if voucher.is_numbered:
            rows = hash(tuple((entry.account, entry.amount, entry.objects) for entry in voucher.entries))
            groups[voucher.name, voucher.day, rows].append(voucher)
    for group in groups.values():
        for voucher in group if len(group) > 1 else ():
            other = next(each for each in group if each is not voucher)
            twice = (
                f"verifikation {shown(voucher.name)} står två gånger, likadan på rad {voucher.line} och {other.line}."
            )
            for entry in voucher.entries:
                _make_odd(entry, twice, "Exportera filen på nytt, eller ta bort den ena.")


def _make_odd(entry: _Entry, wrong: str, mend: str) -> None:
    """Make an amount that can be read one that cannot be used, with why."""
    if isinstance(entry.amount, Decimal):
        entry.amount = Odd(str(entry.amount), wrong, mend)


def _kronor(amount: Decimal) -> str:
    return shown(number(amount, 2))


def _balance_wrongs(
    ledger: _Ledger, moved: Sequence[_Entry], without: AbstractSet[str] = frozenset()
) -> Iterator[tuple[Wrong, Withheld]]:
    """Yield each account whose year does not add up: #RES is what was booked, #UB is #IB and what was booked.

    A balance of 0 may be left out, where there are others.
    """
    opening, closing, result = (
        {entry.account: entry for entry in ledger.entries[label] if entry.year == "0"} for label in _BALANCES
    )
    booked_on = _by_object(moved)
    there_is = {account for account, _, _ in booked_on}
    for account in sorted({*closing, *result, *there_is, *(opening if closing else ())} - without):
        booked = booked_on.get((account, "", ()), Decimal(0))
        of_result = account in result or (account >= _FIRST_RESULT_CLASS and account not in closing)
        told = (result if of_result else closing).get(account)
        there = result if of_result else closing
        before = opening.get(account) if not of_result else None
        amounts = (booked, told.amount if told else Decimal(0), before.amount if before else Decimal(0))
        if not there or any(not isinstance(amount, Decimal) for amount in amounts):
            continue
        if not ledger.vouchers and not of_result and account not in there_is:
            continue  # months of the balance sheet may be left out
        came, said, began = (Decimal(str(amount)) for amount in amounts)
        if began + came == said:
            continue
        label, what = ("#RES", "årets poster") if of_result else ("#UB", "#IB och årets poster")
        yield (
            Wrong(
                f"konto {shown(account)}: {label} är {_kronor(said)}, men {what} ger {_kronor(began + came)}.",
                _EXPORT_AGAIN,
                row=told.line if told else ledger.account_lines.get(account, 0),
                column=label,
            ),
            Withheld(account=account),
        )
    if ledger.vouchers:
        yield from _object_wrongs(ledger, booked_on)


def _object_wrongs(
    ledger: _Ledger, booked_on: dict[tuple[str, str, Objects], Decimal | None]
) -> Iterator[tuple[Wrong, Withheld]]:
    """Yield each object's closing balance that is not its opening one and what was booked on it."""
    opening = {(e.account, e.objects): e.amount for e in ledger.entries["#OIB"] if e.year == "0"}
    for entry in ledger.entries["#OUB"]:
        began = opening.get((entry.account, entry.objects), Decimal(0))
        came = booked_on.get((entry.account, "", entry.objects), Decimal(0))
        if entry.year != "0" or isinstance(entry.amount, Odd) or isinstance(began, Odd) or came is None:
            continue
        if began + came != entry.amount:
            yield (
                Wrong(
                    f"konto {shown(entry.account)}, objekt {_named(entry.objects)}: #OUB är {_kronor(entry.amount)}, "
                    f"men #OIB och årets poster ger {_kronor(began + came)}.",
                    _EXPORT_AGAIN,
                    row=entry.line,
                    column="#OUB",
                ),
                Withheld(account=entry.account),
            )


def _by_object(moved: Sequence[_Entry]) -> dict[tuple[str, str, Objects], Decimal | None]:
    """Return what was booked by account, period ("" for the year) and one object (none for the account)."""
    sums: dict[tuple[str, str, Objects], Decimal | None] = {}
    for entry in moved:
        for period in ("", str(entry.period)):
            for one in ((), *((pair,) for pair in entry.objects)):
                key = (entry.account, period, one)
                so_far = sums.get(key, Decimal(0))
                sums[key] = None if so_far is None or isinstance(entry.amount, Odd) else so_far + entry.amount
    return sums


def _period_wrongs(ledger: _Ledger, moved: Sequence[_Entry]) -> Iterator[tuple[Wrong, Withheld]]:
    """Yield each month's balance that is not what the vouchers of that month add up to."""
    sums = _by_object(moved) if ledger.entries["#PSALDO"] else {}
    for entry in ledger.entries["#PSALDO"]:
        came = sums.get((entry.account, str(entry.period), entry.objects), Decimal(0))
        if entry.year != "0" or isinstance(entry.amount, Odd) or came is None or came == entry.amount:
            continue
        on = f", objekt {_named(entry.objects)}" if entry.objects else ""
        yield (
            Wrong(
                f"konto {shown(entry.account)}{on}, period {shown(entry.period)}: #PSALDO är {_kronor(entry.amount)}, "
                f"men periodens verifikationer ger {_kronor(came)}.",
                _EXPORT_AGAIN,
                row=entry.line,
                column="#PSALDO",
            ),
            _of_month(entry),
        )


def _named(objects: Objects) -> str:
    return " ".join(f"{shown(dimension)} {shown(name)}" for dimension, name in objects)


def _of_month(entry: _Entry) -> Withheld:
    if isinstance(entry.period, Odd) or not _PERIOD.fullmatch(entry.period):
        return Withheld(account=entry.account)
    return Withheld(account=entry.account, year=int(entry.period[:4]), month=int(entry.period[4:]))


def _wanted_dimensions(source: Source, ledger: _Ledger) -> list[str]:
    """Return the dimensions that the mapping reads or chooses by."""
    headings = {normal(name) for name in source.headings}
    return [number for number in _dimensions(ledger) if headings & {normal(t) for t in _titles(number, ledger)}]


def _dimensions(ledger: _Ledger) -> list[str]:
    every = [*ledger.entries["#PSALDO"], *ledger.entries["#PBUDGET"], *ledger.transactions]
    used = {dimension for entry in every for dimension, _ in entry.objects}
    return sorted({*ledger.dimensions, *used}, key=lambda dimension: (len(dimension), dimension))


def _titles(number: str, ledger: _Ledger) -> tuple[str, str, str]:
    numbered = f"Dimension {number}"
    name = ledger.dimensions.get(number) or RESERVED.get(number, numbered)
    return name, numbered, f"{name} (benämning)"


def _parted(
    months: Sequence[_Entry], source: Source, ledger: _Ledger, wrongs: list[tuple[Wrong, Withheld]]
) -> list[_Entry]:
    """Return the rows of months by the one dimension that the mapping reads, and what of each account has no object.

    A month stands once for the whole account, and once more for each object of each dimension.

    Raises:
        Wrong: the mapping reads two dimensions, which months are never given by at once.
    """
    wanted = _wanted_dimensions(source, ledger)
    if len(wanted) > 1:
        names = " och ".join(_titles(number, ledger)[0] for number in wanted)
        raise Wrong(
            f"har månader för en dimension i taget, och mappningen läser {names}.",
            "Läs en av dem, eller exportera SIE typ 4 med verifikationer.",
        )
    groups: dict[tuple[str, str], list[_Entry]] = {}
    for entry in months:
        groups.setdefault((str(entry.period), entry.account), []).append(entry)
    rows: list[_Entry] = []
    for group in groups.values():
        whole = [entry for entry in group if not entry.objects]
        by_object = [entry for entry in group if {number for number, _ in entry.objects} == set(wanted) and wanted]
        if not whole and len(by_object) < len(group):
            wrongs.append(
                (
                    Wrong(
                        f"konto {shown(group[0].account)}, period {shown(group[0].period)}: har saldon för objekt, "
                        "men inget för hela kontot.",
                        "Exportera filen på nytt med saldon för hela kontot ({}).",
                        row=next(entry.line for entry in group if entry not in by_object),
                    ),
                    _of_month(group[0]),
                )
            )
        rows += by_object
        rows += [rest for entry in whole if (rest := _rest(entry, by_object)) is not None]
    return sorted(rows, key=lambda entry: entry.line)


def _rest(whole: _Entry, by_object: Sequence[_Entry]) -> _Entry | None:
    """Return what of an account's month stands on no object, or None where all of it does."""
    amounts = [entry.amount for entry in by_object]
    if not by_object or isinstance(whole.amount, Odd):
        return whole
    known = [amount for amount in amounts if isinstance(amount, Decimal)]
    rest = whole.amount - sum(known, Decimal(0))
    if not rest or len(known) < len(amounts):
        return None
    return _Entry(whole.label, whole.line, whole.account, rest, (), whole.year, whole.period, whole.day, whole.voucher)


def _rows(entries: Sequence[_Entry], source: Source, ledger: _Ledger) -> Iterator[RawRow]:
    headings = {normal(name) for name in source.headings}
    titles: list[str] = list(COLUMNS)
    columns: list[tuple[str, bool]] = []
    for dimension in _dimensions(ledger):
        name, numbered, described = _titles(dimension, ledger)
        told = dict.fromkeys((name, numbered))
        titles += told
        columns += [(dimension, False)] * len(told)
        # What an object is called may be a person's name: it is taken out of the file only where it is asked for.
        if normal(described) in headings:
            titles.append(described)
            columns.append((dimension, True))
    yield RawRow(0, tuple(titles))
    for entry in entries:
        on = dict(entry.objects)
        cells: list[Cell] = [
            entry.label, entry.account, ledger.accounts.get(entry.account), entry.period, entry.day, entry.amount, entry.voucher,
        ]  # fmt: skip
        cells += [
            ledger.objects.get((dimension, on.get(dimension, ""))) if named else on.get(dimension)
            for dimension, named in columns
        ]
        yield RawRow(entry.line, tuple(cells))
