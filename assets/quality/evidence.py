"""Evidence for the chief of quality: Great Expectations suites over the finished tables, and Data Docs as local HTML.

The suites are made from the tables' descriptions, as everything else that checks their form (`models.tables.rules`). Great
Expectations takes seconds to import, which is done here alone and late. What it is let to tell of a broken rule is how many
rows break it, never a value; its pages are stripped of all that would be fetched or runs, and of what differs between two
runs over the same tables.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from models.tables.header import table
from models.tables.rules import Rule, rules
from models.words import all_words, numbers
from models.words.checks import CHECK_STATUS, EXPECTATION, EXPECTATION_MARK

# The folder of a report that holds them.
DATA_DOCS = "quality"
# Counts alone: the list of unexpected values is asked for with no place in it.
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
    """What a table's suite found, and the Data Docs page of it."""

    table: str
    rows: int
    expectations: tuple[ExpectationResult, ...]
    page: str

    @property
    def passed(self) -> bool:
        """Whether every expectation holds."""
        return all(held.passed for held in self.expectations)

    @property
    def broken(self) -> dict[str, int]:
        """The expectations that do not hold, with how many rows break each."""
        return {held.text: held.broken or 0 for held in self.expectations if not held.passed}


def gather(frames: Mapping[str, pl.DataFrame]) -> list[Evidence]:
    """Validate each table against its suite, and render its page."""
    # Read when the library is imported: nothing is sent to anyone.
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig
    from great_expectations.render.view.view import DefaultJinjaPageView

    # One for all tables: each compiles the templates anew, which is a fifth of the work.
    view = DefaultJinjaPageView()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source: Any = context.data_sources.add_pandas("tables")
    found: list[Evidence] = []
    for name, frame in frames.items():
        batch = source.add_dataframe_asset(name).add_batch_definition_whole_dataframe(name)
        suite = gx.ExpectationSuite(name=name, expectations=_expectations(name))
        result = batch.get_batch(batch_parameters={"dataframe": frame.to_pandas()}).validate(
            suite, result_format=COUNTS_ONLY
        )
        held = tuple(_held(one) for one in result.results)
        found.append(Evidence(name, frame.height, held, _page(view, result)))
    return found


def _expectations(name: str) -> list[Any]:
    """Return a table's rules as expectations."""
    gxe: Any = import_module("great_expectations.expectations")

    columns = [column.name for column in table(name).columns]
    return [
        gxe.ExpectTableColumnsToMatchOrderedList(
            column_list=columns, description=EXPECTATION["columns"].format(columns=", ".join(columns))
        ),
        *(_expectation(gxe, rule) for rule in rules(name)),
    ]


def _expectation(gxe: Any, rule: Rule) -> Any:
    named = ", ".join(rule.columns)
    text = EXPECTATION[rule.kind].format(
        column=named, words=", ".join(rule.words), range=numbers.interval(rule.low, rule.high)
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


def _held(one: Any) -> ExpectationResult:
    result: dict[str, Any] = one.result
    return ExpectationResult(
        text=str(one.expectation_config.description),
        passed=bool(one.success),
        checked=result.get("element_count"),
        broken=result.get("unexpected_count"),
    )


_DROPPED = re.compile(
    r"<script\b.*?</script>|<style\b.*?</style>|<link\b[^>]*>|<img\b[^>]*>|<nav\b.*?</nav>|<!--.*?-->", re.DOTALL
)
_ICON = re.compile(r'<i class="fas? [^"]*text-(success|danger|warning)[^"]*"[^>]*>\s*</i>')
_EVENT = re.compile(r"\s(?:on\w+|style|data-[\w-]+|aria-[\w-]+|role)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_ANCHOR = re.compile(r"</?a\b[^>]*>")
_UUID = re.compile(r"-?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_SECTIONS = re.compile(r'<div id="section-1".*', re.DOTALL)
# When the table was read and by which batch: different each time, and of no interest.
_MORE_INFO = re.compile(r'<div id="section-1-content-block-3".*?(?=<div id="section-2")', re.DOTALL)
_END = re.compile(r"(?:</div>\s*)*<footer.*|</body>.*", re.DOTALL)


def _page(view: Any, result: Any) -> str:
    """Render a result as Data Docs do, and keep what can be read without a network or a script."""
    from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer

    whole = str(view.render(ValidationResultsPageRenderer().render(result)))
    body = _SECTIONS.search(_DROPPED.sub("", whole))
    text = _END.sub("", _MORE_INFO.sub("", body.group() if body else ""))
    text = _ICON.sub(lambda match: f'<span class="{match[1]}">{EXPECTATION_MARK[match[1]]}</span>', text)
    text = _UUID.sub("", _ANCHOR.sub("", _EVENT.sub("", text)))
    open_still = len(re.findall(r"<div\b", text)) - text.count("</div>")
    return re.sub(r"[ \t]+\n|\n\s*\n+", "\n", text).strip() + "</div>" * max(open_still, 0)


def write_data_docs(folder: Path, evidence: list[Evidence], checks: pl.DataFrame, head: Mapping[str, str]) -> None:
    """Write `index.html` and a page for each table into a new folder; the same input gives the same bytes.

    Args:
        folder: made here.
        evidence: of each table.
        checks: the table `checks`.
        head: what stands at the top of each page: the `municipality`, the `report` and the `as_of` day.
    """
    environment = Environment(
        loader=PackageLoader("assets.quality", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    folder.mkdir(parents=True)
    names: dict[str, Any] = {"head": head, "sv": all_words(), "evidence": evidence}
    found = [row for row in checks.to_dicts() if row["status"] != "passed"]
    counted = {
        check_id: {status: checks.filter(check_id=check_id, status=status).height for status in CHECK_STATUS}
        for check_id in sorted(set(checks["check_id"]))
    }
    index = environment.get_template("index.html", globals=names).render(found=found, counted=counted)
    (folder / "index.html").write_text(index, encoding="utf-8", newline="\n")
    template = environment.get_template("table.html", globals=names)
    for one in evidence:
        text = template.render(one=one, what=table(one.table).what, body=Markup(one.page))  # noqa: S704  stripped above
        (folder / f"{one.table}.html").write_text(text, encoding="utf-8", newline="\n")
