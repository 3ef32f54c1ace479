"""What the auditors get: a page with its tables and their lineage as a bag in a zip, which proves itself."""

import hashlib
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from assets.finished.open_finished import Side, open_side
from assets.finished.page_package import write_package
from models.errors import UsageError
from tests.small import cells, definition, published

TABLES = ("assessability", "audit_questions")
TOP = "prov-2024-12-sida"


def with_a_page(tmp_path: Path) -> Side:
    document = {
        "id": "bra",
        "title": "Bra",
        "kind": "programme",
        "owner": "bun",
        "goals": ["mal"],
        "valid_to": date(2030, 1, 1),
    }
    workplace = published(tmp_path, definition(steering_documents=[document]), cells({2024: 91.0}))
    side = open_side(workplace, "prov/2024-12")
    (side.folder / "sida.html").write_text("<h1>En sida</h1>", encoding="utf-8")
    return side


def test_the_package_is_a_bag_of_the_page_its_tables_and_what_they_were_made_of(tmp_path: Path) -> None:
    side = with_a_page(tmp_path)
    path = tmp_path / "revision.zip"
    assert write_package(side, "sida", TABLES, path) == 8
    with zipfile.ZipFile(path) as packed:
        held = {name.removeprefix(f"{TOP}/"): packed.read(name) for name in packed.namelist()}
    payload = {name.removeprefix("data/"): data for name, data in held.items() if name.startswith("data/")}
    assert set(payload) == {
        "sida.html", "manifest.json", *(f"tables/{name}.{kind}" for name in (*TABLES, "lineage") for kind in ("parquet", "csv")),
    }  # fmt: skip
    listed = dict(line.split("  ")[::-1] for line in held["manifest-sha256.txt"].decode().splitlines())
    assert listed == {f"data/{name}": hashlib.sha256(data).hexdigest() for name, data in payload.items()}
    assert held["bagit.txt"].startswith(b"BagIt-Version: 1.0\n")
    assert b"External-Identifier: prov/2024-12/sida\n" in held["bag-info.txt"]
    # What is the report's own is as it lies there.
    assert payload["tables/assessability.parquet"] == side.table("assessability").read_bytes()
    lineage, whole = pl.read_parquet(payload["tables/lineage.parquet"]), pl.read_parquet(side.table("lineage"))
    figures = pl.concat([pl.read_parquet(payload[f"tables/{name}.parquet"])["lineage_id"] for name in TABLES])
    assert set(figures) <= set(lineage["lineage_id"])
    assert set(lineage["parent_id"].drop_nulls()) <= set(lineage["lineage_id"])
    assert {"goals", "steering_documents"} <= {
        label.split(" ")[0].split(".")[0] for label in lineage.filter(pl.col("kind") == "definition")["label"]
    }
    assert lineage.height < whole.height


def test_the_same_report_gives_the_same_bytes_and_nothing_is_written_over(tmp_path: Path) -> None:
    side = with_a_page(tmp_path)
    for name in ("a.zip", "b.zip"):
        write_package(side, "sida", TABLES, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with pytest.raises(UsageError, match="finns redan"):
        write_package(side, "sida", TABLES, tmp_path / "a.zip")
    with pytest.raises(UsageError, match=r"slutar inte på \.zip"):
        write_package(side, "sida", TABLES, tmp_path / "a.tar")
    with pytest.raises(UsageError, match=r"har ingen sida annan\.html"):
        write_package(side, "annan", TABLES, tmp_path / "c.zip")


def test_a_report_that_follows_up_no_goals_has_nothing_for_the_auditors(tmp_path: Path) -> None:
    workplace = published(tmp_path, definition(), cells({2024: 91.0}), report="2024-05")
    with pytest.raises(UsageError, match=r"prov/2024-05 följer inte upp mål, och har ingen sida revision\.html"):
        write_package(open_side(workplace, "prov/2024-05"), "revision", TABLES, tmp_path / "d.zip")
