"""What the definitions say by hand stands instead of what a file says of the same: told, and no report is stopped by it."""

from pathlib import Path
from typing import Any

import pytest

from assets.definitions.read_yaml import read_definitions
from assets.own_files.own_sources import own_rows, read_own
from tests.small import definition, measured, rows, write
from tests.unit.test_local_measures import UNITS, own

WHOLE = {"unit_id": "Enhet", "year": "År"}
MADE: dict[str, tuple[dict[str, Any], str, dict[str, Any], str]] = {
    "measurements": (
        {"unit_id": "Enhet", "period": "År", "value": "Värde", "indicator_id": {"value": "matt"}},
        "Enhet;År;Värde\nbun;2024;80\nbun;2023;79\n",
        {"measurements": [{"indicator": "matt", "unit": "bun", "year": 2024, "value": 81}]},
        "SELECT value FROM fulfilment",
    ),
    "budget": (
        {**WHOLE, "month": {"value": 3}, "kind": "Slag", "amount": "Värde"},
        "Enhet;År;Slag;Värde\nbun;2024;kostnad;80\nbun;2024;intäkt;9\n",
        {"budgets": [{"unit": "bun", "year": 2024, "kind": "cost", "amount": 120}]},
        "SELECT budget FROM budget WHERE unit_id = 'bun' AND kind = 'cost' AND month = 12",
    ),
    "budget_forecast": (
        {**WHOLE, "month": {"value": 4}, "kind": "Slag", "amount": "Värde"},
        "Enhet;År;Slag;Värde\nbun;2024;kostnad;80\nbun;2025;kostnad;9\n",
        {"budgets": [{"unit": "bun", "year": 2024, "kind": "cost", "amount": 120,
                      "forecasts": [{"month": 4, "amount": 130}]}]},
        "SELECT forecast FROM budget WHERE unit_id = 'bun' AND kind = 'cost' AND month = 4",
    ),
    "staff": (
        {**WHOLE, "month": {"value": 4}, "gender": {"value": "T"}, "headcount": "Värde"},
        "Enhet;År;Värde\nbun;2024;80\nbun;2023;75\n",
        {"staff": [{"unit": "bun", "year": 2024, "month": 4, "gender": "T", "headcount": 70}]},
        "SELECT headcount FROM staff WHERE unit_id = 'bun' AND gender = 'T' AND year = 2024",
    ),
    "activities": (
        {"activity_id": "Id", "unit_id": "Enhet", "title": "Namn", "responsible_role": "Namn", "planned_start": "Dag",
         "planned_end": "Dag", "state": {"value": "ongoing"}},
        "Id;Enhet;Namn;Dag\nx;bun;Filens;2024-05-01\ny;bun;En annan;2024-05-01\n",
        {"activities": [{"id": "x", "title": "Vår egen", "unit": "bun", "responsible": "Chef", "state": "ongoing",
                         "planned_start": "2024-05-01", "planned_end": "2024-06-01"}]},
        "SELECT title FROM activities WHERE item_id = 'x'",
    ),
    "assignments": (
        {"assignment_id": "Id", "unit_id": "Enhet", "title": "Namn", "responsible_role": "Namn", "planned_start": "Dag",
         "planned_end": "Dag", "state": {"value": "ongoing"}, "decided_by": {"value": "kf"}, "decided_at": "Dag"},
        "Id;Enhet;Namn;Dag\nx;bun;Filens;2024-05-01\ny;bun;Ett annat;2024-05-01\n",
        {"assignments": [{"id": "x", "title": "Vårt eget", "unit": "bun", "responsible": "Chef", "state": "ongoing",
                          "planned_start": "2024-05-01", "planned_end": "2024-06-01", "decided_by": "kf",
                          "decided_at": "2024-01-01"}]},
        "SELECT title FROM assignments WHERE item_id = 'x'",
    ),
}  # fmt: skip
STANDS = {
    "measurements": 81, "budget": 120, "budget_forecast": 130, "staff": 70, "activities": "Vår egen", "assignments": "Vårt eget",
}  # fmt: skip


@pytest.mark.parametrize("kind", MADE)
def test_what_the_definitions_say_stands_and_the_files_row_is_told(tmp_path: Path, kind: str) -> None:
    columns, text, more, query = MADE[kind]
    goal = {"id": "mal", "kind": "own_result", "title": "Målet", "unit": "bun", "indicators": ["matt"]}
    source = {"id": "kalla", "title": "Källan", "kind": kind, "file": "fil.csv", "columns": columns}
    content = definition(
        units=UNITS, indicators=[own(aggregation="none")], plans=[], goals=[goal], sources=[source], **more
    )
    folder = write(tmp_path, content)
    (folder / "fil.csv").write_text(text, encoding="utf-8")
    definitions = read_definitions(folder)
    read = read_own(folder, definitions)
    (fault,) = read.faults
    (section,) = more
    assert (fault.file, fault.row) == ("fil.csv", 2)
    assert fault.wrong.startswith("säger samma sak som definitionerna, som gäller: ")
    assert fault.wrong.endswith(f"rad 2 i {section}.yaml.")
    assert section in fault.mend
    (reading,) = read.readings
    assert (reading.counts["fil.csv"].read, reading.counts["fil.csv"].reported, reading.frame.height) == (1, 1, 1)
    with measured(tmp_path, content, [], given=own_rows(read, definitions, "2024-12")) as con:
        (row,) = rows(con, query)
        assert [*row.values()] == [STANDS[kind]]
