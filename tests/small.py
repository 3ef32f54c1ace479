"""A small municipality for tests: definitions and values written in a few lines, run through the real parts."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import yaml
from hypothesis import HealthCheck, settings

from assets.definitions.as_tables import definition_rows
from assets.definitions.read_yaml import Definitions, read_definitions
from assets.finished.publish import manifest, publish, write_definitions, write_manifest
from assets.finished.tables import write_tables
from assets.kolada.answers import AnswerStore, list_harvests
from assets.kolada.client import KoladaClient
from assets.kolada.plan_harvest import Wanted, begin_harvest, finish_harvest, plan_harvest, read_asked_before
from assets.measures.compute import compute, withhold
from assets.measures.figure_lineage import trace_figures
from assets.open_report import create, fill_definitions, open_report
from assets.playback.recording import RecordedMetadata, Recording, Vintage
from assets.playback.server import NO_FAULTS, Faults, serving
from assets.quality.run_checks import run_checks
from assets.warehouse.load_harvests import load_harvests
from assets.warehouse.merge_values import Loaded
from assets.warehouse.store import writing
from assets.workplace import Workplace
from models.tables.check_header import checks
from models.tables.header import published_tables, sql_text, tables


def few(examples: int) -> settings:
    """Settings for a law whose every example takes a second; the profile `search` tries ten times as many."""
    more = 10 if settings.get_current_profile_name() == "search" else 1
    return settings(max_examples=examples * more, suppress_health_check=list(HealthCheck))


AREAS = [f"99{i:02d}" for i in range(1, 31)]
OWN = AREAS[0]


def indicator(name: str = "mått", **changes: Any) -> dict[str, Any]:
    """An indicator's definition; without changes a share where higher is better."""
    made = {
        "id": "matt",
        "title": name,
        "kpi_id": "N99001",
        "direction": "higher",
        "scale": {"kind": "share"},
        "unit_of_measure": "procent",
        "decimals": 1,
        "precision": 0.1,
        "aggregation": "none",
        "service_area": "grundskola",
        "similar": "grundskola",
        "lag": 1,
        "why": "Prov.",
    }
    return {**made, **changes}


def definition(**sections: Any) -> dict[str, Any]:
    """A whole municipality; each section may be replaced."""
    made: dict[str, Any] = {
        "municipality": {
            "id": "prov",
            "title": "Prov",
            "genitive": "Provs",
            "area_id": OWN,
            "reports": [{"month": 4, "title": "April"}, {"month": 8, "title": "Augusti"}, {"month": 12, "title": "År"}],
        },
        "units": [
            {"id": "kf", "title": "Fullmäktige", "level": "council"},
            {"id": "ks", "title": "Styrelsen", "level": "executive", "parent": "kf"},
            {"id": "bun", "title": "Nämnden", "level": "committee", "parent": "kf"},
            {"id": "skola", "title": "Skolan", "level": "department", "parent": "bun"},
        ],
        "indicators": [indicator()],
        "goals": [{"id": "mal", "kind": "own_result", "title": "Målet", "unit": "bun", "indicators": ["matt"]}],
        "plans": [plan(2024, [{"goal": "mal", "indicator": "matt", "year1": 90, "year3": 94}])],
    }
    return {**made, **sections}


def plan(year1: int, targets: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    """A plan version, decided in June of the year before."""
    made = {"id": f"plan-{year1}", "title": f"Plan {year1}", "decided_at": date(year1 - 1, 6, 1), "year1": year1}
    return {**made, "targets": targets, **changes}


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def write(folder: Path, content: dict[str, Any] | None = None) -> Path:
    """Write a municipality's YAML, a file a section."""
    folder = folder / "prov"
    folder.mkdir(parents=True, exist_ok=True)
    for section, value in (content or definition()).items():
        text = yaml.dump({section: value}, Dumper=_Dumper, allow_unicode=True, sort_keys=False)
        (folder / f"{section}.yaml").write_text(text, encoding="utf-8")
    return folder


def catalogue(kpis: Sequence[str] = ("N99001",), **fields: Any) -> RecordedMetadata:
    """Metadata of thirty fictional municipalities, one county of twenty-five, and a similar group for each."""
    blank: dict[str, Any] = {
        "title": "Prov",
        "description": "",
        "is_divided_by_gender": True,
        "municipality_type": "K",
        "auspice": None,
        "operating_area": "Prov",
        "perspective": None,
        "prel_publication_date": None,
        "publication_date": "2026-03-01",
        "publ_period": "2025",
        "has_ou_data": False,
    }
    names = {area: f"Ort {area}" for area in AREAS}
    groups = [("G1", "Provs läns kommuner (ovägt medel)", area) for area in AREAS[:25]]
    for i, area in enumerate(AREAS):
        title = f"Liknande kommuner grundskola, {names[area]}, 2024"
        groups += [(f"G2{area}", title, AREAS[(i + k) % len(AREAS)]) for k in range(1, 8)]
    text = pl.String
    schema = dict.fromkeys(("id", *blank), text) | {"is_divided_by_gender": pl.Boolean, "has_ou_data": pl.Boolean}
    return RecordedMetadata(
        kpis=pl.DataFrame([{"id": kpi, **blank, **fields} for kpi in kpis], schema=schema),
        municipalities=pl.DataFrame(
            [{"id": "0000", "title": "Riket", "type": "L"}]
            + [{"id": area, "title": name, "type": "K"} for area, name in names.items()]
        ),
        groups=pl.DataFrame([{"id": g, "title": t, "member_id": m, "member_title": names[m]} for g, t, m in groups]),
    )


Cell = tuple[str, str, int, str, float | None, str]
_COLUMNS = {
    "kpi": pl.String, "municipality": pl.String, "period": pl.Int32, "gender": pl.String, "value": pl.Float64,
    "status": pl.String,
}  # fmt: skip


def vintage(day: str, cells: Sequence[Cell]) -> Vintage:
    """A download: cells are (kpi, area, year, gender, value, status)."""
    frame = pl.DataFrame(list(cells), schema=_COLUMNS, orient="row").with_columns(count=pl.lit(1, pl.Int32))
    return Vintage(date.fromisoformat(day), frame)


def cells(values: dict[int, float | list[float]], kpi: str = "N99001", gender: str = "T") -> list[Cell]:
    """Cells by year: one number for the own municipality alone, or a list for the first municipalities in order."""
    return [
        (kpi, area, year, gender, value, "")
        for year, given in values.items()
        for area, value in zip(AREAS, given if isinstance(given, list) else [given], strict=False)
    ]


def fetch(
    home: Path,
    vintages: Sequence[Vintage],
    *,
    kpis: Sequence[str] = ("N99001",),
    at: int = -1,
    metadata: RecordedMetadata | None = None,
    faults: Faults = NO_FAULTS,
    base: str = "http://prov.invalid/v3",
    units: bool = False,
) -> None:
    """Harvest a vintage through the client and the replay server, as a run does."""
    recording = Recording(vintages, metadata or catalogue(kpis), at=at, origin="replay")
    store = AnswerStore(home / "answers")
    before = list_harvests(store)
    with serving(recording, faults=faults) as server:
        client = KoladaClient(server.url, known_as=base, backoff=0.01)
        wanted = [Wanted(kpi, units=units) for kpi in sorted(kpis)]
        harvest, found = begin_harvest(client, store, wanted)
        finish_harvest(client, harvest, plan_harvest(wanted, found, read_asked_before(before, base)))


def load(home: Path, decimals: dict[str, int] | None = None) -> Loaded:
    """Load what has been fetched."""
    with writing(home / "warehouse.duckdb") as con:
        return load_harvests(con, list_harvests(AnswerStore(home / "answers")), decimals or {"N99001": 1})


def query(home: Path, sql: str) -> list[tuple[Any, ...]]:
    """Ask the warehouse."""
    with duckdb.connect(home / "warehouse.duckdb", read_only=True) as con:
        return con.execute(sql).fetchall()


@contextmanager
def warehouse_of(
    values: Sequence[Cell], metadata: RecordedMetadata | None = None, known: datetime = datetime(2026, 1, 1)
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection as `reading` gives it, with a warehouse in memory that knows these values from a day."""
    found = metadata or catalogue(sorted({cell[0] for cell in values}) or ["N99001"])
    # A thread more costs more than so few rows take.
    with duckdb.connect(config={"threads": 1}) as con:
        con.execute("ATTACH ':memory:' AS warehouse")
        con.execute("USE warehouse")
        for table in tables("warehouse").values():
            con.execute(table.ddl)
        frame = vintage("2026-01-01", values).values
        con.register("given", frame)
        con.execute(
            "INSERT INTO kolada_value SELECT kpi, municipality, period, gender, value, status, count, ?, NULL, NULL, 'a1'"
            " FROM given",
            [known],
        )
        con.execute(
            "INSERT INTO source_answer VALUES ('a1', 'h1', 'data', 'http://prov.invalid', ?, ?, 200, 1, 'x', 'kolada', 0)",
            [known, known],
        )
        con.register("kpis", found.kpis)
        con.execute(
            "INSERT INTO kpi SELECT id, title, description, is_divided_by_gender, municipality_type, operating_area,"
            " prel_publication_date, publication_date, publ_period, has_ou_data, ?, NULL, 'a1' FROM kpis",
            [known],
        )
        con.register("areas", found.municipalities)
        con.execute("INSERT INTO area SELECT id, title, type, ?, NULL, 'a1' FROM areas", [known])
        con.register("groups", found.groups)
        con.execute(
            "INSERT INTO area_group SELECT id, title, string_agg(member_id, ',' ORDER BY member_id), ?, NULL, 'a1'"
            " FROM groups GROUP BY id, title",
            [known],
        )
        con.execute("USE memory")
        con.execute(sql_text("macros.sql"))
        yield con


class Measured:
    """A report's connection whose tables are computed when a query first names them, with what they need.

    Most tests ask for one table of forty. A query that names a table of lineage has all of them computed.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con
        computed = {**tables("known"), **tables("measures")}
        self._left = {name: described for name, described in computed.items() if described.sql}
        self._unchecked = {"checks", "withheld"}
        self._untraced = set(tables("lineage"))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._con, name)

    def execute(self, query: str, *args: Any, **kwargs: Any) -> duckdb.DuckDBPyConnection:
        self.make(query)
        return self._con.execute(query, *args, **kwargs)

    def sql(self, query: str, **kwargs: Any) -> duckdb.DuckDBPyRelation:
        self.make(query)
        return self._con.sql(query, **kwargs)

    def table(self, name: str) -> duckdb.DuckDBPyRelation:
        self.make(name)
        return self._con.table(name)

    def make(self, query: str) -> None:
        """Compute the tables that a query names, and that have not been computed."""
        named = set(re.findall(r"\w+", query))
        if "warehouse" in named:
            # What it changes there is not what was known.
            self._compute([*tables("known")])
        if self._untraced & named:
            self._untraced.clear()
            self._compute([*self._left])
            trace_figures(self._con)
        self._compute(sorted(named))

    def _compute(self, names: Sequence[str]) -> None:
        for name in names:
            if name in self._unchecked:
                self._unchecked.clear()
                self._compute([need for check in checks().values() for need in check.needs])
                withhold(self._con, run_checks(self._con))
            elif described := self._left.pop(name, None):
                self._compute(described.needs)
                create(self._con, described)


@contextmanager
def measured(
    folder: Path,
    content: dict[str, Any] | Definitions,
    values: Sequence[Cell],
    report: str = "2024-12",
    given: dict[str, list[dict[str, Any]]] | None = None,
    as_of: datetime = datetime(2026, 1, 1),
    made_on: date | None = None,
    **kwargs: Any,
) -> Iterator[Measured]:
    """The measures of a report, computed by the project's own SQL when they are asked for, as tables of a connection."""
    definitions = content if isinstance(content, Definitions) else read_definitions(write(folder, content))
    with warehouse_of(values, **kwargs) as con:
        fill_definitions(con, definition_rows(definitions, report, as_of, given or {}, made_on))
        yield Measured(con)


def published(
    home: Path,
    content: dict[str, Any],
    values: Sequence[Cell],
    report: str = "2024-12",
    known: datetime = datetime(2026, 1, 1),
    metadata: RecordedMetadata | None = None,
) -> Workplace:
    """A home with a finished report, made by the real parts, less its pages and workbooks."""
    folder = write(home / "data", content)
    definitions = read_definitions(folder)
    workplace = Workplace(home=home, municipalities={definitions.model.id: folder})
    tables = _published_tables(definitions, values, report, known, metadata)

    def fill(new: Path) -> None:
        write_definitions(definitions, new / "definitions")
        write_tables(tables, new / "tables")
        write_manifest(new, manifest(new, definitions, report, known, tables["lineage"]))

    publish(workplace.report_folder(definitions.model.id, report), fill)
    return workplace


_made: dict[str, dict[str, pl.DataFrame]] = {}


def _published_tables(
    definitions: Definitions,
    values: Sequence[Cell],
    report: str,
    known: datetime,
    metadata: RecordedMetadata | None,
) -> dict[str, pl.DataFrame]:
    """The tables of a report; of the same input they are made once."""
    files = [(file.name, file.sha256) for file in definitions.files]
    found = metadata and [(name, frame.to_dicts()) for name, frame in vars(metadata).items() if frame is not None]
    key = sha256(repr((files, values, report, known, found)).encode()).hexdigest()
    if key not in _made:
        with warehouse_of(values, metadata, known) as con:
            open_report(con, definitions, report, known)
            compute(con, run_checks(con))
            _made[key] = {name: con.sql(f"FROM {name}").pl() for name in published_tables()}
    return _made[key]


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """A query's rows as dictionaries."""
    return con.sql(sql).pl().to_dicts()
