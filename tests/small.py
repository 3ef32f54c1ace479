"""A small municipality for tests: definitions and values written in a few lines, run through the real parts."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import duckdb
import polars as pl
import pyarrow as pa
import yaml
from hypothesis import HealthCheck, settings

from assets.definitions.as_tables import definition_rows
from assets.definitions.read_yaml import Definitions, read_definitions
from assets.finished.publish import manifest, publish, write_definitions, write_manifest
from assets.finished.tables import write_tables
from assets.kolada.answers import AnswerStore, list_harvests
from assets.kolada.client import KoladaClient
from assets.kolada.plan_harvest import Wanted, begin_harvest, finish_harvest, plan_harvest, read_asked_before
from assets.measures.compute import withhold
from assets.measures.figure_lineage import trace_figures
from assets.open_report import create, fill
from assets.playback.recording import RecordedMetadata, Recording, Vintage
from assets.playback.server import NO_FAULTS, Faults, serving
from assets.quality.run_checks import run_checks
from assets.warehouse.load_harvests import load_harvests
from assets.warehouse.merge_values import Loaded
from assets.warehouse.store import writing
from assets.workplace import Workplace
from models.tables.check_header import checks
from models.tables.header import published_tables, reads, sql_text, table, tables
from models.tables.pandera_schemas import from_rows


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
    with _connection() as con:
        _fill_warehouse(con, values, metadata, known)
        yield con


_REPORT = "SET search_path = 'report.main,memory.main'"
# Connections that no test has at the moment. Making one, with its macros, takes as long as a dozen of tables.
_idle: list[duckdb.DuckDBPyConnection] = []


@contextmanager
def _connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that knows the macros, with an empty database of its own and an empty warehouse."""
    # A thread more costs more than so few rows take.
    kept = _idle.pop() if _idle else duckdb.connect(config={"threads": 1}).execute(sql_text("macros.sql"))
    try:
        with kept.cursor() as con:
            con.execute("ATTACH ':memory:' AS report; ATTACH ':memory:' AS warehouse")
            con.execute(_REPORT)
            yield con
    finally:
        kept.execute("DETACH report; DETACH warehouse")
        _idle.append(kept)


def _fill_warehouse(
    con: duckdb.DuckDBPyConnection, values: Sequence[Cell], metadata: RecordedMetadata | None, known: datetime
) -> None:
    found = metadata or catalogue(sorted({cell[0] for cell in values}) or ["N99001"])
    con.execute("USE warehouse")
    for described in tables("warehouse").values():
        con.execute(described.ddl)
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
    con.execute(_REPORT)


# What a table is of the same tables that it stands on, and what a check finds in them, by their digests: planning a query of a
# few rows takes longer than all else that a test does.
_computed: dict[tuple[str, ...], tuple[str, pa.Table]] = {}
_traced: dict[tuple[str, ...], dict[str, pa.Table]] = {}
_found: dict[tuple[str, ...], pl.DataFrame] = {}


def forget_computed() -> None:
    """Let the next test make every table that it asks for."""
    for kept in (_computed, _traced, _found):
        kept.clear()


_ONLY_READS = re.compile(r"\s*(?:FROM|SELECT|WITH|DESCRIBE)\b")


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


class Measured:
    """A report's connection whose tables are made when a query first names them, with what they need.

    Most tests ask for one table of forty. A query that names a table of lineage has all of them computed. What an earlier test
    computed of the same rows is taken as it was, until a test changes a table or does more with the connection than ask.
    """

    def __init__(
        self, con: duckdb.DuckDBPyConnection, rows: Mapping[str, Sequence[Any]], know: Callable[[], None], known: str
    ) -> None:
        """`know` fills the warehouse, of which `known` is the digest; `rows` are those of `definition_rows`."""
        self._con = con
        self._rows = rows
        self._know: Callable[[], None] | None = know
        self._digests = dict.fromkeys(tables("warehouse"), known)
        self._digests |= {name: _digest(repr(own).encode()) for name, own in rows.items()}
        computed = {**tables("known"), **tables("measures")}
        self._left = {*rows, *(name for name, described in computed.items() if described.sql)}
        self._unchecked = {"checks", "withheld"}
        self._untraced = set(tables("lineage"))
        self._changed = False

    def __getattr__(self, name: str) -> Any:
        self._let_change()
        return getattr(self._con, name)

    def execute(self, query: str, *args: Any, **kwargs: Any) -> duckdb.DuckDBPyConnection:
        self.make(query)
        if not _ONLY_READS.match(query):
            self._let_change()
        return self._con.execute(query, *args, **kwargs)

    def sql(self, query: str, **kwargs: Any) -> duckdb.DuckDBPyRelation:
        self.make(query)
        if not _ONLY_READS.match(query):
            self._let_change()
        return self._con.sql(query, **kwargs)

    def table(self, name: str) -> duckdb.DuckDBPyRelation:
        self.make(name)
        return self._con.table(name)

    def _let_change(self) -> None:
        """Make what the tables asked for stand on, which a test may now change, or undo in a transaction."""
        if not self._changed:
            self._make(*(name for name in sorted(self._left) if name in self._digests))
            self._fill_warehouse()
            self._changed = True

    def make(self, query: str) -> None:
        """Make the tables that a query names, and that have not been made."""
        named = set(re.findall(r"\w+", query))
        if "warehouse" in named:
            # What it changes there is not what was known.
            self._make(*tables("known"))
            self._fill_warehouse()
        if self._untraced & named:
            self._trace()
        self._make(*sorted(named))

    def _trace(self) -> None:
        names = sorted({*tables("known"), *tables("measures"), *self._rows, "checks"})
        key = () if self._changed else tuple(self.digest(name) for name in names)
        for name, made in _traced.get(key, {}).items():
            self._con.from_arrow(made).create(name)
        if key not in _traced:
            self._make("checks", *sorted(self._left))
            self._fill_warehouse()
            trace_figures(self._con)
        if key and key not in _traced:
            _traced[key] = {name: self._con.table(name).to_arrow_table() for name in tables("lineage")}
        self._untraced.clear()

    def withhold_nothing(self) -> None:
        """Let no check be run: what is asked is not about them."""
        self._unchecked.clear()
        withhold(self._con, from_rows("checks", []))
        self._digests |= dict.fromkeys(("checks", "withheld"), "none")

    def frame(self, name: str) -> pl.DataFrame:
        """Return a table's rows."""
        if self._changed or name not in self._left or name in self._rows:
            return self.table(name).pl()
        return cast("pl.DataFrame", pl.from_arrow(self._kept(name)[1]))

    def _fill_warehouse(self) -> None:
        if self._know is not None:
            know, self._know = self._know, None
            know()

    def _make(self, *names: str) -> None:
        for name in names:
            if name in self._unchecked:
                self._unchecked.clear()
                checked = run_checks(cast("duckdb.DuckDBPyConnection", _Asked(self)))
                withhold(self._con, checked)
                self._digests |= dict.fromkeys(("checks", "withheld"), _digest(repr(checked.rows()).encode()))
            elif name in self._left and name in self._rows:
                self._left.discard(name)
                fill(self._con, table(name), from_rows(name, self._rows[name]))
            elif name in self._left:
                _, kept = self._kept(name) if not self._changed else ("", None)
                if kept is not None and name in self._left:
                    self._con.from_arrow(kept).create(name)
                elif name in self._left:
                    self._create(name)
                self._left.discard(name)

    def _create(self, name: str) -> None:
        self._make(*table(name).needs)
        if "warehouse." in table(name).sql:
            self._fill_warehouse()
        create(self._con, table(name))
        self._left.discard(name)

    def _kept(self, name: str) -> tuple[str, pa.Table]:
        """Return what a table is, and its digest; made if it has to be."""
        key = (name, *(self.digest(each) for each in reads(name)))
        if key not in _computed:
            self._create(name)
            made = self._con.table(name).to_arrow_table()
            _computed[key] = (_digest(repr(made.to_pylist()).encode()), made)
        self._digests[name] = _computed[key][0]
        return _computed[key]

    def digest(self, name: str) -> str:
        """Return the digest of a table's rows."""
        if name in self._unchecked:
            self._make(name)
        if name not in self._digests:
            self._kept(name)
        return self._digests[name]

    def found(self, query: str, needs: Sequence[str]) -> pl.DataFrame:
        """Return what a check's query finds in the tables that it needs."""
        key = () if self._changed else (query, *(self.digest(name) for name in needs))
        if key not in _found:
            self._make(*needs)
            if "warehouse." in query:
                self._fill_warehouse()
            found = self._con.sql(query).pl()
            if not key:
                return found
            _found[key] = found
        return _found[key]


class _Asked:
    """The connection as `run_checks` asks it."""

    def __init__(self, measured: Measured) -> None:
        self._measured = measured
        self.execute = measured.execute

    def sql(self, query: str) -> "_Asked":
        needs = next((check.needs for check in checks().values() if check.sql and check.sql in query), ())
        named = set(re.findall(r"\w+", query)) & {*tables("definitions"), *tables("warehouse")} - {"checks", "withheld"}
        self._frame = self._measured.found(query, [*needs, *sorted(named - {*needs})])
        return self

    def pl(self) -> pl.DataFrame:
        return self._frame


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
    rows = definition_rows(definitions, report, as_of, given or {}, made_on)
    with _measured(rows, values, **kwargs) as con:
        yield con


@contextmanager
def _measured(
    rows: Mapping[str, Sequence[Any]],
    values: Sequence[Cell],
    metadata: RecordedMetadata | None = None,
    known: datetime = datetime(2026, 1, 1),
) -> Iterator[Measured]:
    found = metadata and [(name, frame.to_dicts()) for name, frame in vars(metadata).items() if frame is not None]
    with _connection() as con:
        know = partial(_fill_warehouse, con, values, metadata, known)
        yield Measured(con, rows, know, _digest(repr((values, known, found)).encode()))


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


def _published_tables(
    definitions: Definitions,
    values: Sequence[Cell],
    report: str,
    known: datetime,
    metadata: RecordedMetadata | None,
) -> dict[str, pl.DataFrame]:
    """The tables of a report."""
    with _measured(definition_rows(definitions, report, known), values, metadata, known) as con:
        return {name: con.frame(name) for name in published_tables()}


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """A query's rows as dictionaries."""
    return con.sql(sql).pl().to_dicts()
