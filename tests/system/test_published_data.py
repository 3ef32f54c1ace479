"""Published data of the example: sums are the report's, every key joins, and the descriptions are valid by others' validators."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest
from frictionless import validate
from pyshacl import validate as validate_shapes
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

from models.definitions.levels import Level
from tests.command import EXAMPLE, ROOT, styrtal

SHAPES = ROOT.parent / "shared" / "standards" / "dcat-ap-3.0.1-shacl.ttl"
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
SPACES = {"dcat": DCAT, "dcterms": DCTERMS, "foaf": FOAF, "vcard": VCARD}
# What DCAT-AP-SE 3.0.1 asks of each class, beyond DCAT-AP.
MUSTS = {
    DCAT.Catalog: ("dcterms:title", "dcterms:description", "dcterms:publisher", "dcterms:license", "dcat:dataset"),
    DCAT.Dataset: ("dcterms:title", "dcterms:description", "dcterms:publisher"),
    DCAT.Distribution: ("dcat:accessURL", "dcterms:format"),
    VCARD.Organization: ("vcard:fn", "vcard:hasEmail"),
    FOAF.Agent: ("foaf:name", "dcterms:type"),
}
ONE = {"dcterms:publisher", "dcterms:license"}
IN_SWEDISH = {"dcterms:title", "dcterms:description"}
RULES = [(kind, rule) for kind, rules in MUSTS.items() for rule in rules]
FACTS = [
    ("fact_target", ["n_met", "n_partly", "n_not_met", "n_not_assessed", "n_no_judgement"]),
    ("fact_goal", ["n_goals"]),
    ("fact_unit", ["n_units", "n_met", "n_partly", "n_not_met", "n_not_assessed"]),
    ("fact_money_month", ["budget", "outcome"]),
    ("fact_money_year", ["budget", "forecast", "deviation"]),
    ("fact_staff", ["headcount", "fte"]),
    ("fact_work", ["n_due", "n_carried_out", "n_contributed", "budget", "outcome"]),
    ("fact_gain", ["amount"]),
    ("fact_control", ["n_points"]),
    ("fact_place", ["n_places"]),
]
BELOW = """
WITH RECURSIVE below AS (
    SELECT unit_key, unit_key AS below_key FROM dim_unit
    UNION
    SELECT below.unit_key, dim_unit.unit_key FROM below JOIN dim_unit ON dim_unit.parent_key = below.below_key
)
"""


@pytest.fixture(scope="module")
def folder(example_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's report as published data, with every level and table."""
    place = tmp_path_factory.mktemp("published")
    definitions = Path(shutil.copytree(ROOT / "data" / "example", place / "example"))
    profile = definitions / "municipality.yaml"
    text = profile.read_text(encoding="utf-8")
    assert "levels: [council, executive, committee, joint_committee, company]" in text
    every = f"levels: [{', '.join(Level)}]"
    profile.write_text(
        text.replace("levels: [council, executive, committee, joint_committee, company]", every), encoding="utf-8"
    )
    done = styrtal(example_run, "publish", EXAMPLE, "--to", place / "data", "--csv", "--municipality", definitions)
    assert done.returncode == 0, done.stderr
    return place / "data"


@pytest.fixture(scope="module")
def con(folder: Path, example_run: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as con:
        for path in folder.glob("*.parquet"):
            con.execute(f"CREATE VIEW {path.stem} AS FROM '{path}'")
        con.execute("CREATE SCHEMA told")
        for path in (example_run / "reports" / EXAMPLE / "tables").glob("*.parquet"):
            con.execute(f"CREATE VIEW told.{path.stem} AS FROM '{path}'")
        yield con


@pytest.mark.parametrize("fact", ["fact_target", "fact_unit"])
def test_counts_of_targets_are_those_of_the_report_for_every_unit_and_level(
    con: duckdb.DuckDBPyConnection, fact: str
) -> None:
    counts = ["n_met", "n_partly", "n_not_met", "n_not_assessed"]
    sums = ", ".join(f"CAST(sum({name}) AS BIGINT)" for name in counts)
    found = con.sql(
        f"{BELOW} SELECT dim_unit.unit_id, {sums} FROM below JOIN {fact} ON {fact}.unit_key = below_key "
        "JOIN dim_unit ON dim_unit.unit_key = below.unit_key GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    told = con.sql(f"SELECT unit_id, {', '.join(counts)} FROM told.level_status WHERE unit_id IS NOT NULL ORDER BY 1")
    assert found == told.fetchall()
    assert len(found) > 5


@pytest.mark.parametrize(
    ("fact", "amounts", "of_month"),
    [
        ("fact_money_month", {"budget": "budget_to_date", "outcome": "outcome"}, "period_key % 100 <= budget.month"),
        ("fact_money_year", {"budget": "budget", "forecast": "forecast", "deviation": "deviation"}, "budget.month = 8"),
    ],
)
def test_sums_of_money_are_the_reports_for_every_unit_kind_and_month(
    con: duckdb.DuckDBPyConnection, fact: str, amounts: dict[str, str], of_month: str
) -> None:
    sums = ", ".join(f"sum({fact}.{name}) AS {name}" for name in amounts)
    apart = " OR ".join(f"abs(summed.{name} - told.{name}) > 0.005" for name in amounts)
    told = ", ".join(f"budget.{column} AS {name}" for name, column in amounts.items())
    rows = con.sql(
        f"""{BELOW}, summed AS (
            SELECT dim_unit.unit_id, budget.kind, budget.month, {sums}
            FROM below JOIN dim_unit ON dim_unit.unit_key = below.unit_key JOIN told.budget ON budget.unit_id = dim_unit.unit_id
            JOIN {fact} ON {fact}.unit_key = below_key AND {fact}.kind = budget.kind AND {of_month}
            GROUP BY ALL
        ), told AS (SELECT unit_id, kind, month, {told} FROM told.budget)
        SELECT count(*), count(*) FILTER ({apart}) FROM told JOIN summed USING (unit_id, kind, month)"""
    ).fetchall()
    ((n, n_apart),) = rows
    assert n > 10
    assert n_apart == 0


def test_staff_without_rows_that_are_sums_add_up_to_the_whole(con: duckdb.DuckDBPyConnection) -> None:
    parts = con.sql(
        "SELECT period_key % 100, sum(headcount) FROM fact_staff WHERE is_gender_total AND NOT is_unit_total "
        "AND period_key // 100 = 2026 GROUP BY ALL ORDER BY 1"
    ).fetchall()
    told = dict(
        con.sql(
            "SELECT month, headcount FROM told.staff WHERE level = 'council' AND gender = 'T' AND year = 2026"
        ).fetchall()
    )
    assert parts
    assert all(told[month] == n for month, n in parts)


def test_goals_are_counted_once(con: duckdb.DuckDBPyConnection) -> None:
    found = con.sql(
        "SELECT status, CAST(sum(n_goals) AS BIGINT) FROM fact_goal GROUP BY 1 HAVING sum(n_goals) > 0 ORDER BY 1"
    )
    told = con.sql("SELECT status, count(*) FROM told.goal_status WHERE unit_id IS NULL GROUP BY 1 ORDER BY 1")
    assert found.fetchall() == told.fetchall()


@pytest.mark.parametrize(("fact", "measures"), FACTS)
def test_a_sum_over_any_dimension_is_the_whole(con: duckdb.DuckDBPyConnection, fact: str, measures: list[str]) -> None:
    joins = {
        "report_key": "dim_report", "unit_key": "dim_unit", "goal_key": "dim_goal", "indicator_key": "dim_indicator",
        "plan_key": "dim_plan", "set_key": "dim_set", "area_id": "dim_area", "period_key": "dim_period",
    }  # fmt: skip
    columns = con.table(fact).columns
    sums = ", ".join(f"sum(CAST({name} AS DECIMAL(24, 6)))" for name in measures)
    whole = con.sql(f"SELECT {sums} FROM {fact}").fetchall()
    keys = [key for key in joins if key in columns]
    assert keys
    for key in keys:
        where = f"WHERE {key} IS NOT NULL"
        alone = con.sql(f"SELECT {sums} FROM {fact} {where}").fetchall()
        assert con.sql(f"SELECT {sums} FROM {fact} JOIN {joins[key]} USING ({key})").fetchall() == alone, key
        nulls = con.sql(f"SELECT count(*) FROM {fact} WHERE {key} IS NULL").fetchall()[0][0]
        assert nulls or alone == whole


def test_the_data_package_is_valid_with_every_value_and_key(folder: Path) -> None:
    report = validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "note"])
    assert report.stats["tasks"] == len(list(folder.glob("*.parquet")))


@pytest.mark.parametrize(("table", "column", "value"), [("fact_goal", "status", "great"), ("dim_unit", "unit_key", "")])
def test_what_breaks_a_constraint_is_found(folder: Path, tmp_path: Path, table: str, column: str, value: str) -> None:
    broken = Path(shutil.copytree(folder, tmp_path / "broken"))
    path = broken / f"{table}.csv"
    frame = pl.read_csv(path, separator=";", infer_schema=False, empty_string_is_null=True)
    first = pl.int_range(pl.len()) == 0
    frame.with_columns(pl.when(first).then(pl.lit(value)).otherwise(column).alias(column)).write_csv(
        path, include_bom=True, separator=";"
    )
    assert not validate(str(broken / "datapackage.json")).valid


@pytest.fixture(scope="module")
def catalogue(folder: Path) -> Graph:
    return Graph().parse(folder / "catalogue.ttl")


def lacking(catalogue: Graph) -> set[tuple[object, str]]:
    """What of the Swedish profile's musts a catalogue lacks, by class."""
    found: set[tuple[object, str]] = set()
    for kind, rule in RULES:
        space, word = rule.split(":")
        subjects = list(catalogue.subjects(RDF.type, kind))
        for subject in subjects:
            said = list(catalogue.objects(subject, SPACES[space][word]))
            wrong_language = rule in IN_SWEDISH and any(
                not isinstance(one, Literal) or one.language != "sv" for one in said
            )
            if not said or wrong_language or (rule in ONE and len(said) != 1):
                found.add((kind, rule))
        if not subjects:
            found.add((kind, rule))
    unused = {
        DCAT.CatalogRecord,
        DCAT.mediaType,
        *(URIRef(f"http://www.w3.org/2006/time#{w}") for w in ("hasBeginning", "hasEnd")),
    }
    found |= {(term, "unused in Sweden") for triple in catalogue for term in triple if term in unused}
    return found


def test_the_catalogue_has_what_the_swedish_profile_asks(folder: Path, catalogue: Graph) -> None:
    assert lacking(catalogue) == set()
    assert isomorphic(catalogue, Graph().parse(folder / "catalogue.jsonld"))
    assert len(list(catalogue.subjects(RDF.type, DCAT.Dataset))) == len(list(folder.glob("*.parquet")))


@pytest.mark.parametrize(("kind", "rule"), RULES, ids=lambda each: str(each).rsplit("/", 1)[-1])
def test_a_catalogue_that_breaks_a_rule_is_told(catalogue: Graph, kind: URIRef, rule: str) -> None:
    space, word = rule.split(":")
    broken = Graph()
    for triple in catalogue:
        if not (triple[1] == SPACES[space][word] and (triple[0], RDF.type, kind) in catalogue):
            broken.add(triple)
    assert (kind, rule) in lacking(broken)


@pytest.mark.skipif(
    not SHAPES.is_file(), reason="../shared/standards is absent: the shapes are not part of the project"
)
def test_the_catalogue_fits_the_shapes_of_dcat_ap(catalogue: Graph) -> None:
    fits, _, told = validate_shapes(catalogue, shacl_graph=str(SHAPES))
    assert fits, told
    catalogue_without = Graph()
    for triple in catalogue:
        if triple[1] != DCTERMS.publisher:
            catalogue_without.add(triple)
    assert not validate_shapes(catalogue_without, shacl_graph=str(SHAPES))[0]


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="Rscript is absent: apt install r-base-core")
def test_base_r_reads_what_is_published(folder: Path, con: duckdb.DuckDBPyConnection) -> None:
    told = (ROOT / "docs" / "publishing.md").read_text(encoding="utf-8")
    script = told.split("```r\n")[1].split("```")[0]
    done = subprocess.run(["Rscript", "-e", script], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (status, n), *_ = con.sql(
        "SELECT status_sv, CAST(sum(n_met + n_partly + n_not_met + n_not_assessed) AS BIGINT) FROM fact_target "
        "GROUP BY 1 HAVING sum(n_met + n_partly + n_not_met + n_not_assessed) > 0 ORDER BY 1"
    ).fetchall()
    assert status in done.stdout
    assert str(n) in done.stdout
