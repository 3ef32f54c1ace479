"""Reads a municipality's definitions: YAML files in its folder, every fault told with file, line and key."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from models.definitions.aims import AIM_TAGS
from models.definitions.base import Definition, Plain
from models.definitions.base import Path as KeyPath
from models.definitions.due import SWEDEN
from models.definitions.faults import faults
from models.definitions.in_force import LeftOut, in_force, told_in
from models.definitions.municipality import ALONE, REQUIRED, SECTIONS, Municipality
from models.definitions.steering import Plan, Profile, period_end
from models.errors import DefinitionError, Fault, PlaceError, UsageError, system_words
from models.words.definition_faults import YAML_PROBLEMS, alternatives_in_words, fault_in_words
from models.words.numbers import number

MAX_BYTES = 5_000_000


@dataclass(frozen=True)
class DefinitionFile:
    """A file that definitions were read from: its name in the folder, its bytes and their SHA-256."""

    name: str
    sha256: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Definitions:
    """A municipality as it is defined, and where each definition stands.

    `places` leads from a section and an id to (file, line), and `goal_places` stand in the order of the model's goals, of
    which each version has its own. `left_out` is what a report's definitions leave out (`in_report`). `own_hashes` are the SHA-256 of
    the municipality's own files, which some may stand in.
    """

    model: Municipality
    files: tuple[DefinitionFile, ...]
    places: dict[tuple[str, str], tuple[str, int]]
    goal_places: tuple[tuple[str, int], ...]
    left_out: tuple[LeftOut, ...] = ()
    own_hashes: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def sha256(self) -> str:
        """One hash over all files, by name and content."""
        text = "\n".join(f"{file.name} {file.sha256}" for file in self.files)
        return hashlib.sha256(text.encode()).hexdigest()


def in_report(definitions: Definitions, report: str, as_of: datetime) -> Definitions:
    """Return the definitions that count and are in force in a report, known at its as-of instant (naive UTC)."""
    known = as_of.replace(tzinfo=UTC).astimezone(SWEDEN).date()
    planning = definitions.model.planning_of(report)
    found = in_force(definitions.model, period_end(report), known, planning)
    goal_places = tuple(definitions.goal_places[i] for i in found.goals)
    of_goals = {("goals", goal.id): place for goal, place in zip(found.model.goals, goal_places, strict=True)}
    return replace(
        definitions,
        model=found.model,
        places={key: place for key, place in definitions.places.items() if key[0] != "goals"} | of_goals,
        goal_places=goal_places,
        left_out=(*definitions.left_out, *(one for one in found.left_out if told_in(definitions.model, report, one))),
    )


# Beside the definitions while several files of them are changed at once: each as it was, and as it is to be.
BROKEN_OFF = ".import.json"


def read_definitions(folder: Path, municipality: str | None = None) -> Definitions:
    """Read every `*.yaml` of a municipality's folder that holds definitions.

    Args:
        folder: the folder.
        municipality: whose they are; by default the folder's name says it.

    Raises:
        UsageError: the folder does not exist, holds no definitions, or was changed by half.
        PlaceError: a file could not be read.
        DefinitionError: with every fault found, in all files.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} är ingen mapp. Ange mappen med kommunens YAML-filer.")
    if (folder / BROKEN_OFF).exists():
        raise UsageError(
            f"{folder} är ändrad till hälften: styrtal definitions import avbröts. Kör samma import igen, eller lägg tillbaka filerna "
            f"och ta bort {folder / BROKEN_OFF}."
        )
    reader = _Reader(municipality or folder.resolve().name)
    paths = sorted(folder.glob("*.yaml")) + sorted(folder.glob("*.yml"))
    if not paths:
        raise UsageError(f"{folder} har ingen .yaml-fil. Ange mappen med kommunens definitioner.")
    for path in paths:
        reader.read(path)
    return reader.finish()


class _Reader:
    """Gathers sections and faults from a folder's files."""

    def __init__(self, folder_name: str) -> None:
        self._folder_name = folder_name
        self._faults: list[Fault] = []
        self._sections: dict[str, tuple[str, Plain]] = {}
        self._lines: dict[KeyPath, int] = {}
        self._files: list[DefinitionFile] = []

    def read(self, path: Path) -> None:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise PlaceError(f"{path} gick inte att läsa: {system_words(error)}. Kontrollera behörigheten.") from error
        self._files.append(DefinitionFile(path.name, hashlib.sha256(data).hexdigest(), data))
        if len(data) > MAX_BYTES:
            self._fault(
                path.name, 0, "", f"är {number(len(data), 0)} byte.", f"Håll den under {number(MAX_BYTES, 0)} byte."
            )
            return
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            self._fault(path.name, line, "", "är inte UTF-8.", "Spara filen med kodningen UTF-8.")
            return
        try:
            root = self._compose(path.name, text)
        except yaml.MarkedYAMLError as error:
            self._yaml_fault(path.name, text, error)
            return
        except (yaml.YAMLError, RecursionError) as error:
            wrong = (
                "har ett tecken som YAML inte tillåter."
                if isinstance(error, yaml.YAMLError)
                else "är nästlad för djupt."
            )
            self._fault(path.name, 0, "", wrong, "Ta bort det.")
            return
        if root is None:
            return
        if not isinstance(root, MappingNode):
            self._fault(path.name, 1, "", "börjar inte med en nyckel.", f"Börja med en av {', '.join(SECTIONS)}.")
            return
        self._take_sections(path.name, root)

    def _compose(self, name: str, text: str) -> Node | None:
        tokens = cast("Iterator[object]", yaml.scan(text, Loader=yaml.CSafeLoader))
        for token in tokens:
            if isinstance(token, yaml.AnchorToken | yaml.AliasToken):
                mark = token.start_mark
                self._fault(
                    name,
                    mark.line + 1,
                    "",
                    "använder ankare eller alias i YAML (& eller *).",
                    "Skriv ut värdet i sin helhet.",
                )
                return None
        return cast("Node | None", yaml.compose(text, Loader=yaml.CSafeLoader))

    def _yaml_fault(self, name: str, text: str, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 0
        lines = text.splitlines()
        if 0 < line <= len(lines) and "\t" in lines[line - 1]:
            wrong, mend = "har ett tabbtecken, som YAML inte tillåter som indrag.", "Använd mellanslag i stället."
        else:
            wrong = f"är inte giltig YAML: {YAML_PROBLEMS.get(error.problem or '', 'går inte att läsa')}."
            mend = "Se över indrag, kolon och citattecken på den här raden och raden ovanför."
        self._fault(name, line, "", wrong, mend)

    def _take_sections(self, name: str, root: MappingNode) -> None:
        for key_node, value_node in root.value:
            key = str(key_node.value)
            line = key_node.start_mark.line + 1
            if key not in SECTIONS:
                self._fault(name, line, key, "är inget avsnitt.", f"Använd ett av {', '.join(SECTIONS)}.")
            elif key in self._sections:
                self._fault(
                    name,
                    line,
                    key,
                    f"står redan i {self._sections[key][0]}.",
                    "Låt varje avsnitt stå på ett ställe.",
                )
            else:
                self._lines[(key,)] = line
                self._sections[key] = (name, self._plain(name, value_node, (key,)))

    def _plain(self, name: str, node: Node, path: KeyPath) -> Plain:
        """Return a node as plain data, and remember on which line each key stands."""
        self._lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, MappingNode):
            result: dict[str, Plain] = {}
            for key_node, value_node in node.value:
                key = str(key_node.value)
                below = (*path, key)
                if key in result:
                    self._fault(name, key_node.start_mark.line + 1, _dotted(below), "står två gånger.", "Behåll en.")
                    continue
                self._lines[below] = key_node.start_mark.line + 1
                result[key] = self._plain(name, value_node, below)
            return result
        if isinstance(node, SequenceNode):
            return [self._plain(name, item, (*path, i)) for i, item in enumerate(node.value)]
        scalar = cast("ScalarNode", node)
        loader = yaml.SafeLoader("")
        try:
            return cast("Plain", loader.construct_object(scalar, deep=True))
        except (yaml.YAMLError, ValueError):
            self._fault(
                name,
                node.start_mark.line + 1,
                _dotted(path),
                f"'{scalar.value}' går inte att läsa.",
                "Rätta det.",
            )
            return None
        finally:
            loader.dispose()

    def finish(self) -> Definitions:
        for section in REQUIRED:
            if section not in self._sections and not self._faults:
                self._fault(
                    "", 0, section, "saknas: ingen fil har det avsnittet.", f"Lägg till en fil med '{section}:'."
                )
        broken: set[str] = set()
        read: dict[str, dict[int, Definition]] = {section: {} for section in SECTIONS}
        for section, (name, data) in self._sections.items():
            for i, item in self._items(section, name, data):
                try:
                    read[section][i] = SECTIONS[section].model_validate(item)
                except ValidationError as error:
                    if isinstance(item, dict) and "id" in item:
                        broken.add(str(item["id"]))
                    self._validation_faults(section, name, i, item, error)
        missing = {section for section in REQUIRED if section not in self._sections}
        self._cross_faults(read, broken, missing)
        if self._faults:
            raise DefinitionError(self._faults)
        model = Municipality.model_validate(
            {
                section: read[section].get(0) if section in ALONE else list(read[section].values())
                for section in SECTIONS
            }
        )
        places = {
            (section, str(getattr(item, "id", i))): (
                self._sections[section][0],
                self._line((section,) if section in ALONE else (section, i)),
            )
            for section, items in read.items()
            for i, item in items.items()
        }
        places |= {
            ("targets", name): (self._sections["plans"][0], self._line(("plans", i, "targets", j)))
            for i, plan in read["plans"].items()
            if isinstance(plan, Plan)
            for j, name in enumerate(plan.named_targets())
        }
        goal_places = tuple((self._sections["goals"][0], self._line(("goals", i))) for i in read["goals"])
        return Definitions(model, tuple(self._files), places, goal_places)

    def _items(self, section: str, name: str, data: Plain) -> Iterator[tuple[int, Plain]]:
        if section in ALONE:
            yield 0, data
        elif isinstance(data, list):
            yield from enumerate(data)
        elif data is not None:
            self._fault(name, self._line((section,)), section, "är ingen lista.", "Börja varje post med '- '.")

    def _validation_faults(self, section: str, name: str, i: int, item: Plain, error: ValidationError) -> None:
        base: KeyPath = (section,) if section in ALONE else (section, i)
        several: dict[tuple[int | None, KeyPath], list[tuple[KeyPath, ErrorDetails]]] = {}
        for n, detail in enumerate(error.errors(include_url=False)):
            at, form_of = _place(item, detail)
            several.setdefault((n, at) if form_of is None else (None, form_of), []).append((at, detail))
        for (_, place), found in several.items():
            # Of several forms that a value may have, the one that it has the keys of says what is wrong.
            within = [each for each in found if len(each[0]) > len(place) or each[1]["type"] == "value_error"]
            for at, detail in within or found[:1]:
                path: KeyPath = (*base, *(part for part in at if part not in AIM_TAGS))
                shown, context = _shown(detail.get("input")), detail.get("ctx", {})
                wrong, mend = (
                    fault_in_words(detail["type"], shown, context)
                    if within or len(found) == 1
                    else alternatives_in_words(shown, [(other["type"], other.get("ctx", {})) for _, other in found])
                )
                self._fault(name, self._line(path), _dotted(path), wrong, mend)

    def _cross_faults(self, read: dict[str, dict[int, Definition]], broken: set[str], missing: set[str]) -> None:
        profile = cast("Profile | None", read["municipality"].get(0))
        if missing:
            return
        for path, wrong, mend in faults(read, broken):
            name = self._sections[str(path[0])][0] if path[0] in self._sections else ""
            self._fault(name, self._line(path), _dotted(path), wrong, mend)
        if profile is not None and profile.id != self._folder_name:
            name, _ = self._sections["municipality"]
            wrong = f"id:t '{profile.id}' är inte mappens namn '{self._folder_name}'."
            self._fault(name, self._line(("municipality", "id")), "municipality.id", wrong, "Låt dem vara lika.")

    def _line(self, path: KeyPath) -> int:
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 0)

    def _fault(self, file: str, line: int, key: str, wrong: str, mend: str) -> None:
        self._faults.append(Fault(file or "(mappen)", line, key, wrong, mend))


def _place(item: Plain, detail: ErrorDetails) -> tuple[KeyPath, KeyPath | None]:
    """Return where a fault is by the keys of the file, and, where it is of one form of several, where these are."""
    at: object = item
    kept: list[str | int] = []
    form_of: KeyPath | None = None
    for n, part in enumerate(detail["loc"]):
        is_last = n == len(detail["loc"]) - 1
        if isinstance(at, dict) and (part in at or (is_last and detail["type"] == "missing")):
            at = cast("dict[str, object]", at).get(str(part))
        elif isinstance(at, list) and isinstance(part, int):
            at = cast("list[object]", at)[part]
        else:
            form_of = form_of or tuple(kept)
            continue
        kept.append(part)
    return tuple(kept), form_of


def _dotted(path: KeyPath) -> str:
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _shown(value: object) -> str:
    """Return a value as a fault shows it: what is no single value has no form of its own."""
    if value is None:
        return "ett tomt värde"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"'{value}'"
    return repr(value) if isinstance(value, int | float) else "värdet"
