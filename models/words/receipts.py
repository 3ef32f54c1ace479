"""What `styrtal check` says of the municipality's own files: their receipts, and their faults."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from models.receipt import UNREAD, Part, ReceiptLine
from models.words.numbers import count, number
from models.words.work import BUDGET_KIND

RECEIPT_PASSED_OVER = {
    "preamble": "före rubriken",
    "heading": "rubrik",
    "blank": "tomma",
    "total": "summor",
    "not in only": "inte i only",
    "after stop_at": "efter stop_at",
    "no values": "utan värden",
    "in except": "i except",
    "group": "grupper",
    "account outside": "konton utanför uppföljningen",
    "other year": "andra år",
    "account's total, read by object": "kontots summa, läst per objekt",
}
# Rules whose first row needs no look.
RECEIPT_NOT_SHOWN = {"preamble", "heading", "blank"}
RECEIPT_COUNTS = {"in_file": "i filen", "read": "lästa", "reported": "med fel"}
RECEIPT_COLUMN = {"unread": "läses inte", "personal": "personuppgift, läses inte"}
RECEIPT_CHANGE = {
    "column_gone": "kolumn", "column_new": "kolumn", "rows": "rader", "unit_gone": "enhet", "unit_new": "enhet",
    "month_gone": "summa", "sum": "summa",
}  # fmt: skip
RECEIPT_CHANGED = {
    "column_gone": "Kolumnen {note} finns inte längre.",
    "column_new": "Kolumnen {note} är ny.",
    "rows": "{n} rader är lästa, mot {before} förut.",
    "unit_gone": "{unit} finns inte längre i filen.",
    "unit_new": "{unit} är ny i filen.",
    "month_gone": "{unit} {period} finns inte längre; förut stod där {before} kr.",
    "sum": "{unit} {period} är {amount} kr, mot {before} kr förut.",
}
RECEIPT_PARTS = {
    "rows": "Rader", "rule": "Rader som hoppas över", "column": "Kolumner", "sum": "Summor", "near": "Filer med snarlika namn",
    "change": "Ändrat sedan förra versionen",
}  # fmt: skip
RECEIPTS_PAGE = {
    "title": "Kvitton för egna filer",
    "lead": "Här står vad som lästes av varje fil som kommunen själv har lämnat, vad som hoppades över och av vilken regel, och vad "
    "som skiljer sig från filens förra version.",
    "what": "Vad",
    "said": "Besked",
    "none": "Kommunen har inga egna filer.",
}
FAULTS_TITLE = "Fel i kommunens egna filer"
FAULT_COLUMNS = ("Fil", "Blad", "Rad", "Kolumn", "Värde", "Vad som är fel", "Hur det rättas")
ROWS_FROM = "{n} rader, först {row}"
CHECK_COUNTED = "{units}, {goals} mål, {indicators}, {plans}"
COUNTED = {
    "units": ("enhet", "enheter"),
    "indicators": ("indikator", "indikatorer"),
    "plans": ("plan", "planer"),
    "files": ("fil", "filer"),
    "rows": ("rad", "rader"),
}
NO_FAULTS = "{folder}: inga fel i {files} ({counted})."
CHECK_FAULTS = "{folder}: {faults} fel i {rows}, som lämnas utanför; allt annat används ({counted})."
EVERY_FAULT = "Lägg till --all för att se varje fel för sig."
CORRECT_IN = "Rätta dem i {path}."
CORRECTIONS = "Lägg till --corrections FIL.xlsx för en arbetsbok att rätta i."
RECEIPT_NEAR = "Ingen källa läser {file}, vars namn liknar {pattern}. Rätta namnet eller mappningen om den ska läsas."


def receipt_in_short(lines: Iterable[ReceiptLine], titles: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each file: its rows, how many were read and why the others were not; then what is worth a look."""
    for (source_id, file), of_file in groupby(lines, key=lambda line: (line.source_id, line.file)):
        told = list(of_file)
        counts = {line.subject: line.n or 0 for line in told if line.part == "rows"}
        if counts:
            rules = ", ".join(_rule(line) for line in told if line.part == "rule")
            unread = [line.subject for line in told if line.part == "column" and line.note == UNREAD]
            yield (
                f"{source_id}: {file}: {count(counts['in_file'], 'rad', 'rader')}: {number(counts['read'], 0)} lästa"
                + (f", {number(counts['reported'], 0)} med fel" if counts["reported"] else "")
                + (f", hoppas över: {rules}" if rules else "")
                + "."
                + (f" Kolumner som inte läses: {', '.join(unread)}." if unread else "")
            )
        yield from (f"  {_told(line, titles)[1]}" for line in told if line.part in {"near", "change"})


def receipt_in_full(lines: Sequence[ReceiptLine], titles: Mapping[str, str]) -> Iterator[str]:
    """Yield everything that the receipts say, file by file."""
    for (source_id, file), parts in receipts_by_file(lines, titles).items():
        yield f"{source_id}: {file}"
        for part, told in parts.items():
            yield f"  {RECEIPT_PARTS[part]}"
            yield from (f"    {what}: {said}" for what, said in told)


def receipts_by_file(
    lines: Sequence[ReceiptLine], titles: Mapping[str, str]
) -> dict[tuple[str, str], dict[Part, list[tuple[str, str]]]]:
    """Return what the receipts say, by source and file and by part: what each line is about, and what it says."""
    files: dict[tuple[str, str], dict[Part, list[tuple[str, str]]]] = {}
    for line in sorted(lines, key=lambda line: (line.source_id, line.file, list(RECEIPT_PARTS).index(line.part))):
        parts = files.setdefault((line.source_id, line.file), {})
        parts.setdefault(line.part, []).append(_told(line, titles))
    return files


def _rule(line: ReceiptLine) -> str:
    return f"{number(line.n, 0)} {RECEIPT_PASSED_OVER.get(line.subject, line.subject)}{_first(line)}"


def _first(line: ReceiptLine) -> str:
    if line.subject in RECEIPT_NOT_SHOWN or line.first_row is None:
        return ""
    return f", först rad {line.first_row}" + (f" ”{line.note}”" if line.note else "")


def _told(line: ReceiptLine, titles: Mapping[str, str]) -> tuple[str, str]:
    """Return what a line is about, and what it says."""
    unit = titles.get(line.unit_id or "", line.unit_id or "")
    period = "-".join(f"{part:02d}" for part in (line.year, line.month) if part is not None)
    match line.part:
        case "rows":
            return RECEIPT_COUNTS[line.subject], number(line.n, 0)
        case "rule":
            return RECEIPT_PASSED_OVER.get(line.subject, line.subject), f"{number(line.n, 0)}{_first(line)}"
        case "column":
            return line.subject, RECEIPT_COLUMN.get(line.note or "", line.note or "")
        case "sum":
            money = "" if line.amount is None else f", {number(line.amount, 2)} kr"
            said = count(line.n or 0, "rad", "rader") + money
            return " ".join(filter(None, (unit, BUDGET_KIND.get(line.subject, "").lower(), period))) or "alla", said
        case "near":
            return line.subject, RECEIPT_NEAR.format(file=line.subject, pattern=line.file)
        case "change":
            words = {
                "note": line.note,
                "unit": unit,
                "period": period,
                "n": number(line.n, 0),
                "amount": number(line.amount, 2),
                "before": number(line.before, 0 if line.subject == "rows" else 2),
            }
            return RECEIPT_CHANGE[line.subject], RECEIPT_CHANGED[line.subject].format(**words)
