"""One page of a report with the tables that it stands on and what those were made of, as one file for who examines it.

The file is a zip with a bag in it (RFC 8493), whose payload is laid out as the report: any BagIt program proves it whole, and
`manifest.json`, which is in it, has the same hashes of the report's own files.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from assets.finished.bag import tag_files
from assets.finished.hashes import sha256_of
from assets.finished.open_finished import Side
from assets.finished.side_tables import read_table
from assets.finished.tables import write_tables
from assets.finished.trace import walk
from assets.storage.packed import packed
from assets.storage.report_folders import MANIFEST
from assets.storage.write_whole import write_whole
from models.errors import UsageError

_SETTINGS = (".html", ".xlsx", ".pdf")


def write_package(side: Side, page: str, tables: Sequence[str], path: Path) -> int:
    """Write the package of a page and of some tables of a report as a new file; return how many files it holds.

    Raises:
        UsageError: the file is there already, its name does not end with .zip, or the report has no such page or table.
        OSError: it could not be written.
    """
    if path.suffix.lower() != ".zip":
        raise UsageError(f"{path} slutar inte på .zip. Ange ett namn som gör det; inget skrevs.")
    if path.exists():
        raise UsageError(f"{path} finns redan. Ange ett annat namn med --out; inget skrevs.")
    files = _payload(side, page, tables)
    info = {
        "External-Identifier": f"{side.name}/{page}",
        "Internal-Sender-Identifier": side.sha256,
        "Internal-Sender-Description": side.title,
    }
    tags = tag_files(info, {name: sha256_of(data) for name, data in files.items()})
    bag = {**tags, **{f"data/{name}": data for name, data in files.items()}}
    top = f"{side.name.municipality}-{side.name.report}-{page}"
    write_whole(path, packed({f"{top}/{name}": bag[name] for name in sorted(bag)}))
    return len(files)


def _payload(side: Side, page: str, tables: Sequence[str]) -> dict[str, bytes]:
    """Return the page in each setting, the ways of its figures, the tables, what they were made of, and the report's manifest."""
    if not (side.folder / f"{page}.html").is_file():
        if not side.definitions.model.follows_up_goals(side.name.report):
            text = f"{side.name} följer inte upp mål, och har ingen sida {page}.html. Ange en delårs- eller årsrapport."
            raise UsageError(text)
        raise UsageError(f"{side.name} har ingen sida {page}.html: den gjordes av en tidigare version. Gör om den.")
    named = [*(f"{page}{ending}" for ending in _SETTINGS), f"trace-{page}.html", MANIFEST]
    frames = {name: read_table(side, name) for name in tables}
    named += [f"tables/{name}.parquet" for name in tables]
    files = {name: (side.folder / name).read_bytes() for name in named if (side.folder / name).is_file()}
    figures = [str(each) for frame in frames.values() for each in frame["lineage_id"].to_list()]
    lineage = read_table(side, "lineage")
    made_of = lineage.filter(pl.col("lineage_id").is_in(list(walk(lineage, figures))))
    with tempfile.TemporaryDirectory() as folder:
        write_tables({**frames, "lineage": made_of}, Path(folder), csv=True)
        packed_tables = {f"tables/{made.name}": made.read_bytes() for made in sorted(Path(folder).iterdir())}
    # A table that the report has is packed with the report's own bytes.
    return packed_tables | files
