"""Approval level by level from outside, on the example."""

import json
import shutil
from pathlib import Path

import pytest

from tests.command import digest
from tests.conftest import ROOT
from tests.system.test_command import EXAMPLE, styrtal


@pytest.mark.slow
def test_a_part_is_approved_differs_and_holds_the_edition(example: Path, tmp_path: Path) -> None:
    """A committee approves, its own judgement changes, its page tells both, and no edition is made before all have approved."""
    folder = Path(shutil.copytree(ROOT / "data" / "example", tmp_path / "example"))
    assert styrtal(example, "run", "-m", folder).returncode == 0
    done = styrtal(
        example, "approve", EXAMPLE, "-m", folder, "--unit", "socialnamnden", "--by", "ordförande", "--decision", "§ 45, 2026-09-22",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "socialnamnden är godkänd" in done.stdout
    assert "§ 45, 2026-09-22" in done.stdout
    early = styrtal(example, "approve", EXAMPLE, "-m", folder, "--unit", "kommunstyrelsen", "--by", "ordförande")
    assert early.returncode == 2
    assert "har inte godkänt sin del" in early.stderr
    stands = styrtal(example, "status").stdout
    assert "GODKÄND socialnamnden" in stands
    assert "EJ GODKÄND kommunstyrelsen" in stands

    judgements = folder / "judgements.yaml"
    text = judgements.read_text(encoding="utf-8")
    own = "unit: socialnamnden\n    status: partly"
    assert text.count(own) == 1
    judgements.write_text(text.replace(own, own.replace("partly", "met")), encoding="utf-8")
    assert styrtal(example, "run", "-m", folder).returncode == 0
    page = (example / "reports" / EXAMPLE / "socialnamnden.html").read_text(encoding="utf-8")
    section = page[page.index('id="godkant"') :]
    section = section[: section.index("</section>")]
    assert "av ordförande (§ 45, 2026-09-22)" in section
    row = next(row for row in section.split("<tr") if "Socialnämnden" in row and "Uppfyllt" in row)
    assert row.index("Delvis") < row.index("Uppfyllt") < row.index("Ny uppgift från enheten")
    council = (example / "reports" / EXAMPLE / "council.html").read_text(encoding="utf-8")
    assert 'id="godkant"' in council
    refused = styrtal(example, "freeze", EXAMPLE, "-m", folder, "--by", "kvalitetschef")
    assert refused.returncode == 2
    assert "kommunstyrelsen" in refused.stderr
    assert "har inte godkänt sin del" in refused.stderr
    assert not (example / "frozen" / EXAMPLE / "1").exists()
    assert styrtal(example, "verify", EXAMPLE).returncode == 0


@pytest.mark.slow
def test_a_report_of_what_was_known_then_is_approved_and_frozen_as_of_it(second_run: Path, tmp_path: Path) -> None:
    """A committee approves, a corrected file and a new plan come, and the others approve April as it was when the first did."""
    home = Path(shutil.copytree(second_run, tmp_path / "home"))
    for name in ("example", "sagolunda"):
        shutil.copytree(ROOT / "data" / name, tmp_path / name)
    folder, report = tmp_path / "sagolunda", "sagolunda/2026-04"

    def run(*args: str) -> dict[str, str]:
        done = styrtal(home, "run", "-m", folder, "--report", "2026-04", "--json", *args)
        assert done.returncode in {0, 1}, done.stderr
        return {"as_of": json.loads(done.stdout)["as_of"], **digest(home / "reports" / report)}

    first = run()
    approve = ("approve", report, "-m", folder, "--by", "ordförande")
    assert styrtal(home, *approve, "--unit", "bildningsutskottet").returncode == 0
    plans = folder / "plans.yaml"
    text = plans.read_text(encoding="utf-8")
    plans.write_text(text.rstrip() + "\n# En senare version.\n", encoding="utf-8")
    survey = folder / "source" / "lasro.csv"
    survey.write_bytes(survey.read_bytes() + b"\n")
    later = run()
    assert later["as_of"] > first["as_of"]
    said = styrtal(home, *approve, "--unit", "omsorgsutskottet", "--as-of", first["as_of"])
    assert said.returncode == 2
    assert f"--as-of {first['as_of']}" in said.stderr
    again = run("--as-of", first["as_of"])
    assert {name: sha for name, sha in again.items() if first[name] != sha} == {}
    now = styrtal(home, *approve, "--unit", "omsorgsutskottet")
    assert now.returncode == 2
    assert f"lägg till --as-of {first['as_of']}" in now.stderr
    missing = [line.split()[2] for line in styrtal(home, "status").stdout.splitlines() if "EJ GODKÄND" in line]
    *parts, executive = sorted(set(missing) - {"bildningsutskottet"}, key=lambda unit: unit == "stadsstyrelsen")
    assert executive == "stadsstyrelsen"
    for unit in (*parts, executive):
        done = styrtal(home, *approve, "--unit", unit, "--as-of", first["as_of"])
        assert done.returncode == 0, done.stderr
    freeze = ("freeze", report, "-m", folder, "--by", "stadsdirektör")
    assert styrtal(home, *freeze).returncode == 2
    done = styrtal(home, *freeze, "--as-of", first["as_of"])
    assert done.returncode == 0, done.stderr
    assert styrtal(home, "verify", report).returncode == 0
