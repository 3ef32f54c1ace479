"""OpenLineage events of a run, a line of JSON each, for those who gather lineage elsewhere (docs/lineage.md).

The events and their facets are the OpenLineage package's own; only the file is written here, so that nothing in the
environment can send them anywhere. They name datasets, never places on this machine.
"""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import polars as pl
from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.facet_v2 import (
    DatasetFacet,
    column_lineage_dataset,
    documentation_dataset,
    error_message_run,
    output_statistics_output_dataset,
    schema_dataset,
    set_producer,
)
from openlineage.client.serde import Serde
from openlineage.client.uuid import generate_new_uuid

from models.errors import PlaceError, StyrtalError, causes, system_words
from models.tables.column_lineage import ROWS, ground_columns
from models.tables.header import table, tables
from pipelines.jobs import REPORT_JOB

NAMESPACE = "styrtal"


@dataclass
class Made:
    """What a run has made, told when it is done: the finished tables by name."""

    tables: dict[str, pl.DataFrame] = field(default_factory=dict[str, pl.DataFrame])


@contextmanager
def writing_events(path: Path, report: str) -> Generator[Made]:
    """Write START when the block begins, and COMPLETE or FAIL when it ends.

    Args:
        path: the file, added to.
        report: the report's name, `<municipality>/<report>`.

    Raises:
        PlaceError: the file could not be written.
    """
    producer = f"urn:styrtal:{version('styrtal')}"
    set_producer(producer)
    run_id = str(generate_new_uuid())
    made = Made()

    def emit(state: RunState, **facets: error_message_run.ErrorMessageRunFacet) -> None:
        done = state is RunState.COMPLETE
        event = RunEvent(
            eventType=state,
            eventTime=datetime.now(UTC).isoformat(timespec="milliseconds"),
            producer=producer,
            run=Run(run_id, dict(facets)),
            job=Job(NAMESPACE, f"{REPORT_JOB}.{report.partition('/')[0]}"),
            inputs=_inputs(report, made.tables) if done else [],
            outputs=_outputs(report, made.tables) if done else [],
        )
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8", newline="\n") as file:
                file.write(f"{Serde.to_json(event)}\n")
        except OSError as error:
            raise PlaceError(
                f"{path} gick inte att skriva: {system_words(error)}. Ange en annan --openlineage."
            ) from error

    emit(RunState.START)
    try:
        yield made
    except BaseException as error:
        emit(RunState.FAIL, errorMessage=error_message_run.ErrorMessageRunFacet(_plain(error), "python"))
        raise
    emit(RunState.COMPLETE)


def _plain(error: BaseException) -> str:
    """Return what kind of error it was: its message may name places on this machine."""
    own = next((cause for cause in causes(error) if isinstance(cause, StyrtalError)), None)
    kind = type(own or error)
    message = "See the command's own words." if own is None else (kind.__doc__ or "").splitlines()[0]
    return f"{kind.__name__}: {message}"


def _inputs(report: str, made: Mapping[str, pl.DataFrame]) -> list[InputDataset]:
    """Return the source answers, by their addresses, and the tables that the measures stem from."""
    answers: list[str] = made["lineage"].filter(pl.col("kind") == "source_answer")["label"].unique().sort().to_list()
    parts = [urlsplit(url) for url in answers]
    datasets = [InputDataset(f"{part.scheme}://{part.netloc}", part.path.lstrip("/")) for part in parts]
    ground = {
        source.table
        for name in made
        if name in tables("measures") and table(name).sql
        for column in table(name).columns
        for source in ground_columns(name, column.name)
    }
    return datasets + [InputDataset(NAMESPACE, _name(report, name), facets=_described(name)) for name in sorted(ground)]


def _outputs(report: str, made: Mapping[str, pl.DataFrame]) -> list[OutputDataset]:
    datasets: list[OutputDataset] = []
    for name, frame in made.items():
        facets = _described(name)
        if name in tables("measures") and table(name).sql:
            facets["columnLineage"] = _columns(report, name)
        rows = output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet(rowCount=frame.height)
        datasets.append(OutputDataset(NAMESPACE, f"{report}/{name}", {"outputStatistics": rows}, facets=facets))
    return datasets


def _name(report: str, name: str) -> str:
    """Return the dataset of a table that reports are made from: the municipality's own, whatever the report."""
    return f"{report.partition('/')[0]}/{table(name).folder}/{name}"


def _described(name: str) -> dict[str, DatasetFacet]:
    described = table(name)
    columns = [
        schema_dataset.SchemaDatasetFacetFields(name=column.name, type=column.sql_type, description=column.what)
        for column in described.columns
    ]
    return {
        "schema": schema_dataset.SchemaDatasetFacet(fields=columns),
        "documentation": documentation_dataset.DocumentationDatasetFacet(described.what),
    }


def _columns(report: str, name: str) -> column_lineage_dataset.ColumnLineageDatasetFacet:
    fields: dict[str, column_lineage_dataset.Fields] = {}
    for column in table(name).columns:
        sources = [
            column_lineage_dataset.InputField(NAMESPACE, _name(report, source.table), each)
            for source in ground_columns(name, column.name)
            for each in (table(source.table).key if source.column == ROWS else (source.column,))
        ]
        if sources:
            fields[column.name] = column_lineage_dataset.Fields(inputFields=sources)
    return column_lineage_dataset.ColumnLineageDatasetFacet(fields=fields)
