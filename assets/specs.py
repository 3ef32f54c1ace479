"""A table's header as a Dagster asset: what it stands on, its version, its columns."""

import inspect
from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from functools import cache, wraps
from hashlib import sha256
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

from models.errors import StyrtalError, causes
from models.tables.check_header import checks
from models.tables.header import MACROS, reads, sql_text, stands_on_all, table

if TYPE_CHECKING:
    import dagster as dg

P = ParamSpec("P")
T = TypeVar("T")


def split_key(context: "dg.AssetExecutionContext | dg.AssetCheckExecutionContext") -> tuple[str, str]:
    """Return a partition's municipality and report."""
    municipality, _, report = context.partition_key.partition("/")
    return municipality, report


def table_spec(name: str, group: str, deps: Collection[str]) -> "dg.AssetSpec":
    """Return a table computed or loaded by SQL as an asset: what it is and its columns, from its own description."""
    import dagster as dg

    described = table(name)
    return dg.AssetSpec(
        name,
        deps=sorted(deps),
        group_name=group,
        owners=["team:analysts"],
        kinds={"duckdb", "sql"},
        code_version=code_version(name),
        description=f"{described.what} (docs/{described.section})",
        metadata={"dagster/column_schema": table_schema(name)},
    )


def asset_deps(tables: Collection[str], assets: Collection[str]) -> set[str]:
    """Return the assets that tables stand on, seen through those that are none.

    Args:
        tables: what is read, as `needs` of a header has it.
        assets: the tables that are assets; each is as far as one sees.
    """
    found: set[str] = set()
    waiting = list(dict.fromkeys(tables))
    for name in waiting:
        if name in assets:
            found.add(name)
            continue
        described = table(name)
        found |= {each for each in described.filled_by if each != "checks" or each in assets}
        if described.folder == "definitions":
            found.add("definitions")
        elif described.folder == "warehouse":
            # Loaded by the same load, and no asset of its own.
            found.add("source_answer")
        waiting += [each for each in reads(name) if each not in waiting]
    return found


@cache
def code_version(name: str) -> str:
    """Return a hash of a table's SQL, of the SQL of every table that it stands on, and of the macros."""
    texts = [table(each).text for each in (name, *sorted(stands_on_all(name)))]
    return sha256("\n".join([*texts, sql_text(f"{MACROS}.sql")]).encode()).hexdigest()[:16]


@cache
def checks_version() -> str:
    """Return a hash of every check's SQL, and of what the checks stand on."""
    texts = [f"{check.sql} {[code_version(need) for need in check.needs]}" for check in checks().values()]
    return sha256("\n".join(texts).encode()).hexdigest()[:16]


def plain_failure(function: Callable[P, T]) -> Callable[P, T]:
    """Let a failed step say the product's own message first, where the error is one that a user can meet."""
    if inspect.isgeneratorfunction(function):

        @wraps(function)
        def step_by_step(*args: P.args, **kwargs: P.kwargs) -> object:
            with _as_failure():
                yield from function(*args, **kwargs)

        return cast("Callable[P, T]", step_by_step)

    @wraps(function)
    def at_once(*args: P.args, **kwargs: P.kwargs) -> T:
        with _as_failure():
            return function(*args, **kwargs)

    return at_once


@contextmanager
def _as_failure() -> Generator[None]:
    import dagster as dg

    try:
        yield
    except Exception as error:
        own = next((cause for cause in causes(error) if isinstance(cause, StyrtalError)), None)
        if own is None:
            raise
        raise dg.Failure(
            description=str(own), metadata={"exit status": own.exit_status}, allow_retries=False
        ) from error


def table_schema(name: str) -> "dg.TableSchema":
    """Return a table's columns as Dagster shows them."""
    import dagster as dg

    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                column.name,
                column.kind,
                description=column.what + (f" ({', '.join(column.words)})" if column.words else ""),
                constraints=dg.TableColumnConstraints(nullable=column.nullable),
            )
            for column in table(name).columns
        ]
    )
