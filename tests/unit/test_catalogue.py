"""Dagster's catalogue reads like documentation: every asset says what it is, whose, of what, and how fresh."""

import pytest

from assets.definitions.of_run import RunDefinitions
from models.tables.header import FOLDERS, tables
from pipelines.definitions import FRESH, build_definitions
from pipelines.settings import Settings

TABLES = {name for folder in FOLDERS for name in tables(folder)}
DEFINITIONS = build_definitions(RunDefinitions(Settings().workplace()), ["example/2026-08"])
SPECS = {spec.key.to_user_string(): spec for spec in DEFINITIONS.resolve_all_asset_specs()}


@pytest.mark.parametrize("name", sorted(SPECS))
def test_every_asset_says_what_it_is(name: str) -> None:
    spec = SPECS[name]
    assert spec.description is not None
    assert len(spec.description) > 20
    assert spec.owners
    assert spec.group_name not in {None, "default"}
    assert spec.kinds
    assert spec.freshness_policy == FRESH
    assert spec.code_version
    schema = spec.metadata.get("dagster/column_schema")
    assert (schema is not None) == (name in TABLES)
    if schema is not None:
        assert all(column.description and column.type for column in schema.columns)


def test_every_check_says_what_it_looks_at() -> None:
    graph = DEFINITIONS.resolve_asset_graph()
    assert graph.asset_check_keys
    for key in graph.asset_check_keys:
        node = graph.get(key)
        assert node.description, key
    checked = {key.asset_key.to_user_string() for key in graph.asset_check_keys}
    assert {"kolada_value", "checks", "fulfilment", "goal_status", "level_status", "comparison", "lineage"} <= checked
