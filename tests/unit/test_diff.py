"""What changed between two reports: found, told once, and given exactly one cause."""

import hashlib
import re
import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from assets.finished.diff import Diff, changes, compare_reports
from assets.finished.freeze import freeze
from assets.finished.open_finished import Side, open_side, report_before
from assets.followup.change_pages.page import write_diff
from assets.followup.change_view import build_diff_view
from assets.storage.report_folders import parse_name, standing_edition
from models.errors import BlockedError, UsageError
from models.tables.header import table
from pipelines.command.print_diff import as_json, print_diff
from tests.small import AREAS, Cell, catalogue, cells, definition, indicator, plan, published

FEW = settings(
    max_examples=2,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
EARLY, LATE = datetime(2025, 5, 1), datetime(2026, 1, 1)
CROWD = [50.0 + i for i in range(29)]


def side(home: Path, content: dict[str, Any], values: list[Cell], report: str, known: datetime, **kwargs: Any) -> Side:
    return open_side(published(home, content, values, report, known, **kwargs), f"prov/{report}")


def pair(folder: Path, before: dict[str, Any], after: dict[str, Any]) -> Diff:
    """Two reports; each of `content`, `values`, `report`, `known`, `metadata` may be given."""
    common = {"content": definition(), "values": cells({2024: 80.0}), "report": "2024-12"}
    first = side(folder / "a", **{**common, "known": EARLY, **before})
    return compare_reports(first, side(folder / "b", **{**common, "known": LATE, **after}))


def only(diff: Diff, name: str) -> dict[str, Any]:
    (row,) = diff.tables[name].to_dicts()
    return row


def content(target: float = 90, **changes: Any) -> dict[str, Any]:
    targets = [{"goal": "mal", "indicator": "matt", "year1": target, "year3": 99}]
    return definition(indicators=[indicator(**changes)], plans=[plan(2024, targets)])


def foretold(value: int) -> dict[str, Any]:
    """A person's forecast of the full year, made in August."""
    said = {
        "report": "2024-08",
        "indicator": "matt",
        "unit": "bun",
        "value": value,
        "by": "chefen",
        "date": "2024-09-01",
        "reason": "Så ser det ut.",
    }
    return definition(forecasts=[said])


THIRD = {"kind": "occasion", "every": 3, "from": 2024}


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        ({}, {"values": cells({2024: 91.0})}, "revision"),
        ({}, {"values": []}, "revision"),
        ({"values": cells({2023: 80.0})}, {"values": cells({2023: 80.0, 2024: 91.0})}, "new_value"),
        ({"values": cells({2021: 80.0})}, {"values": cells({2021: 80.0, 2024: 91.0})}, "new_value"),
        ({"values": cells({2023: 80.0}), "report": "2024-12"}, {"values": cells({2023: 80.0}), "report": "2025-12"}, "too_old"),
        ({"content": content(measured=THIRD)}, {"content": content(measured=THIRD), "report": "2025-12"}, "not_every_year"),
        (
            {"content": content(measured={**THIRD, "from": 2025})},
            {"content": content(measured={**THIRD, "from": 2025}), "report": "2025-12", "values": cells({2025: 91.0})},
            "not_every_year",
        ),
        ({}, {"content": content(measured={**THIRD, "from": 2023})}, "changed_definition"),
        ({"content": foretold(80), "report": "2024-08"}, {"content": foretold(92), "report": "2024-08"}, "own_forecast"),
        ({"report": "2024-08", "values": cells({2023: 80.0})}, {"content": foretold(92), "report": "2024-08", "values": cells({2023: 80.0})},
         "own_forecast"),
        ({}, {"content": content(target=79)}, "new_target"),
        ({}, {"content": content(direction="lower")}, "changed_definition"),
        ({}, {"content": content(tolerance=3)}, "changed_definition"),
        ({"values": cells({2022: 80.0})}, {"values": cells({2022: 80.0}), "content": content(lag=2)}, "changed_definition"),
        ({"values": cells({2023: 80.0})}, {"values": cells({2023: 80.0}), "content": content(lag=0)}, "changed_definition"),
        ({}, {"values": [*cells({2024: 80.0}), ("N99001", AREAS[3], 2024, "T", 400.0, "")]}, "check"),
        ({"values": cells({2024: 400.0})}, {"values": cells({2024: 80.0})}, "check"),
        # Both the target and the value would do alone: what the municipality changed is told before what the source did.
        ({}, {"values": cells({2024: 91.0}), "content": content(target=80)}, "new_target"),
        # Neither does alone: the last one that was needed.
        ({}, {"values": cells({2024: 84.0}), "content": content(target=84)}, "revision"),
    ],
)  # fmt: skip
def test_a_changed_status_has_its_one_cause(tmp_path: Path, before: dict, after: dict, cause: str) -> None:
    row = only(pair(tmp_path, before, after), "status_change")
    assert row["status_before"] != row["status_after"]
    assert row["cause"] == cause


def test_new_and_gone_leaves_are_causes_of_their_own(tmp_path: Path) -> None:
    two = definition(
        indicators=[indicator(), indicator(id="annat", kpi_id="N99002")],
        goals=[{"id": "mal", "kind": "own_result", "title": "Målet", "unit": "bun", "indicators": ["matt", "annat"]}],
    )
    there = pair(tmp_path / "1", {}, {"content": two})
    back = pair(tmp_path / "2", {"content": two}, {})
    assert (only(there, "status_change")["cause"], only(back, "status_change")["cause"]) == ("added", "removed")
    added = there.tables["definition_change"].filter(pl.col("kind") == "added")
    assert added.select("section", "id").rows() == [("indicators", "annat")]


def test_a_report_judged_by_another_program_is_told_apart(tmp_path: Path) -> None:
    before = side(tmp_path / "a", definition(), cells({2024: 80.0}), "2024-12", EARLY)
    path = before.folder / "tables" / "fulfilment.parquet"
    pl.read_parquet(path).with_columns(status=pl.lit("met")).write_parquet(path)
    after = side(tmp_path / "b", definition(), cells({2024: 80.0}), "2024-12", LATE)
    assert only(compare_reports(before, after), "status_change")["cause"] == "changed_model"


def values_of(own: float, others: list[float]) -> list[Cell]:
    return cells({2024: [own, *others]})


def test_a_changed_colour_has_its_one_cause(tmp_path: Path) -> None:
    base = {"values": values_of(51.0, CROWD)}
    smaller = {"colour_min_n": 28}
    strict = definition(municipality={**definition()["municipality"], "thresholds": smaller})
    cases: list[tuple[dict, dict, str, str]] = [
        (base, {"values": values_of(90.0, CROWD)}, "all", "revision"),
        (base, {"values": values_of(51.0, [x - 20 for x in CROWD])}, "all", "others_values"),
        (base, {**base, "content": content(direction="lower")}, "all", "changed_definition"),
        (base, {**base, "content": strict}, "county", "changed_definition"),
        (
            {"values": cells({2023: [51.0, *CROWD]})},
            {"values": [*cells({2023: [51.0, *CROWD]}), *values_of(90.0, CROWD)]},
            "all",
            "new_value",
        ),
    ]
    for number, (before, after, group, cause) in enumerate(cases):
        found = pair(tmp_path / str(number), before, after).tables["colour_change"]
        rows = found.filter(pl.col("set_name") == group).to_dicts()
        assert [row["cause"] for row in rows] == [cause], (number, found)


def test_changed_members_of_a_set_are_named_and_change_a_colour(tmp_path: Path) -> None:
    made = catalogue()
    weak = [AREAS[0], *AREAS[7:30]]
    county = [("G1", "Provs läns kommuner (ovägt medel)", area, f"Ort {area}") for area in weak]
    others = made.groups.filter(pl.col("id") != "G1")
    changed = catalogue()
    groups = pl.concat([pl.DataFrame(county, schema=made.groups.schema, orient="row"), others])
    changed.__dict__["groups"] = groups
    values = values_of(70.0, [90.0] * 6 + [60.0] * 23)
    diff = pair(tmp_path, {"values": values}, {"values": values, "metadata": changed})
    row = diff.tables["set_change"].filter(pl.col("group_kind") == "county").to_dicts()[0]
    assert row["members_out"] == ", ".join(f"Ort {area}" for area in AREAS[1:7])
    assert row["members_in"] == ", ".join(f"Ort {area}" for area in AREAS[25:30])
    colour = diff.tables["colour_change"].filter(pl.col("set_name") == "county").to_dicts()
    assert [(c["colour_before"], c["colour_after"], c["cause"]) for c in colour] == [("yellow", "green", "changed_set")]
    assert diff.tables["status_change"].is_empty()


def test_values_are_told_as_added_removed_revised_with_their_day(tmp_path: Path) -> None:
    diff = pair(
        tmp_path,
        {"values": cells({2022: 70.0, 2023: 71.0, 2024: [80.0, 60.0]})},
        {"values": cells({2021: 69.0, 2023: 71.0, 2024: [80.5, 61.0]})},
    )
    told = diff.tables["value_change"].select("area_id", "year", "kind", "value_before", "value_after").rows()
    assert sorted(told) == [
        (AREAS[0], 2021, "added", None, 69.0),
        (AREAS[0], 2022, "removed", 70.0, None),
        (AREAS[0], 2024, "revised", 80.0, 80.5),
        (AREAS[1], 2024, "revised", 60.0, 61.0),
    ]
    revised = diff.tables["value_change"].filter(pl.col("own") & (pl.col("kind") == "revised")).to_dicts()[0]
    assert (revised["known_from_before"], revised["known_from_after"]) == (EARLY, LATE)


def test_a_preliminary_value_that_became_final_is_told(tmp_path: Path) -> None:
    dated = catalogue(prel_publication_date="2025-03-01", publication_date="2025-08-01", publ_period="2024")
    diff = pair(tmp_path, {"metadata": dated}, {"metadata": dated})
    row = only(diff, "value_change")
    assert (row["kind"], row["publication_before"], row["publication_after"]) == ("reflagged", "preliminary", "final")
    figure = only(diff, "figure_change")
    assert (figure["column_name"], figure["before"], figure["after"]) == ("publication", "preliminary", "final")
    assert (figure["cause"], figure["also"]) == ("reflagged", None)


def test_a_value_whose_day_of_publication_has_passed_is_told_as_that(tmp_path: Path) -> None:
    dated = catalogue(prel_publication_date=None, publication_date="2025-08-01", publ_period="2024")
    figure = only(pair(tmp_path, {"metadata": dated}, {"metadata": dated}), "figure_change")
    assert (figure["column_name"], figure["before"], figure["after"]) == ("publication", None, "final")
    assert (figure["cause"], figure["also"]) == ("reflagged", None)


def test_an_own_value_that_became_final_is_told_as_that_and_by_which_version_of_its_file(tmp_path: Path) -> None:
    def world(publication: str, value: float = 91) -> dict[str, Any]:
        own = indicator(kpi_id=None, similar=None, measured_by="Vi räknar.")
        cell = {"indicator": "matt", "unit": "bun", "year": 2024, "value": value, "publication": publication}
        return {"content": definition(indicators=[own], measurements=[cell])}

    row = only(pair(tmp_path, world("preliminary"), world("final")), "figure_change")
    assert (row["column_name"], row["cause"], row["also"]) == ("publication", "reflagged", "own_file")
    assert row["ground"].startswith("measurements.yaml ")
    # Of another value it is the value that is new.
    both = pair(tmp_path / "both", world("preliminary"), world("final", 92)).tables["figure_change"]
    assert set(both.filter(table_name="fulfilment")["cause"]) == {"own_file"}


SERIES = {year: [51.0 + i + year - 2020 + (i * 7 + year * 3) % 5 for i in range(30)] for year in range(2016, 2025)}
OLDER = {2015: [54.0 + i for i in range(30)]}
OTHERS = {
    year: [value if i == 0 or year > 2018 else value + 0.5 for i, value in enumerate(of)] for year, of in SERIES.items()
}


@pytest.mark.parametrize(
    ("after", "table_name", "cause"),
    [
        # What is normal for our series hangs on every year of it; how often others came so far, on their years too.
        ({**OLDER, **SERIES}, "fulfilment", "new_value"),
        ({**SERIES, 2019: [5.0, *SERIES[2019][1:]]}, "fulfilment", "revision"),
        (OTHERS, "target_realism", "others_values"),
    ],
)
def test_what_hangs_on_a_whole_series_has_its_values_as_cause(
    tmp_path: Path, after: dict[int, list[float]], table_name: str, cause: str
) -> None:
    diff = pair(tmp_path, {"values": cells(SERIES)}, {"values": cells(after)})
    rows = diff.tables["figure_change"]
    assert set(rows.filter(pl.col("table_name") == table_name)["cause"]) == {cause}
    assert "unknown" not in set(rows["cause"])


def test_restated_targets_definitions_and_thresholds_are_told_by_key(tmp_path: Path) -> None:
    changed = content(target=88, decimals=0)
    changed["municipality"] = {**changed["municipality"], "thresholds": {"met_score": 0.9}}
    diff = pair(tmp_path, {}, {"content": changed})
    told = {(r["field"], r["kind"], r["before"], r["after"]) for r in diff.tables["target_change"].to_dicts()}
    assert told == {("year1_value", "restated", 90.0, 88.0), ("year3_value", "restated", 94.0, 99.0)}
    fields = {(r["section"], r["field"], r["before"], r["after"]) for r in diff.tables["definition_change"].to_dicts()}
    assert fields == {
        ("indicators", "decimals", "1", "0"),
        ("municipality", "thresholds.met_score", "0.8", "0.9"),
    }


def two_leaves(**restated: int) -> dict[str, Any]:
    """Two leaves of two goals by one plan, of which the first target may be restated."""
    goals = [
        {"id": name, "kind": "development_goal", "title": name, "unit": "bun", "indicators": [indicator]}
        for name, indicator in (("forsta", "matt"), ("andra", "annat"))
    ]
    targets = [
        {"goal": "forsta", "indicator": "matt", "year1": 70, "year3": 72, "tolerance": 5, **restated},
        {"goal": "andra", "indicator": "annat", "year1": 70, "year3": 72, "tolerance": 5},
    ]
    indicators = [indicator(), {**indicator(), "id": "annat", "kpi_id": "N99002"}]
    return definition(indicators=indicators, goals=goals, plans=[plan(2024, targets)])


def test_a_restated_target_is_the_cause_of_what_hangs_on_it_and_of_nothing_else(tmp_path: Path) -> None:
    values = [*cells({2024: 80.0}), *cells({2024: 80.0}, "N99002")]
    diff = pair(
        tmp_path, {"content": two_leaves(), "values": values}, {"content": two_leaves(year1=90), "values": values}
    )
    changed = diff.tables["figure_change"]
    assert {(r["column_name"], r["cause"]) for r in changed.filter(pl.col("table_name") == "fulfilment").to_dicts()} >= {
        ("target", "decision"), ("gap", "decision"), ("status", "decision"),
    }  # fmt: skip
    assert set(changed["cause"]) == {"decision"}
    of_leaf = changed.filter(pl.col("table_name") == "fulfilment")
    assert set(of_leaf["ground"]) == {"targets plan-2024 forsta matt T year1"}
    assert not [figure for figure in changed["figure"] if "andra" in figure]


def test_a_revised_value_beside_a_restated_target_keeps_its_own_cause(tmp_path: Path) -> None:
    """Both leaves are of one plan: the one whose target stands has no cause in the other's."""
    before = [*cells({2024: 80.0}), *cells({2024: 80.0}, "N99002")]
    after = [*cells({2024: 80.0}), *cells({2024: 60.0}, "N99002")]
    diff = pair(
        tmp_path, {"content": two_leaves(), "values": before}, {"content": two_leaves(year1=90), "values": after}
    )
    changed = diff.tables["figure_change"].filter(pl.col("table_name") == "fulfilment").to_dicts()
    causes = {(r["figure"].split(" · ")[0], r["cause"], r["also"]) for r in changed}
    assert causes == {("forsta", "decision", None), ("andra", "revision", None)}


def test_two_municipalities_are_not_compared_and_what_was_tampered_with_neither(tmp_path: Path) -> None:
    workplace = published(tmp_path, definition(), cells({2024: 80.0}))
    freeze(workplace, parse_name("prov/2024-12"), by="chef", reopen=None)
    assert compare_reports(open_side(workplace, "prov/2024-12"), open_side(workplace, "prov/2024-12/1")).empty
    path = workplace.frozen() / "prov" / "2024-12" / "1" / "tables" / "checks.parquet"
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(BlockedError, match=r"tables/checks\.parquet: har ändrats"):
        open_side(workplace, "prov/2024-12/1")
    with pytest.raises(UsageError, match="Det finns ingen rapport prov/2023-12"):
        open_side(workplace, "prov/2023-12")


def test_the_page_escapes_asks_for_nothing_and_the_same_diff_gives_the_same_bytes(tmp_path: Path) -> None:
    named = content(target=79)
    named["indicators"][0]["title"] = "<script>alert(1)</script>"
    diff = pair(tmp_path, {}, {"content": named, "values": cells({2024: 81.0})})
    workplace = published(tmp_path / "hem", definition(), [])
    folder = write_diff(workplace, diff)
    text = (folder / "index.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert not any(word in text for word in ("<script", "http:", "https:", "src="))
    assert "Målet var 90,0 och är 79,0." in text
    before = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert write_diff(workplace, diff) == folder
    assert {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


SIDE = st.fixed_dictionaries(
    {
        "own": st.dictionaries(st.sampled_from([2021, 2022, 2023, 2024, 2025]), st.integers(0, 130), max_size=4),
        "others": st.lists(st.integers(40, 99), min_size=18, max_size=29),
        "target": st.integers(60, 99),
        "direction": st.sampled_from(["higher", "lower"]),
        "tolerance": st.sampled_from([None, 2, 10]),
        "lag": st.integers(0, 2),
        "decimals": st.integers(0, 1),
        "report": st.sampled_from(["2024-08", "2024-12", "2025-12"]),
        "two": st.booleans(),
    }
)


def made(folder: Path, drawn: dict[str, Any], known: datetime) -> Side:
    changes = {key: drawn[key] for key in ("direction", "lag", "decimals")}
    if drawn["tolerance"] is not None:
        changes["tolerance"] = drawn["tolerance"]
    ids = ["matt", "annat"] if drawn["two"] else ["matt"]
    made_of = definition(
        indicators=[indicator(**changes), indicator(id="annat", kpi_id="N99002")],
        goals=[{"id": "mal", "kind": "own_result", "title": "Målet", "unit": "bun", "indicators": ids}],
        plans=[
            plan(year, [{"goal": "mal", "indicator": "matt", "year1": drawn["target"]}], id=f"p{year}")
            for year in (2024, 2025)
        ],
    )
    values = cells({year: float(value) for year, value in drawn["own"].items()})
    values += [c for year in drawn["own"] for c in cells({year: [0.0, *map(float, drawn["others"])]})[1:]]
    return side(folder, made_of, values, drawn["report"], known, metadata=catalogue(["N99001", "N99002"]))


@FEW
@given(first=SIDE, second=SIDE)
def test_every_change_has_one_cause_the_counts_add_up_and_backwards_is_the_mirror(first: dict, second: dict) -> None:
    with tempfile.TemporaryDirectory() as folder:
        a, b = made(Path(folder) / "a", first, EARLY), made(Path(folder) / "b", second, LATE)
        there, back = compare_reports(a, b), compare_reports(b, a)
        assert compare_reports(a, a).empty
        assert compare_reports(b, b).empty
    for name, key, told in (
        ("status_change", ["goal_id", "indicator_id", "unit_id", "gender"], "status"),
        ("colour_change", ["indicator_id", "gender", "set_name"], "colour"),
    ):
        rows = there.tables[name]
        assert rows.select(key).is_unique().all()
        assert sum(there.causes(name).values()) == rows.height
        assert "changed_model" not in there.causes(name)
        assert rows.filter(pl.col(f"{told}_before").eq_missing(pl.col(f"{told}_after"))).is_empty()
        assert back.tables[name].select(key).rows() == rows.select(key).rows()
    swapped = {"added": "removed", "removed": "added"}
    for name in ("status_change", "value_change", "target_change", "definition_change", "set_change"):
        column = "cause" if name == "status_change" else "kind"
        forward = Counter(there.tables[name][column].to_list())
        backward = Counter(swapped.get(word, word) for word in back.tables[name][column].to_list())
        if name == "status_change":
            forward, backward = ({k: c[k] for k in swapped} for c in (forward, backward))
        assert forward == backward, name


def money(
    amount: int = 100, forecast: int = 110, outcomes: tuple[int, ...] = (20, 30, 20, 20), **more: Any
) -> dict[str, Any]:
    """A committee's frame, its outcome from January on, and its full-year forecast as made in each month."""
    months = range(1, len(outcomes) + 1)
    frame = {
        "unit": "bun",
        "year": 2024,
        "kind": "cost",
        "amount": amount * 1_000_000,
        "outcomes": [{"month": m, "amount": outcome * 1_000_000} for m, outcome in zip(months, outcomes, strict=True)],
        "forecasts": [{"month": m, "amount": forecast * 1_000_000} for m in months],
    }
    return definition(budgets=[{**frame, **more}])


@pytest.mark.parametrize(
    ("after", "cells_changed"),
    [
        # Frame 100, forecast 110: −10; a frame of 95 makes it −15, and the council must act.
        (
            money(amount=95),
            {
                ("budget", "decision"),
                ("budget_to_date", "decision"),
                ("deviation", "decision"),
                ("deviation_percent", "decision"),
            },
        ),
        (
            money(forecast=104),
            {("forecast", "own_forecast"), ("deviation", "own_forecast"), ("deviation_percent", "own_forecast")},
        ),
        (money(outcomes=(20, 30, 20, 25)), {("outcome", "reported")}),
    ],
)
def test_a_changed_amount_has_the_cause_that_its_own_grounds_give(
    tmp_path: Path, after: dict[str, Any], cells_changed: set[tuple[str, str]]
) -> None:
    diff = pair(tmp_path, {"content": money(), "report": "2024-04"}, {"content": after, "report": "2024-04"})
    rows = diff.tables["figure_change"].filter(pl.col("table_name") == "budget").to_dicts()
    newest = [
        row
        for row in rows
        if row["figure"] == "bun · cost" and row["column_name"] not in {"escalation", "measure_missing"}
    ]
    assert {(row["column_name"], row["cause"]) for row in newest} == cells_changed
    # The whole municipality's frame is that of its one committee.
    assert {row["unit_id"] for row in rows if row["lineage_id_after"]} == {"bun", "kf"}


@pytest.mark.parametrize("kind", ["move", "merge"])
def test_an_amount_that_a_change_of_the_organisation_changed_has_that_decision_as_its_cause(
    tmp_path: Path, kind: str
) -> None:
    """The school's 5 of March are the committee's until it is told that the school is the executive's from 1 March."""
    units = [*definition()["units"], {"id": "kansli", "title": "Kansliet", "level": "department", "parent": "ks"}]
    school = {**units[3], "moved": [{"parent": "bun", "until": "2024-02-29"}], "parent": "ks"}
    merged = {**units[3], "valid_to": "2024-02-29"}
    change = {"date": "2024-03-01", "kind": "merge", "units": ["skola", "kansli"], "into": ["kansli"]}
    frame = {"unit": "skola", "year": 2024, "kind": "cost", "amount": 60_000_000,
             "outcomes": [{"month": month, "amount": 5_000_000} for month in (1, 2, 3)]}  # fmt: skip
    before = {**money(), "units": units}
    before["budgets"] = [*before["budgets"], frame]
    after = {**before, "units": [*units[:3], school if kind == "move" else merged, units[4]]}
    if kind == "merge":
        after["reorganisations"] = [change]
    diff = pair(tmp_path, {"content": before, "report": "2024-04"}, {"content": after, "report": "2024-04"})
    rows = diff.tables["figure_change"].filter(pl.col("table_name") == "budget").to_dicts()
    told = {(row["unit_id"], row["column_name"]): row["cause"] for row in rows if row["unit_id"] in {"bun", "kansli"}}
    assert {("bun", "outcome"), ("bun", "reorganised_at")} <= told.keys()
    assert {cause for (unit, _), cause in told.items() if unit == "bun"} == {"decision"}
    assert {row["cause"] for row in rows} <= {"decision", "added", "removed"}


def test_the_same_definitions_in_a_later_report_tell_a_later_period_and_no_month_twice(tmp_path: Path) -> None:
    content = money(outcomes=(20, 30, 20, 40, 30, 30, 20, 30))
    content["budgets"][0]["forecasts"] = [{"month": 4, "amount": 102_000_000}, {"month": 8, "amount": 109_000_000}]
    diff = pair(tmp_path, {"content": content, "report": "2024-04"}, {"content": content, "report": "2024-08"})
    rows = diff.tables["figure_change"].filter(pl.col("table_name") == "budget").to_dicts()
    told = {row["column_name"]: (row["number_before"], row["number_after"], row["cause"]) for row in rows}
    assert told["deviation"] == (-2_000_000, -9_000_000, "new_period")
    assert {row["figure"] for row in rows if row["unit_id"] == "bun"} == {"bun · cost"}
    view = build_diff_view(diff)
    (figure,) = [row for row in view.figures if row["unit_id"] == "bun" and row["column_name"] == "deviation"]
    assert (figure["shown_before"], figure["shown_after"]) == (
        "−2,0\N{NO-BREAK SPACE}mnkr",
        "−9,0\N{NO-BREAK SPACE}mnkr",
    )
    assert figure["told"] == "Senare period."


def test_two_months_differ_in_the_money_alone(tmp_path: Path) -> None:
    """A goal, its target and Kolada's values stand in no month's follow-up, whatever has become of them."""
    before = {**money(), "plans": [plan(2024, [{"goal": "mal", "indicator": "matt", "year1": 90}])]}
    after = {
        **money(outcomes=(20, 30, 20, 20, 25)),
        "plans": [plan(2024, [{"goal": "mal", "indicator": "matt", "year1": 70}])],
    }
    diff = pair(
        tmp_path,
        {"content": before, "report": "2024-05", "values": cells({2023: 80.0})},
        {"content": after, "report": "2024-06", "values": cells({2023: 95.0})},
    )
    told = {name for name, frame in diff.tables.items() if not frame.is_empty()}
    assert told <= {"figure_change", "definition_change", "check_change"}
    assert set(diff.tables["figure_change"]["table_name"]) == {"budget"}
    assert set(diff.tables["definition_change"]["section"]) == {"budgets"}
    # The same in a report of the calendar: there the target and the status are told.
    whole = pair(tmp_path / "hel", {"content": before, "report": "2024-08"}, {"content": after, "report": "2024-08"})
    assert not whole.tables["target_change"].is_empty()


def test_two_equal_reports_tell_no_figure(tmp_path: Path) -> None:
    same = {"content": money(), "known": LATE}
    assert pair(tmp_path, same, same).tables["figure_change"].is_empty()


def test_an_edition_that_lacks_a_table_that_came_later_is_compared_by_the_others(tmp_path: Path) -> None:
    before = side(tmp_path / "a", money(), cells({2024: 80.0}), "2024-04", EARLY)
    before.table("movement").unlink()
    diff = compare_reports(before, side(tmp_path / "b", money(forecast=104), cells({2024: 80.0}), "2024-04", LATE))
    assert set(diff.tables["figure_change"]["table_name"]) >= {"budget"}
    assert "movement" not in set(diff.tables["figure_change"]["table_name"])


def test_a_figure_whose_own_file_changed_names_the_files_version_first(tmp_path: Path) -> None:
    """Also where the municipality's own entry, on which every figure hangs, says something new."""

    def world(value: float, note: str) -> dict[str, Any]:
        own = indicator(kpi_id=None, similar=None, measured_by="Vi räknar.")
        measured_here = [{"indicator": "matt", "unit": "bun", "year": 2024, "value": value}]
        profile = {**definition()["municipality"], "note": note}
        return {**definition(indicators=[own], measurements=measured_here), "municipality": profile}

    diff = pair(tmp_path, {"content": world(91, "Förut.")}, {"content": world(92, "Nu.")})
    (row,) = (
        row for row in diff.tables["figure_change"].filter(table_name="fulfilment", column_name="value").to_dicts()
    )
    file = tmp_path / "b" / "data" / "prov" / "measurements.yaml"
    version = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
    assert (row["cause"], row["ground"]) == ("own_file", f"measurements.yaml {version}")
    assert "changed_definition" in row["also"]
    alone = pair(tmp_path / "alone", {"content": world(91, "Förut.")}, {"content": world(91, "Nu.")})
    assert alone.tables["figure_change"].is_empty()


def test_everything_that_a_persons_forecast_moves_has_it_as_its_cause(tmp_path: Path) -> None:
    sides = ({"content": foretold(value), "report": "2024-08", "values": cells(SERIES)} for value in (60, 99))
    rows = pair(tmp_path, *sides).tables["figure_change"]
    moved = {(row["table_name"], row["column_name"]) for row in rows.to_dicts()}
    assert {
        ("fulfilment", "value"),
        ("movement", "value"),
        ("goal_status", "status"),
        ("level_status", "status"),
    } <= moved
    assert set(rows["cause"]) == {"own_forecast"}


def test_that_a_goal_has_evidence_changed_by_what_was_reported_of_what_serves_it(tmp_path: Path) -> None:
    service = {"id": "stod", "title": "Stöd", "unit": "bun", "goals": ["mal"], "responsible": "chefen"}
    said = {"contributed": True, "evidence": "Enkäten"}
    sides = ({"content": definition(services=[each])} for each in (service, service | said))
    rows = pair(tmp_path, *sides).tables["figure_change"]
    assert ("assessability", "has_evidence") in set(rows.select("table_name", "column_name").rows())
    assert set(rows["cause"]) == {"reported"}


def test_staff_whose_row_no_report_carries_changed_by_the_version_of_its_file(tmp_path: Path) -> None:
    def world(headcount: int) -> dict[str, Any]:
        row = {"unit": "bun", "year": 2024, "month": 8, "gender": "K", "headcount": headcount, "fte": 38}
        return {"content": definition(staff=[row, {**row, "gender": "M"}])}

    rows = pair(tmp_path, world(41), world(42)).tables["figure_change"]
    assert {row["cause"] for row in rows.to_dicts()} == {"own_file"}
    assert set(rows["table_name"]) == {"staff"}
    file = tmp_path / "b" / "data" / "prov" / "staff.yaml"
    assert set(rows["ground"]) == {f"staff.yaml {hashlib.sha256(file.read_bytes()).hexdigest()[:8]}"}


def test_a_report_made_again_as_of_an_instant_is_held_against_the_edition_of_then(tmp_path: Path) -> None:
    """April is frozen in June and reopened in October: August as of September knows the first, and one as of May too."""
    workplace = published(tmp_path, definition(), cells({2023: 80.0}), "2024-04", EARLY)
    for month, reopen in ((6, None), (10, "Fel mål")):
        freeze(
            workplace, parse_name("prov/2024-04"), by="chef", reopen=reopen, now=datetime(2025, month, 1, tzinfo=UTC)
        )
    model = open_side(workplace, "prov/2024-04").definitions.model
    told: dict[datetime | None, int | None] = {}
    for as_of in (None, datetime(2025, 12, 1), datetime(2025, 9, 1), datetime(2025, 5, 2)):
        workplace.as_of = as_of
        before = report_before(workplace, model, "2024-08")
        assert before is not None
        told[as_of] = before.name.edition
        # What the annual report scores is of the same edition.
        edition = standing_edition(workplace.frozen(), "prov", "2024-04", as_of)
        assert edition is not None
        assert edition.name.edition == before.name.edition
    assert [*told.values()] == [2, 2, 1, 1]


def test_what_changed_is_printed_under_swedish_titles(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    diff = pair(tmp_path, {}, {"values": cells({2024: 91.0})})
    print_diff(diff, tmp_path)
    printed = capsys.readouterr().out
    assert "Ändrade bedömningar (1)" in printed
    assert "Orsaker: 1 reviderat värde; sammanlagt 1" in printed
    assert "Måluppfyllelse" in printed
    heading = next(line for line in printed.splitlines() if "Bedömning förut" in line)
    assert [title.strip() for title in heading.replace("┃", "|").split("|")] == [
        "Indikator", "Mål", "Kön", "Bedömning förut", "Bedömning nu", "Orsak", "Värde förut", "Värde nu",
    ]  # fmt: skip
    assert not {name for name in changes() if name in printed}
    (judged,) = [line for line in printed.splitlines() if "91.0" in line and "Delvis uppfyllt" in line]
    assert [said.strip() for said in judged.split("│")][:5] == [
        "mått",
        "Målet",
        "Totalt",
        "Delvis uppfyllt",
        "Uppfyllt",
    ]
    assert not re.search(r"\b(partly|not_met|committee|n_met|score)\b", printed), "codes are said in words"
    assert '"status_change"' in as_json(diff, tmp_path)
    for name in changes():
        assert table(name).title, name
        assert all(column.title for column in table(name).columns), name
