"""What is withheld stands nowhere that people are given: every file is opened as what it is, and searched for each cell."""

import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pypdf
import pytest
import yaml

from assets.definitions.read_yaml import read_definitions
from assets.playback.recording import Recording
from assets.playback.server import serving
from models.definitions.municipality import SECRET
from models.tables.header import published_tables
from tests.command import styrtal
from tests.small import catalogue, cells, definition, indicator, plan, vintage, write

BEFORE, AFTER = "prov/2024-08", "prov/2024-12"
UNITS: list[dict[str, Any]] = [
    {"id": "kf", "title": "Fullmäktige", "level": "council"},
    {"id": "ks", "title": "Styrelsen", "level": "executive", "parent": "kf"},
    {"id": "bun", "title": "Nämnden", "level": "committee", "parent": "kf"},
    {"id": "skola", "title": "Skolan", "level": "workplace", "parent": "bun"},
    {"id": "gymnasium", "title": "Gymnasiet", "level": "workplace", "parent": "bun"},
]
OWN_INDICATOR = {
    "id": "trivsel", "title": "Trivsel", "measured_by": "Räknas i maj.", "direction": "higher", "unit_of_measure": "poäng",
    "scale": {"kind": "amount"}, "decimals": 1, "precision": 0.1, "aggregation": "weighted_mean", "counts": "persons",
    "service_area": "grundskola", "lag": 1, "why": "Prov.",
}  # fmt: skip
# Numbers that are mistaken for no other however they are rounded. Three persons have them.
FTE, SICK, SCHEDULED = 41737.3194, 38519.8326, 52961.4127
FTE_BEFORE = 41736.2083
WRITTEN_HERE, FROM_FILE = 61738.2519, 71839.3527
PLANTED = (FTE, FTE_BEFORE, SICK, SCHEDULED, WRITTEN_HERE, FROM_FILE)
# What stands in a cell's row without telling how it was in it: what was planned, and how it is judged in general.
NOT_OF_THE_CELL = {
    "target",
    "target_low",
    "target_high",
    "tolerance",
    "decimals",
    "weight",
    "year",
    "month",
    "plan_year",
}


def staff(fte: float) -> list[dict[str, Any]]:
    few = {"headcount": 3, "fte": fte, "sick_hours": SICK, "scheduled_hours": SCHEDULED}
    many = {"headcount": 40, "fte": 39.5, "sick_hours": 400, "scheduled_hours": 6000}
    rows = [("skola", "M", few), ("skola", "K", many), ("gymnasium", "M", many), ("gymnasium", "K", many)]
    return [{"unit": u, "year": 2024, "month": month, "gender": g, **row} for u, g, row in rows for month in (4, 8)]


def world(fte: float) -> dict[str, Any]:
    goal = {"id": "mal", "kind": "own_result", "title": "Målet", "unit": "bun", "indicators": ["matt"]}
    few = {
        "id": "trygg", "kind": "quality_factor", "title": "Alla trivs", "unit": "skola", "indicators": ["trivsel"],
        "perspective": "Målgrupp",
    }  # fmt: skip
    activity = {
        "id": "a", "title": "=1+1 gör mer trivsel", "unit": "skola", "goals": ["trygg"], "responsible": "Rektor", "state": "done",
        "planned_start": date(2024, 2, 1), "planned_end": date(2024, 5, 1), "actual_end": date(2024, 5, 1),
    }  # fmt: skip
    source = {
        "id": "enkat", "title": "Enkäten", "file": "source/enkat.csv", "kind": "measurements",
        "columns": {"indicator_id": "Mått", "unit_id": "Enhet", "period": "År", "value": "Värde", "count": "Svar"},
    }  # fmt: skip
    targets = [
        {"goal": "mal", "indicator": "matt", "year1": 90},
        {"goal": "trygg", "indicator": "trivsel", "year1": 60},
    ]
    return definition(
        units=UNITS,
        indicators=[indicator(), OWN_INDICATOR],
        goals=[goal, few],
        plans=[plan(2024, targets)],
        staff=staff(fte),
        measurements=[
            {"indicator": "trivsel", "unit": "skola", "year": year, "value": WRITTEN_HERE, "count": 3}
            for year in (2022, 2023)
        ],
        sources=[source],
        activities=[activity],
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two reports between which the few changed, one frozen, compared, and an archive for others."""
    place = tmp_path_factory.mktemp("secrecy")
    folder, home = write(place / "data", world(FTE_BEFORE)), place / "home"
    (folder / "source").mkdir()
    (folder / "source" / "enkat.csv").write_text(
        f"Mått;Enhet;År;Värde;Svar\ntrivsel;skola;2024;{FROM_FILE};3\ntrivsel;gymnasium;2024;55;40\n".replace(".", ","),
        encoding="utf-8",
    )
    values = cells({2022: [80.0] * 30, 2023: [81.0] * 30, 2024: [82.0] * 30})
    with serving(Recording([vintage("2025-01-15", values)], catalogue(), origin="replay")) as server:
        for report, fte in ((BEFORE, FTE_BEFORE), (AFTER, FTE)):
            write(place / "data", world(fte))
            given = (
                "--municipality",
                folder,
                "--kolada-url",
                server.url,
                "--report",
                report.partition("/")[2],
                "--csv",
            )
            done = styrtal(home, "run", *given)
            assert done.returncode == 0, done.stderr
    for command in (("freeze", AFTER, "--by", "kvalitetschef"), ("diff", BEFORE, AFTER)):
        done = styrtal(home, *command, STYRTAL_DATA=str(place / "data"))
        assert done.returncode == 0, done.stderr
    assert styrtal(home, "backup", place / "till-andra.zip", "--for-others").returncode == 0
    shutil.unpack_archive(place / "till-andra.zip", home / "unpacked")
    return home


def given_away(home: Path) -> list[Path]:
    """Every file that people are given: reports, frozen editions, comparisons, and what the archive for others holds."""
    folders = ("reports", "frozen", "diffs", "unpacked")
    found = [path for folder in folders for path in sorted((home / folder).rglob("*")) if path.is_file()]
    assert len(found) > 100
    return found


def read(path: Path) -> Iterator[str]:
    """What can be read out of a file, opened as what it is."""
    match path.suffix:
        case ".parquet":
            yield pl.read_parquet(path).write_csv()
        case ".pdf":
            yield from (page.extract_text() for page in pypdf.PdfReader(path).pages)
        case ".xlsx":
            book = openpyxl.load_workbook(path)
            yield from (
                str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None
            )
            with zipfile.ZipFile(path) as parts:
                yield from (parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
        case ".yaml":
            yield str(yaml.safe_load(path.read_text(encoding="utf-8")))
            yield path.read_text(encoding="utf-8")
        case ".html" | ".csv" | ".json" | ".css" | ".svg" | ".txt":
            yield path.read_text(encoding="utf-8-sig")
        case other:
            raise AssertionError(f"{path}: how is a {other} read?")


def said(path: Path) -> str:
    """A file's text with every number written plainly: no spaces between digits, and a decimal point."""
    text = re.sub(r"(?<=\d)[   ](?=\d)", "", "\n".join(read(path)))
    return re.sub(r"(?<=\d),(?=\d)", ".", text)


def test_no_withheld_number_can_be_read_in_any_file(home: Path) -> None:
    planted = re.compile("|".join(rf"(?<![\w.]){int(value)}(?!\w)|(?<![\w.]){round(value)}(?!\w)" for value in PLANTED))
    kinds: set[str] = set()
    leaking: list[str] = []
    for path in given_away(home):
        kinds.add(path.suffix)
        leaking += [f"{path.relative_to(home)}: {found}" for found in set(planted.findall(said(path)))]
    assert leaking == []
    assert {".parquet", ".csv", ".xlsx", ".pdf", ".html", ".yaml", ".json"} <= kinds


def test_no_published_row_of_a_withheld_cell_has_a_figure(home: Path) -> None:
    table = pl.read_parquet(home / "reports" / AFTER / "tables" / "staff.parquet")
    hidden = {("staff", *row) for row in table.filter(pl.col("withheld")).select("unit_id", "year", "gender").rows()}
    assert {("staff", "skola", 2024, "M"), ("staff", "skola", 2024, "K")} <= hidden
    hidden |= {("trivsel", "skola", year, "T") for year in (2022, 2023, 2024)}
    telling: list[str] = []
    searched = 0
    for path in (path for path in given_away(home) if path.suffix == ".parquet"):
        frame = pl.read_parquet(path)
        if not {"unit_id", "year", "gender"} <= set(frame.columns):
            continue
        figures = [name for name, kind in frame.schema.items() if kind.is_float() and name not in NOT_OF_THE_CELL]
        for row in frame.to_dicts():
            subject = "staff" if path.stem == "staff" else row.get("indicator_id")
            if (subject, row["unit_id"], row["year"], row["gender"]) in hidden:
                searched += 1
                telling += [f"{path.relative_to(home)} {name} {row[name]}" for name in figures if row[name] is not None]
    assert searched > 10
    assert telling == []


def test_definitions_in_a_report_have_no_secret_rows_and_read_as_before(home: Path) -> None:
    original = read_definitions(home.parent / "data" / "prov")
    for folder in (home / "reports" / AFTER, home / "frozen" / AFTER / "1"):
        carried = read_definitions(folder / "definitions", "prov")
        for section in SECRET:
            assert getattr(original.model, section)
            assert getattr(carried.model, section) == []
        assert carried.model.model_dump(exclude=set(SECRET)) == original.model.model_dump(exclude=set(SECRET))
        standing = {key: place for key, place in original.places.items() if key[0] not in SECRET}
        assert carried.places == standing, "every definition stands on the line where it stood"


def test_the_home_keeps_the_definitions_bytes_under_the_manifests_hash(home: Path) -> None:
    import gzip
    import json

    manifest = json.loads((home / "frozen" / AFTER / "1" / "manifest.json").read_text(encoding="utf-8"))
    for name, sha256 in manifest["definitions"].items():
        kept = home / "files" / "prov" / "bodies" / sha256[:2] / f"{sha256}.gz"
        assert gzip.decompress(kept.read_bytes()) == (home.parent / "data" / "prov" / name).read_bytes()


def test_a_report_still_verifies_explains_and_compares(home: Path) -> None:
    data = {"STYRTAL_DATA": str(home.parent / "data")}
    for command in (
        ("verify", AFTER),
        ("explain", "--indicator", "matt", "--report", AFTER),
        ("explain", "--indicator", "matt", "--report", f"{AFTER}/1"),
        ("diff", BEFORE, f"{AFTER}/1"),
    ):
        done = styrtal(home, *command, **data)
        assert done.returncode == 0, (command, done.stderr)


def test_an_archive_for_others_leaves_out_what_an_earlier_version_froze(home: Path, tmp_path: Path) -> None:
    old = Path(shutil.copytree(home, tmp_path / "home"))
    edition = old / "frozen" / AFTER / "1"
    (edition / "definitions" / "staff.yaml").chmod(0o600)
    shutil.copyfile(home.parent / "data" / "prov" / "staff.yaml", edition / "definitions" / "staff.yaml")
    done = styrtal(old, "backup", tmp_path / "ut.zip", "--for-others")
    assert done.returncode == 0, done.stderr
    assert f"frozen/{AFTER}/1/definitions/staff.yaml har rader" in done.stderr
    with zipfile.ZipFile(tmp_path / "ut.zip") as archive:
        assert f"frozen/{AFTER}/1/definitions/staff.yaml" not in archive.namelist()
        assert not [
            name for name in archive.namelist() if name.split("/")[0] not in {"reports", "frozen", "backup.json"}
        ]


def test_a_text_that_a_spreadsheet_would_compute_is_defused_and_comes_back_whole(home: Path) -> None:
    found: set[str] = set()
    for name in published_tables():
        place = home / "reports" / AFTER / "tables" / name
        as_is = pl.read_parquet(place.with_suffix(".parquet"))
        defused = pl.read_csv(place.with_suffix(".csv"), separator=";", infer_schema=False)
        for column, kind in as_is.schema.items():
            if kind != pl.String:
                continue
            texts = [text or "" for text in defused[column].to_list()]
            assert not [text for text in texts if text[:1] in set("=+-@\t\r")], (name, column)
            found |= {text for text in texts if text.startswith("'")}
            # As docs/tables.md tells it: an apostrophe that stands first is taken away.
            assert [text.removeprefix("'") for text in texts] == [text or "" for text in as_is[column].to_list()]
    assert "'=1+1 gör mer trivsel" in found
