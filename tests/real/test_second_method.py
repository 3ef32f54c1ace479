"""The measures on real data: the SQL's rows against those of `second_method`, and what is known of the two downloads."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from second_method import Catalogue, Report, Row, known

from assets.definitions.read_yaml import Definitions, read_definitions
from assets.kolada.answers import AnswerStore, list_harvests
from assets.kolada.client import KoladaClient
from assets.kolada.plan_harvest import Wanted, begin_harvest, finish_harvest, plan_harvest
from assets.measures.compute import compute
from assets.open_report import effective_as_of, open_report
from assets.playback.recording import Recording, read_metadata, read_vintages
from assets.playback.server import serving
from assets.quality.run_checks import run_checks
from assets.warehouse.load_harvests import load_harvests
from assets.warehouse.merge_values import Loaded
from assets.warehouse.store import reading, writing

PROJECT = Path(__file__).parents[2]
KOLADA = PROJECT.parent / "shared" / "kolada"
FILES = [KOLADA / "values" / f"didreport_{day}.parquet" for day in ("2023-03-28", "2024-12-12")]

pytestmark = pytest.mark.skipif(
    not KOLADA.is_dir(), reason="../shared/kolada is absent: real data is not part of the project"
)

MUNICIPALITIES = ("vanersborg", "lysekil")
REPORTS = [
    (0, "vanersborg", "2022-12"),
    (0, "lysekil", "2022-12"),
    (1, "vanersborg", "2023-12"),
    (1, "vanersborg", "2024-04"),
    (1, "vanersborg", "2024-08"),
    (1, "lysekil", "2023-12"),
    (1, "lysekil", "2024-04"),
    (1, "lysekil", "2024-10"),
]
KEYS = {
    "fulfilment": ["goal_id", "unit_id", "indicator_id", "gender"],
    "goal_status": ["goal_id", "unit_id"],
    "level_status": ["level", "unit_id"],
    "movement": ["indicator_id", "gender"],
    "target_realism": ["goal_id", "indicator_id", "unit_id", "gender", "group_kind"],
    "place_certainty": ["indicator_id", "gender", "group_id"],
    "value_certainty": ["indicator_id", "unit_id", "gender"],
    "comparison": ["indicator_id", "year", "gender", "group_id", "area_id"],
}
# What is not calculated a second time: ids of the program's own.
OWN_IDS = {"lineage_id", "set_hash"}
# The SQL gives these by binary division or subtraction, where a difference keeps the error of the larger number.
BINARY = {"p25", "median", "p75", "mean", "difference", "change", "slope", "gender_difference"}
# Of these the SQL takes the root of a sum, and binary shares.
INTERVALS = {"low", "high", "value_three", "low_three", "high_three", "riket_difference"}
PROBABLE = {"p_green", "p_yellow", "p_red", "p_met"}
BINARY |= (
    INTERVALS
    | {"noise", "nearness", "share", "asked_change"}
    | {
        "lower",
        "upper",
        "mean_range",
        "normal_low",
        "normal_high",
        "degree",
        "required_change",
        "tolerance",
        "coverage",
        "score",
    }
)
DIFFERENCES = {"asked_change", "riket_difference", "p25", "p75"} | {
    "difference",
    "change",
    "slope",
    "gender_difference",
}
RELATIVE = 1e-9
NEAR_PROBABLE = 1e-6


@dataclass
class Home:
    """A warehouse that asks the recorded downloads in turn."""

    folder: Path
    decimals: dict[str, int] = field(default_factory=dict)

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse.duckdb"

    def harvest(self, recording: Recording, wanted: list[list[str]]) -> None:
        store = AnswerStore(self.folder / "answers")
        with serving(recording) as server:
            client = KoladaClient(server.url)
            for kpi_ids in wanted:
                asked = [Wanted(kpi) for kpi in kpi_ids]
                harvest, catalogue = begin_harvest(client, store, asked)
                finish_harvest(client, harvest, plan_harvest(asked, catalogue, {}))

    def load(self) -> Loaded:
        with writing(self.warehouse) as con:
            return load_harvests(con, list_harvests(AnswerStore(self.folder / "answers")), self.decimals)

    @contextmanager
    def query(self) -> Generator[duckdb.DuckDBPyConnection]:
        with reading(self.warehouse) as con:
            yield con


@dataclass
class Answered:
    """What the SQL gave for one report."""

    as_of: datetime
    withheld: set[str]
    tables: dict[str, pl.DataFrame]


def measured(home: Home, definitions: Definitions, report: str, asked: datetime | None = None) -> Answered:
    with home.query() as con:
        as_of = effective_as_of(con, definitions, asked)
        open_report(con, definitions, report, as_of)
        compute(con, run_checks(con), KEYS)
        tables = {name: con.table(name).pl() for name in KEYS}
        return Answered(as_of, {row[0] for row in con.table("withheld").fetchall()}, tables)


def differences(table: str, rows: list[Row], given: pl.DataFrame) -> list[str]:
    """What differs between a table's rows calculated a second time and those that the SQL gave, in words."""
    keys = KEYS[table]
    columns = [name for name in given.columns if name not in OWN_IDS]
    missing = set(columns) - set(rows[0])
    if missing or set(rows[0]) - set(columns):
        return [
            f"{table}: columns {sorted(missing)} are not calculated, {sorted(set(rows[0]) - set(columns))} not given"
        ]
    series = {name: plain((row[name] for row in rows), given.schema[name]) for name in columns}
    mine = pl.DataFrame(series).sort(keys)
    sql = given.select(columns).sort(keys)
    if not mine.select(keys).equals(sql.select(keys)):
        only_mine = mine.join(sql, on=keys, how="anti", nulls_equal=True).select(keys)
        only_sql = sql.join(mine, on=keys, how="anti", nulls_equal=True).select(keys)
        heights = f"{table}: {mine.height} rows calculated, {sql.height} given"
        only = f"only calculated {only_mine.head(3).rows()}, only given {only_sql.head(3).rows()}"
        return [f"{heights}; {only}"]
    both = mine.hstack(sql.rename({name: f"{name} given" for name in columns}))
    found: list[str] = []
    for name in columns:
        differing = both.filter(~agree(name))
        if differing.height:
            sample = differing.select([*keys, name, f"{name} given"]).head(3).rows()
            found.append(f"{table}.{name}: {differing.height} of {both.height} differ: {sample}")
    return found


def plain(values: Iterable[Any], dtype: pl.DataType) -> pl.Series:
    if dtype.is_float():
        return pl.Series([None if value is None else float(value) for value in values], dtype=dtype)
    return pl.Series(list(values), dtype=dtype)


def agree(name: str) -> pl.Expr:
    mine, given = pl.col(name), pl.col(f"{name} given")
    if name in PROBABLE:
        # The SQL's Φ is that near (§15).
        return mine.eq_missing(given) | ((mine - given).abs() <= NEAR_PROBABLE).fill_null(value=False)
    if name not in BINARY:
        return mine.eq_missing(given)
    larger = [mine.abs(), given.abs(), *([pl.col("value").abs()] if name in DIFFERENCES else [])]
    close = (mine - given).abs() <= RELATIVE * pl.max_horizontal(larger)
    return mine.eq_missing(given) | close.fill_null(value=False)


@pytest.fixture(scope="module")
def definitions() -> dict[str, Definitions]:
    return {name: read_definitions(PROJECT / "data" / name) for name in MUNICIPALITIES}


@pytest.fixture(scope="module")
def recordings() -> list[Recording]:
    vintages, catalogue = read_vintages(FILES), read_metadata(KOLADA / "metadata")
    return [Recording(vintages, catalogue, at=at, origin="replay") for at in range(len(FILES))]


@dataclass
class Chain:
    """One home through both downloads, and what the SQL gave for every report."""

    home: Home
    given: dict[tuple[int, str, str], Answered]


@pytest.fixture(scope="module")
def chain(
    definitions: dict[str, Definitions], recordings: list[Recording], tmp_path_factory: pytest.TempPathFactory
) -> Chain:
    home = Home(tmp_path_factory.mktemp("chain"))
    for one in definitions.values():
        home.decimals |= {indicator.kpi_id: indicator.decimals for indicator in one.model.indicators}
    given: dict[tuple[int, str, str], Answered] = {}
    for at, recording in enumerate(recordings):
        home.harvest(
            recording, [sorted({item.kpi_id for item in one.model.indicators}) for one in definitions.values()]
        )
        home.load()
        for key in REPORTS:
            if key[0] == at:
                given[key] = measured(home, definitions[key[1]], key[2])
    return Chain(home, given)


@pytest.fixture(scope="module")
def downloads() -> list[list[Row]]:
    return [pl.read_parquet(file).to_dicts() for file in FILES]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    names = ("kpi", "municipality", "municipality_groups")
    newest = [max((KOLADA / "metadata").glob(f"{name}_2*.parquet")) for name in names]
    return Catalogue.of(*(pl.read_parquet(file).to_dicts() for file in newest))


@pytest.mark.parametrize("key", REPORTS, ids=lambda key: f"{key[1]}/{key[2]}")
def test_every_row_is_the_same_by_a_second_method(
    key: tuple[int, str, str],
    chain: Chain,
    definitions: dict[str, Definitions],
    downloads: list[list[Row]],
    catalogue: Catalogue,
) -> None:
    at, municipality, report = key
    model = definitions[municipality].model
    given = chain.given[key]
    cells = known(downloads[: at + 1], {item.kpi_id: item.decimals for item in model.indicators})
    second = Report(model, cells, catalogue, report, given.as_of, given.withheld)
    found = [line for table, rows in second.tables().items() for line in differences(table, rows, given.tables[table])]
    assert not found, "\n".join(found)
    assert given.tables["comparison"]["area_id"].n_unique() == 290


def test_a_set_of_municipalities_has_one_hash(chain: Chain) -> None:
    hashes = pl.concat(
        answered.tables["comparison"].select("group_id", "set_hash").unique() for answered in chain.given.values()
    ).unique()
    assert hashes["group_id"].n_unique() == hashes.height
    assert hashes["set_hash"].null_count() == 0


def test_the_first_download_is_still_seen_as_of_its_day(chain: Chain, definitions: dict[str, Definitions]) -> None:
    for key in REPORTS[:2]:
        before = chain.given[key]
        after = measured(chain.home, definitions[key[1]], key[2], before.as_of.replace(tzinfo=UTC))
        assert after.as_of == before.as_of
        for name, table in before.tables.items():
            assert after.tables[name].equals(table), name


def test_a_changed_unit_is_withheld(chain: Chain) -> None:
    for key in REPORTS[2:]:
        assert {"skadegorelse", "stoldbrott"} <= chain.given[key].withheld


@pytest.fixture(scope="module")
def every_kpi(recordings: list[Recording], tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, list[Loaded]]:
    """A home without definitions that asked every KPI of the two downloads, at the one and at the other."""
    home = Home(tmp_path_factory.mktemp("every_kpi"))
    asked = sorted({kpi for file in FILES for kpi in pl.read_parquet(file, columns=["kpi"])["kpi"].unique()})
    home.decimals = dict.fromkeys(asked, 1)
    loads: list[Loaded] = []
    for recording in recordings:
        home.harvest(recording, [asked])
        loads.append(home.load())
    return home, loads


def count(home: Home, query: str) -> int:
    with home.query() as con:
        return con.execute(query).fetchall()[0][0]


CLOSED = "SELECT count(*) FROM warehouse.kolada_value WHERE closed_by"


def test_what_differs_between_the_downloads_is_revised(every_kpi: tuple[Home, list[Loaded]]) -> None:
    home, _ = every_kpi
    assert count(home, f"{CLOSED} = 'revised'") == 6718 + 651
    assert count(home, f"{CLOSED} = 'revised' AND kpi_id IN ('U07417', 'U07452') AND value IS NOT NULL") >= 6718
    revised = """
        SELECT count(*) FILTER (old.value IS NOT NULL AND new.value IS NULL),
            count(*) FILTER (old.value IS NULL AND new.value IS NOT NULL),
            count(*) FILTER (abs(old.value - new.value) > 1e-5)
        FROM warehouse.kolada_value AS old
        JOIN warehouse.kolada_value AS new USING (kpi_id, area_id, period, gender)
        WHERE old.closed_by = 'revised' AND new.known_from = old.known_to
    """
    with home.query() as con:
        assert con.execute(revised).fetchall() == [(242, 5, 6718)]


def test_rounding_noise_is_recorded_and_opens_nothing(every_kpi: tuple[Home, list[Loaded]]) -> None:
    home, loads = every_kpi
    assert loads[1].noise == 10_248
    assert count(home, "SELECT sum(n_noise) FROM warehouse.source_answer") == 10_248


def test_a_kpi_that_left_the_catalogue_is_withdrawn(every_kpi: tuple[Home, list[Loaded]]) -> None:
    home, _ = every_kpi
    rows = pl.read_parquet(FILES[0]).filter(pl.col("kpi") == "N02904").height
    assert count(home, f"{CLOSED} = 'withdrawn'") == rows
    assert count(home, f"{CLOSED} = 'withdrawn' AND kpi_id <> 'N02904'") == 0
    assert count(home, "SELECT count(*) FROM warehouse.kolada_value WHERE kpi_id = 'N02904' AND known_to IS NULL") == 0


def test_years_that_a_later_answer_lacks_are_absent(every_kpi: tuple[Home, list[Loaded]]) -> None:
    home, _ = every_kpi
    first, second = (
        set(pl.read_parquet(file).select("kpi", "municipality", "period", "gender").rows()) for file in FILES
    )
    absent = {cell for cell in first - second if cell[0] != "N02904"}
    assert len(first - second) == 22_910
    assert {period for _, _, period, _ in absent} == set(range(2006, 2010))
    assert count(home, f"{CLOSED} = 'absent'") == len(absent)
    assert count(home, f"{CLOSED} = 'absent' AND period >= 2010") == 0


def test_new_cells_open_a_first_version(every_kpi: tuple[Home, list[Loaded]]) -> None:
    home, loads = every_kpi
    query = """
        SELECT count(*) FROM (
            SELECT kpi_id FROM warehouse.kolada_value GROUP BY kpi_id, area_id, period, gender
            HAVING min(known_from) > (SELECT min(known_from) FROM warehouse.kolada_value)
        )
    """
    assert count(home, query) == 24_650
    assert loads[1].opened == 24_650 + 6718 + 651


def test_one_version_is_current_and_none_overlap(every_kpi: tuple[Home, list[Loaded]]) -> None:
    home, _ = every_kpi
    query = """
        SELECT count(*) FROM (
            SELECT known_to, lead(known_from) OVER (
                PARTITION BY kpi_id, area_id, period, gender ORDER BY known_from
            ) AS next_from
            FROM warehouse.kolada_value
        ) WHERE next_from IS NOT NULL AND (known_to IS NULL OR known_to > next_from)
    """
    assert count(home, query) == 0
    assert count(home, "SELECT count(*) FROM warehouse.kolada_value WHERE known_to IS NULL") == 138_910


def test_the_same_answers_twice_change_nothing(
    every_kpi: tuple[Home, list[Loaded]], recordings: list[Recording]
) -> None:
    home, _ = every_kpi
    everything = "SELECT * FROM warehouse.kolada_value ORDER BY ALL"
    with home.query() as con:
        before = con.execute(everything).pl()
    assert home.load().harvests == 0
    asked = before["kpi_id"].unique().sort().to_list()
    home.harvest(recordings[1], [asked])
    again = home.load()
    assert (again.harvests, again.changed) == (1, 0)
    with home.query() as con:
        assert con.execute(everything).pl().equals(before)
