"""Writes data/schema.json, the JSON Schema of the definitions, from models; a test holds the two together."""

import json
from pathlib import Path

from models.definitions.json_schema import json_schema

PATH = Path(__file__).resolve().parent.parent / "data" / "schema.json"


def text() -> str:
    """Return the file's content."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8", newline="\n")
