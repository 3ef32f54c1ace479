"""One clock: a report as of an instant is the same, byte for byte, whatever has changed in the municipality's folder since."""

import json
import shutil
from pathlib import Path

import yaml

from tests.command import EXAMPLE, digest, styrtal
from tests.conftest import ROOT

REVISED_PLAN = """
  - id: mrp-2026-reviderad
    title: "Reviderad mål- och resursplan 2026"
    decided_at: 2026-06-17
    year1: 2026
    targets:
      - {goal: god-ekonomi, indicator: soliditet, year1: 60, year3: 62}
"""


def replace(path: Path, old: str, new: str, encoding: str = "utf-8") -> None:
    text = path.read_bytes().decode(encoding)
    assert old in text
    path.write_bytes(text.replace(old, new, 1).encode(encoding))


def change_everything(folder: Path) -> None:
    """A corrected file, a revised plan, a supplementary budget and a reorganisation."""
    survey = folder / "source" / "elevenkat.csv"
    replace(survey, "Norra skolan;2026;Flickor;29;26", "Norra skolan;2026;Flickor;29;20", "latin-1")
    replace(survey, "Norra skolan;2026;Totalt;61;56", "Norra skolan;2026;Totalt;61;50", "latin-1")
    plans = folder / "plans.yaml"
    plans.write_text(plans.read_text(encoding="utf-8") + REVISED_PLAN, encoding="utf-8")
    economy = folder / "economy.yaml"
    text = economy.read_text(encoding="utf-8")
    frame = next(
        each for each in yaml.safe_load(text)["budgets"] if each["unit"] == "socialnamnden" and each["year"] == 2026
    )
    replace(economy, f"amount: {frame['amount']}", f"amount: {frame['amount'] + 1_200_000}")
    stands = '{id: ostra-skolan, title: "Östra skolan", level: workplace, parent: grundskola'
    moved = stands.replace("parent: grundskola", "parent: forskola, moved: [{parent: grundskola, until: 2026-06-30}]")
    replace(folder / "units.yaml", stands, moved)


def test_an_as_of_gives_the_same_bytes_whatever_has_changed_since(
    tmp_path: Path, example: Path, example_run: Path
) -> None:
    folder, home = tmp_path / "data" / "example", example
    shutil.copytree(ROOT / "data" / "example", folder)

    def run(*args: str) -> dict[str, object]:
        done = styrtal(home, "run", "--municipality", folder, "--report", "2026-08", "--json", *args)
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        return {**told, "files": digest(home / "reports" / EXAMPLE)}

    told = json.loads((example_run.parent / "told.json").read_text(encoding="utf-8"))
    first = {**told, "files": digest(home / "reports" / EXAMPLE)}
    assert first["as_of"] == "2026-09-15T00:00:00Z"
    page = (home / "reports" / EXAMPLE / "council.html").read_text(encoding="utf-8")
    assert "Kommunens definitioner och egna filer räknas som kända hela tiden" in page
    change_everything(folder)
    second = run()
    assert str(second["as_of"]) > str(first["as_of"]), "the as-of moves when anything comes"
    assert second["files"] != first["files"]
    page = (home / "reports" / EXAMPLE / "council.html").read_text(encoding="utf-8")
    assert "räknas som kända hela tiden" not in page
    again = run("--as-of", str(first["as_of"]))
    assert again["files"] == first["files"]
    (said,) = again["left_out"]
    assert "source/elevenkat.csv kom in" in said
    assert run("--as-of", str(second["as_of"]))["files"] == second["files"]
