"""Proposes a mapping for a file that was looked at, as YAML with its doubts, and reads the file by it.

A column is placed by its heading, or where every one of its values is an id or title of the definitions. What cannot be
placed is a question in the mapping: nothing is filled in for want of an answer.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from pydantic import ValidationError

from assets.own_files.cell_faults import Wrong, grouped, shown
from assets.own_files.cell_meaning import month, period_number
from assets.own_files.cell_meaning import year as year_of
from assets.own_files.heading import JOINED
from assets.own_files.look_at_file import SeenColumn, SeenFile, SeenTable, said_of, year_or_month
from assets.own_files.named_elsewhere import cell_above, period_in_name
from assets.own_files.read_source import SourceReading, read_source
from assets.own_files.rows_of_file import as_text, cell_at, is_blank
from assets.own_files.words_read import (
    AMOUNTS_READ,
    CREDIT_READ,
    DEBIT_READ,
    HEADINGS_READ,
    TIMES_READ,
    WORDS_READ,
)
from models.definitions.base import slug_of
from models.definitions.own_files import DEFAULTS, OF_SIE, ORIGIN, PREFIX, Known, Source, normal
from models.tables.header import Column, table
from models.words import mapping as sv
from models.words.numbers import count

# What a question to a column of the mapping begins its key with.
COLUMNS = "columns."
# In the order of preference where two kinds fit as well.
KINDS = ("ledger", "budget", "budget_forecast", "staff", "measurements", "assignments", "activities")
# What most kinds have, and so tells none of them apart.
_SHARED = frozenset({"unit_id", "year", "month", "period", "gender", "goal_id", "title", "kind"})
_IN_NAME = ("ÅÅÅÅ-MM", "ÅÅÅÅ_MM", "ÅÅÅÅMM", "MÅNAD-ÅÅÅÅ", "MÅNAD_ÅÅÅÅ", "MÅNAD ÅÅÅÅ", "ÅÅÅÅ-MÅNAD", "ÅÅÅÅ")
_LABELS_ABOVE = ("period", "månad", "år")
_TIMES = frozenset({"period", "year", "month", "day"})
_TOLD = 12
# What a file must have to be of a kind beyond doubt; of a budget and a forecast a word of it in its name or headings will do.
_MARKS: dict[str, frozenset[str]] = {
    "ledger": frozenset({"account"}),
    "budget": frozenset({"kind"}),
    "budget_forecast": frozenset(),
    "staff": frozenset({"fte", "sick_hours", "scheduled_hours"}),
    "measurements": frozenset({"indicator_id", "value", "label", "numerator"}),
    "assignments": frozenset({"decided_by", "financing"}),
    "activities": frozenset({"state", "planned_start", "planned_end"}),
}


@dataclass
class Proposal:
    """A mapping as far as it goes, and the questions to each of its keys and columns ("columns.unit_id"; "" to the whole).

    `names` are what the file's columns are called, by their places, and `taken` the places of those that are read.
    `lacking` are the columns that every row must have and nothing fills: until they are answered nothing can be read.
    """

    kind: str
    # As YAML is written: text, lists and mappings.
    mapping: dict[str, Any] = field(default_factory=dict[str, Any])
    columns: dict[str, Any] = field(default_factory=dict[str, Any])
    questions: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    names: dict[int, str] = field(default_factory=dict[int, str])
    taken: set[int] = field(default_factory=set[int])
    lacking: list[str] = field(default_factory=list[str])

    def ask(self, key: str, question: str, /, **said: object) -> None:
        """Put a question to a key or column of the mapping."""
        self.questions.setdefault(key, []).append(sv.ASK[question].format(**said))

    @property
    def targets(self) -> dict[str, Column]:
        """The columns of the table that the kind fills."""
        return {column.name: column for column in table(PREFIX + self.kind).columns if column.name not in ORIGIN}

    @property
    def fitness(self) -> int:
        """How well the file fits the kind: what it has of it, less what it lacks."""
        own = set(self.columns) | set(self.mapping.get("wide", {}) and {self.mapping["wide"]["into"]})
        return 3 * len(own - _SHARED) + len(own & _SHARED) - 2 * len(self.lacking)

    @property
    def source(self) -> Source | None:
        """The mapping as a definition, or None while it lacks something."""
        if self.lacking:
            return None
        try:
            return Source.model_validate(self.mapping | {"columns": self.columns})
        except ValidationError:
            return None


def propose(seen: SeenFile, known: Known) -> tuple[SeenTable, Proposal]:
    """Return the table of a file that is likest a source, and the mapping that is proposed for it."""
    found = [(table, *_best_kind(seen, table, known)) for table in seen.tables]
    chosen, proposal, others = max(found, key=lambda each: each[1].fitness)
    if others:
        proposal.ask("kind", "other_kind", kinds=", ".join(sv.KINDS[kind] for kind in others))
    _describe(proposal, seen, chosen)
    return chosen, proposal


def read_by(proposal: Proposal, folder: Path, known: Known) -> SourceReading | None:
    """Return what reading the file by the proposal gives, and add what is wrong to its doubts; None where it lacks something."""
    source = proposal.source
    if source is None:
        return None
    reading = read_source(folder, source, known)
    for fault, n in grouped(reading.faults):
        rows = sv.ASK["fault_rows"].format(n=count(n, "rad", "rader"), row=fault.row) if fault.row else ""
        column = fault.column or source.file
        proposal.ask("", "fault", column=column, wrong=fault.wrong, mend=fault.mend)
        proposal.questions[""][-1] += rows
    return reading


def as_yaml(proposal: Proposal) -> str:
    """Return the mapping as YAML for a file of the municipality's folder, each question as a comment before what it is about."""
    lines = ["sources:"]
    for key, value in (proposal.mapping | {"columns": proposal.columns}).items():
        lines += _asked(proposal, key, "    ")
        if key != "columns":
            lines += _written(key, value, "    ")
            continue
        lines.append("    columns:")
        for target, filled in proposal.columns.items():
            lines += _written(target, filled, "      ")
            lines += _asked(proposal, COLUMNS + target, "      ")
        lines += [
            line for name in proposal.targets if name not in proposal.columns
            for line in _asked(proposal, COLUMNS + name, "      ")
        ]  # fmt: skip
    lines += _asked(proposal, "", "    ")
    first = next(i for i, line in enumerate(lines) if i and not line.lstrip().startswith("#"))
    lines[first] = "  - " + lines[first].strip()
    return "\n".join(lines) + "\n"


def _asked(proposal: Proposal, key: str, indent: str) -> Iterator[str]:
    for question in proposal.questions.get(key, ()):
        yield f"{indent}# {' '.join(question.split())}"


def _written(key: str, value: object, indent: str) -> list[str]:
    text = yaml.safe_dump({key: value}, allow_unicode=True, sort_keys=False, width=10_000)
    return [indent + line for line in text.rstrip("\n").split("\n")]


def _best_kind(seen: SeenFile, table: SeenTable, known: Known) -> tuple[Proposal, list[str]]:
    """Return the mapping of the kind that the table fits best, and the kinds that it fits as well."""
    kinds = OF_SIE[:1] if seen.format == "sie" else KINDS
    said = normal(" ".join((seen.name, table.table.sheet, *(column.heading for column in table.columns))))
    every = [_Placing(kind, seen, table, known).proposal for kind in kinds]
    says = {
        "budget": re.search(r"budget|\bram\b", said) is not None and "prognos" not in said,
        "budget_forecast": "prognos" in said,
    }
    fits = {each.kind: each.fitness + 2 * says.get(each.kind, False) for each in every}
    beyond_doubt = [each for each in every if says.get(each.kind) or _MARKS[each.kind] & set(each.columns)]
    best = max(beyond_doubt or every, key=lambda each: fits[each.kind])
    if not beyond_doubt:
        _ask_of_kind(best)
    return best, [each.kind for each in beyond_doubt if each is not best and fits[each.kind] == fits[best.kind]]


def _ask_of_kind(proposal: Proposal) -> None:
    """Keep of a mapping what any kind would have, and ask for its kind."""
    proposal.lacking = ["kind"]
    proposal.mapping.clear()
    proposal.columns = {name: filled for name, filled in proposal.columns.items() if name == "unit_id"}
    kept = set(_headings(proposal))
    proposal.taken = {place for place, name in proposal.names.items() if name in kept}
    proposal.questions = {key: asked for key, asked in proposal.questions.items() if key == f"{COLUMNS}unit_id"}
    proposal.ask("columns", "kind", kinds=", ".join(sv.KINDS.values()))


def _describe(proposal: Proposal, seen: SeenFile, table: SeenTable) -> None:
    """Fill in what the mapping says of the file itself, before its columns."""
    stem = PurePosixPath(seen.name).stem
    forms = proposal.mapping
    proposal.mapping = {
        "id": slug_of(stem)[:80] or "fil",
        "title": shown(stem) or "fil",
        "file": seen.name,
    }
    if "columns" not in proposal.questions:
        proposal.mapping["kind"] = proposal.kind
    proposal.ask("title", "title")
    if (pattern := re.sub(r"\d[\d_-]*\d", "*", stem)) != stem and pattern.count("*") == 1:
        proposal.ask("file", "file", pattern=pattern + PurePosixPath(seen.name).suffix)
    if sum(visible for _, visible in seen.sheets) > 1:
        proposal.mapping["sheet"] = table.table.sheet
    names = {column.name for column in table.columns if column.name != column.heading}
    if table.table.rows[table.first].number and names & set(_headings(proposal)):
        proposal.mapping["header_row"] = table.table.rows[table.first].number
    if table.header_rows > 1:
        proposal.mapping["header_rows"] = table.header_rows
    proposal.mapping |= forms
    if personal := [column.name for column in table.columns if column.holds == "person"]:
        proposal.mapping["personal"] = personal
        if proposal.kind == "staff" or "columns" in proposal.questions:
            proposal.ask("personal", "person_rows")
    unread = [
        shown(column.name) for column in table.columns
        if column.position not in proposal.taken and column.holds not in {"person", "nothing"}
    ]  # fmt: skip
    if unread:
        proposal.ask("", "unread", names=", ".join(unread))
    if proposal.kind == "ledger" and "#PBUDGET" in table.table.passed:
        proposal.ask("", "budget")


def _headings(proposal: Proposal) -> Iterator[str]:
    for filled in proposal.columns.values():
        if isinstance(filled, str):
            yield filled
        else:
            yield from (str(filled[key]) for key in ("from", "debit", "credit") if key in filled)


class _Placing:
    """Places the columns of a table in one kind of source; what it finds is its `proposal`."""

    def __init__(self, kind: str, seen: SeenFile, table: SeenTable, known: Known) -> None:
        self.proposal = Proposal(kind, names={column.position: column.name for column in table.columns})
        self._seen = seen
        self._table = table
        self._known = known
        self._columns = [column for column in table.columns if column.holds != "person"]
        self._year = "period" if "period" in self.proposal.targets else "year"
        ids = {"unit_id": known.units, "indicator_id": known.indicators, "goal_id": known.goals}
        # What of units, indicators and goals a file may say: ids and titles.
        self._words = {name: {*map(normal, of), *known.titles.get(name, ())} for name, of in ids.items()}
        self._words["unit_id"] |= {normal(unit.title) for unit in known.units.values()}
        self._place_labels()
        self._place_wide()
        self._place_time()
        self._place_amounts()
        for target, column in self.proposal.targets.items():
            if target not in self.proposal.columns and target not in {self._year, "month", "amount"}:
                self._place(target, column)
        self._ask_of_words()
        self._tell_lacking()
        columns = self.proposal.columns
        self.proposal.columns = {name: columns[name] for name in self.proposal.targets if name in columns}

    def _ask(self, target: str, question: str, /, **said: object) -> None:
        """Put a question to a column of the mapping."""
        self.proposal.ask(COLUMNS + target, question, **said)

    def _free(self) -> list[SeenColumn]:
        return [column for column in self._columns if column.position not in self.proposal.taken]

    def _named(self, words: Sequence[str], free: Sequence[SeenColumn]) -> list[SeenColumn]:
        """Return the columns whose headings say one of the words, the likeliest first."""
        ranked = [
            (rank, c.position, c) for c in free if (rank := said_of(c.heading.rsplit(" / ", 1)[-1], words)) is not None
        ]
        return [column for _, _, column in sorted(ranked, key=lambda each: each[:2])]

    def _fill(self, target: str, column: SeenColumn, **more: object) -> None:
        self.proposal.columns[target] = {"from": column.name, **more} if more else column.name
        self.proposal.taken.add(column.position)

    def _place_labels(self) -> None:
        """Place the labels of a compact pivot table, which stand in one column by their indents."""
        if self.proposal.kind not in {"ledger", "budget"}:
            return
        column = next((c for c in self._columns if c.holds == "text" and len(c.indents) > 1), None)
        if column is None:
            return
        levels: list[list[str]] = [[] for _ in column.indents]
        for row in self._table.body:
            cell = cell_at(row, column.position)
            if isinstance(cell, str) and not is_blank(cell) and row.number not in {n for n, _ in self._table.totals}:
                levels[column.indents.index(len(cell) - len(cell.lstrip()))].append(as_text(cell))
        are_accounts = [all(text[:1].isdigit() for text in level) for level in levels]
        are_units = [all(normal(text) in self._words["unit_id"] for text in level) for level in levels]
        self.proposal.taken.add(column.position)
        for i, level in enumerate(levels):
            target = (
                "unit_id"
                if are_units[i]
                else "account"
                if are_accounts[i] and "account" in self.proposal.targets
                else None
            )
            if target is None or target in self.proposal.columns:
                sample = ", ".join(shown(text) for text in level[:3])
                self._ask("unit_id", "level", level=i + 1, sample=sample, name=column.name)
            else:
                self._fill(target, column, level=i + 1)

    def _place_wide(self) -> None:
        """Place columns that are one variable: months, years, or genders."""
        into = {"budget": "amount", "ledger": "amount", "measurements": "value"}.get(self.proposal.kind)
        if into is None:
            return
        groups: dict[tuple[str, str], list[SeenColumn]] = {}
        for column in self._columns:
            if (said := _said_of_time(column.heading)) is not None:
                prefix, (_, month_) = said
                groups.setdefault((prefix, "years" if month_ is None else "months"), []).append(column)
        prefix, headings = max(groups, key=lambda each: len(groups[each]), default=("", ""))
        columns = groups.get((prefix, headings), [])
        if len(columns) < 2:  # noqa: PLR2004  one column is no variable
            self._place_genders(into)
            return
        wide: dict[str, object] = {"into": into, "headings": headings}
        self.proposal.mapping["wide"] = wide | ({"prefix": prefix} if prefix else {})
        self.proposal.taken |= {column.position for column in columns}

    def _place_genders(self, into: str) -> None:
        if into != "value":
            return
        genders = {
            c.name: found for c in self._columns if (found := WORDS_READ["gender"].get(normal(c.heading))) is not None
        }
        if len(genders) > 1 and len(set(genders.values())) == len(genders):
            self.proposal.mapping["wide"] = {
                "into": into,
                "headings": {name: {"gender": g} for name, g in genders.items()},
            }
            self.proposal.taken |= {c.position for c in self._columns if c.name in genders}

    def _place_time(self) -> None:
        """Place the year and month: in a column or two, in the file's name, or above the table."""
        targets, wide = self.proposal.targets, self.proposal.mapping.get("wide", {})
        if self._year not in targets:
            return
        needs = {self._year, "month"} & set(targets) - ({"month"} if wide.get("headings") == "months" else set())
        if wide.get("headings") == "years" or (wide.get("headings") == "months" and self._headings_have_year()):
            needs.discard(self._year)
        named = self._named(HEADINGS_READ["time"], self._free())
        named += [c for c in self._free() if c not in named and c.holds == "period"]
        for holds, fills in (
            ("period", needs),
            ("year", {self._year}),
            ("month", {"month"}),
            ("day", needs),
            ("", needs),
        ):
            for column in named:
                ours = fills & needs - set(self.proposal.columns)
                if ours and (column.holds == holds or (not holds and column.holds not in _TIMES)):
                    self._fill_time(column, ours)
        for target in sorted(needs - set(self.proposal.columns), reverse=True):
            if self.proposal.kind != "measurements" or target != "month":
                self._place_time_elsewhere(target)

    def _fill_time(self, column: SeenColumn, targets: set[str]) -> None:
        is_text = column.holds not in _TIMES
        if is_text and self.proposal.kind == "measurements":
            targets = {self._year}
        for target in sorted(targets, reverse=True):
            self._fill(target, column)
        if column.holds == "day" and self.proposal.kind == "measurements":
            self._ask(self._year, "day")
        numbers = {n for word in column.words if (n := period_number(word)) is not None and n in {0, 13}}
        if "month" in targets and numbers:
            told = ", ".join(f"{n:02d}" for n in sorted(numbers))
            self._ask("month", "periods", periods=told, numbers=", ".join(map(str, sorted(numbers))))

    def _headings_have_year(self) -> bool:
        found = [
            said[1] for c in self._columns
            if c.position in self.proposal.taken and (said := _said_of_time(c.heading)) is not None
        ]  # fmt: skip
        return bool(found) and all(year is not None for year, _ in found)

    def _place_time_elsewhere(self, target: str) -> None:
        part = "month" if target == "month" else "year"
        above = self._table.table.rows[: self._table.first]
        for label in _LABELS_ABOVE:
            try:
                cell = cell_above(label, above)
                month(cell) if part == "month" else year_of(cell)
            except Wrong:
                continue
            self.proposal.columns[target] = {"above": label.capitalize()}
            self._ask(target, "above")
            return
        for form in _IN_NAME:
            try:
                found = period_in_name(form, self._seen.name)
            except Wrong:
                continue
            if found[part == "month"] is not None:
                self.proposal.columns[target] = {"file_name": form}
                self._ask(target, "file_name")
                return

    def _place_amounts(self) -> None:
        """Place an amount: debit and credit, or the column whose heading says that it is what this kind holds."""
        kind = self.proposal.kind
        if "amount" not in self.proposal.targets or self.proposal.mapping.get("wide"):
            return
        debit, credit = (self._named(words, self._free()) for words in (DEBIT_READ, CREDIT_READ))
        if debit and credit and kind != "budget_forecast":
            self.proposal.columns["amount"] = {"debit": debit[0].name, "credit": credit[0].name}
            self.proposal.taken |= {debit[0].position, credit[0].position}
            self._tell_others("amount", self._named(AMOUNTS_READ[kind], self._free()))
            return
        if not (named := self._named(AMOUNTS_READ[kind], self._free())):
            return
        self._place_number("amount", named)
        if kind == "ledger" and normal(named[0].heading).startswith("ack"):
            self.proposal.mapping["cumulative"] = True
            self.proposal.ask("cumulative", "cumulative")

    def _place_number(self, target: str, named: Sequence[SeenColumn]) -> None:
        column = named[0]
        more: dict[str, object] = {}
        said = set(re.findall(r"\w+(?: kr\b)?", normal(column.heading)))
        unit = next((word for word in TIMES_READ if word in said), None)
        if column.holds == "number_with_unit":
            units = {normal(match[1]) for word in column.words if (match := re.search(r"([^\d\W][\w /%.]*)$", word))}
            more["units_in_cell"] = {name: TIMES_READ[name] for name in TIMES_READ if name in units}
            for name in sorted(units - set(TIMES_READ)):
                self._ask(target, "units_in_cell", unit=shown(name))
            if not more["units_in_cell"]:
                del more["units_in_cell"]
        elif unit is not None and target in {"amount", "budget", "outcome"}:
            more["times"] = TIMES_READ[unit]
            self._ask(target, "times", unit=unit)
        self._fill(target, column, **more)
        self._tell_others(target, named[1:])

    def _tell_others(self, target: str, others: Sequence[SeenColumn]) -> None:
        if others:
            self._ask(target, "also", names=", ".join(shown(column.name) for column in others), target=target)

    def _place(self, target: str, column: Column) -> None:
        """Place one column by its heading, else by values that the definitions know."""
        wide = self.proposal.mapping.get("wide", {})
        if wide.get("into") == target or (isinstance(wide.get("headings"), dict) and target == "gender"):
            return
        is_number = column.kind in {"float", "int"}
        named = [
            each for each in self._named(HEADINGS_READ.get(target, ()), self._free())
            if not is_number or each.holds in {"number", "number_with_unit", "text", "nothing"}
        ]  # fmt: skip
        if target in {"unit_id", "indicator_id", "goal_id"}:
            known = self._words[target]
            named.sort(key=lambda each: not _all_known(each, known))
            if not named and target != "goal_id":
                by_values = [each for each in self._free() if each.holds == "text" and _all_known(each, known)]
                if len(by_values) == 1:
                    self._fill(target, by_values[0])
                    what = sv.UNITS_OF if target == "unit_id" else sv.INDICATORS_OF
                    self._ask(target, "by_values", what=what)
                return
        if not named and target in {"gender", "kind", "state"}:
            named = [each for each in self._free() if each.holds == target]
        if named and is_number:
            self._place_number(target, named)
        elif named:
            self._fill(target, named[0])
            self._tell_others(target, named[1:])
        elif target == "kind" and self.proposal.kind == "budget":
            accounts = self._named(HEADINGS_READ["account"], self._free())
            if accounts:
                self._fill("kind", accounts[0], by_account=True)

    def _ask_of_words(self) -> None:
        """Ask what the definitions do not know: units, indicators and goals, and cells that may be merged downwards."""
        by_name = {column.name: column for column in self._columns}
        for target, filled in self.proposal.columns.items():
            name = filled if isinstance(filled, str) else filled.get("from")
            column = by_name.get(name) if name else None
            if column is None or (isinstance(filled, dict) and "level" in filled):
                continue
            if target in self._words:
                unknown = [word for word in column.words if normal(word) not in self._words[target]]
                for word in unknown[:_TOLD]:
                    self._ask(target, "words", word=shown(word), target=target)
                if len(unknown) > _TOLD:
                    self._ask(target, "more_words", n=len(unknown) - _TOLD)
            blank = self._blank(column)
            if (
                target in {"unit_id", "account", "kind", "indicator_id"}
                and blank
                and self._seen.format in {"excel", "csv"}
            ):
                rows = count(blank, "rad", "rader")
                self._ask(target, "blank", name=shown(column.name), rows=rows, target=target)
            if target == "value" and any(as_text(cell_at(row, column.position)) == ".." for row in self._table.body):
                self._ask(target, "privacy")

    def _blank(self, column: SeenColumn) -> int:
        totals = {number for number, _ in self._table.totals}
        rows = [r for r in self._table.body if r.number not in totals and any(not is_blank(cell) for cell in r.cells)]
        return sum(is_blank(cell_at(row, column.position)) for row in rows)

    def _tell_lacking(self) -> None:
        """Ask for what every row must have and nothing fills, and name the columns that it may be."""
        targets = self.proposal.targets
        wide = self.proposal.mapping.get("wide", {})
        given = set(self.proposal.columns) | set(DEFAULTS) | {wide.get("into")}
        if wide.get("headings") in ("years", "months") and (wide["headings"] == "years" or self._headings_have_year()):
            given.add(self._year)
        if wide.get("headings") == "months":
            given.add("month")
        must = {name for name, column in targets.items() if not column.nullable}
        if self.proposal.kind == "measurements" and not {"value", "label", "numerator"} & given:
            must.add("value")
        if self.proposal.kind == "staff" and not {"headcount", "fte", "sick_hours", "scheduled_hours"} & given:
            must.add("headcount")
        free = [column for column in self._free() if column.holds != "nothing"]
        for target in (name for name in targets if name in must - given):
            numeric = targets[target].kind in {"float", "int"} and target not in {self._year, "month"}
            near = [c.name for c in free if _may_hold(c, numeric=numeric, is_time=target in {self._year, "month"})][
                :_TOLD
            ]
            self.proposal.lacking.append(target)
            self._ask(target, "lacking", target=target, what=sv.TARGETS[target])
            if near:
                self.proposal.questions[COLUMNS + target][-1] += sv.ASK["candidates"].format(
                    names=", ".join(map(shown, near))
                )
            else:
                self.proposal.questions[COLUMNS + target][-1] += "."
            if not numeric:
                self.proposal.questions[COLUMNS + target][-1] += sv.ASK["constant"].format(target=target)


def _may_hold(column: SeenColumn, *, numeric: bool, is_time: bool) -> bool:
    if is_time:
        return column.holds in _TIMES
    return (column.holds in {"number", "number_with_unit"}) == numeric and column.holds not in _TIMES


def _all_known(column: SeenColumn, known: set[str]) -> bool:
    return bool(column.words) and all(normal(word) in known for word in column.words)


def _said_of_time(heading: str) -> tuple[str, tuple[int | None, int | None]] | None:
    """Return what stands before the year or month that a heading ends with, and that; None where it says none.

    A number of one or two digits is a question's as well as a month's, and says none.

    >>> _said_of_time("Utfall jan 2025"), _said_of_time("2025 / jan"), _said_of_time("2024*"), _said_of_time("Fråga 3")
    (('Utfall', (2025, 1)), ('', (2025, 1)), ('', (2024, None)), None)
    """
    above, _, own = heading.rpartition(JOINED)
    if above and year_or_month(above) is not None:
        heading = f"{own} {above}"
    elif above:
        heading = f"{above} {own}"
    words = heading.split()
    for i in range(len(words)):
        rest = " ".join(words[i:]).rstrip("*")
        if (said := year_or_month(rest)) is not None and not (rest.isdigit() and len(rest) <= 2):  # noqa: PLR2004
            return " ".join(words[:i]), said
    return None
