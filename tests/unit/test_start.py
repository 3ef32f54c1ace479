"""A new municipality's folder passes `check` at once, and editors know what belongs in it."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from assets.definitions.new_municipality import start
from assets.definitions.read_yaml import read_definitions
from assets.open_report import effective_as_of
from models.definitions.json_schema import json_schema
from models.errors import UsageError
from tests.small import warehouse_of
from tools.schema import PATH, text

DATA = Path(__file__).resolve().parents[2] / "data"


class _AsText(yaml.SafeLoader):
    """Reads a day as text, as JSON has no days."""


_AsText.yaml_implicit_resolvers = {
    key: [(tag, regexp) for tag, regexp in pairs if tag != "tag:yaml.org,2002:timestamp"]
    for key, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def plain(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_AsText)  # noqa: S506


def test_a_new_folder_has_no_faults(tmp_path: Path) -> None:
    folder = tmp_path / "ny-kommun"
    written = start(folder, title=None, area_id="1439", today=date(2026, 3, 1))
    definitions = read_definitions(folder)
    assert sorted(written) == sorted(folder.iterdir())
    profile = definitions.model.municipality
    assert (profile.id, profile.title, profile.genitive, profile.area_id) == (
        "ny-kommun",
        "Ny kommun",
        "Ny kommuns",
        "1439",
    )
    assert definitions.model.plans[0].year1 == 2027


def test_every_line_that_is_commented_out_is_right_when_it_is_taken_in(tmp_path: Path) -> None:
    folder = tmp_path / "ny"
    start(folder, title="Ny", area_id="1439", today=date(2026, 3, 1))
    for name in ("indicators", "plans", "work"):
        path = folder / f"{name}.yaml"
        before, *parts = path.read_text(encoding="utf-8").split(": []\n")
        taken = [":\n" + part.replace("\n#", "\n").removeprefix("#") for part in parts]
        path.write_text(before + "".join(taken), encoding="utf-8")
    goals = folder / "goals.yaml"
    goals.write_text(goals.read_text(encoding="utf-8").replace("# indicators:", "indicators:"), encoding="utf-8")
    model = read_definitions(folder).model
    assert len(model.indicators) == len(model.activities) == len(model.assignments) == len(model.plans[0].targets) == 1
    assert [goal.indicators[0].indicator for goal in model.goals] == ["meritvarde", "meritvarde"]


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "ny"
    folder.mkdir()
    (folder / "viktigt.txt").write_text("kvar", encoding="utf-8")
    with pytest.raises(UsageError, match="har redan filer"):
        start(folder, title=None, area_id="1439", today=date(2026, 3, 1))
    assert [path.name for path in folder.iterdir()] == ["viktigt.txt"]


@pytest.mark.parametrize(
    ("name", "code", "wrong"), [("Ny Kommun", "1439", "kan inte vara en kommuns id"), ("ny", "14", "fyra siffror")]
)
def test_a_name_or_code_that_cannot_be_is_refused(tmp_path: Path, name: str, code: str, wrong: str) -> None:
    with pytest.raises(UsageError, match=wrong):
        start(tmp_path / name, title=None, area_id=code, today=date(2026, 3, 1))
    assert not (tmp_path / name).exists()


def test_the_schema_that_is_committed_is_the_models_own() -> None:
    assert PATH.read_text(encoding="utf-8") == text(), "run tools/schema.py"


@pytest.mark.parametrize("path", sorted(DATA.glob("*/*.yaml")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_definition_file_points_to_the_schema_and_keeps_it(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=../schema.json"
    jsonschema.validate(plain(path), json.loads(PATH.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "wrong",
    [
        {"units": [{"id": "a", "title": "A", "level": "department", "colour": "red"}]},
        {"units": [{"id": "a", "title": "A", "level": "avdelning"}]},
        {"goals": [{"id": "a", "kind": "own_result", "title": "A"}]},
        {"malen": []},
    ],
)
def test_the_schema_finds_what_an_editor_should_mark(wrong: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, json_schema())


def test_a_report_of_a_folder_as_it_was_begun_says_what_is_left_to_do(tmp_path: Path) -> None:
    start(tmp_path / "ny", title=None, area_id="1439", today=date(2026, 3, 1))
    with (
        warehouse_of([]) as con,
        pytest.raises(UsageError, match=r"ny har ännu ingen indikator: fyll i indicators\.yaml"),
    ):
        effective_as_of(con, read_definitions(tmp_path / "ny"), datetime(2026, 3, 1, tzinfo=UTC))
