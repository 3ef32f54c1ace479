"""The report as HTML pages: self-contained, nothing is fetched, everything escaped."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

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
    """Write `index.html`, `council.html` and a page for each committee."""
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
    (folder / "index.html").write_text(index.render(), encoding="utf-8", newline="\n")
    template = environment.get_template("unit.html", globals=names)
    for page in view.pages:
        text = template.render(page=page)
        (folder / f"{page_name(page)}.html").write_text(text, encoding="utf-8", newline="\n")
