"""Makes a folder for a new municipality: commented files in Swedish that pass `styrtal check` at once."""

import json
import re
from datetime import date
from importlib import resources
from pathlib import Path
from string import Template

from models.definitions.json_schema import json_schema
from models.errors import PlaceError, UsageError, system_words

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


def start(folder: Path, *, title: str | None, area_id: str, today: date) -> list[Path]:
    """Write the files of a new municipality into a folder that is new or empty; return them.

    Raises:
        UsageError: the folder's name cannot be an id, or the folder holds something already.
        PlaceError: it could not be written.
    """
    name = folder.resolve().name
    if not _ID.fullmatch(name):
        raise UsageError(
            f"'{name}' kan inte vara en kommuns id. Ge mappen ett namn av små bokstäver a–z, siffror och bindestreck."
        )
    if not re.fullmatch(r"[0-9]{4}", area_id):
        raise UsageError(f"'{area_id}' är ingen kommunkod. Ange dess fyra siffror, som --area-id 1487.")
    shown = title or name.replace("-", " ").capitalize()
    year = today.year + 1
    known = {
        "id": name,
        "title": shown,
        "genitive": shown if shown.endswith(("s", "x", "z")) else f"{shown}s",
        "area_id": area_id,
        "year": str(year),
        "year3": str(year + 2),
        "decided": f"{year - 1}-06-15",
    }
    try:
        if folder.exists() and any(folder.iterdir()):
            raise UsageError(f"{folder} har redan filer. Ange en ny mapp; inget skrevs.")
        folder.mkdir(parents=True, exist_ok=True)
        written: list[Path] = []
        templates = resources.files("assets.definitions") / "template"
        for item in sorted(templates.iterdir(), key=lambda item: item.name):
            path = folder / item.name
            text = Template(item.read_text(encoding="utf-8")).substitute(known)
            path.write_text(text, encoding="utf-8", newline="\n")
            written.append(path)
        path = folder / "schema.json"
        path.write_text(json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise PlaceError(f"{folder} gick inte att skriva: {system_words(error)}. Kontrollera behörigheten.") from error
    return [*written, path]
