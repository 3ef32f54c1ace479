"""What must hold for every row of a table, read from its description: one source for Pandera, SQL and Great Expectations.

A rule never carries a value of the table, and what is told of one that is broken is how many rows break it.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from models.tables.header import Table, table

Kind = Literal["not_null", "words", "range", "unique"]


@dataclass(frozen=True)
class Rule:
    """A rule of a table: its kind, the columns it is about, and the words or the ends of the range."""

    kind: Kind
    columns: tuple[str, ...]
    words: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None

    @property
    def name(self) -> str:
        """The rule's name in results: its kind and columns."""
        return f"{self.kind} {', '.join(self.columns)}"


@cache
def rules(name: str) -> tuple[Rule, ...]:
    """Return the rules of a table by its name, in the order of its columns; the key comes last."""
    described: Table = table(name)
    found: list[Rule] = []
    for column in described.columns:
        if not column.nullable:
            found.append(Rule("not_null", (column.name,)))
        if column.words:
            found.append(Rule("words", (column.name,), words=column.words))
        if column.low is not None or column.high is not None:
            found.append(Rule("range", (column.name,), low=column.low, high=column.high))
    return (*found, Rule("unique", described.key))


def broken_condition(rule: Rule) -> str:
    """Return the SQL condition that a row which breaks a rule meets; of a key there is none, as it takes two rows.

    Raises:
        ValueError: the rule is about a key.
    """
    column = f'"{rule.columns[0]}"'
    if rule.kind == "not_null":
        return f"{column} IS NULL"
    if rule.kind == "words":
        listed = ", ".join("'" + word.replace("'", "''") + "'" for word in rule.words)
        return f"{column} NOT IN ({listed})"
    if rule.kind == "range":
        ends = [f"{column} < {rule.low!r}"] if rule.low is not None else []
        ends += [f"{column} > {rule.high!r}"] if rule.high is not None else []
        return " OR ".join(ends)
    raise ValueError(f"{rule.name}: två rader har samma nyckel")
