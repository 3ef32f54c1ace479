"""What is planned (docs/measures.md §20): every row of the SQL against `second_planning`."""

import random
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assets.definitions.read_yaml import Definitions, read_definitions
from assets.own_files.own_sources import own_rows, read_own, with_own_decisions
from assets.playback.made_up import example_source
from models.definitions.steering import PlanningProduct
from tests.command import ROOT
from tests.real.second_planning import Planned
from tests.small import measured, write
from tests.unit.test_planning import OPERATIONS, PLAN, PRESENT, frame, known, planned

KEYS = {
    "planned_targets": ("plan_version", "goal_id", "indicator_id", "unit_id", "gender", "year"),
    "planned_frames": ("unit_id", "kind", "year"),
    "planned_parts": ("unit_id", "kind", "year", "place"),
    "planned_work": ("item_kind", "item_id", "goal_id"),
    "planned_goals": ("goal_id",),
}
PRODUCTS = [
    PlanningProduct(id="nulage", product="present_state", title="Nuläge", month=4),
    PlanningProduct(id="plan", product="budget_and_plan", title="Plan", month=6),
    PlanningProduct(id="verksamhetsplan", product="operations_plan", title="Verksamhetsplan", month=10),
]


def plain(value: Any) -> Any:
    return round(float(value), 6) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else value


def differing(
    definitions: Definitions, values: Any, report: str, tmp_path: Path, as_of: datetime, **given: Any
) -> list[str]:
    """Every difference between the two methods; none where the tables are empty in both and should not be."""
    with measured(tmp_path, definitions, values, report, as_of=as_of, **given) as con:
        theirs = {name: con.table(name).pl().to_dicts() for name in KEYS}
        leaves, frames = (con.table(name).pl().to_dicts() for name in ("fulfilment", "frame"))
    mine = Planned(definitions.model, report, as_of.replace(tzinfo=UTC).date(), leaves, frames).tables()
    found: list[str] = []
    for name, key in KEYS.items():
        left, right = ({tuple(row[k] for k in key): row for row in rows} for rows in (mine[name], theirs[name]))
        assert len(left) == len(mine[name])
        assert len(right) == len(theirs[name])
        found += [f"{name} {at}: only calculated" for at in left.keys() - right.keys()]
        found += [f"{name} {at}: only given" for at in right.keys() - left.keys()]
        found += [
            f"{name} {at} {column}: {left[at][column]!r} calculated, {row[column]!r} given"
            for at, row in right.items()
            if at in left
            for column in row
            if column != "lineage_id" and plain(left[at][column]) != plain(row[column])
        ]
    assert theirs["planned_targets"] or theirs["planned_frames"], "two methods that agree on nothing"
    return found


@pytest.mark.parametrize("report", ["2026-04-nulage", "2026-06-plan", "2026-10-verksamhetsplan"])
@pytest.mark.parametrize("name", ["example", "sagolunda"])
def test_every_planned_row_of_the_made_up_municipalities_is_the_same(name: str, report: str, tmp_path: Path) -> None:
    folder = ROOT / "data" / name
    read = read_definitions(folder)
    own = read_own(folder, read)
    decided = with_own_decisions(own, read)
    profile = decided.model.municipality.model_copy(update={"planning": PRODUCTS})
    definitions = Definitions(
        decided.model.model_copy(update={"municipality": profile}), decided.files, decided.places, decided.goal_places
    )
    vintages, metadata = example_source(ROOT / "data" / "example" / "source" / "kolada.yaml")
    home = profile.area_id
    values = [
        row
        for row in vintages[-1].values.select("kpi", "municipality", "period", "gender", "value", "status").iter_rows()
        if row[1] == home
    ]
    as_of = datetime(int(report[:4]), int(report[5:7]) + 1, 20)
    given = own_rows(own, definitions, report)
    found = differing(definitions, values, report, tmp_path, as_of, given=given, metadata=metadata)
    assert not found, "\n".join(found[:40])


def random_frames(made: random.Random) -> list[dict[str, Any]]:
    """Frames of two committees and what lies below them: some of all years, some of one, some of a plan or with changes."""
    found: list[dict[str, Any]] = []
    for unit in ("kf", "ks", "bun", "skola", "son", "boende"):
        for kind in ("cost", "revenue", "result", "investment"):
            for year in (2024, 2025, 2026, 2027):
                if made.random() < {"kf": 0.1, "ks": 0.4}.get(unit, 0.45) * (0.3 if kind == "result" else 1):
                    given: dict[str, Any] = {}
                    if year > 2024 and made.random() < 0.5:
                        given["plan"] = (
                            made.choice(["plan-2024", "plan-2025", "forslag"]) if year < 2027 else "plan-2025"
                        )
                    elif made.random() < 0.3:
                        given["changes"] = [
                            {"kind": "supplementary", "amount": 1000, "decided_at": f"2024-0{made.randint(1, 9)}-15"}
                        ]
                    found.append(frame(unit, year, made.randint(-20, 90), kind, **given))
    return found


@pytest.mark.parametrize(("seed", "report"), [(1, PLAN), (2, PLAN), (3, OPERATIONS), (4, PRESENT), (5, PLAN)])
def test_every_planned_row_of_made_up_frames_is_the_same(seed: int, report: str, tmp_path: Path) -> None:
    content = planned(budgets=random_frames(random.Random(seed)))
    definitions = read_definitions(write(tmp_path, content))
    found = differing(definitions, known(), report, tmp_path, datetime(2026, 1, 1))
    assert not found, "\n".join(found[:40])
