"""The report as HTML pages: self-contained, nothing is fetched, everything escaped."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape

from assets.followup.trace_page import PageTraces
from assets.followup.view import ReportView, page_name, summary
from models import swedish


def page_templates() -> Environment:
    """Return the templates of every page that people read: escaped, and nothing may be undefined."""
    return Environment(
        loader=PackageLoader("assets.followup", "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def write_pages(view: ReportView, folder: Path) -> None:
    """Write `index.html`, `council.html` and a page for each committee, and `trace-<page>.html` beside each."""
    environment = page_templates()
    names: dict[str, Any] = {
        "view": view,
        "profile": view.definitions.model.municipality,
        "units": {unit.id: unit for unit in view.definitions.model.units},
        "sv": swedish,
        "summary": summary,
        "page_name": page_name,
    }
    index = environment.get_template("index.html", globals=names)
    template = environment.get_template("unit.html", globals=names)
    _write(view, folder, index, "index", "Översikt")
    for page in view.pages:
        _write(view, folder, template, page_name(page), page.unit.title, page=page)


def _write(view: ReportView, folder: Path, template: Template, name: str, title: str, **shown: Any) -> None:
    """Write a page, and beside it the ways of the figures that stand on it."""
    traces = PageTraces(name)
    text = template.render(traced=traces.link, **shown)
    (folder / f"{name}.html").write_text(text, encoding="utf-8", newline="\n")
    traces.write(view, title, folder)
