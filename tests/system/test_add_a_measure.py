"""A measure is one SQL file and its test: one is added in a scratch copy, and stands everywhere by its header alone."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from tests.conftest import ROOT

SQL = """-- table: women_and_men
-- section: measures.md §8
-- title: Kvinnor och män
-- published: 99
-- key: indicator_id, year
-- needs: comparison, this_report
-- what: How far women's and men's values lie from each other, in the municipality and in all of them.
-- parents:
--   comparison  p.indicator_id = f.indicator_id AND p.year = f.year AND p.group_kind = 'all' AND p.area_id = t.area_id
--   model_node  p.model = 'women_and_men'
-- columns:
--   report        text    «Rapport» the report's id
--   indicator_id  text    «Indikator» the indicator
--   year          int[1900..2100]  «År» the year
--   gap           float[0..]  «Skillnad» women's value less men's, without its sign
--   lineage_id    text    «Spårnummer» leads to where the figure comes from
SELECT t.report, c.indicator_id, c.year, max(abs(c.gender_difference)) AS gap
FROM comparison AS c
CROSS JOIN this_report AS t
WHERE c.area_id = t.area_id AND c.group_kind = 'all' AND c.gender_difference IS NOT NULL
GROUP BY t.report, c.indicator_id, c.year
ORDER BY c.indicator_id, c.year
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with one file more, its generated files made anew, and the example's report."""
    copy = tmp_path_factory.mktemp("scratch") / "styrtal"
    ignored = shutil.ignore_patterns(".venv", "home", ".git", "__pycache__", ".hypothesis", ".ruff_cache")
    shutil.copytree(ROOT, copy, ignore=ignored)
    (copy / "models" / "sql" / "measures" / "women_and_men.sql").write_text(SQL, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(copy), "STYRTAL_HOME": str(copy / "home"), "PYTHONUTF8": "1"}
    for command in (["tools.columns"], ["tools.rows"], ["tools.docs"], ["pipelines.command.main", "run"]):
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=copy, env=environment, capture_output=True, text=True, timeout=240
        )
        assert done.returncode == 0, done.stderr
    return copy


@pytest.mark.slow
def test_its_rows_are_published_with_lineage_and_evidence(made: Path) -> None:
    report = next((made / "home" / "reports" / "example").iterdir())
    rows = pl.read_parquet(report / "tables" / "women_and_men.parquet")
    assert rows.height > 0
    compared = pl.read_parquet(report / "tables" / "comparison.parquet").filter(
        pl.col("gender_difference").is_not_null(), pl.col("group_kind") == "all", pl.col("area_id") == "9901"
    )
    wanted = compared.group_by("indicator_id", "year").agg(pl.col("gender_difference").abs().max().alias("gap"))
    assert rows.join(wanted, on=["indicator_id", "year", "gap"], how="anti").is_empty()
    lineage = pl.read_parquet(report / "tables" / "lineage.parquet")
    above = lineage.filter(pl.col("lineage_id").is_in(rows["lineage_id"].implode()))["parent_id"]
    assert set(compared["lineage_id"]) & set(above)
    evidence = (report / "quality" / "women_and_men.html").read_text(encoding="utf-8")
    assert "Tabellen Kvinnor och män" in evidence
    assert "Varje värde i Skillnad ligger på minst 0." in evidence


def test_the_docs_tell_of_it(made: Path) -> None:
    listed = (made / "docs" / "tables.md").read_text(encoding="utf-8")
    assert "| [women_and_men](tables/published.md#women_and_men) | *Kvinnor och män.* How far" in listed
    text = (made / "docs" / "tables" / "published.md").read_text(encoding="utf-8")
    assert "## women_and_men" in text
    assert "| gap | float | Skillnad | women's value less men's, without its sign |" in text
    assert "### women_and_men" in (made / "docs" / "measures" / "08-comparison.md").read_text(encoding="utf-8")
