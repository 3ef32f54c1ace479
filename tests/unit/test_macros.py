"""What the tables share (`models/sql/macros.sql`), at its edges: figures by hand from docs/measures.md."""

from decimal import Decimal
from typing import Any

import duckdb
import pytest

from models.tables.header import sql_text

DAY = "DATE '2024-06-30'"
EDGES: dict[str, dict[str, Any]] = {
    "round_half_up": {
        "2.5, 0": 3, "-0.5, 0": -1, "0.4999999, 0": 0, "89.95, 1": 90, "0.125, 2": 0.13, "0.0625, 3": 0.063, "0.03125, 4": 0.0313,
        "0.015625, 5": 0.01563, "0.0078125, 6": 0.007813,
    },
    "shown": {"1234.565, 2": "1234,57"},
    "written": {"0.1": 0.1, "-3.0": -3, "-2.5": -2.5},
    "on_line": {"84, 88, 2024, 2023, 2025": 86, "84, 90, 2025, 2023, 2026": 88},
    "aim_of": {
        "84, NULL, 88, 2023, 2023": 84, "84, NULL, 88, 2024, 2023": 86, "84, 85, 88, 2024, 2023": 85, "84, 85, 88, 2025, 2023": 88,
        "84, 85, 88, 2026, 2023": None, "84, 85, 88, 2022, 2023": None, "NULL, NULL, 88, 2024, 2023": None,
    },
    "shown_change": {"0.04, 1": "0,0", "0.05, 1": "+0,1", "-0.05, 1": "−0,1", "-0.04, 1": "0,0"},
    "item_of": {"[7, 8], 1": 7, "[7, 8], 3": None},
    "places_of": {"['a', 'b'], ['b', 'x', 'a']": [2, 0, 1]},
    "items_of": {"[7, 8], [2, 0]": [8, None]},
    "lesser": {"1, 2": 1, "2, 1": 1},
    "greater": {"1, 2": 2, "2, 1": 2},
    "quartile_of": {
        "[10, 20, 30, 40], 4, 1": 17.5, "[10, 20, 30, 40], 4, 2": 25, "[10, 20, 30, 40], 4, 3": 32.5, "[10, 20, 30, 40, 50], 5, 1": 20,
        "[10, 20, 30, 40, 50, 99], 5, 3": 40, "[7], 1, 1": 7, "[1, 2, 4, 8, 16, 32], 6, 1": 2.5,
    },
    "in_finest": {"1": 10**10, "NULL": 0},
    "short_id": {"'a'": "ca978112ca1bbdca"},
    "sign_of": {"'higher'": 1, "'lower'": -1, "'interval'": None},
    "trend_of": {
        # Change, direction, the least change, the movement and the side of the mean where the value lies.
        "NULL, 'higher', 1, 'outside_normal', 'above'": None, "2, 'open', 1, 'outside_normal', 'above'": None,
        "2, 'higher', 1, NULL, NULL": "series_too_short", "2, 'higher', 1, 'series_too_short', NULL": "series_too_short",
        "2, 'higher', 1, 'within_normal', 'above'": "within_normal", "0.9, 'higher', 1, 'outside_normal', 'above'": "within_normal",
        "1, 'higher', 1, 'outside_normal', 'above'": "better", "-1, 'higher', 1, 'outside_normal', 'below'": "worse",
        "1, 'lower', 1, 'outside_normal', 'above'": "worse", "-2, 'lower', 1, 'outside_normal', 'below'": "better",
        "2, 'higher', 1, 'outside_normal', 'below'": "within_normal", "-2, 'higher', 1, 'outside_normal', 'above'": "within_normal",
    },
    "moved_beyond": {
        "0, 0, 0": False, "0.5, 0, 0": True, "2, 2, 0": True, "1.9, 2, 0": False, "2.438877, 0, 1": True, "2.438876, 0, 1": False,
        "-3, 0, 0": False,
    },
    "assurance_of": {
        # What is normal is 2 to 8: a target on a limit is neither beyond the one nor the other.
        "'higher', 8, NULL, NULL, 2, 8": "by_chance", "'higher', 8.1, NULL, NULL, 2, 8": "not_without_change",
        "'higher', 2, NULL, NULL, 2, 8": "by_chance", "'higher', 1.9, NULL, NULL, 2, 8": "as_things_are",
        "'lower', 2, NULL, NULL, 2, 8": "by_chance", "'lower', 1.9, NULL, NULL, 2, 8": "not_without_change",
        "'lower', 8, NULL, NULL, 2, 8": "by_chance", "'lower', 8.1, NULL, NULL, 2, 8": "as_things_are",
        "'interval', NULL, 8, 9, 2, 8": "by_chance", "'interval', NULL, 8.1, 9, 2, 8": "not_without_change",
        "'interval', NULL, 1, 2, 2, 8": "by_chance", "'interval', NULL, 1, 1.9, 2, 8": "not_without_change",
        "'interval', NULL, 1, 9, 2, 8": "as_things_are", "'interval', NULL, 2, 9, 2, 8": "by_chance",
        "'interval', NULL, 1, 8, 2, 8": "by_chance", "'neutral', 9, NULL, NULL, 2, 8": None, "'open', 9, NULL, NULL, 2, 8": None,
        "'higher', 9, NULL, NULL, NULL, NULL": None, "'higher', NULL, NULL, NULL, 2, 8": None,
    },
    "tolerance_of": {
        "1, 2, 'higher', 88, 0.2, 0.25": 1, "NULL, 2, 'higher', 88, 0.2, 0.25": 2, "NULL, NULL, 'higher', 88, 0.2, 0.25": 17.6,
        "NULL, NULL, 'lower', 8, 0.2, 0.25": 2, "NULL, NULL, 'interval', 8, 0.2, 0.25": None,
    },
    "tolerances": {"0.5, 4": 2},
    "gap_of": {
        "'higher', 85.5, 88, NULL, NULL": -2.5, "'lower', 85.5, 88, NULL, NULL": 2.5, "'interval', 6, NULL, 5, 9": 1,
        "'interval', 8.5, NULL, 5, 9": 0.5, "'neutral', 1, 2, NULL, NULL": None,
    },
    "is_wave": {"2023, 3, 1": True, "2024, 3, 1": False},
    "is_level": {"'term'": True, "'school_year'": False, "NULL": False},
    "year_of_day": {
        f"{DAY}, 'school_year'": 2024, f"{DAY} + 1, 'school_year'": 2025, f"{DAY} + 1, 'year'": 2024,
    },
    "last_month": {"'school_year'": 6, "'quarter'": 12},
    "status_of": {
        "'higher', 1, 0, 2": "met", "'higher', 1, -0.1, 2": "partly", "'higher', 1, -2, 2": "partly", "'higher', 1, -2.1, 2": "not_met",
        "'neutral', NULL, NULL, 2": "no_judgement", "'open', 1, 0, 2": "not_assessed", "'higher', NULL, NULL, 2": "not_assessed",
        "'higher', 1, NULL, 2": "no_judgement", "'higher', 1, 0.5, 2": "met",
    },
    "normal_share": {"0": 0.5, "1": 0.8413447, "-1": 0.1586553, "2": 0.9772499, "0.1": 0.5398278, "-3": 0.0013499},
    "chance_past": {"0, 0": 1, "-1, 0": 0, "0.5, 0": 1, "2, 2": 0.8413447, "0.5, 0.5": 0.8413447},
    "decimals_of": {"1.250": 2, "3": 0},
    # 400 of 468, 20 events and one of them.
    "wilson": {"400.0 / 468, 468, -1": 0.8198844, "400.0 / 468, 468, 1": 0.8837416, "1.0, 4, -1": 0.5101000},
    "byar_low": {"20": 12.2113129, "1": 0.0130701, "0": 0},
    "byar_high": {"20": 30.8900938, "0": 3.6680975},
    "margin_word": {
        "5, 3, 4": "within_margin", "-5.01, 3, 4": "certain", "7, 4.1, 4.3": "certain", "NULL, 3, 4": None, "5, NULL, 4": None,
        "5, 3, NULL": None, "5, 5.1, 0": "within_margin", "5, 0, 5.1": "within_margin",
    },
    # Of ten leaps the one that is above 3.267 times the mean of them all is left out; a series that stands still has no noise.
    "noise_of": {"[1.128, 1.128, 1.128, 1.128, 1.128, 1.128, 1.128, 1.128, 1.128, 5.4664]": 1, "[0.0, 0.0]": 0, "[1.128, 3.384]": 2},
    "leaps_of": {"[1, 4, 2]": [3, 2]},
    "number_better": {"[0.2, 0.5]": [0.4, 0.5, 0.1], "[0.5]": [0.5, 0.5], "CAST([] AS DOUBLE[])": [1]},
    "colour_of": {
        # Good, n, better, equal, n the year before, the least n, the least share of the year before.
        "1, 20, 4, 1, 20, 20, 0.8": "green", "1, 20, 5, 1, 20, 20, 0.8": "yellow", "1, 20, 15, 1, 20, 20, 0.8": "red",
        "1, 20, 14, 1, 20, 20, 0.8": "yellow", "1, 20, 4, 12, 20, 20, 0.8": "yellow", "1, 20, 4, 1, 25, 20, 0.8": "green",
        "1, 20, 4, 1, 26, 20, 0.8": None, "1, 19, 0, 1, 19, 20, 0.8": None, "NULL, 20, 4, 1, 20, 20, 0.8": None,
        "1, 20, 4, 1, NULL, 20, 0.8": "green", "1, 20, 4, 11, 20, 20, 0.8": "green", "1, 20, 5, 11, 20, 20, 0.8": "red",
    },
    "closes_many": {
        "1, 19, 0, 11": True, "1, 20, 0, 11": False, "1, 100, 1, 10": True, "1, 100, 1, 11": False, "0, 0, 1, 10": False, "2, 100, 0, 10": False,
    },
    "is_possible": {
        "999999999999999.0": True, "1e15": False, "-1e15": False, "CAST('nan' AS DOUBLE)": False, "CAST('inf' AS DOUBLE)": False,
    },
    "cells_named": {"['a', 'b', 'c', 'd']": "a; b; c"},
}  # fmt: skip


def test_what_the_tables_share_holds_at_its_edges() -> None:
    calls = [(f"{name}({given})", wanted) for name, edges in EDGES.items() for given, wanted in edges.items()]
    with duckdb.connect() as con:
        con.execute(sql_text("macros.sql"))
        (found,) = con.execute(f"SELECT {', '.join(call for call, _ in calls)}").fetchall()
    told = {call: value for (call, _), value in zip(calls, found, strict=True)}
    wrong = {call: (_plain(told[call]), wanted) for call, wanted in calls if not _same(_plain(told[call]), wanted)}
    assert not wrong


def _plain(value: Any) -> Any:
    """Return a decimal, also in a list, as a float."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return float(value) if isinstance(value, Decimal) else value


def _same(value: Any, wanted: Any) -> bool:
    return value == (pytest.approx(wanted, abs=1e-7) if type(wanted) in {int, float} else wanted)
