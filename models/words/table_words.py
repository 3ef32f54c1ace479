"""What people read of a table on a page or a sheet, in one piece."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from models.definitions.own_words import OwnWords
from models.tables.header import published_tables
from models.words.own_names import in_own_words


@dataclass(frozen=True)
class TableWords:
    """A table's caption, the titles of its columns by what they show, notes under them, and its sheet in a workbook.

    A column that is not among them is titled as in the header of `table`, which the rows come from. An empty `sheet`: the
    table stands in no workbook.
    """

    caption: str
    columns: Mapping[str, str] = field(default_factory=dict[str, str])
    sheet: str = ""
    table: str = ""
    notes: Mapping[str, str] = field(default_factory=dict[str, str])

    def __getitem__(self, name: str) -> str:
        """Return a column's title."""
        if name in self.columns:
            return self.columns[name]
        return next(column.title for column in published_tables()[self.table].columns if column.name == name)

    def in_own_words(self, words: OwnWords) -> "TableWords":
        """Return them as the municipality calls what they name."""
        columns = {name: in_own_words(title, words) for name, title in self.columns.items()}
        return replace(
            self, caption=in_own_words(self.caption, words), columns=columns, sheet=in_own_words(self.sheet, words)
        )
