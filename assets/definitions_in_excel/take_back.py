"""Takes an edited workbook of definitions back into the YAML: what differs, whether it holds, and then all of it or none."""

import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import cast

import yaml

from assets.definitions.read_yaml import BROKEN_OFF, Definitions, read_definitions
from assets.definitions_in_excel.cell_values import cell_text, read, show, value_of, yaml_value
from assets.definitions_in_excel.export import Entry, entries, hash_of_part, part_of
from assets.definitions_in_excel.layout import IN_PART, SHEETS, Sheet, SheetColumn, sheet_of
from assets.definitions_in_excel.read_workbook import Book, SheetRow, read_workbook
from assets.definitions_in_excel.yaml_text import Path as KeyPath
from assets.definitions_in_excel.yaml_text import YamlText
from assets.own_files.cell_faults import Wrong, shown
from assets.storage.write_whole import filling, sync_folder, write_whole
from models.definitions.base import Plain
from models.errors import DefinitionError, Fault, PlaceError, UsageError, system_words
from models.words import definitions_in_excel as sv

NEW_FILE = {
    "plans": "plans.yaml", "activities": "work.yaml", "assignments": "work.yaml", "comments": "work.yaml",
    "judgements": "judgements.yaml", "forecasts": "local.yaml", "sources": "local.yaml", "statements": "statements.yaml",
    "control_points": "economy.yaml", "budgets": "economy.yaml",
}  # fmt: skip
Propose = Callable[[Sequence[str]], Sequence[Mapping[str, Plain]]]
Sections = dict[str, list[dict[str, Plain]]]
Tell = Callable[[Fault, Sections], Fault]
_WORD = re.compile(r"[a-z][a-z0-9_]*")
_FAULT_KEY = re.compile(r"(\w+)\[(\d+)\](?:\.(targets|forecasts)\[(\d+)\])?(?:\.(.+))?")


@dataclass(frozen=True)
class FieldChange:
    """A column's old and new cell text; `value` is the new value, None where the key goes."""

    column: SheetColumn
    before: str
    after: str
    value: Plain = field(repr=False)


@dataclass(frozen=True)
class Change:
    """What happens to one definition: added, changed or removed, and where it stands today."""

    sheet: Sheet
    kind: str
    name: str
    place: str
    fields: tuple[FieldChange, ...]
    entry: Entry | None = field(default=None, repr=False)
    key: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """What a workbook changes, and the files' bytes before and after. A file that is new has no bytes before."""

    folder: Path
    changes: tuple[Change, ...]
    before: dict[str, bytes | None]
    after: dict[str, bytes]

    def count(self, kind: str) -> int:
        """Return how many definitions are added, changed or removed."""
        return sum(change.kind == kind for change in self.changes)


def add_indicators(folder: Path, added: Sequence[Mapping[str, Plain]]) -> Difference:
    """Return what indicators that are proposed change in a municipality's definitions, checked as `styrtal check` does.

    Raises:
        DefinitionError: with every fault.
    """
    take_up(folder)
    definitions = read_definitions(folder)
    return _difference(folder, definitions, [_added_indicator(keys) for keys in added], lambda fault, _: fault)


def _added_indicator(keys: Mapping[str, Plain]) -> Change:
    """Return a proposed indicator as a change, its keys in the order given."""
    sheet = next(sheet for sheet in SHEETS if sheet.section == "indicators")
    order = list(keys)
    fields: list[FieldChange] = []
    for column in sorted((c for c in sheet.columns if c.path[0] in keys), key=lambda c: order.index(c.path[0])):
        value: Plain = {**keys}
        for part in column.path:
            value = value.get(part) if isinstance(value, dict) else None
        if value is not None:
            fields.append(FieldChange(column, "", show(column, value), value))
    return Change(sheet, "added", str(keys["id"]), "", tuple(fields), key=(str(keys["id"]),))


def compare_workbook(folder: Path, path: Path, propose: Propose | None = None) -> Difference:
    """Return what a workbook changes in a municipality's definitions, checked as `styrtal check` does. Writes nothing.

    `propose` returns the keys of an indicator for each of Kolada's KPIs that the workbook says to add.

    Raises:
        UsageError: it is not a workbook of these definitions, or they have changed since it was made.
        DefinitionError: with every fault by sheet, row and column.
    """
    take_up(folder)
    definitions = read_definitions(folder)
    book = read_workbook(path)
    _must_be_of(book, definitions)
    if book.faults:
        raise DefinitionError(book.faults)
    matching = _Matching(definitions, book)
    sheets = [sheet for sheet in SHEETS if not book.part or sheet.section in IN_PART]
    changes = [change for sheet in sheets for change in matching.changes(sheet)]
    if book.kpi_ids and propose is not None and not matching.faults:
        changes += [_added_indicator(keys) for keys in propose(book.kpi_ids)]
    if matching.faults:
        raise DefinitionError(matching.faults)
    removed = [f"'{change.name}'" for change in changes if change.kind == "removed"]

    def told(fault: Fault, data: Sections) -> Fault:
        gone = any(name in fault.wrong for name in removed)
        return replace(_in_workbook(fault, data, matching), **({"mend": sv.REMOVED_HERE} if gone else {}))

    return _difference(folder, definitions, changes, told)


def _difference(folder: Path, definitions: Definitions, changes: list[Change], tell: Tell) -> Difference:
    """Make the edits in a copy and check it; `tell` says where a fault of the YAML comes from."""
    texts = {file.name: YamlText(file.name, file.data.decode()) for file in definitions.files}
    _edit(texts, changes)
    before: dict[str, bytes | None] = {file.name: file.data for file in definitions.files}
    made = {name: text.finish().encode() for name, text in texts.items()}
    after = {name: data for name, data in made.items() if before.get(name) != data}
    if after:
        _check(folder.resolve().name, made, tell)
    return Difference(folder, tuple(changes), {name: before.get(name) for name in after}, after)


def write(difference: Difference) -> list[Path]:
    """Write the changed files, all or none, and return them.

    Raises:
        UsageError: a file was changed by someone else in the meantime.
        PlaceError: a file could not be written; the others are as they were.
    """
    places = {name: (difference.folder / name).resolve() for name in difference.after}
    for name, place in places.items():
        if (place.read_bytes() if place.exists() else None) != difference.before[name]:
            raise UsageError(f"{name} ändrades under tiden. Inget skrevs. Exportera igen.")
    journal = difference.folder / BROKEN_OFF
    both = {
        name: [None if before is None else before.decode(), data.decode()]
        for name, data in difference.after.items()
        for before in [difference.before[name]]
    }
    try:
        write_whole(journal, json.dumps(both, ensure_ascii=False).encode())
        with ExitStack() as stack:
            for name, place in places.items():
                stack.enter_context(filling(place)).write_bytes(difference.after[name])
        journal.unlink()
    except BaseException as error:
        with suppress(OSError):
            take_up(difference.folder)
        if isinstance(error, OSError):
            told = "Kör igen: den börjar om från början." if journal.exists() else "Inget ändrades."
            raise PlaceError(f"{difference.folder} gick inte att skriva: {system_words(error)}. {told}") from error
        raise
    return [difference.folder / name for name in sorted(places)]


def take_up(folder: Path) -> None:
    """Undo what a `write` that was killed had begun: what has been changed since by others stays.

    Raises:
        OSError: a file could not be written.
    """
    if not (folder / BROKEN_OFF).exists():
        return
    for left in folder.glob(".*.*-*.part"):
        left.unlink()
    for name, (before, after) in json.loads((folder / BROKEN_OFF).read_bytes()).items():
        place = (folder / name).resolve()
        if place.exists() and place.read_bytes() == after.encode():
            _put_back(place, before)
    (folder / BROKEN_OFF).unlink()
    sync_folder(folder)


def _put_back(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
    else:
        write_whole(path, text.encode())


def _must_be_of(book: Book, definitions: Definitions) -> None:
    if book.municipality != definitions.model.id:
        raise UsageError(
            f"Arbetsboken är gjord av definitionerna för '{book.municipality}', inte för "
            f"'{definitions.model.id}'. Ange dess egen mapp med --municipality."
        )
    if book.part:
        model = definitions.model
        if hash_of_part(model, part_of(model, book.part)) != book.part_sha256:
            raise UsageError(
                f"Det som '{book.part}' ändrar i har ändrats sedan arbetsboken exporterades. Inget skrevs. Exportera delen igen, och "
                "gör ändringarna i den nya arbetsboken."
            )
        return
    today = {file.name: file.sha256 for file in definitions.files}
    other = sorted(name for name in today.keys() | book.files.keys() if today.get(name) != book.files.get(name))
    if other:
        raise UsageError(
            f"{', '.join(other)} har ändrats sedan arbetsboken exporterades. Inget skrevs. Exportera "
            "igen, och gör ändringarna i den nya arbetsboken."
        )


class _Matching:
    """Matches a workbook's rows with the definitions, by their keys, and gathers what cannot be read."""

    def __init__(self, definitions: Definitions, book: Book) -> None:
        self._definitions, self._book = definitions, book
        self.faults: list[Fault] = []
        self.lines: dict[tuple[str, tuple[str, ...]], int] = {}
        model = definitions.model
        self._part = part_of(model, book.part) if book.part else None
        self._around: dict[str, set[tuple[str, ...]]] = {}
        self._titled: dict[str, list[str]] = {}
        if self._part is None:
            self._ordinal = {row.cells["id"] for row in book.rows["indicators"] if row.cells["steps"]}
            titles = [(row.cells["title"], row.cells["id"]) for row in book.rows["units"]]
        else:
            self._ordinal = {item.id for item in model.indicators if item.steps}
            titles = [(unit.title, unit.id) for unit in model.units]
        for title, unit_id in titles:
            self._titled.setdefault(title.casefold(), []).append(unit_id)

    def changes(self, sheet: Sheet) -> Iterator[Change]:
        """Yield what a sheet changes: first what stands, in its order, then what is new."""
        known = {entry.key: entry for entry in entries(self._definitions.model, sheet, self._part)}
        kept: dict[tuple[str, ...], SheetRow] = {}
        new: list[Change] = []
        for key, row in self._keyed(sheet):
            self.lines[sheet.section, key] = row.line
            self._must_be_in_part(sheet, row)
            if not row.remove and self._stands_in_nothing(sheet, row, key):
                continue
            if key in known:
                kept[key] = row
            elif not row.remove:
                new.append(Change(sheet, "added", _name(key), "", tuple(self._new_fields(sheet, row)), key=key))
        for key, entry in known.items():
            place = self._place(sheet, entry)
            if key not in kept or kept[key].remove:
                yield Change(sheet, "removed", _name(key), place, (), entry, key)
            elif fields := tuple(self._changed_fields(sheet, entry, kept[key])):
                yield Change(sheet, "changed", _name(key), place, fields, entry, key)
        yield from new

    def _stands_in_nothing(self, sheet: Sheet, row: SheetRow, key: tuple[str, ...]) -> bool:
        """Tell a row that stands inside a definition that there will not be, and return whether it does."""
        inside = sheet.inside
        if inside is None:
            return False
        if inside.section not in self._around:
            self._around[inside.section] = self._standing(inside.section)
        around = tuple(text for column, text in zip(sheet.keys, key, strict=False) if column.field in inside.keys)
        if around in self._around[inside.section]:
            return False
        if sheet.section == "targets":
            wrong = f"det finns ingen plan '{shown(around[0])}'."
            mend = "Rätta id:t, eller markera raden för borttagning tillsammans med dess plan."
        else:
            wrong = f"det finns ingen ram för {shown(' / '.join(filter(None, around)))}."
            mend = "Rätta enhet, år, slag eller plan, eller lägg till ramen på dess eget blad."
        self._fault(sheet, row, sheet.keys[0].title, wrong, mend)
        return True

    def _standing(self, section: str) -> set[tuple[str, ...]]:
        """Return the keys of a section's definitions as they will stand: those of the sheet, or of a part all that there are."""
        sheet = sheet_of(section)
        if self._part is not None:
            return {entry.key for entry in entries(self._definitions.model, sheet)}
        faults = len(self.faults)
        standing = {key for key, row in self._keyed(sheet) if not row.remove}
        # What is wrong with them is told where they are read.
        del self.faults[faults:]
        return standing

    def _keyed(self, sheet: Sheet) -> Iterator[tuple[tuple[str, ...], SheetRow]]:
        seen: Counter[tuple[str, ...]] = Counter()
        for row in self._book.rows[sheet.section]:
            key: list[str] = []
            faults = len(self.faults)
            for column in sheet.keys:
                value = self._read(sheet, row, column)
                if value is None:
                    value = sheet.default(column)
                key.append(show(column, value))
            if len(self.faults) > faults:
                continue
            found = tuple(key)
            seen[found] += 1
            if seen[found] > 1 and sheet.has_id and found[0]:
                self._fault(
                    sheet,
                    row,
                    sheet.keys[0].title,
                    f"'{shown(found[0])}' står två gånger.",
                    "Ge varje rad ett eget id.",
                )
            yield (*found, f"#{seen[found]}") if seen[found] > 1 else found, row

    def _changed_fields(self, sheet: Sheet, entry: Entry, row: SheetRow) -> Iterator[FieldChange]:
        for column in sheet.columns:
            before, text = entry.cells[column.field], row.cells[column.field]
            if column.key or _same(before, text):
                continue
            faults = len(self.faults)
            value = self._read(sheet, row, column)
            old = value_of(entry.item, column)
            unchanged = value == old or (value is None and old == sheet.default(column))
            if len(self.faults) == faults and not unchanged:
                after = show(column, value) if value is not None else show(column, sheet.default(column))
                yield FieldChange(column, before, after, value)

    def _new_fields(self, sheet: Sheet, row: SheetRow) -> Iterator[FieldChange]:
        for column in sheet.columns:
            value = self._read(sheet, row, column)
            if value is not None:
                yield FieldChange(column, "", show(column, value), value)

    def _read(self, sheet: Sheet, row: SheetRow, column: SheetColumn) -> Plain:
        """Return a cell's value, None where it is empty or wrong; what is wrong is told."""
        if column.key and column.field == "gender" and not row.cells[column.field]:
            return None
        try:
            text = self._by_title(column, row.cells[column.field])
            value = read(column, text, ordinal=row.cells.get("indicator") in self._ordinal)
        except Wrong as error:
            self._fault(sheet, row, column.title, error.wrong, error.mend)
            return None
        value = None if value == [] else value
        if value is None and sheet.required(column) and not row.remove:
            self._fault(sheet, row, column.title, "är tom.", "Fyll i den.")
        return value

    def _must_be_in_part(self, sheet: Sheet, row: SheetRow) -> None:
        """Tell a row of a part's workbook that is of another unit, or a target of a plan that the unit has not decided."""
        if self._part is None or row.remove:
            return
        column = next(c for c in sheet.columns if c.field == ("plan" if sheet.section == "targets" else "unit"))
        allowed = self._part.plans if sheet.section == "targets" else self._part.units
        faults = len(self.faults)
        value = self._read(sheet, row, column)
        if len(self.faults) == faults and value not in allowed:
            wrong = f"'{shown(str(value or ''))}' hör inte till den del som arbetsboken är."
            mend = f"Ange {', '.join(sorted(allowed)) or 'inget här: enheten har ingen egen plan'}."
            self._fault(sheet, row, column.title, wrong, mend)
        else:
            # What is wrong with the cell itself is told where it is read.
            del self.faults[faults:]

    def _by_title(self, column: SheetColumn, text: str) -> str:
        """Return a cell that names a unit by its title with the unit's id in its place.

        Raises:
            Wrong: several units have the title.
        """
        if column.of != "units":
            return text
        whole = self._titled.get(text.casefold().strip())
        parts = [text] if whole or column.kind == "id" else re.split(r"[,;\n]", text)
        named: list[str] = []
        for part in parts:
            ids = self._titled.get(part.casefold().strip(), [part])
            if len(ids) > 1:
                wrong = f"'{shown(part.strip())}' heter flera enheter: {', '.join(ids)}."
                raise Wrong(wrong, "Skriv enhetens id.")
            named += ids
        return ", ".join(named)

    def _fault(self, sheet: Sheet, row: SheetRow, title: str, wrong: str, mend: str) -> None:
        self.faults.append(Fault(sheet.title, row.line, title, wrong, mend))

    def _place(self, sheet: Sheet, entry: Entry) -> str:
        if sheet.inside is not None:
            section, i = str(entry.path[0]), cast("int", entry.path[1])
            around = getattr(self._definitions.model, section)[i]
            return self._definitions.places[section, str(getattr(around, "id", i))][0]
        file, line = self._definitions.places[sheet.section, entry.key[0] if sheet.has_id else str(entry.path[1])]
        return f"{file}:{line}"


def _same(before: str, text: str) -> bool:
    """Return whether a cell still says what was exported, whatever a spreadsheet program did to its line breaks."""
    return cell_text(before) == text


def _name(key: tuple[str, ...]) -> str:
    return " / ".join(part for part in key if part)


def _edit(texts: dict[str, YamlText], changes: list[Change]) -> None:
    """Make the edits: values first, while every place is as it was; then removals from the end; then what is new."""
    for change in changes:
        if change.kind == "changed" and change.entry is not None:
            text = _text_of(texts, str(change.entry.path[0]))
            for item in change.fields:
                _set(text, change.sheet, change.entry.path, item)
    removed = sorted(
        (change.entry.path for change in changes if change.kind == "removed" and change.entry), reverse=True, key=_depth
    )
    gone = {path for path in removed if len(path) == 2}  # noqa: PLR2004  a section's own item
    for path in removed:
        if path in gone or path[:2] not in gone:
            _text_of(texts, str(path[0])).remove(path)
    for change in changes:
        if change.kind == "added":
            _add(texts, change)


def _depth(path: KeyPath) -> tuple[str, int, int]:
    return str(path[0]), cast("int", path[1]), cast("int", path[-1]) + 1 if len(path) > 2 else 0  # noqa: PLR2004


def _text_of(texts: dict[str, YamlText], section: str) -> YamlText:
    """Return the file that holds a section; where none does, it is begun in the file that `styrtal init` keeps it in."""
    for text in texts.values():
        if section in text.sections:
            return text
    name = NEW_FILE[section]
    if name not in texts:
        first = next(iter(texts.values())).first_line
        texts[name] = YamlText(name, f"{first}\n" if first.startswith("# yaml-language-server:") else "")
    texts[name].add_section(section)
    return texts[name]


def _set(text: YamlText, sheet: Sheet, path: KeyPath, change: FieldChange) -> None:
    column, place = change.column, (*path, *change.column.path)
    standing = text.mapping(place[:-1]).get(str(place[-1]))
    if change.value is None:
        text.remove(place)
        return
    new = yaml_value(column, change.value)
    if not isinstance(new, list) or not isinstance(standing, list) or not standing:
        order = sheet.order if len(column.path) == 1 else ("kind", "min", "max")
        text.set(place, new, order)
        return
    _set_list(text, place, [_comparable(item) for item in standing], new)


def _set_list(text: YamlText, place: KeyPath, standing: list[str], new: list[Plain]) -> None:
    """Change only the items that differ, so that the others keep their lines and comments."""
    matcher = SequenceMatcher(None, standing, [_comparable(item) for item in new], autojunk=False)
    for tag, i1, i2, j1, j2 in reversed(matcher.get_opcodes()):
        if tag == "equal":
            continue
        both = min(i2 - i1, j2 - j1)
        for k in range(both):
            text.replace_item((*place, i1 + k), new[j1 + k])
        for i in reversed(range(i1 + both, i2)):
            text.remove((*place, i))
        for k in range(both, j2 - j1):
            text.insert(place, i1 + k, new[j1 + k])


def _comparable(item: Plain) -> str:
    if isinstance(item, dict):
        return f"{item['indicator']} {float(cast('float', item.get('weight', 1)))}"
    return f"{item} 1.0"


def _add(texts: dict[str, YamlText], change: Change) -> None:
    made: dict[str, Plain] = {}
    for item in change.fields:
        into = made
        for part in item.column.path[:-1]:
            into = cast("dict[str, Plain]", into.setdefault(part, {}))
        into[item.column.path[-1]] = yaml_value(item.column, item.value)
    section, inside = change.sheet.section, change.sheet.inside
    if inside is None:
        text = _text_of(texts, section)
        text.insert((section,), len(text.items((section,))), made)
        return
    text = _text_of(texts, inside.section)
    named = {key: made.pop(column, None) for column, key in inside.keys.items()}
    around = cast("list[dict[str, Plain]]", text.items((inside.section,)))
    i = next(i for i, item in enumerate(around) if all(item.get(key) == value for key, value in named.items()))
    if inside.key not in around[i]:
        text.set((inside.section, i, inside.key), [])
    path = (inside.section, i, inside.key)
    text.insert(path, len(text.items(path)), made)


def _check(municipality: str, made: dict[str, bytes], tell: Tell) -> None:
    """Check the changed definitions in a copy, and tell what is wrong by where it comes from."""
    with tempfile.TemporaryDirectory() as scratch:
        try:
            for name, content in made.items():
                (Path(scratch) / name).write_bytes(content)
        except OSError as error:
            # A disk that is full does not say which file it would not take.
            raise PlaceError(f"{scratch} gick inte att skriva: {system_words(error)}. Inget ändrades.") from error
        try:
            read_definitions(Path(scratch), municipality)
        except DefinitionError as error:
            data: Sections = {}
            for content in made.values():
                data |= yaml.load(content.decode("utf-8-sig"), Loader=yaml.CSafeLoader) or {}
            raise DefinitionError([tell(fault, data) for fault in error.faults]) from None


def _in_workbook(fault: Fault, data: Sections, matching: _Matching) -> Fault:
    """Return a fault of the YAML with the sheet, row and column that it came from; one of other parts as it is."""
    found = _FAULT_KEY.fullmatch(fault.key)
    if found is None:
        return fault
    section, i, within, j, rest = found[1], int(found[2]) - 1, found[3], found[4], found[5] or ""
    sheet = next((each for each in SHEETS if each.place == ((section, within) if within else (section, ""))), None)
    if sheet is None:
        return fault
    listed, around = data[section], dict[str, Plain]()
    if sheet.inside is not None:
        outer, i = listed[i], int(j) - 1
        around = {column: outer.get(key) for column, key in sheet.inside.keys.items()}
        listed = cast("list[dict[str, Plain]]", outer[sheet.inside.key])

    def line_of(n: int) -> int | None:
        item = {**listed[n], **around}
        key = tuple(show(column, item.get(column.field, sheet.default(column))) for column in sheet.keys)
        return matching.lines.get((sheet.section, key))

    line = line_of(i)
    if line is None:
        return fault
    wanted = re.sub(r"\[\d+\]", "", rest)
    exact = [c for c in sheet.columns if wanted == c.field or wanted.startswith(f"{c.field}.")]
    # What is of the row as a whole stands by the first column that it names.
    named = [c for word in _WORD.findall(fault.wrong) for c in sheet.columns if c.field == word] if not rest else []

    def at_row(post: re.Match[str]) -> str:
        found = line_of(int(post[1]) - 1)
        return post[0] if found is None else sv.AT_ROW.format(line=found)

    wrong, mend = (
        re.sub(r"post (\d+)(?: i \w+)?", at_row, _as_cells(sheet, text)) for text in (fault.wrong, fault.mend)
    )
    return Fault(sheet.title, line, next((c.title for c in (*exact, *named)), ""), wrong, mend)


def _as_cells(sheet: Sheet, text: str) -> str:
    """Return what a check of the YAML says with headings for its keys, and with the words that cells have for its codes."""
    for yaml_form, cell_form in sv.AS_CELL.items():
        text = text.replace(yaml_form, cell_form)
    headings = {c.field: sv.HEADING.format(title=c.title) for each in (*SHEETS, sheet) for c in each.columns}
    codes = {code: word for each in SHEETS for c in each.columns for code, word in (c.words or {}).items()}
    codes |= sv.CHANGE_OF
    bare = {word: said for word, said in {**codes, **headings}.items() if word not in sv.AS_THEY_STAND}
    return re.sub(
        r"'([^']*)'|\b([A-Za-z_]\w*)",
        lambda at: f"'{codes.get(at[1], at[1])}'" if at[2] is None else bare.get(at[2], at[2]),
        text,
    )
