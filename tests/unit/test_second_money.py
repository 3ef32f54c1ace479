"""Money in a year of reorganisations (docs/measures.md §10): every row of the SQL against `second_economy`."""

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assets.definitions.read_yaml import read_definitions
from tests.real.second_economy import Economy
from tests.real.second_method import Catalogue, Report
from tests.small import definition, measured, rows

NOT_TOLD = {"lineage_id"}


def owners(*shares: float, **changes: Any) -> list[dict[str, Any]]:
    """Two owners, by default of two thirds and a third."""
    return [
        {"owner": name, "share": share, **changes}
        for name, share in zip(("Ana", "Bo"), shares or (66.6667, 33.3333), strict=True)
    ]


def reorganised_world(made: random.Random) -> dict[str, Any]:
    """Four committees with departments and workplaces, some of which move, merge, split, end and begin within the year."""
    days = [date(2024, month, 1) for month in (1, 3, 4, 7, 8, 9, 11)]
    committees = [f"n{i}" for i in range(4)]
    units: dict[str, dict[str, Any]] = {"kf": {"id": "kf", "title": "KF", "level": "council"}}
    # They are shared with others, the last by other shares from a day of the year.
    owned = {"level": "joint_committee", "parent": "kf"}
    units |= {name: {"id": name, "title": name, **owned, "owners": owners()} for name in committees}
    changed = made.choice(days[1:])
    before = [{**part, "valid_to": changed - timedelta(days=1)} for part in owners()]
    units["n3"]["owners"] = [*before, *owners(50, 50, valid_from=changed)]
    for i in range(8):
        units[f"a{i}"] = {"id": f"a{i}", "title": f"A{i}", "level": "department", "parent": made.choice(committees)}
    for i in range(10):
        units[f"e{i}"] = {"id": f"e{i}", "title": f"E{i}", "level": "workplace", "parent": f"a{made.randrange(8)}"}
    changes: list[dict[str, Any]] = []
    for name, above in [
        ("a0", committees),
        ("a1", committees),
        *((f"e{i}", [f"a{i}" for i in range(4)]) for i in range(3)),
    ]:
        day, other = made.choice(days), made.choice(above)
        if other != units[name]["parent"]:
            units[name]["moved"] = [{"parent": units[name]["parent"], "until": day - timedelta(days=1)}]
            units[name]["parent"] = other
    merged, split, ended, begun = (made.choice(days[1:]) for _ in range(4))
    units["e4"]["valid_to"] = merged - timedelta(days=1)
    changes.append({"date": merged, "kind": "merge", "units": ["e4", "e5"], "into": ["e5"]})
    units["e6"]["valid_to"] = split - timedelta(days=1)
    changes.append({"date": split, "kind": "split", "units": ["e6"], "into": ["e7", "e8"]})
    units["e9"]["valid_to"] = ended - timedelta(days=1)
    changes.append({"date": ended, "kind": "end", "units": ["e9"], "into": []})
    units["ny"] = {"id": "ny", "title": "Ny", "level": "workplace", "parent": "a2", "valid_from": begun}
    budgets: list[dict[str, Any]] = []
    for name in units:
        below = name.startswith(("e", "ny")) or made.random() < 0.25
        for kind in ["cost", "revenue"] * below:
            amounts = [made.randint(0, 10**6) / 100 for _ in range(made.choice([8, 12]) if name != "kf" else 12)]
            frame: dict[str, Any] = {
                "unit": name,
                "year": 2024,
                "kind": kind,
                "amount": made.randint(10**6, 10**8) / 100,
            }
            frame["outcomes"] = [{"month": m, "amount": amount} for m, amount in enumerate(amounts, start=1)]
            if made.random() < 0.9:
                frame["forecasts"] = [
                    {"month": month, "amount": made.randint(10**6, 10**8) / 100, "measure": f"{name} {month}"}
                    for month in (4, 8)
                ]  # fmt: skip
            if made.random() < 0.3:
                frame["changes"] = [{"kind": "transfer", "amount": 1200, "decided_at": date(2024, 5, 15)}]
            budgets.append(frame)
    if made.random() < 0.5:
        budgets.append({"unit": "n0", "year": 2024, "kind": "result", "amount": -5000})
    return definition(units=[*units.values()], reorganisations=changes, budgets=budgets, goals=[], plans=[])


@pytest.mark.parametrize(
    ("seed", "report"),
    [
        (2, "2024-08"),
        (4, "2024-04"),
        (5, "2024-12"),
        pytest.param(1, "2024-08", marks=pytest.mark.slow),
        pytest.param(3, "2024-12", marks=pytest.mark.slow),
    ],
)
def test_money_of_a_reorganised_year_is_the_same_by_a_second_method(seed: int, report: str, tmp_path: Path) -> None:
    content = reorganised_world(random.Random(seed))
    with measured(tmp_path, content, [], report=report) as con:
        theirs = {(r["unit_id"], r["kind"], r["month"]): r for r in rows(con, "FROM budget")}
        theirs |= {(r["unit_id"], r["owner"], r["kind"], r["month"]): r for r in rows(con, "FROM owner_shares")}
    model = read_definitions(tmp_path / "prov").model
    report_of = Report(model, {}, Catalogue({}, {}, {}), report, datetime(2026, 1, 1, tzinfo=UTC), set())
    second = Economy(report_of)
    budget = second.budget()
    mine = {(r["unit_id"], r["kind"], r["month"]): r for r in budget}
    mine |= {(r["unit_id"], r["owner"], r["kind"], r["month"]): r for r in second.owner_shares(budget)}
    assert mine.keys() == theirs.keys()
    differing = [
        f"{key} {name}: {mine[key][name]} calculated, {row[name]} given"
        for key, row in theirs.items()
        for name in row.keys() - NOT_TOLD
        if not (row[name] == mine[key][name] if not isinstance(row[name], float) or mine[key][name] is None
                else abs(row[name] - float(mine[key][name])) < 0.005)
    ]  # fmt: skip
    assert not differing, "\n".join(differing[:20])
    # Guards against two methods agreeing on nothing.
    assert any(row.get("reorganised_at") for row in theirs.values()) or report == "2024-04"
    assert any(row["forecast"] is not None and row.get("n_parts", 0) > 1 for row in theirs.values())
    assert {row["reason"] for row in theirs.values() if "owner" in row} == {None, "owners_changed"}
