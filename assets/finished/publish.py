"""Publishes a finished report: the whole folder at once, with a manifest of everything it was made from."""

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import NotRequired, TypedDict

import polars as pl

from assets.definitions.public_yaml import public_bytes
from assets.definitions.read_yaml import Definitions
from assets.storage.write_whole import make_folder, sync_folder, sync_tree
from models.definitions.steering import Goal, Plan
from models.errors import PlaceError, system_words
from models.tables.rows import LineageRow
from models.tables.typed_rows import rows_of

# Goals and plans that stand in no file of definitions, beside a finished report's.
GOALS_OF_FILES = "goals-of-files.json"


def publish(folder: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a new folder, and put it in the old one's place when it is whole.

    Raises:
        PlaceError: the place could not be written; what stood there before still stands.
    """
    new = folder.with_name(f".{folder.name}.new-{os.getpid()}")
    old = folder.with_name(f".{folder.name}.old-{os.getpid()}")
    try:
        make_folder(folder.parent)
        for left in [
            *folder.parent.glob(f".{folder.name}.new-*"),
            *folder.parent.glob(f".{folder.name}.old-*"),
        ]:
            _clear(left, folder)
        new.mkdir()
        write(new)
        sync_tree(new)
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
        sync_folder(folder.parent)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        shutil.rmtree(new, ignore_errors=True)
        if old.exists() and not folder.exists():
            old.rename(folder)
        mend = (
            f"Ge den som kör styrtal rätt att skriva i {folder.parent}, eller ange en annan mapp."
            if error.errno == errno.EROFS or not os.access(folder.parent, os.W_OK)
            else "Stäng det som har mappen öppen, eller gör plats på disken."
        )
        raise PlaceError(f"{folder} gick inte att skriva: {system_words(error)}. {mend}") from error


def _clear(left: Path, folder: Path) -> None:
    """Remove what a killed run left behind, or put it back where it was the only one."""
    if ".old-" in left.name and not folder.exists():
        left.rename(folder)
    else:
        shutil.rmtree(left, ignore_errors=True)


def write_definitions(definitions: Definitions, folder: Path) -> None:
    """Write the definitions' files as they were read for this report, less what may tell of few persons."""
    folder.mkdir()
    for file in definitions.files:
        (folder / file.name).write_bytes(public_bytes(file.data))
    of_plans = {name: place for (section, name), place in definitions.places.items() if section == "plans"}
    if any(place[0] in definitions.own_hashes for place in (*definitions.goal_places, *of_plans.values())):
        kept: dict[str, object] = {
            "goals": [goal.model_dump(by_alias=True, exclude_none=True) for goal in definitions.model.goals],
            "plans": [plan.model_dump(by_alias=True, exclude_none=True) for plan in definitions.model.plans],
            "goal_places": definitions.goal_places,
            "plan_places": of_plans,
            "own_hashes": definitions.own_hashes,
        }
        text = json.dumps(kept, ensure_ascii=False, indent=1, default=_plain)
        (folder / GOALS_OF_FILES).write_text(text, encoding="utf-8")


def _plain(value: object) -> object:
    """Return what JSON has no word for: a number as a number, since a text would be a step of a scale."""
    return float(value) if isinstance(value, Decimal) else str(value)


def with_goals_of_files(definitions: Definitions, folder: Path) -> Definitions:
    """Return a report's definitions with the goals and plans that it had from the municipality's own files."""
    path = folder / GOALS_OF_FILES
    if not path.is_file():
        return definitions
    kept = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    goals, plans = map(Goal.model_validate, kept["goals"]), map(Plan.model_validate, kept["plans"])
    goal_places = tuple((file, line) for file, line in kept["goal_places"])
    model = definitions.model.model_copy(update={"goals": [*goals], "plans": [*plans]})
    places = {key: place for key, place in definitions.places.items() if key[0] not in {"goals", "plans"}}
    places |= {("goals", goal.id): place for goal, place in zip(model.goals, goal_places, strict=True)}
    places |= {("plans", name): (file, line) for name, (file, line) in kept["plan_places"].items()}
    return replace(definitions, model=model, places=places, goal_places=goal_places, own_hashes=kept["own_hashes"])


class SourceAnswerMade(TypedDict):
    """A source answer that a report was made from."""

    id: str
    url: str
    at: str
    sha256: str | None


class Manifest(TypedDict):
    """`manifest.json`: what a report was made from, and the SHA-256 of every file of it.

    `definitions` and `models` are hashes by file; `compared_with` is the report before, which its pages tell the changes from;
    `draft` is the day on which it was made, of a report that was made before its period's last day.
    """

    program: str
    municipality: str
    report: str
    as_of: str
    draft: NotRequired[str]
    compared_with: Mapping[str, str] | None
    definitions: dict[str, str]
    models: dict[str, str | None]
    source_answers: list[SourceAnswerMade]
    files: dict[str, str]


def manifest(
    folder: Path,
    definitions: Definitions,
    report: str,
    as_of: datetime,
    lineage: pl.DataFrame,
    compared_with: Mapping[str, str] | None = None,
    draft: date | None = None,
) -> Manifest:
    """Return what a report was made from and the SHA-256 of every file of it.

    `compared_with` names the report before it that its pages tell the changes since. The hash of a file of definitions is of
    its bytes as they were read, which the home keeps; `files` has the hash of what the folder holds of it.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    answers = lineage.filter(pl.col("kind") == "source_answer").sort("lineage_id")
    made: Manifest = {
        "program": f"styrtal {version('styrtal')}",
        "municipality": definitions.model.id,
        "report": report,
        "as_of": f"{as_of:%Y-%m-%dT%H:%M:%SZ}",
        "compared_with": compared_with,
        "definitions": {file.name: file.sha256 for file in definitions.files},
        "models": {
            row["label"]: row["sha256"]
            for row in rows_of(lineage.filter(pl.col("kind") == "model").sort("label"), LineageRow)
        },
        "source_answers": [
            {
                "id": row["lineage_id"],
                "url": row["label"],
                "at": f"{row['at']:%Y-%m-%dT%H:%M:%SZ}",
                "sha256": row["sha256"],
            }
            for row in rows_of(answers, LineageRow)
        ],
        "files": {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
    }
    if draft is not None:
        made["draft"] = draft.isoformat()
    return made


def write_manifest(folder: Path, content: Manifest) -> None:
    """Write `manifest.json`."""
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8", newline="\n")
