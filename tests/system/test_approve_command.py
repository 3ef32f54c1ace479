"""Approval level by level from outside, on the example."""

import shutil
from pathlib import Path

import pytest

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
