"""Reads Parquet and JSON as RawTable: the names of the columns are row 0, the heading."""

import io
import json
from collections.abc import Iterable
from importlib import import_module
from typing import Any, cast

from assets.own_files.cell_faults import Wrong
from assets.own_files.raw_table import Cell, Odd, RawRow, RawTable

MAX_UNPACKED = 400_000_000


_TWICE = Odd("(två värden)", "står två gånger i samma objekt.", "Ta bort det ena värdet.")


def read_parquet(data: bytes, file: str) -> RawTable:
    """Return a Parquet file's rows, counted from 1.

    Raises:
        Wrong: it is no Parquet file, or unpacks to too much.
    """
    pa: Any = import_module("pyarrow")
    pq: Any = import_module("pyarrow.parquet")
    try:
        parquet = pq.ParquetFile(io.BytesIO(data))
        groups = (parquet.metadata.row_group(i).total_byte_size for i in range(parquet.metadata.num_row_groups))
        if (unpacked := sum(groups)) > MAX_UNPACKED:
            raise Wrong(
                f"would unpack to {unpacked:,} bytes; a file may be at most {MAX_UNPACKED:,}.",
                "Divide it, or export fewer columns or years.",
            )
        frame = parquet.read()
        columns: list[list[object]] = [column.to_pylist() for column in frame.columns]
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Wrong("is not a Parquet file that can be read.", "Export it again.") from error
    return _table(file, list(frame.column_names), zip(*columns, strict=True))


def read_json(data: bytes, file: str) -> RawTable:
    """Return the objects of a JSON list, or of a file with one object a line, counted from 1.

    Raises:
        Wrong: it is no JSON of that form.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Wrong("is not UTF-8, as JSON must be.", "Save it as UTF-8.") from error
    try:
        if text.lstrip().startswith("["):
            found: object = json.loads(text, object_pairs_hook=_without_twice)
        else:
            lines = [line for line in text.split("\n") if line.strip()]
            found = [json.loads(line, object_pairs_hook=_without_twice) for line in lines]
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0) if text.lstrip().startswith("[") else 0
        raise Wrong("is not valid JSON.", "Write a list of objects, or one object a line.", row=line) from error
    objects = cast("list[object]", found)
    if not all(isinstance(item, dict) for item in objects):
        raise Wrong("is not a list of objects.", 'Write [{"kolumn": värde, …}, …], or one object a line.')
    records = cast("list[dict[str, object]]", objects)
    names = list(dict.fromkeys(name for record in records for name in record))
    return _table(file, names, ([record.get(name) for name in names] for record in records))


def _without_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return an object; a name that stands twice has no value that can be read, since nobody knows which one holds."""
    found: dict[str, object] = {}
    for name, value in pairs:
        found[name] = _TWICE if name in found else value
    return found


def _table(file: str, names: list[str], rows: Iterable[Iterable[object]]) -> RawTable:
    heading = RawRow(0, tuple(names))
    return RawTable(file, "", [heading, *(RawRow(i, tuple(map(_cell, row))) for i, row in enumerate(rows, start=1))])


def _cell(value: object) -> Cell:
    if isinstance(value, dict | list | tuple | bytes):
        return Odd("(nested)", "holds more than one value.", "Export one value a cell.")
    return cast("Cell", value)
