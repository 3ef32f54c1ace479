"""What a newcomer is told is so: the tasks that are named exist, the example of a test runs, the site's links are checked."""

import re
import textwrap
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.rows import computed, differences, read_cases
from tools.site import check, staged

CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
JUSTFILE = (ROOT / "justfile").read_text(encoding="utf-8")
TASKS = set(re.findall(r"^([a-z-]+)(?: \*args)?:$", JUSTFILE, re.MULTILINE))


def test_every_task_that_is_named_exists_and_says_what_it_does() -> None:
    told = CONTRIBUTING + "".join(
        (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/operations.md")
    )
    # In running text a task stands in backquotes, in a block after uv run.
    named = set(re.findall(r"(?:`|uv run |--group dev )just ([a-z-]+)", told))
    assert len(named) > 8
    assert named <= TASKS
    for task in TASKS:
        assert re.search(rf"^# .+\n{task}(?: \*args)?:$", JUSTFILE, re.MULTILINE), (
            f"{task} has no line that says what it does"
        )


def test_types_are_checked_before_a_push_and_the_rest_before_a_commit() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    stages = {hook["id"]: hook.get("stages", config["default_stages"]) for hook in config["repos"][0]["hooks"]}
    assert {name for name, when in stages.items() if when != ["pre-commit"]} == {"basedpyright"}
    assert stages["basedpyright"] == ["pre-push"]
    assert set(config["default_install_hook_types"]) == {"pre-commit", "pre-push"}


def test_the_example_of_a_test_in_yaml_runs_and_fails_as_it_is_told(tmp_path: Path) -> None:
    blocks = re.findall(r"(?:^    .+\n)+", CONTRIBUTING, re.MULTILINE)
    (example,) = (textwrap.dedent(block) for block in blocks if "expected:" in block)
    path = tmp_path / "control_points.yaml"
    path.write_text(example, encoding="utf-8")
    (case,) = read_cases(path)
    found = computed(case, tmp_path)
    assert differences(case, found) == []
    path.write_text(example.replace("result: not_done", "result: remarks"), encoding="utf-8")
    (wrong,) = read_cases(path)
    told = [f"tests/measures/{path.name}: {wrong.name}", *differences(wrong, found)]
    assert textwrap.indent("\n".join(told) + "\n", "    ") in blocks


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ('<a href="borta.html">x</a>', "index.html: borta.html leads nowhere"),
        ('<a href="annan.html#borta">x</a>', "index.html: annan.html#borta names no place on the page"),
        ('<a href="#borta">x</a>', "index.html: #borta names no place on the page"),
        ('<img src="bild.png">', "index.html: bild.png leads nowhere"),
        ('<script src="https://prov.invalid/a.js"></script>', "index.html fetches https://prov.invalid/a.js"),
        ('<link rel="stylesheet" href="//prov.invalid/a.css">', "index.html fetches //prov.invalid/a.css"),
        ('<a href="annan.html#har">x</a><a href="https://prov.invalid">y</a><p id="a"></p><a href="#a">z</a>', None),
    ],
)
def test_a_link_that_leads_nowhere_and_what_is_fetched_are_told(tmp_path: Path, page: str, fault: str | None) -> None:
    (tmp_path / "annan.html").write_text('<p id="har">x</p>', encoding="utf-8")
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    assert check(tmp_path) == ([fault] if fault else [])


def test_a_style_that_fetches_a_font_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("@font-face { src: url('https://prov.invalid/a.woff2') }", encoding="utf-8")
    assert check(tmp_path) == ["a.css fetches from elsewhere"]


def test_what_lies_outside_the_docs_comes_along() -> None:
    assert staged(ROOT / "docs" / "tables.md").name == "tables.md"
    assert staged(ROOT / "CONTRIBUTING.md").parts[-2:] == ("source", "CONTRIBUTING.md")
    assert staged(ROOT / "models" / "sql" / "macros.sql").parts[-3:] == ("models", "sql", "macros.sql.txt")
