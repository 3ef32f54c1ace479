"""Shows on a terminal how far the reading of a large file has come; a file that is read at once, or by a machine, shows nothing."""

import sys
from collections.abc import Iterable
from typing import TypeVar

from rich.console import Console
from rich.progress import track

LARGE = 100_000
_Row = TypeVar("_Row")


def followed(rows: Iterable[_Row], file: str, n: int, *, is_total: bool = True) -> Iterable[_Row]:
    """Return rows with a bar that follows them on the terminal, where they are many.

    Args:
        rows: what is gone through.
        file: the file's name.
        n: how many rows there are, or about how many there may be.
        is_total: whether n is how many there are, so that the bar has an end.
    """
    if n < LARGE or not sys.stderr.isatty():
        return rows
    return track(rows, f"Läser {file}", n if is_total else None, console=Console(stderr=True), transient=True)
