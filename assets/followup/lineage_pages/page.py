"""The way of a figure as HTML: one figure's own page with its graph, and with each page of a report the ways of its figures."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import zip_longest
from pathlib import Path

import polars as pl
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from assets.definitions.read_yaml import Definitions
from assets.finished.trace import KINDS, LineageStep, Trace, above, walk
from assets.followup.lineage_pages.graph import draw
from assets.followup.view import ReportView
from models.definitions.colours import Colours
from models.tables.check_header import checks
from models.tables.header import published_tables, table_title
from models.words import all_words, numbers
from models.words import lineage as sv
from models.words.judgements import GENDER, LEVEL, STATUS
from models.words.own_names import level_sum, statuses_named

# An address of Kolada's names up to 25 KPIs and 25 municipalities, and leads on from thousands of figures.
LISTED = re.compile(r"([^/,?]+)(?:,[^/,?]+)+,([^/,?]+)")
FIXED = {**GENDER, **LEVEL, **STATUS}


def environment() -> Environment:
    """Return the templates of every page that people read: escaped, nothing may be undefined."""
    templates = Environment(
        loader=PackageLoader("assets.followup.setting", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["linked"] = linked
    return templates


def colour_rules(colours: Colours | None) -> Markup:
    """Return the style's rules for the municipality's own colours; nothing where it has none."""
    rules: list[str] = []
    if colours is not None and colours.link is not None:
        rules.append(f":root {{ --link: {colours.link}; }}")
    if colours is not None and colours.heading is not None:
        rules.append(
            f"h1, h2, h3, h4 {{ color: {colours.heading}; }} header, h2 {{ border-color: {colours.heading}; }}"
        )
    return Markup("".join(f"\n{rule}" for rule in rules))  # noqa: S704  each colour is of six hexadecimal digits


def linked(text: str, *addresses: str) -> Markup:
    """Return a sentence whose [words] are links to the addresses, in order, and whose `words` are code."""
    parts = re.split(r"\[(.*?)\]", text)
    links = [Markup('<a href="{}">{}</a>').format(*pair) for pair in zip(addresses, parts[1::2], strict=True)]
    joined = Markup("").join(part for pair in zip_longest(parts[::2], links, fillvalue="") for part in pair)
    return Markup(re.sub(r"`(.*?)`", r"<code>\1</code>", str(joined)))  # noqa: S704


def titles(definitions: Definitions | None) -> dict[str, str]:
    """Return what people call each thing that a label names by its id; nothing where the definitions are not here."""
    if definitions is None:
        return {}
    model = definitions.model
    named = {each.id: each.title for each in [*model.units, *model.indicators, *model.goals, *model.plans]}
    levels = {level: level_sum(model.municipality.words, level) for level in LEVEL}
    return {**levels, **statuses_named(model.municipality.words), model.id: model.municipality.title, **named}


class Words:
    """What people read of a step."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = {**FIXED, **names}

    def title(self, step: LineageStep) -> str:
        """Return a step's name."""
        if step.kind == "check":
            check, _, subject = step.label.partition(" ")
            title = checks()[check].title if check in checks() else check
            return f"{title} ({self._names.get(subject, subject)})"
        if step.kind == "definition":
            place, _, name = step.label.partition(" ")
            return f"{self._names.get(name, name)} ({place})" if name else place
        if step.kind == "value":
            kpi, area, *rest = step.label.split(" ")
            # Of an own measurement: an indicator and a unit, each by its title.
            if step.file:
                return ", ".join(self._names.get(word, word) for word in step.label.split(" "))
            return ", ".join([kpi, sv.AREA.format(area=area), *(self._names.get(word, word) for word in rest)])
        if step.kind != "figure":
            return step.label
        table = step.label.partition(" ")[0]
        # A set's own title, which has spaces in it, stands last.
        key = step.label.split(" ", 4 if table == "set" else -1)[1:]
        named = ", ".join(self._names.get(word, word) for word in key)
        title = sv.FIGURE_WORDS.get(table) or table_title(table)
        return f"{title}: {named}" if named else title

    def pointer(self, step: LineageStep) -> str:
        """Return a step's name where it only leads to the step itself: of Kolada's address what was asked for, in short."""
        asked = step.kind == "source_answer" and step.label.startswith("http")
        return LISTED.sub(r"\1…\2", step.label.rpartition("/v3/")[2]) if asked else self.title(step)

    def short(self, step: LineageStep) -> str:
        """Return what stands in a step's box of the graph."""
        if step.kind == "value":
            return f"{numbers.plain(step.value)} ({' '.join(step.label.split(' ')[1:])})"
        if step.kind == "source_answer":
            return numbers.instant(step.at) if step.at else step.label
        if step.kind == "model":
            return step.label.rpartition("/")[2]
        return self.title(step).partition(": ")[2] or self.title(step)

    def row_facts(self, step: LineageStep, row: Mapping[str, object]) -> list[tuple[str, str]]:
        """Return what of a figure's row people are told, with its caption: the column's title in its table."""
        facts: list[tuple[str, str]] = []
        described = published_tables().get(step.label.split(" ", 1)[0])
        captions = {} if described is None else {column.name: column.title for column in described.columns}
        for column in sv.SHOWN_COLUMNS:
            value = row.get(column)
            if value is None:
                continue
            if column == "status":
                text = self._names.get(str(value), str(value))
            elif isinstance(value, float):
                text = numbers.share(value) if column == "coverage" else numbers.plain(value)
            else:
                text = str(value)
            facts.append((captions[column], text))
        return facts


def by_kind(steps: Mapping[str, LineageStep]) -> dict[str, list[LineageStep]]:
    """Return the steps by kind, in the order in which a figure is explained."""
    steps_of = {kind: [step for step in steps.values() if step.kind == kind] for kind in KINDS}
    return {kind: same_kind for kind, same_kind in steps_of.items() if same_kind}


def _kind(kind: str, n: int) -> str:
    return sv.TRACE_KIND[kind] if n == 1 else sv.TRACE_KINDS[kind]


def as_page(trace: Trace, definitions: Definitions | None) -> str:
    """Return one figure's own page: the graph, and all of it in words."""
    words = Words(titles(definitions))
    figure = words.title(trace.steps[trace.root])
    n_steps = {kind: len(steps) for kind, steps in by_kind(trace.steps).items()}
    template = environment().get_template("trace.html")
    return template.render(
        sv=all_words(),
        colours=colour_rules(definitions.model.municipality.colours if definitions is not None else None),
        words=words,
        trace=trace,
        figure=figure,
        facts=words.row_facts(trace.steps[trace.root], trace.row),
        kinds=by_kind(trace.steps),
        above=trace.children,
        fictional=any((step.origin or "").startswith("example") for step in trace.steps.values()),
        graph=draw(trace, words.short, _kind, sv.REPORT, sv.drawn(figure, n_steps)),
    )


class PageTraces:
    """The figures that stand on one page of a report, gathered as the page is written, and the page of their ways."""

    def __init__(self, page: str) -> None:
        self.page = page
        self._used: dict[str, None] = {}

    def link(self, lineage_id: str) -> str:
        """Return the address of a figure's way, and remember that it is wanted."""
        self._used[lineage_id] = None
        return f"trace-{self.page}.html#{lineage_id}"

    def write(self, view: ReportView, title: str, folder: Path) -> None:
        """Write the ways of the figures that were linked to, and of nothing else; no page where there are none.

        Raises:
            KeyError: the page shows a figure that has no lineage.
        """
        if not self._used:
            return
        steps = walk(view.tables["lineage"], list(self._used))
        if missing := sorted(set(self._used) - set(steps)):
            raise KeyError(f"{self.page}.html visar siffror utan spårnummer: {missing}")
        template = environment().get_template("traces.html")
        text = template.render(
            sv=all_words(),
            colours=colour_rules(view.definitions.model.municipality.colours),
            words=Words(titles(view.definitions)),
            page=f"{self.page}.html",
            title=title,
            report=f"{view.definitions.model.municipality.title} · {view.title}",
            kinds=by_kind(steps),
            above=partial(above, steps),
            rows=_rows(view.tables, list(steps)),
            fictional=view.fictional,
        )
        (folder / f"trace-{self.page}.html").write_text(text, encoding="utf-8", newline="\n")


def _rows(tables: Mapping[str, pl.DataFrame], lineage_ids: Sequence[str]) -> dict[str, dict[str, object]]:
    """Return the rows that figures stand in, by lineage id."""
    row_of: dict[str, dict[str, object]] = {}
    for name, frame in tables.items():
        if name != "lineage" and "lineage_id" in frame.columns:
            rows = frame.filter(pl.col("lineage_id").is_in(list(lineage_ids))).to_dicts()
            row_of |= {row["lineage_id"]: row for row in rows}
    return row_of
