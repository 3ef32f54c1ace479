"""Evidence for the chief of quality: Great Expectations suites over the finished tables, and what they found as HTML.

The suites are made from the tables' descriptions, as everything else that checks their form (`models.tables.rules`). Great
Expectations takes seconds to import, which is done here alone and late. What it is let to tell of a broken rule is how many
rows break it, never a value. It validates; the pages are ours, in Swedish, made from its results and the tables' headers.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import LazyLoader, find_spec, module_from_spec
from pathlib import Path
from typing import Any

import polars as pl
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from models.receipt import ReceiptLine
from models.tables.check_header import checks as described_checks
from models.tables.header import table, table_title
from models.tables.rows import ChecksRow
from models.tables.rules import Rule, rules
from models.tables.typed_rows import rows_of
from models.words import all_words, numbers
from models.words.checks import CHECK_STATUS, EXPECTATION
from models.words.receipts import receipts_by_file

# The folder of a report that holds them.
DATA_DOCS = "quality"
# Whether each rule holds. Where one does not, counts alone: the list of unexpected values is asked for with no place in it.
WHETHER = {"result_format": "BOOLEAN_ONLY"}
COUNTS_ONLY = {"result_format": "BASIC", "partial_unexpected_count": 0, "include_unexpected_rows": False}


@dataclass(frozen=True)
class ExpectationResult:
    """An expectation and how it went: rows looked at (None where it is about the table) and rows that broke it."""

    text: str
    passed: bool
    checked: int | None
    broken: int | None


@dataclass(frozen=True)
class Evidence:
    """What a table's suite found."""

    table: str
    title: str
    rows: int
    expectations: tuple[ExpectationResult, ...]

    @property
    def passed(self) -> bool:
        """Whether every expectation holds."""
        return all(held.passed for held in self.expectations)

    @property
    def broken(self) -> dict[str, int]:
        """The expectations that do not hold, with how many rows break each."""
        return {held.text: held.broken or 0 for held in self.expectations if not held.passed}


def gather(frames: Mapping[str, pl.DataFrame]) -> list[Evidence]:
    """Validate each table against its suite."""
    # Read when the library is imported: nothing is sent to anyone.
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    _leave_unread("scipy", "stats")
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    # One for all tables: the context writes itself anew with each that is added. Its types are unknown, here and below.
    asset: Any = context.data_sources.add_pandas("report").add_dataframe_asset("tables")
    batch: Any = asset.add_batch_definition_whole_dataframe("table")
    found: list[Evidence] = []
    for name, frame in frames.items():
        suite = gx.ExpectationSuite(name=name, expectations=_expectations(name))
        given = batch.get_batch(batch_parameters={"dataframe": frame.to_pandas()})
        result = given.validate(suite, result_format=WHETHER)
        whole = result.success
        if not whole:
            result = given.validate(suite, result_format=COUNTS_ONLY)
        held = tuple(_held(one, frame.height if whole else None) for one in result.results)
        found.append(Evidence(name, table_title(name), frame.height, held))
    return found


def _leave_unread(package: str, module: str) -> None:
    """Let a module be read first when something of it is used: Great Expectations imports it for what no suite here has."""
    name = f"{package}.{module}"
    spec = find_spec(name)
    if name in sys.modules or spec is None or spec.loader is None:
        return
    loader = LazyLoader(spec.loader)
    spec.loader = loader
    sys.modules[name] = module_from_spec(spec)
    loader.exec_module(sys.modules[name])
    setattr(sys.modules[package], module, sys.modules[name])


def _expectations(name: str) -> list[Any]:  # Great Expectations' own
    """Return a table's rules as expectations."""
    gxe: Any = import_module("great_expectations.expectations")

    columns = [column.name for column in table(name).columns]
    return [
        gxe.ExpectTableColumnsToMatchOrderedList(
            column_list=columns, description=EXPECTATION["columns"].format(n=len(columns))
        ),
        *(_expectation(gxe, name, rule) for rule in rules(name)),
    ]


def _expectation(gxe: Any, name: str, rule: Rule) -> Any:  # Great Expectations' own
    named, titles = ", ".join(rule.columns), {column.name: column.title for column in table(name).columns}
    text = EXPECTATION[rule.kind].format(
        column=", ".join(titles[column] for column in rule.columns),
        words=", ".join(rule.words),
        range=numbers.interval(rule.low, rule.high),
    )
    if rule.kind == "not_null":
        return gxe.ExpectColumnValuesToNotBeNull(column=named, description=text)
    if rule.kind == "words":
        return gxe.ExpectColumnValuesToBeInSet(column=named, value_set=list(rule.words), description=text)
    if rule.kind == "range":
        return gxe.ExpectColumnValuesToBeBetween(
            column=named, min_value=rule.low, max_value=rule.high, description=text
        )
    if len(rule.columns) == 1:
        return gxe.ExpectColumnValuesToBeUnique(column=named, description=text)
    return gxe.ExpectCompoundColumnsToBeUnique(column_list=list(rule.columns), ignore_row_if="never", description=text)


def _held(one: Any, whole: int | None) -> ExpectationResult:  # Great Expectations' own
    """Return how an expectation went; `whole` is the number of rows where none breaks any."""
    result: dict[str, int] = one.result
    if whole is not None and not one.expectation_config.type.startswith("expect_table_"):
        result = {"element_count": whole, "unexpected_count": 0}
    return ExpectationResult(
        text=str(one.expectation_config.description),
        passed=bool(one.success),
        checked=result.get("element_count"),
        broken=result.get("unexpected_count"),
    )


def write_data_docs(
    folder: Path,
    evidence: list[Evidence],
    frames: Mapping[str, pl.DataFrame],
    head: Mapping[str, str],
    titles: Mapping[str, str],
) -> None:
    """Write `index.html`, the receipts of the own files and a page for each table into a new folder.

    The same input gives the same bytes.

    Args:
        folder: made here.
        evidence: of each table.
        frames: the tables `checks` and `receipts`.
        head: what stands at the top of each page: the `municipality`, the `report` and the `as_of` day.
        titles: the units' by their ids.
    """
    environment = Environment(
        loader=PackageLoader("assets.quality", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    folder.mkdir(parents=True)
    names: dict[str, object] = {"head": head, "sv": all_words(), "evidence": evidence}
    names["title_of"] = {check.id: check.title for check in described_checks().values()}
    checks = frames["checks"]
    found = [row for row in rows_of(checks, ChecksRow) if row["status"] != "passed"]
    counted = {
        check_id: {status: checks.filter(check_id=check_id, status=status).height for status in CHECK_STATUS}
        for check_id in sorted(set(checks["check_id"]))
    }
    index = environment.get_template("index.html", globals=names).render(found=found, counted=counted)
    (folder / "index.html").write_text(index, encoding="utf-8", newline="\n")
    lines = [ReceiptLine(**row) for row in frames["receipts"].drop("report", "lineage_id").to_dicts()]
    receipts = environment.get_template("own_files.html", globals=names).render(
        receipts=receipts_by_file(lines, titles)
    )
    (folder / "own_files.html").write_text(receipts, encoding="utf-8", newline="\n")
    template = environment.get_template("table.html", globals=names)
    for one in evidence:
        text = template.render(one=one, columns=table(one.table).columns)
        (folder / f"{one.table}.html").write_text(text, encoding="utf-8", newline="\n")
