"""A year lived through: each report made in its time, approved level by level and frozen, files corrected in between.

The clock is given to `pipelines.clock` within this process; made-up values are published up to the day that it shows.
"""

import json
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines import clock
from pipelines.command.main import app
from tests.command import ROOT, digest

COMMITTEES = (
    "barn-och-utbildningsnamnden", "socialnamnden", "kultur-och-fritidsnamnden", "samhallsbyggnadsnamnden",
)  # fmt: skip
PUBLISHED = ("2025-05-10", "2025-06-05", "2025-09-15", "2026-01-31")
REVISED_PLAN = """
  - id: mrp-2025-reviderad
    title: "Reviderad mål- och resursplan 2025"
    decided_at: 2025-06-18
    decision: "KF § 71"
    year1: 2025
    targets:
      - {goal: god-ekonomi, indicator: soliditet, year1: 60, year3: 62}
"""


class Year:
    """A municipality's folder and home, and a clock that a test sets."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home, self.data = folder / "home", folder / "data"
        self.municipality = self.data / "example"
        shutil.copytree(ROOT / "data" / "example", self.municipality)
        monkeypatch.setenv("STYRTAL_HOME", str(self.home))
        monkeypatch.setenv("STYRTAL_DATA", str(self.data))
        self.set: Callable[[datetime], None] = lambda now: monkeypatch.setattr(clock, "now", lambda: now)

    def on(self, day: str) -> None:
        """Let it be noon of a day: what was published by then can be fetched."""
        self.set(datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC))
        source = self.municipality / "source" / "kolada.yaml"
        known = ", ".join(each for each in PUBLISHED if each <= day)
        text = re.sub(r"^vintages: .*$", f"vintages: [{known}]", source.read_text(encoding="utf-8"), flags=re.MULTILINE)
        source.write_text(text, encoding="utf-8")

    def run(self, *args: str, status: int = 0) -> str:
        """Run a command, which ends as it should, and return what it said."""
        done = CliRunner().invoke(app, list(args))
        assert done.exit_code == status, done.output
        return done.output

    def make(self, report: str, *args: str) -> dict[str, object]:
        said = self.run("run", "--municipality", str(self.municipality), "--report", report, "--json", *args)
        return json.loads(said.splitlines()[-1])

    def approve(self, report: str, *units: str) -> None:
        """Let an hour pass, and units approve their parts."""
        self.set(clock.now() + timedelta(hours=1))
        for unit in units:
            self.run("approve", f"example/{report}", "--unit", unit, "--by", "ordförande")

    def freeze(self, report: str, status: int = 0) -> str:
        return self.run("freeze", f"example/{report}", "--by", "kommunfullmäktiges presidium", status=status)

    def page(self, report: str, name: str) -> str:
        return (self.home / "reports" / "example" / report / f"{name}.html").read_text(encoding="utf-8")

    def edition(self, report: str) -> dict[str, str]:
        return digest(self.home / "frozen" / "example" / report / "1")


def replace(path: Path, old: str, new: str, encoding: str = "utf-8") -> None:
    text = path.read_bytes().decode(encoding)
    assert text.count(old) == 1
    path.write_bytes(text.replace(old, new).encode(encoding))


def test_a_year_of_reports_is_made_approved_frozen_and_stands(  # noqa: PLR0915  one year, told once
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = Year(tmp_path, monkeypatch)

    year.on("2025-05-12")
    april = year.make("2025-04")
    assert april["as_of"] == "2025-05-10T00:00:00Z"
    year.approve("2025-04", COMMITTEES[0])
    assert "har inte godkänt sin del" in year.freeze("2025-04", status=2)
    assert "har inte godkänt sin del" in year.run(
        "approve", "example/2025-04", "--unit", "kommunstyrelsen", "--by", "ordförande", status=2
    )
    year.approve("2025-04", *COMMITTEES[1:], "kommunstyrelsen")
    assert "utgåva 1, 2025-05-12T14:00:00Z" in year.freeze("2025-04")

    year.on("2025-06-10")
    may = year.make("2025-05")
    assert may["as_of"] == "2025-06-05T00:00:00Z"
    assert "Ekonomisk månadsuppföljning maj 2025" in year.page("2025-05", "socialnamnden")
    year.approve("2025-05", *COMMITTEES, "kommunstyrelsen")
    year.freeze("2025-05")
    # August's report is a draft in June, and a draft is frozen by nobody.
    year.make("2025-08")
    assert "utkast" in year.page("2025-08", "council")
    assert "utkast" in year.freeze("2025-08", status=2)

    # In June the council revises its plan; in September the pupils' survey of the year is corrected.
    plans = year.municipality / "plans.yaml"
    plans.write_text(plans.read_text(encoding="utf-8") + REVISED_PLAN, encoding="utf-8")
    year.on("2025-09-20")
    august = year.make("2025-08")
    assert "utkast" not in year.page("2025-08", "council")
    year.approve("2025-08", *COMMITTEES)
    year.on("2025-09-24")
    survey = year.municipality / "source" / "elevenkat.csv"
    old = next(
        line
        for line in survey.read_text(encoding="latin-1").splitlines()
        if line.startswith("Norra skolan;2025;Totalt")
    )
    *whose, asked, content = old.split(";")
    replace(survey, old, ";".join([*whose, asked, str(int(content) - 9)]), "latin-1")
    corrected = year.make("2025-08")
    assert str(august["as_of"]) < str(corrected["as_of"]) == "2025-09-24T12:00:00Z"
    page = year.page("2025-08", "barn-och-utbildningsnamnden")
    approved = page[page.index('id="godkant"') :]
    approved = approved[: approved.index("</section>")]
    assert "elevenkat.csv" in approved, "what was approved, what stands there now, and by which file"
    assert "barn-och-utbildningsnamnden" in year.run(
        "approve", "example/2025-08", "--unit", "kommunstyrelsen", "--by", "ordförande", status=2
    )
    # The social committee takes part in the goal that the survey is of.
    year.approve("2025-08", "barn-och-utbildningsnamnden", "socialnamnden", "kommunstyrelsen")
    year.freeze("2025-08")
    told = json.loads(year.run("diff", "example/2025-04/1", "example/2025-08/1", "--json").splitlines()[-1])
    assert any("elevenkat.csv" in json.dumps(row, ensure_ascii=False) for row in told["figure_change"])
    assert any(row["plan_version"] == "mrp-2025-reviderad" for row in told["target_change"])

    year.on("2026-02-20")
    december = year.make("2025-12")
    assert december["as_of"] == "2026-01-31T00:00:00Z"
    assert "Årsredovisning 2025" in year.page("2025-12", "council")
    year.approve("2025-12", *COMMITTEES, "kommunstyrelsen")
    year.freeze("2025-12")

    # What was frozen stands, and each report is made again from what was known in its time.
    for report, made in (("2025-04", april), ("2025-05", may), ("2025-08", corrected), ("2025-12", december)):
        assert "oförändrad" in year.run("verify", f"example/{report}/1")
        year.make(report, "--as-of", str(made["as_of"]))
        frozen = {name: sha256 for name, sha256 in year.edition(report).items() if name != "frozen.json"}
        again = digest(year.home / "reports" / "example" / report)
        assert {name for name in frozen | again if frozen.get(name) != again.get(name)} == set(), report
