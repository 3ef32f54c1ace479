"""Reads Parquet and JSON as RawTable: the names of the columns are row 0, the heading."""

import io
import json
from collections.abc import Iterable
from importlib import import_module
from itertools import chain
from typing import Any, cast

from assets.own_files.cell_faults import Wrong
from assets.own_files.rows_of_file import Cell, Odd, PackedRows, RawRow, RawTable
from models.words.numbers import number

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
                f"blir {number(unpacked, 0)} byte när den packas upp; en fil får bli högst {number(MAX_UNPACKED, 0)}.",
                "Dela upp filen, eller exportera färre kolumner eller år.",
            )
        names = list(map(str, parquet.schema_arrow.names))
        batches = (
            zip(*(_values(column, pa) for column in batch.columns), strict=True) for batch in parquet.iter_batches()
        )
        return _table(file, names, chain.from_iterable(batches))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise Wrong("är ingen Parquet-fil som kan läsas.", "Exportera filen på nytt.") from error


def _values(column: Any, pa: Any) -> list[object]:
    """Return a column's values; a number of half the usual precision is the one that it is written as: 0.1, not 0.10000000149."""
    if column.type in {pa.float16(), pa.float32()}:
        return [None if text is None else float(text) for text in column.cast(pa.string()).to_pylist()]
    return column.to_pylist()


def read_json(data: bytes, file: str) -> RawTable:
    """Return the objects of a JSON list, or of a file with one object a line, counted from 1.

    Raises:
        Wrong: it is no JSON of that form.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Wrong("är inte UTF-8, som JSON måste vara.", "Spara filen som UTF-8.") from error
    try:
        if text.lstrip().startswith("["):
            found: object = json.loads(text, object_pairs_hook=_without_twice)
        else:
            lines = [line for line in text.split("\n") if line.strip()]
            found = [json.loads(line, object_pairs_hook=_without_twice) for line in lines]
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0) if text.lstrip().startswith("[") else 0
        raise Wrong(
            ("är inte giltig JSON."), ("Skriv en lista av objekt, eller ett objekt på varje rad."), row=line
        ) from error
    objects = cast("list[object]", found)
    if not all(isinstance(item, dict) for item in objects):
        raise Wrong("är ingen lista av objekt.", 'Skriv [{"kolumn": värde, …}, …], eller ett objekt på varje rad.')
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
    below = (RawRow(i, tuple(map(_cell, row))) for i, row in enumerate(rows, start=1))
    return RawTable(file, "", PackedRows(chain([heading], below)))


def _cell(value: object) -> Cell:
    if isinstance(value, dict | list | tuple | bytes):
        return Odd("(flera värden)", "har mer än ett värde.", "Exportera ett värde i varje cell.")
    return cast("Cell", value)
