"""The made-up municipalities' finished pages, workbooks and PDFs, read as what they are, held to the tables beside them.

Of pages: the counts of each unit, goal and bar, each indicator's value, year, target and distance, and the money's sentences. Of
workbooks: every number in a row that says where it comes from. Of PDFs: every number, with the word after it, that its page says
unfolded. People's own words are theirs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pypdf
import pytest

from models.words import numbers

COUNTED = {"n_met": "uppfyll", "n_partly": "delvis uppfyll", "n_not_met": "ej uppfyll", "n_not_assessed": "ej bedöm"}
Row = dict[str, Any]


@dataclass(frozen=True)
class Tongue:
    """How a municipality says statuses and money: as the tables' columns are called, and in which unit amounts are written."""

    # In a sentence that counts targets, and elsewhere.
    counts: re.Pattern[str]
    names: dict[str, str]
    # The unit of tables and sentences, and of the tiles: what it is called, how many kronor it is, its decimals.
    money: tuple[str, float, int]
    tile: tuple[str, float, int]

    def amount(self, kronor: float, *, tile: bool = False) -> str:
        unit, factor, decimals = self.tile if tile else self.money
        return f"{numbers.number(abs(kronor) / factor, decimals)} {unit}".replace("\u00a0", " ")


def bare(kronor: float, unit: tuple[str, float, int]) -> str:
    return numbers.number(kronor / unit[1], unit[2]).replace("\u00a0", " ")


STANDARD = Tongue(
    re.compile(r"Av (\d+) målvärden är ([^.]*)\."),
    {"n_met": "uppfyllt", "n_partly": "delvis uppfyllt", "n_not_met": "ej uppfyllt", "n_not_assessed": "ej bedömd"},
    ("kronor", 1, 0),
    ("mnkr", 1e6, 1),
)
OWN = Tongue(
    re.compile(r"(\d+) målvärden: ([^.]*)\."),
    {"n_met": "i hamn", "n_partly": "nära eller på väg", "n_not_met": "långt kvar", "n_not_assessed": "inte bedömt"},
    ("tkr", 1e3, 0),
    ("tkr", 1e3, 0),
)


def text(html: str) -> str:
    """What a piece of a page says, without people's own words."""
    html = re.sub(r'(?s)<div class="own">.*?</div>', " ", html)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def table(folder: Path, name: str) -> list[Row]:
    return list(pl.read_parquet(folder / "tables" / f"{name}.parquet").iter_rows(named=True))


def sections(html: str) -> dict[str, str]:
    """Each section of a page by its heading's id."""
    return {
        m[2]: m[0]
        for m in re.finditer(r'(?s)<section[^>]*>\s*(?:<details><summary>)?<h(\d) id="([^"]+)".*?</section>', html)
    }


def counted(said: str, tongue: Tongue) -> dict[str, int] | None:
    """The counts of the first sentence on targets."""
    found = tongue.counts.search(said)
    if found is None:
        return None
    parts = dict.fromkeys(COUNTED, 0)
    stems = COUNTED if tongue is STANDARD else {key: f"”{name}" for key, name in tongue.names.items()}
    for key, stem in stems.items():
        n = re.search(rf"(\d+) {stem}", found[2], re.IGNORECASE)
        parts[key] = int(n[1]) if n else 0
    return {**parts, "all": int(found[1])}


def expected(row: Row) -> dict[str, int]:
    return {**{key: row[key] for key in COUNTED}, "all": sum(row[key] for key in COUNTED)}


def differences(folder: Path, tongue: Tongue = STANDARD) -> Iterator[str]:
    """Every place where a page says something else than the tables."""
    units = {row["unit_id"]: row for row in table(folder, "level_status") if row["unit_id"]}
    goals = {(row["goal_id"], row["unit_id"]): row for row in table(folder, "goal_status")}
    leaves = table(folder, "fulfilment")
    money = sorted(table(folder, "budget"), key=lambda row: row["month"])
    for unit_id, row in units.items():
        path = folder / ("council.html" if row["level"] == "council" else f"{unit_id}.html")
        if not path.exists():
            continue
        page = sections(path.read_text(encoding="utf-8"))
        # The unit's own count stands under its goals', folded.
        said = counted(text(page["i-korthet"].partition("<details")[2]), tongue)
        if said is not None and said != expected(row):
            yield f"{path.name}: {said} i korthet, {expected(row)}"
        yield from of_bars(path.name, page["i-korthet"], row, tongue)
        of_unit = [r for r in money if r["unit_id"] == unit_id and r["forecast"] is not None]
        yield from of_money(path.name, text(page.get("ekonomi", "")), of_unit, tongue)
        yield from of_tiles(path.name, page["i-korthet"], row, of_unit, tongue)
        for anchor, html in page.items():
            whole = goals.get((anchor.removeprefix("mal-"), None))
            said = counted(text(html), tongue)
            if whole is not None and said is not None and path.name == "council.html" and said != expected(whole):
                yield f"{path.name} {anchor}: {said}, {expected(whole)}"
        yield from of_indicators(path.name, page, leaves)
        yield from of_reasons(path.name, text(page["i-korthet"]), leaves)
        for goal, html in re.findall(
            r'(?s)<tr role="row"><th[^>]*>\s*<a href="#mal-([^"]+)">(.*?)</tr>', page["i-korthet"]
        ):
            said = counted(text(html), tongue)
            there = [expected(goals[key]) for key in ((goal, None), (goal, unit_id)) if key in goals]
            if said is not None and said not in there:
                yield f"{path.name} {goal}: {said} i första tabellen, {there}"


def of_bars(page: str, html: str, row: Row, tongue: Tongue) -> Iterator[str]:
    """Bars that add up to something else than the unit's counts."""
    bars = re.search(r'aria-label="Målvärden efter bedömning\. ([^"]*)"', html)
    words = {name: key for key, name in tongue.names.items()}
    said = "|".join(sorted(words, key=len, reverse=True))
    if bars is not None:
        total = dict.fromkeys(COUNTED, 0)
        for n, word in re.findall(rf"(\d+) ({said})\b", bars[1]):
            total[words[word]] += int(n)
        if total != {key: row[key] for key in COUNTED}:
            yield f"{page}: staplarna {total}"


def of_money(page: str, short: str, of_unit: list[Row], tongue: Tongue) -> Iterator[str]:
    """A sentence on the economy whose forecast, budget or deviation is another than the newest of the unit's rows."""
    for kind, name in (("cost", "kostnad"), ("result", "resultat")):
        latest = [r for r in of_unit if r["kind"] == kind]
        told = re.search(rf"{name.capitalize()} ?\. ([^:]*): ([^.]*)\.", short)
        if told is None:
            continue
        last = latest[-1]
        # In the unit of tiles, unless what differs is too small to be seen there.
        for unit in (tongue.tile, tongue.money):
            shown = [bare(last[k], unit) for k in ("forecast", "budget")]
            # As far apart as the two are read.
            forecast, budget = (Decimal(part.replace("−", "-").replace(" ", "").replace(",", ".")) for part in shown)
            apart = (forecast - budget) * (-1 if kind == "cost" else 1)
            if budget and (apart or last["forecast"] == last["budget"]):
                break
        word = {"cost": ("billigare", "dyrare"), "result": ("bättre", "sämre")}[kind][apart < 0]
        if re.findall(r"−?\d[\d ]*,?\d*(?= \w)", told[1]) != shown or told[2] not in {
            f"{bare(abs(float(apart)) * unit[1], unit)} {unit[0]} {word} än budget",
            *(["ingen avvikelse"] if apart == 0 else []),
        }:
            yield f"{page}: {told[0]}"


def of_tiles(page: str, html: str, row: Row, of_unit: list[Row], tongue: Tongue) -> Iterator[str]:
    """The answers that a page begins with whose figure is another than the tables'."""
    tiles = {
        text(m[1]).strip(): text(m[2]).strip()
        for m in re.finditer(r'(?s)<span class="caption">(.*?)</span>\s*<strong>(.*?)</strong>', html)
    }
    total = sum(row[key] for key in COUNTED)
    if total and tiles.get("Målvärden") != f"{row['n_met']} av {total}":
        yield f"{page}: {tiles.get('Målvärden')} målvärden"
    latest = [r for kind in ("cost", "result") for r in of_unit if r["kind"] == kind and r["deviation"] is not None]
    wanted = tongue.amount(latest[-1]["deviation"], tile=True) if latest else None
    if tiles.get("Ekonomi, helår") != wanted:
        yield f"{page}: {tiles.get('Ekonomi, helår')} mot budget, {wanted}"


def of_reasons(page: str, short: str, leaves: list[Row]) -> Iterator[str]:
    """A reason of the first table that no row of fulfilment has: a value with its year beside its target."""
    d = {row["indicator_id"]: row["decimals"] for row in leaves}
    said = [(row, d[row["indicator_id"]]) for row in leaves if row["value"] is not None and row["target"] is not None]
    there = {
        tuple(
            part.replace("\u00a0", " ")
            for part in (numbers.number(r["value"], n), numbers.number(r["target"], n), str(r["year"]))
        )
        for r, n in said
    }
    for value, year, target in re.findall(
        r": (−?[\d ]*\d(?:,\d+)?) [^():;.,]*?\((\d{4})\), målet är (?:minst|högst) (−?[\d ]*\d(?:,\d+)?)", short
    ):
        if (value, target, year) not in there:
            yield f"{page}: {value} ({year}) mot {target}"


def of_indicators(page: str, parts: dict[str, str], leaves: list[Row]) -> Iterator[str]:
    """Every card whose value, year, target or distance is another than that of its row of fulfilment."""
    whole = " ".join(parts.values())
    for row in leaves:
        stem = f"indikator-{row['goal_id']}-{row['indicator_id']}-{row['gender'].lower()}"
        for anchor in (stem, f"{stem}-{row['unit_id']}"):
            card = re.search(rf'(?s)<div class="card" id="{anchor}">.*?(?=<div class="card"|</section>)', whole)
            if card is None or (anchor == stem and f'id="{stem}-{row["unit_id"]}"' in whole):
                continue
            said, d = text(card[0]), row["decimals"]
            year = re.search(r"(?:Det senaste värdet, för|Prognosen för|Utfallet för) (\d{4})", said)
            if year is not None and int(year[1]) != row["year"]:
                yield f"{page} {anchor}: år {year[1]}, {row['year']}"
            apart = re.search(r"värdet är ([\d,  ]*\d) \S.*? (bättre|sämre) än målet", said)
            if apart is not None:
                wanted = numbers.number(abs(row["gap"]), d).replace("\u00a0", " ")
                if (apart[1], apart[2]) != (wanted, "bättre" if row["gap"] > 0 else "sämre"):
                    yield f"{page} {anchor}: {apart[0]}"
            goal = re.search(rf"Målet för {row['report'][:4]} är (?:minst|högst) (−?[\d,  ]*\d)", said)
            if goal is not None and goal[1] != numbers.number(row["target"], d).replace("\u00a0", " "):
                yield f"{page} {anchor}: {goal[0]}"


# Cells that come of more rows than the one that their own row leads to, as women's and men's or last year's, or that are differences of
# two numbers as they are read; and sheets whose rows hold several years.
OF_MORE_ROWS = {
    "Kvinnor minus män", "Ekonomi, helår", "Sjukfrånvaro året före", "Andel året före, procent", "Median, liknande kommuner",
    "Länets median", "Skillnad mot median", "Förändring",
}  # fmt: skip
OF_MORE_YEARS = {"Historik", "Fem år"}


def in_workbooks(folder: Path) -> Iterator[str | None]:
    """Each number of a workbook's row that leads to where it comes from: what differs, or None where that row has the number.

    It is the row's number, or that number rounded, in percent, in thousands or in millions.
    """
    origins = {
        row["lineage_id"]: [n for n in row.values() if isinstance(n, int | float)]
        for path in (folder / "tables").glob("*.parquet")
        if path.stem != "lineage" and "lineage_id" in pl.read_parquet_schema(path)
        for row in pl.read_parquet(path).iter_rows(named=True)
    }
    for path in sorted(folder.glob("*.xlsx")):
        for sheet in openpyxl.load_workbook(path, read_only=True):
            heads: tuple[Any, ...] = ()
            for row in sheet.iter_rows(values_only=True):
                if "Spårnummer" in row:
                    heads = row
                elif (
                    heads
                    and (origin := origins.get(row[heads.index("Spårnummer")]))
                    and sheet.title not in OF_MORE_YEARS
                ):
                    for head, cell in zip(heads, row, strict=False):
                        if isinstance(cell, int | float) and head not in OF_MORE_ROWS:
                            there = any(
                                _same(cell, number / factor) for number in origin for factor in (1, 100, 1e3, 1e6)
                            )
                            yield None if there else f"{path.name} {sheet.title}: {head} {cell}"


def _same(cell: float, number: float) -> bool:
    rounded = (d for d in range(8) if round(cell, d) == cell)
    return abs(cell - number) <= max(1e-9 * abs(number), 0.5000001 * 10 ** -next(rounded, 9))


def in_pdfs(folder: Path) -> Iterator[str | None]:
    """Each number that a page says unfolded, with the word after it: what its PDF lacks, or None."""
    for path in sorted(folder.glob("*.pdf")):
        html = path.with_suffix(".html").read_text(encoding="utf-8")
        said = re.sub(
            r'(?s)<(style|script|nav|svg|header|footer|details)\b.*?</\1>|<div class="own">.*?</div>', " ", html
        )
        printed = re.sub(r"-\n|\s", "", "".join(page.extract_text() for page in pypdf.PdfReader(path).pages))
        for block in re.findall(r"(?s)<(?:li|p|td|strong|dd)\b[^>]*>(.*?)</(?:li|p|td|strong|dd)>", said):
            for number, word in re.findall(
                r"(−?\d[\d\xa0]*(?:,\d+)?)[ \xa0]([a-zåäö]+)", text(block).replace("\u2212", "−")
            ):
                there = re.sub(r"\s", "", number) + word in printed
                yield None if there else f"{path.name}: {number} {word}"


@pytest.fixture(scope="module")
def finished(example_run: Path) -> Path:
    return example_run / "reports" / "example" / "2026-08"


def test_every_page_says_what_the_tables_hold(finished: Path) -> None:
    assert list(differences(finished)) == []


def test_every_workbook_holds_the_tables_numbers(finished: Path, tmp_path: Path) -> None:
    found = list(in_workbooks(finished))
    assert [each for each in found if each] == []
    assert len(found) > 3000
    # A number that is another is found.
    (tmp_path / "tables").symlink_to(finished / "tables")
    book = openpyxl.load_workbook(finished / "socialnamnden.xlsx")
    sheet = book["Indikatorer"]
    heads = {cell.value: cell.column for row in sheet.iter_rows(max_row=8) for cell in row}
    changed = next(cell for row in sheet.iter_rows(min_row=4, min_col=heads["Värde"], max_col=heads["Värde"]) for cell in row
                   if isinstance(cell.value, float))  # fmt: skip
    changed.value += 1
    book.save(tmp_path / "socialnamnden.xlsx")
    assert [each for each in in_workbooks(tmp_path) if each] == [
        f"socialnamnden.xlsx Indikatorer: Värde {changed.value}"
    ]


def test_every_pdf_says_the_numbers_of_its_page(finished: Path, tmp_path: Path) -> None:
    found = list(in_pdfs(finished))
    assert [each for each in found if each] == []
    assert len(found) > 500
    html = (finished / "socialnamnden.html").read_text(encoding="utf-8")
    (tmp_path / "socialnamnden.html").write_text(html.replace("18,0\u00a0mnkr", "19,0\u00a0mnkr"), encoding="utf-8")
    (tmp_path / "socialnamnden.pdf").symlink_to(finished / "socialnamnden.pdf")
    assert {each for each in in_pdfs(tmp_path) if each} == {"socialnamnden.pdf: 19,0 mnkr"}


@pytest.mark.slow
@pytest.mark.parametrize("report", ["2025-12", "2026-04", "2026-08"])
def test_every_page_of_another_municipality_says_so_in_its_own_words(second_run: Path, report: str) -> None:
    folder = second_run / "reports" / "sagolunda" / report
    assert list(differences(folder, OWN)) == []
    assert [each for each in (*in_workbooks(folder), *in_pdfs(folder)) if each] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "was", "made"),
    [
        ("omsorgsutskottet.html", "4\u00a0målvärden: 3 ”Nära eller på väg”", "4\u00a0målvärden: 2 ”Nära eller på väg”"),
        ("omsorgsutskottet.html", "<strong>9\u00a0300\u00a0tkr</strong>", "<strong>9\u00a0400\u00a0tkr</strong>"),
        ("omsorgsutskottet.html", "9\u00a0300\u00a0tkr dyrare än budget", "9\u00a0300\u00a0tkr billigare än budget"),
        ("omsorgsutskottet.html", "1 nära eller på väg, 1 långt kvar", "2 nära eller på väg, 1 långt kvar"),
    ],
)
def test_another_word_or_number_is_found_in_its_own_words_too(
    second_run: Path, tmp_path: Path, page: str, was: str, made: str
) -> None:
    found_where_changed(second_run / "reports" / "sagolunda" / "2026-08", tmp_path, page, was, made, OWN)


@pytest.mark.parametrize(
    ("page", "was", "made"),
    [
        ("socialnamnden.html", "Av 5\u00a0målvärden är 2 uppfyllda", "Av 5\u00a0målvärden är 3 uppfyllda"),
        ("socialnamnden.html", "<strong>2 av 5</strong>", "<strong>3 av 5</strong>"),
        ("socialnamnden.html", "<strong>18,0\u00a0mnkr</strong>", "<strong>19,0\u00a0mnkr</strong>"),
        ("socialnamnden.html", "mnkr dyrare än budget.", "mnkr billigare än budget."),
        ("socialnamnden.html", "procentenheter sämre än målet", "procentenheter bättre än målet"),
        ("council.html", "Det senaste värdet, för 2025", "Det senaste värdet, för 2024"),
        ("council.html", "Målet för 2026 är minst 88,0", "Målet för 2026 är minst 89,0"),
        ("council.html", "målet är minst 88,0", "målet är minst 89,0"),
        ("council.html", "Av 15\u00a0målvärden är 4 uppfyllda", "Av 15\u00a0målvärden är 5 uppfyllda"),
    ],
)
def test_another_word_or_number_is_found(finished: Path, tmp_path: Path, page: str, was: str, made: str) -> None:
    found_where_changed(finished, tmp_path, page, was, made, STANDARD)


def found_where_changed(finished: Path, tmp_path: Path, page: str, was: str, made: str, tongue: Tongue) -> None:
    (tmp_path / "tables").symlink_to(finished / "tables")
    original = (finished / page).read_text(encoding="utf-8")
    assert was in original
    (tmp_path / page).write_text(original.replace(was, made, 1), encoding="utf-8")
    assert list(differences(tmp_path, tongue)) != []
