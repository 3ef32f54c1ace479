"""What holds for the whole tree: pins, a page of tables made from the tables. Who may import whom: `lint-imports`."""

import re
import sys
import tomllib
from importlib.metadata import distributions

import pytest

from models.tables.header import FOLDERS, tables
from tests.conftest import ROOT
from tools.docs import TABLES, page, table_pages

FLOORS = ["models", "assets", "pipelines"]


def test_no_dependency_ships_packages_of_our_names() -> None:
    theirs = [
        (dist.name, str(file))
        for dist in distributions()
        if dist.name != "styrtal"
        for file in dist.files or []
        if file.parts[0] in FLOORS
    ]
    assert theirs == []


def constraints() -> dict[str, set[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for pin in project["tool"]["uv"]["constraint-dependencies"]:
        name, version = pin.split(";")[0].strip().split("==")
        found.setdefault(name.lower(), set()).add(version)
    return found


def test_everything_installed_is_pinned() -> None:
    pinned = constraints()
    for dist in distributions():
        name = re.sub(r"[-_.]+", "-", dist.name).lower()
        if name not in {"styrtal", "pip", "setuptools"}:
            assert dist.version in pinned.get(name, set()), f"{name} {dist.version} is not pinned: run tools/pins.py"


def test_requirements_lock_holds_the_same_pins_with_hashes_and_without_addresses() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = constraints()
    found = re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", text, flags=re.MULTILINE)
    assert len(found) > 50
    for name, version in found:
        assert version in pinned[name]
    assert "://" not in text
    assert text.count("--hash=sha256:") > len(found)


def test_the_pages_of_tables_are_made_from_the_tables() -> None:
    text = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    assert page(text) == text, "run tools/docs.py"
    kept = {path.name: path.read_text(encoding="utf-8") for path in TABLES.iterdir()}
    assert kept == table_pages(), "run tools/docs.py"
    told = "".join(kept.values())
    assert all(told.count(f"\n## {name}\n") == 1 for folder in FOLDERS for name in tables(folder))


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_table_says_what_it_is(folder: str) -> None:
    for table in tables(folder).values():
        assert table.what.endswith(".")
        assert table.key
        assert table.section
        assert all(column.what for column in table.columns), table.name
        assert bool(table.sql) == (
            folder in {"known", "measures", "lineage", "diff", "explain", "star"}
            and table.name
            not in {
                "checks",
                "definition_field",
                "definition_named",
                "figure_cell",
                "figure_link",
                "figure_label",
                "dim_report",
                "fact_chart",
            }
        )


def test_what_is_committed_names_no_machine_and_no_registry() -> None:
    import subprocess

    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.suffix == ".png" or not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", errors="replace")
        for word in ("/wo" + "rk/", "/ro" + "ot/", "files.python" + "hosted", "py" + "pi.org"):
            assert word not in text, f"{name} holds {word}"
    assert "uv.lock" in (ROOT / ".gitignore").read_text(encoding="utf-8")


def test_the_command_starts_without_what_is_slow() -> None:
    import subprocess

    code = "import sys, pipelines.command.main; print([m for m in ('dagster', 'polars', 'duckdb', 'pandera', 'pydantic') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
