"""What `styrtal realism` says: each leaf with a target, what others did, or why that cannot be told."""

from pathlib import Path

from assets.finished.open_finished import open_side
from models.words.numbers import NBSP
from pipelines.command.print_realism import as_json, as_text, realism_of
from tests.small import AREAS, cells, definition, indicator, plan, published


def test_each_target_is_told_or_has_its_reason(tmp_path: Path) -> None:
    """From 50 to 53 in two years: of 24 others that stood there, 21 moved by 3 or more, half of them by 5.75 to 17.25."""
    made = cells({2017 + k: 51.0 - k % 2 for k in range(8)})
    for k in range(24):
        made += [(kpi, AREAS[1 + k], *rest) for kpi, _, *rest in cells({2022: 50.0, 2024: 50.0 + k})]
    own = {"kpi_id": None, "similar": None, "measured_by": "Enkät."}
    indicators = [
        indicator(),
        indicator("eget", id="eget", **own),
        indicator("nått", id="natt"),
        indicator("sent", id="sent"),
        indicator("öppet", id="oppet", direction="open"),
    ]
    goal = {
        "id": "mal",
        "kind": "own_result",
        "title": "Målet",
        "unit": "bun",
        "indicators": ["matt", "eget", "natt", "sent", "oppet"],
    }
    targets = [
        {"goal": "mal", "indicator": "matt", "year1": 52, "year3": 53},
        {"goal": "mal", "indicator": "eget", "year1": 60},
        {"goal": "mal", "indicator": "natt", "year1": 40, "year3": 41},
        # No year of it lies ahead of the value, and it is not reached.
        {"goal": "mal", "indicator": "sent", "year1": 52},
        {"goal": "mal", "indicator": "oppet", "year1": 60},
    ]
    content = definition(indicators=indicators, goals=[goal], plans=[plan(2024, targets)])
    side = open_side(published(tmp_path, content, made), "prov/2024-12")
    told = realism_of(side)
    assert [(row["indicator_id"], why) for row, _, why in told] == [
        ("eget", "own"), ("matt", ""), ("natt", "reached"), ("oppet", "not_confirmed"), ("sent", "little_known"),
    ]  # fmt: skip
    text = as_text(side, told).replace(NBSP, " ")
    assert "Går inte att säga: kommunen mäter själv, så andra går inte att jämföra med." in text
    assert "50,0 procent 2024, mål 53,0 procent 2026: +3,0 på 2 år." in text
    assert (
        "Alla kommuner: Av 24 gånger som en annan kommun har stått där vi står har värdet 21 gånger (88 %) ökat" in text
    )
    assert "Mellersta hälften: +5,8 till +17,3." in text
    assert "Liknande kommuner: för få gånger för att säga något (7)." in text
    assert [len(target["realism"]) for target in as_json(side, told)["targets"]] == [0, 2, 0, 0, 0]  # type: ignore[attr-defined]
