"""The workbook of definitions: which sheets and columns it has, what each means, and which words it allows.

It is what `styrtal definitions export` writes and `import` reads (docs/definitions-in-excel.md). A field without a column
here stays in the YAML as it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, cast

from pydantic import BaseModel

from models.definitions.base import Plain
from models.definitions.levels import UNIT_LEVEL
from models.definitions.municipality import SECTIONS
from models.definitions.own_files import Source
from models.definitions.statements import Statement
from models.definitions.steering import Definition, Goal, Indicator, Judgement, Plan, Target, Unit
from models.definitions.work import Activity, Assignment, Budget, BudgetForecast, Comment, ControlPoint, ManualForecast
from models.words import definitions_in_excel as sv
from models.words.judgements import DIRECTION, GENDER, GOAL_KIND, STATUS
from models.words.work import BUDGET_KIND

Kind = Literal[
    "id",  # an id, or the id of something else
    "text",
    "word",  # one of `words`
    "number",
    "integer",
    "day",
    "yes_no",
    "ids",  # several ids, with commas between
    "integers",
    "words",
    "lines",  # several texts, one a line
    "weighted",  # ids with weights: a, b (2)
    "aim",  # a target: number, interval or a step's name
    "forecast",  # a word, or numerator / denominator
    "measured",  # a word, how often, and which months
    "named",  # texts by their keys, each key and its text from a new line
]
YES_NO = sv.YES_NO_CHOICE


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet.

    `field` is the definition's own, with a dot into what it holds (`scale.kind`); `of` is the section whose ids it takes.
    A key tells which definition a row is, and cannot be changed there.
    """

    field: str
    kind: Kind = "text"
    words: Mapping[str, str] | None = None
    of: str | None = None
    key: bool = False
    width: int = 14
    title: str = ""
    what: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        """The keys that lead to the value inside the definition."""
        return tuple(self.field.split("."))


@dataclass(frozen=True)
class Inside:
    """Where what a sheet shows stands inside another section's definitions: in which key, and which of a row's columns say in which.

    `keys` leads from a column to the key of the other definition that it is.
    """

    section: str
    key: str
    keys: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """A sheet: the section it shows, what a row is, and its columns. What stands inside other definitions says where."""

    section: str
    title: str
    one: str
    model: type[Definition]
    columns: tuple[SheetColumn, ...]
    inside: Inside | None = None

    @property
    def place(self) -> tuple[str, str]:
        """The section that its definitions stand in, and the key inside it; empty where they are the section's own."""
        return (self.section, "") if self.inside is None else (self.inside.section, self.inside.key)

    @property
    def keys(self) -> tuple[SheetColumn, ...]:
        """The columns that tell which definition a row is."""
        return tuple(column for column in self.columns if column.key)

    def required(self, column: SheetColumn) -> bool:
        """Return whether a definition must have the column's value."""
        if self.inside is not None and column.field in self.inside.keys:
            outer = SECTIONS[self.inside.section]
            return outer.model_fields[self.inside.keys[column.field]].is_required()
        model: type[BaseModel] = self.model
        for part in column.path[:-1]:
            model = cast("type[BaseModel]", model.model_fields[part].annotation)
        return model.model_fields[column.path[-1]].is_required()

    def default(self, column: SheetColumn) -> Plain:
        """Return what holds where the value is left out."""
        stands_around = self.inside is not None and column.field in self.inside.keys
        if len(column.path) > 1 or stands_around or self.required(column):
            return None
        return self.model.model_fields[column.field].get_default(call_default_factory=True)

    @property
    def has_id(self) -> bool:
        """Whether a row is told by an id of its own; else by several keys, and then several rows may have the same."""
        return self.keys[0].field == "id"

    @property
    def order(self) -> tuple[str, ...]:
        """The definition's keys in the order of the columns."""
        return tuple(dict.fromkeys(column.path[0] for column in self.columns))


def _sheet(
    section: str, model: type[Definition], columns: Iterable[SheetColumn], inside: Inside | None = None
) -> Sheet:
    """Return a sheet whose title, and whose columns' titles and meanings, stand in `models.words.definitions_in_excel`."""
    titled = [replace(c, title=title, what=what) for c in columns for title, what in [sv.COLUMN[section][c.field]]]
    return Sheet(section, sv.SHEET[section], sv.ONE[section], model, tuple(titled), inside)


_ID = SheetColumn("id", "id", key=True, width=26)
_UNIT = SheetColumn("unit", "id", of="units", width=26)
_SDG = SheetColumn("sdg", "integers")
_ASSUMED = SheetColumn("assumed", "yes_no", width=10)

_DECIDED_BY = SheetColumn("decided_by", "id", of="units", width=24)
_DECIDED_AT = SheetColumn("decided_at", "day", width=13)
_DECISION = SheetColumn("decision", width=26)

_GOALS = (
    _ID,
    SheetColumn("kind", "word", GOAL_KIND, width=20),
    SheetColumn("title", width=46),
    _UNIT,
    SheetColumn("parents", "ids", of="goals", width=26),
    SheetColumn("indicators", "weighted", of="indicators", width=36),
    SheetColumn("perspective", width=16),
    SheetColumn("definition", width=46),
    SheetColumn("rationale", width=36),
    SheetColumn("strategy", width=36),
    SheetColumn("responsible", width=20),
    SheetColumn("with_units", "ids", of="units", width=26),
    _SDG,
    _ASSUMED,
    # What tells the versions of one goal apart.
    SheetColumn("valid_from", "day", key=True, width=13),
    SheetColumn("valid_to", "day", width=13),
    _DECIDED_BY,
    _DECIDED_AT,
    _DECISION,
    SheetColumn("end_decided_at", "day", width=13),
    SheetColumn("end_decision", width=26),
)

_INDICATORS = (
    _ID,
    SheetColumn("title", width=46),
    SheetColumn("kpi_id", width=11),
    SheetColumn("margin_kpi", width=13),
    SheetColumn("count_kpi", width=11),
    SheetColumn("measured_by", width=30),
    SheetColumn("direction", "word", DIRECTION, width=24),
    SheetColumn("scale.kind", "word", sv.CHOICE["scale"], width=16),
    SheetColumn("scale.min", "number"),
    SheetColumn("scale.max", "number"),
    SheetColumn("steps", "lines", width=22),
    SheetColumn("unit_of_measure", width=20),
    SheetColumn("decimals", "integer", width=11),
    SheetColumn("precision", "number", width=13),
    SheetColumn("tolerance", "number", width=11),
    SheetColumn("min_change", "number", width=15),
    SheetColumn("lag", "integer", width=14),
    SheetColumn("measured", "measured", sv.CHOICE["measured"], width=26),
    SheetColumn("aggregation", "word", sv.CHOICE["aggregation"], width=18),
    SheetColumn("forecast", "forecast", sv.CHOICE["forecast"], width=16),
    SheetColumn("factor", "number", width=10),
    SheetColumn("judged_genders", "words", GENDER, width=22),
    SheetColumn("counts", "word", sv.CHOICE["counts"], width=11),
    SheetColumn("service_area", width=22),
    SheetColumn("similar", width=20),
    SheetColumn("series_breaks", "integers"),
    SheetColumn("from_year", "integer", width=10),
    _SDG,
    SheetColumn("why", width=50),
    SheetColumn("proposed", "words", sv.PROPOSED_KEY, width=30),
)

_PLANS = (
    _ID,
    SheetColumn("title", width=46),
    _DECIDED_AT,
    SheetColumn("year1", "integer", width=9),
    _ASSUMED,
    _DECIDED_BY,
    _DECISION,
    SheetColumn("ends", "ids", of="goals", width=26),
)

_TARGETS = (
    SheetColumn("plan", "id", of="plans", key=True, width=16),
    SheetColumn("goal", "id", of="goals", key=True, width=28),
    SheetColumn("indicator", "id", of="indicators", key=True, width=28),
    SheetColumn("unit", "id", of="units", key=True, width=22),
    SheetColumn("gender", "word", GENDER, key=True, width=11),
    SheetColumn("year1", "aim", width=12),
    SheetColumn("year2", "aim", width=12),
    SheetColumn("year3", "aim", width=12),
    SheetColumn("tolerance", "number", width=11),
    SheetColumn("baseline", "number", width=14),
)

_DONE = (
    SheetColumn("title", width=46),
    _UNIT,
    SheetColumn("goals", "ids", of="goals", width=30),
    SheetColumn("responsible", width=22),
    SheetColumn("planned_start", "day", width=14),
    SheetColumn("planned_end", "day", width=14),
    SheetColumn("state", "word", sv.CHOICE["state"], width=14),
    SheetColumn("actual_end", "day", width=13),
    SheetColumn("budget", "number", width=13),
    SheetColumn("outcome", "number", width=13),
    SheetColumn("quality", "word", sv.CHOICE["quality"], width=12),
    SheetColumn("contributed", "yes_no", width=10),
    SheetColumn("evidence", width=36),
    SheetColumn("cancelled_by", width=24),
    SheetColumn("cancelled_at", "day", width=13),
)

_ACTIVITIES = (
    _ID,
    *_DONE,
    _ASSUMED,
)

_ASSIGNMENTS = (
    _ID,
    *_DONE,
    _DECIDED_BY,
    _DECIDED_AT,
    _DECISION,
    SheetColumn("plan", "id", of="plans", width=24),
    SheetColumn("financing", width=30),
    _ASSUMED,
)

_UNITS = (
    _ID,
    SheetColumn("title", width=46),
    SheetColumn("level", "word", UNIT_LEVEL, width=20),
    SheetColumn("own_level", "id", width=16),
    SheetColumn("parent", "id", of="units", width=26),
    SheetColumn("valid_from", "day", width=13),
    SheetColumn("valid_to", "day", width=13),
    _DECIDED_BY,
    _DECIDED_AT,
    _DECISION,
    SheetColumn("kolada_unit", width=18),
)

_SOURCES = (
    _ID,
    SheetColumn("title", width=46),
    SheetColumn("file", width=36),
    SheetColumn("kind", width=18),
    SheetColumn("sheet", width=20),
    SheetColumn("header_row", "integer", width=12),
    SheetColumn("stop_at", width=20),
    SheetColumn("fill_down", "lines", width=20),
    SheetColumn("personal", "lines", width=20),
    SheetColumn("cumulative", "yes_no", width=12),
    SheetColumn("adds_to", "id", of="sources", width=20),
)

_UNIT_KEY = SheetColumn("unit", "id", of="units", key=True, width=26)
_REPORT_KEY = SheetColumn("report", key=True, width=11)
_GOAL_KEY = SheetColumn("goal", "id", of="goals", key=True, width=28)

_BUDGETS = (
    _UNIT_KEY,
    SheetColumn("year", "integer", key=True, width=8),
    SheetColumn("kind", "word", BUDGET_KIND, key=True, width=14),
    SheetColumn("plan", "id", of="plans", key=True, width=24),
    SheetColumn("amount", "number", width=16),
    _DECIDED_BY,
    _DECIDED_AT,
    _DECISION,
    _ASSUMED,
)

_BUDGET_FORECASTS = (
    *_BUDGETS[:4],
    SheetColumn("month", "integer", key=True, width=9),
    SheetColumn("amount", "number", width=16),
    SheetColumn("measure", width=60),
)

_JUDGEMENTS = (
    _REPORT_KEY,
    _UNIT_KEY,
    _GOAL_KEY,
    SheetColumn("indicator", "id", of="indicators", key=True, width=28),
    SheetColumn("status", "word", {key: word for key, word in STATUS.items() if key != "no_judgement"}, width=18),
    SheetColumn("motivation", width=60),
    SheetColumn("towards_vision", width=46),
    SheetColumn("by", width=22),
    SheetColumn("date", "day", width=13),
)

_COMMENTS = (
    _REPORT_KEY,
    _UNIT_KEY,
    _GOAL_KEY,
    SheetColumn("indicator", "id", of="indicators", key=True, width=28),
    SheetColumn("text", width=70),
    SheetColumn("by", width=22),
    SheetColumn("date", "day", width=13),
)

_FORECASTS = (
    _REPORT_KEY,
    SheetColumn("indicator", "id", of="indicators", key=True, width=28),
    _UNIT_KEY,
    SheetColumn("gender", "word", GENDER, key=True, width=11),
    SheetColumn("value", "number", width=12),
    SheetColumn("step", width=20),
    SheetColumn("reason", width=60),
    SheetColumn("by", width=22),
    SheetColumn("date", "day", width=13),
)

_CONTROL_POINTS = (
    _ID,
    _UNIT,
    SheetColumn("year", "integer", width=8),
    SheetColumn("title", width=46),
    SheetColumn("risk", width=46),
    SheetColumn("probability", "integer", width=12),
    SheetColumn("consequence", "integer", width=12),
    SheetColumn("control", width=46),
    SheetColumn("result", "word", sv.CHOICE["control_result"], width=22),
    SheetColumn("finding", width=46),
    SheetColumn("measure", width=46),
    SheetColumn("checked_at", "day", width=13),
)

_STATEMENTS = (
    _ID,
    SheetColumn("kind", "id", width=20),
    _UNIT,
    SheetColumn("goal", "id", of="goals", width=28),
    SheetColumn("parts", "named", width=70),
    SheetColumn("by", width=22),
    _DECIDED_BY,
    _DECIDED_AT,
    _DECISION,
    SheetColumn("valid_from", "day", width=13),
    SheetColumn("valid_to", "day", width=13),
    SheetColumn("leads_to", "ids", width=30),
)

SHEETS = (
    _sheet("goals", Goal, _GOALS),
    _sheet("indicators", Indicator, _INDICATORS),
    _sheet("plans", Plan, _PLANS),
    _sheet("targets", Target, _TARGETS, Inside("plans", "targets", {"plan": "id"})),
    _sheet("activities", Activity, _ACTIVITIES),
    _sheet("assignments", Assignment, _ASSIGNMENTS),
    _sheet("judgements", Judgement, _JUDGEMENTS),
    _sheet("comments", Comment, _COMMENTS),
    _sheet("forecasts", ManualForecast, _FORECASTS),
    _sheet("statements", Statement, _STATEMENTS),
    _sheet("control_points", ControlPoint, _CONTROL_POINTS),
    _sheet("budgets", Budget, _BUDGETS),
    _sheet(
        "budget_forecasts",
        BudgetForecast,
        _BUDGET_FORECASTS,
        Inside("budgets", "forecasts", {c: c for c in ("unit", "year", "kind", "plan")}),
    ),
    _sheet("sources", Source, _SOURCES),
    _sheet("units", Unit, _UNITS),
)


def sheet_of(section: str) -> Sheet:
    """Return the sheet of a section."""
    return next(sheet for sheet in SHEETS if sheet.section == section)


# What a unit's own part of the workbook has of the unit and those below it, and what it shows of all to choose from.
IN_PART = (
    "goals",
    "targets",
    "activities",
    "assignments",
    "judgements",
    "comments",
    "forecasts",
    "statements",
    "control_points",
    "budget_forecasts",
)
BESIDE_PART = ("indicators", "plans", "budgets", "units")
# What has no column, and stays in the YAML as it is.
WITHOUT_COLUMN = {
    "plans": {"targets"},
    "indicators": {"compare_units", "foretold_by", "rankable", "not_ranked"},
    "units": {"moved", "owners"},
    "budgets": {"months", "parts", "changes", "forecasts", "outcomes"},
    "sources": {
        "columns", "wide", "format", "header_rows", "only", "totals", "not_totals", "missing", "encoding", "separator", "decimal",
        "without", "skip_periods",
    },
}  # fmt: skip
