"""`styrtal definitions export` and `import` from outside: what they say, what they end with, and what they leave alone."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.command import environment, styrtal
from tests.conftest import ROOT

if sys.platform != "win32":
    import pty


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "example"
    shutil.copytree(ROOT / "data" / "example", folder)
    return folder


@pytest.fixture
def workbook(folder: Path, tmp_path: Path) -> Path:
    """The example's workbook, with the first goal's title changed."""
    path = tmp_path / "mål.xlsx"
    done = styrtal(tmp_path, "definitions", "export", "--municipality", folder, "--out", path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{path} är skriven.")
    book = openpyxl.load_workbook(path)
    book["Mål"]["C2"].value = "Alla barn lyckas"
    book.save(path)
    return path


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*") if path.is_file()}


def test_without_a_terminal_the_difference_is_shown_and_nothing_written(
    folder: Path, workbook: Path, tmp_path: Path
) -> None:
    before = bytes_of(folder)
    done = styrtal(tmp_path, "definitions", "import", workbook, "--municipality", folder)
    assert done.returncode == 2
    assert done.stderr == "Inget skrevs: det finns ingen terminal att fråga på. Lägg till --yes för att skriva.\n"
    assert done.stdout == (
        "Ändrat: målet alla-barn-lyckas (goals.yaml:9)\n"
        '    Titel (title): "Alla barn och unga lyckas" -> "Alla barn lyckas"\n'
        "nytt 0, ändrat 1, borttaget 0, i goals.yaml. De ändrade definitionerna har inga fel.\n"
    )
    assert bytes_of(folder) == before


def test_with_yes_one_line_of_one_file_is_changed(folder: Path, workbook: Path, tmp_path: Path) -> None:
    before = bytes_of(folder)
    done = styrtal(tmp_path, "definitions", "import", workbook, "--municipality", folder, "--yes")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(f"{folder / 'goals.yaml'} är skriven\n")
    before["goals.yaml"] = before["goals.yaml"].replace(b'"Alla barn och unga lyckas"', b'"Alla barn lyckas"')
    assert bytes_of(folder) == before
    again = styrtal(tmp_path, "definitions", "import", workbook, "--municipality", folder, "--yes")
    assert (again.returncode, again.stdout) == (2, "")
    assert again.stderr.startswith("goals.yaml har ändrats sedan arbetsboken exporterades. Inget skrevs.")
    assert bytes_of(folder) == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("answer", "written"), [("y", True), ("n", False)])
def test_on_a_terminal_it_asks(folder: Path, workbook: Path, tmp_path: Path, answer: str, written: bool) -> None:
    before = bytes_of(folder)
    main, other = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "pipelines.command.main",
        "definitions",
        "import",
        workbook,
        "--municipality",
        folder,
    ]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(tmp_path), stdin=other, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        os.write(main, f"{answer}\n".encode())
        out, error = process.communicate(timeout=60)
    os.close(main)
    os.close(other)
    assert process.returncode == 0, error
    assert b"Ska detta skrivas i YAML-filerna?" in out
    assert (b"Inget skrevs." in out) == (not written)
    assert (bytes_of(folder) != before) == written


def test_faults_end_with_2_and_no_traceback(folder: Path, workbook: Path, tmp_path: Path) -> None:
    before = bytes_of(folder)
    book = openpyxl.load_workbook(workbook)
    book["Mål"]["B2"].value = "=HYPERLINK(1)"
    book["Mål"]["D3"].value = "finns-inte"
    book.save(workbook)
    done = styrtal(tmp_path, "definitions", "import", workbook, "--municipality", folder, "--yes")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == ("Definitionerna har 1 fel:\n  Mål:2 Slag: har en formel. Skriv själva värdet.\n")
    assert bytes_of(folder) == before


def test_an_export_never_overwrites_a_workbook(folder: Path, workbook: Path, tmp_path: Path) -> None:
    before = workbook.read_bytes()
    done = styrtal(tmp_path, "definitions", "export", "--municipality", folder, "--out", workbook)
    assert (done.returncode, done.stdout) == (2, "")
    assert "finns redan, och kan ha ändringar. Ange ett annat namn med --out; inget skrevs." in done.stderr
    assert workbook.read_bytes() == before
    missing = styrtal(
        tmp_path, "definitions", "export", "--municipality", folder, "--out", tmp_path / "inte" / "x.xlsx"
    )
    assert missing.returncode == 4
    assert "Traceback" not in missing.stderr


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_workbook_that_libreoffice_has_saved_changes_nothing(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "ut.xlsx"
    assert styrtal(tmp_path, "definitions", "export", "--municipality", folder, "--out", path).returncode == 0
    profile = (tmp_path / "office").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
         "--outdir", str(tmp_path / "sparad"), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    done = styrtal(
        tmp_path, "definitions", "import", tmp_path / "sparad" / "ut.xlsx", "--municipality", folder, "--yes"
    )
    assert (done.returncode, done.stdout) == (
        0,
        "Inget skiljer sig i det som läses in: definitionerna är som de vita cellerna säger.\n",
    ), done.stderr


def test_map_proposes_a_mapping_that_check_takes(folder: Path, tmp_path: Path) -> None:
    file = folder / "source" / "huvudbok.csv"
    file.write_text("Ansvar;Konto;Period;Debet;Kredit\nsocialnamnden;4010;2026-01;100,50;\n", encoding="utf-8")
    out = folder / "huvudbok.yaml"
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    done = styrtal(tmp_path, "map", file, "--municipality", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Rubriken står på rad 1." in done.stdout
    assert "Socialnämnden 2026-01: 1\xa0rad, 100,50 kr" in done.stdout
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert styrtal(tmp_path, "map", file, "--municipality", folder, "--out", out).returncode == 0
    local = folder / "local.yaml"
    local.write_text(local.read_text("utf-8").replace("sources:\n", out.read_text("utf-8")), encoding="utf-8")
    out.unlink()
    checked = styrtal(tmp_path, "check", "--municipality", folder)
    assert "huvudbok: source/huvudbok.csv: 2\xa0rader: 1 lästa" in checked.stdout
    wrong = styrtal(tmp_path, "map", folder / "goals.yaml", "--municipality", folder)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "har en ändelse som styrtal inte känner" in wrong.stderr
