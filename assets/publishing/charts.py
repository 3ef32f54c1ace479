"""Every picture of the published reports' pages as a file, with its numbers beside it, within what is decided."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import wrap

from assets.finished.open_finished import Side
from assets.finished.tables import FORMULA, OWN_MEASUREMENTS
from assets.followup.content import Cell, Picture
from assets.followup.of_finished import pictures_of
from assets.followup.pictures.svg import short, text
from models.definitions.publishing import Publishing
from models.tables.rows import FactChartRow

CHARTS, TABLE = "charts", "fact_chart"
_NO_BREAK_SPACE = "\u00a0"
# A file has no style sheet of a page: its letters and its paper stand in it.
_ALONE = '<svg font-family="Segoe UI, Helvetica Neue, Arial, Liberation Sans, sans-serif" style="background: #fff" '
_SIZE = re.compile(r'viewBox="0 0 (\S+) (\S+)" width="\S+" height="\S+"')
_LONGEST_LINE, _LINE = 46, 16.0


def charts_of(side: Side, decided: Publishing) -> tuple[list[FactChartRow], dict[str, bytes]]:
    """Return the rows of `fact_chart` of a report, and its files by their place in the folder.

    A picture is published where each unit that it tells of is, and each table that its numbers are decided to be published with.
    """
    if TABLE not in decided.tables:
        return [], {}
    units = {unit.id for unit in side.definitions.model.units if unit.level in decided.levels}
    place = f"{CHARTS}/{side.name.report}/{side.name.edition or 'arbetskopia'}"
    rows: list[FactChartRow] = []
    files: dict[str, bytes] = {}
    counted: dict[str, int] = {}
    for page, drawn in pictures_of(side):
        # Numbered before any is left out: what is decided later changes no other picture's name.
        counted[page] = counted.get(page, 0) + 1
        if not (drawn.units and units.issuperset(drawn.units) and drawn.facts and {*drawn.facts} <= {*decided.tables}):
            continue
        file = f"{place}/{page}-{counted[page]:03}"
        files[f"{file}.svg"] = _alone(drawn).encode()
        files[f"{file}.csv"] = _as_csv(drawn)
        rows += _rows(side, file, drawn)
    return rows, files


def lacks_own_series(side: Side) -> bool:
    """Tell whether a report was made before what its pictures of own measurements are drawn from was kept."""
    return not (side.folder / OWN_MEASUREMENTS).is_file()


def keep_files(old: Path, new: Path, files: Mapping[str, bytes], names: set[str]) -> None:
    """Write the pictures of new reports, and take over those named that the folder had before."""
    for name in (f"{stem}.{ending}" for stem in sorted(names) for ending in ("svg", "csv")):
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        (new / name).write_bytes(files[name] if name in files else (old / name).read_bytes())


def _alone(drawn: Picture) -> str:
    """Return a picture that looks right without a page: with its title above it."""
    lines = wrap(drawn.title, _LONGEST_LINE)
    head = _LINE * len(lines) + 6
    above = "".join(text(4, _LINE * n - head + 12, said, bold=True) for n, said in enumerate(lines))
    sized = _SIZE.sub(
        lambda m: (
            f'viewBox="0 {short(-head)} {m[1]} {short(float(m[2]) + head)}" width="{m[1]}" height="{short(float(m[2]) + head)}"'
        ),
        drawn.svg,
        count=1,
    )
    return f"{sized.replace('<svg ', _ALONE, 1).removesuffix('</svg>')}{above}</svg>"


def _rows(side: Side, file: str, drawn: Picture) -> Iterator[FactChartRow]:
    key = str(side.name)
    for n, (label, *cells) in enumerate(drawn.numbers.rows, 1):
        for column, cell in zip(drawn.numbers.columns[1:], cells, strict=True):
            yield {
                "report_key": key,
                "file": file,
                "title": drawn.title,
                "facts": ", ".join(drawn.facts),
                "indicator_key": f"{key}|{drawn.indicator_id}" if drawn.indicator_id else None,
                "unit_key": f"{key}|{drawn.units[0]}" if len(drawn.units) == 1 else None,
                "gender": drawn.gender or None,
                "row": n,
                "label": label.text,
                "year": label.value if isinstance(label.value, int) else None,
                "series": column.title,
                "value": float(cell.value) if isinstance(cell.value, int | float) else None,
                "said": cell.text,
            }


def _as_csv(drawn: Picture) -> bytes:
    """Return the numbers as they are read, in a form that Swedish Excel opens as numbers."""
    sheet = io.StringIO(newline="")
    written = csv.writer(sheet, delimiter=";", lineterminator="\n")
    written.writerow([column.title for column in drawn.numbers.columns])
    for row in drawn.numbers.rows:
        written.writerow(_written(cell) for cell in row)
    return sheet.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str:
    if cell.value is None:
        return ""
    if isinstance(cell.value, int | float):
        return cell.text.replace(_NO_BREAK_SPACE, "").replace("−", "-")
    return f"'{cell.text}" if re.match(FORMULA, cell.text) else cell.text
