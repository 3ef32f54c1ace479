"""Large and ugly files of one's own: processor time and peak memory of reading each, in a process of its own.

The time is against I, the processor time of importing the program's libraries, taken before and after each.

A sheet whose 400,000 cells only carry formatting; a CSV file of nearly 100 MB, and one of sums so far; a sheet of a million rows; a SIE file of
200,000 vouchers. Written here, with invented figures.
"""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from figures import Figure, parser, scratch, tell
from run_example import IMPORTS, measure

from assets.own_files.read_source import read_source
from models.definitions.own_files import Known, KnownUnit, Source

UNITS = 40
KNOWN = Known({f"enhet-{i}": KnownUnit(f"Enhet {i}") for i in range(UNITS)})
HEADING = ("Ansvar", "Konto", "Period", "Verifikation", "Belopp")
COLUMNS = {"unit_id": "Ansvar", "account": "Konto", "year": "Period", "month": "Period", "amount": "Belopp"}
# What each may take: I, and GiB at its peak.
BOUNDS = {
    "formatted": (0.3, 0.5),
    "csv": (20.0, 0.78),
    "cumulative": (22.0, 1.2),
    "sheet": (25.0, 0.65),
    "sie": (8.0, 0.6),
}


def row(i: int) -> tuple[str, str, str, str, str]:
    """Return an invented row of a ledger."""
    return f"enhet-{i % UNITS}", str(4000 + i % 997), f"2025{i % 12 + 1:02d}", f"A{i}", f"{i % 99991},{i % 100:02d}"


def write_formatted(path: Path, _rows: int) -> None:
    """Write a row of data, and below it borders over 50,000 rows of eight cells."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, border = book.add_worksheet(), book.add_format({"border": 1})
        sheet.write_row(0, 0, HEADING)
        sheet.write_row(1, 0, row(1))
        for at in range(2, 50_002):
            for column in range(8):
                sheet.write_blank(at, column, None, border)


def write_csv(path: Path, rows: int) -> None:
    """Write a ledger as text."""
    with path.open("w", encoding="utf-8") as file:
        file.write(";".join(HEADING) + "\n")
        file.writelines(";".join(row(i)) + "\n" for i in range(rows))


def write_cumulative(path: Path, rows: int) -> None:
    """Write a ledger of sums so far, month by month for each unit and account."""
    with path.open("w", encoding="utf-8") as file:
        file.write(";".join(HEADING) + "\n")
        for i in range(rows):
            unit, account, _, voucher, amount = row(i // 12)
            file.write(f"{unit};{account};2025{i % 12 + 1:02d};{voucher};{amount}\n")


def write_sheet(path: Path, rows: int) -> None:
    """Write a ledger as a sheet."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADING)
        for i in range(rows):
            unit, account, period, voucher, amount = row(i)
            sheet.write_row(i + 1, 0, (unit, int(account), int(period), voucher, float(amount.replace(",", "."))))


def write_sie(path: Path, vouchers: int) -> None:
    """Write vouchers of two transactions each."""
    with path.open("w", encoding="cp437") as file:
        file.write('#FLAGGA 0\n#SIETYP 4\n#RAR 0 20250101 20251231\n#DIM 1 "Ansvar"\n')
        for i in range(vouchers):
            unit, account, period, name, amount = row(i)
            said = amount.replace(",", ".")
            file.write(f'#VER A {i} {period}15 "{name}"\n{{\n#TRANS {account} {{1 {unit}}} {said}\n')
            file.write(f"#TRANS 5010 {{1 {unit}}} -{said}\n}}\n")


CASES: dict[str, tuple[str, Callable[[Path, int], None], int]] = {
    "formatted": ("bok.xlsx", write_formatted, 1),
    "csv": ("bok.csv", write_csv, 2_600_000),
    "cumulative": ("bok.csv", write_cumulative, 2_600_000),
    "sheet": ("bok.xlsx", write_sheet, 1_000_000),
    "sie": ("bok.se", write_sie, 200_000),
}


def read(case: str, folder: Path) -> None:
    """Read a case's file, and print seconds of processor, GiB at the peak, and rows read."""
    name, _, _ = CASES[case]
    of_case = {"cumulative": case == "cumulative"}
    source = Source.model_validate(
        {"id": "bok", "title": "Bok", "file": name, "kind": "ledger", "columns": COLUMNS, **of_case}
    )
    before = time.process_time()
    reading = read_source(folder, source, KNOWN)
    seconds = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(seconds, peak, reading.frame.height, len(reading.faults))


def main() -> None:
    """Measure."""
    options = parser(__doc__, 0)
    options.add_argument("--case", choices=CASES, action="append")
    options.add_argument("--read", type=Path)
    asked = options.parse_args()
    if asked.read:
        read(asked.case[0], asked.read)
        return
    environment = dict(os.environ)
    measure(IMPORTS, environment)  # the first compiles
    for case in asked.case or CASES:
        name, write, rows = CASES[case]
        with scratch() as folder:
            write(folder / name, rows)
            size = (folder / name).stat().st_size / 1e6
            imports, _ = measure(IMPORTS, environment)
            done = subprocess.run(
                [sys.executable, __file__, "--case", case, "--read", str(folder)],
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            )
            imports = (imports + measure(IMPORTS, environment)[0]) / 2
        seconds, peak, read_rows, faults = map(float, done.stdout.split())
        detail = f"{seconds:.2f} s, I {imports:.2f} s; {size:.1f} MB, {read_rows:,.0f} rows read, {faults:.0f} faults"
        longest, most = BOUNDS[case]
        tell(Figure(f"{case}: processor", seconds / imports, "I", bound=longest, detail=detail))
        tell(Figure(f"{case}: peak memory", peak, "GiB", bound=most))


if __name__ == "__main__":
    main()
