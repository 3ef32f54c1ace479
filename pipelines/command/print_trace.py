"""What `styrtal trace` tells: a figure's way, held against the answers, definitions and models kept on this machine."""

from pathlib import Path

from assets.definitions.read_yaml import read_definitions
from assets.finished.trace import LineageStep, StoredGrounds, find_trace
from assets.followup.lineage_pages.page import as_page
from assets.followup.lineage_pages.text import as_json, as_text
from models.errors import StyrtalError
from pipelines.settings import EXAMPLE, Settings


def trace_told(
    settings: Settings, lineage_id: str, as_format: str, municipality: Path | None, reports: Path | None
) -> tuple[str, list[LineageStep]]:
    """Return a figure's way as text, JSON or HTML, and the source answers whose stored bytes are gone or differ.

    Raises:
        UsageError: nothing has the id, or more than one figure.
        PlaceError: the tables could not be read.
    """
    workplace = settings.workplace(municipality)
    home = workplace.home
    grounds = StoredGrounds([home / "answers", home / EXAMPLE / "answers"], workplace)
    way = find_trace(home, lineage_id, grounds, reports)
    if as_format == "json":
        return as_json(way), way.damaged
    if as_format == "text":
        return as_text(way), way.damaged
    folder = workplace.definitions_folder(way.report.name.municipality, way.report.name.report)
    try:
        definitions = None if folder is None else read_definitions(folder, way.report.name.municipality)
    except StyrtalError:
        # Without the definitions the page still stands, with ids in place of names.
        definitions = None
    return as_page(way, definitions), way.damaged
