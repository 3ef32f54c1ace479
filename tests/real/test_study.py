"""The study's key figures against a calculation in plain Python, written from docs/measures.md §8 and §9."""

import importlib.util
import time
from collections.abc import Sequence
from fractions import Fraction
from statistics import fmean, median
from typing import Any

import polars as pl
import pytest

from models.words import numbers
from models.words.numbers import NBSP
from tests.conftest import REAL, ROOT

LYSEKIL, VANERSBORG = "1484", "1487"
NAMES = {LYSEKIL: "Lysekil", VANERSBORG: "Vänersborg"}
Values = dict[str, float]
Exact = dict[str, Fraction]
# Quality, resources, efficiency.
Found = dict[str, tuple[Fraction, Fraction, Fraction]]


@pytest.fixture(scope="module")
def study() -> Any:
    """The notebook's outputs and definitions, run on the real downloads."""
    spec = importlib.util.spec_from_file_location("cost_and_quality", ROOT / "notebooks" / "cost_and_quality.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    began = time.monotonic()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STYRTAL_STUDY_DATA", str(REAL))
        outputs, defs = module.app.run()
    assert time.monotonic() - began < 30
    return outputs, defs


def values_of(file: str, kpi: str, year: int) -> Values:
    rows = pl.read_parquet(REAL / "values" / file).to_dicts()
    return {
        row["municipality"]: row["value"]
        for row in rows
        if (row["kpi"], row["period"], row["gender"]) == (kpi, year, "T") and row["value"] is not None
    }


def score(values: Values, sign: int) -> Exact:
    """By counting, one municipality at a time; exact, so that a tie is a tie."""
    found: Exact = {}
    for area, mine in values.items():
        worse = sum(sign * other < sign * mine for other in values.values())
        tied = sum(other == mine for other in values.values()) - 1
        found[area] = 100 * (worse + Fraction(tied, 2)) / (len(values) - 1)
    return found


def efficiency(cost: Values, parts: Sequence[tuple[Values, int]]) -> Found:
    """Q, R and E of those who have a cost and at least 60 % of the parts."""
    resources, scored = score(cost, -1), [score(values, sign) for values, sign in parts]
    found: Found = {}
    for area, r in resources.items():
        known = [part[area] for part in scored if area in part]
        if 5 * len(known) >= 3 * len(parts):
            q = sum(known, Fraction(0)) / len(known)
            found[area] = (q, r, (q + r) / 2)
    return found


def place(of_area: str, found: Found) -> int:
    return 1 + sum(e > found[of_area][2] for _, _, e in found.values())


def floats(numbers: Sequence[Fraction]) -> list[float]:
    return [float(number) for number in numbers]


def ranks(numbers: Sequence[float | Fraction]) -> list[float]:
    ordered = sorted(numbers)
    return [ordered.index(x) + (ordered.count(x) + 1) / 2 for x in numbers]


def spearman(one: Sequence[float | Fraction], other: Sequence[float | Fraction]) -> float:
    a, b = ranks(one), ranks(other)
    ma, mb = fmean(a), fmean(b)
    shared = sum((x - ma) * (y - mb) for x, y in zip(a, b, strict=True))
    return shared / (sum((x - ma) ** 2 for x in a) * sum((y - mb) ** 2 for y in b)) ** 0.5


SCHOOL, WELFARE = "skr_school_2020-06-16.parquet", "unicef_2026-05.parquet"
PARTS = {
    "results": (SCHOOL, 2018, "N15008", {"N15419": 1, "N15505": 1, "N15436": 1}),
    "deviation": (SCHOOL, 2018, "N15008", {"U15461": 1}),
    "preschool": (WELFARE, 2024, "N11008", {"N11044": -1, "N11704": -1, "N11811": -1}),
    "teaching": (WELFARE, 2024, "N15027", {"N15033": -1, "N15813": 1}),
    "social": (WELFARE, 2024, "N33009", {"U33401": -1, "U33816": 1}),
}


def counted(part: str, areas: set[str] | None = None) -> Found:
    file, year, cost, quality = PARTS[part]

    def known(kpi: str) -> Values:
        return {area: value for area, value in values_of(file, kpi, year).items() if areas is None or area in areas}

    return efficiency(known(cost), [(known(kpi), sign) for kpi, sign in quality.items()])


@pytest.mark.parametrize("part", PARTS)
def test_places_and_scores_come_out_the_same(study: Any, part: str) -> None:
    told, found = study[1]["key_figures"][part], counted(part)
    assert told["n"] == len(found)
    assert told["together"] == pytest.approx(
        spearman([r for _, r, _ in found.values()], [q for q, _, _ in found.values()])
    )
    for area, name in NAMES.items():
        assert (told[name]["Q"], told[name]["R"], told[name]["E"]) == pytest.approx(floats(found[area]))
        assert told[name]["place"] == place(area, found)


def test_the_year_is_the_newest_that_is_whole(study: Any) -> None:
    by_year = [len(values_of(SCHOOL, "N15008", year)) for year in (2017, 2018, 2019)]
    assert by_year == [290, 290, 202]
    assert study[1]["key_figures"]["year"] == 2018


def test_places_among_similar_municipalities(study: Any) -> None:
    groups = pl.read_parquet(REAL / "metadata" / "municipality_groups_2026-03-23.parquet").to_dicts()
    for area, name in NAMES.items():
        told = study[1]["key_figures"]["similar"][name]
        title = f"Liknande kommuner grundskola, {name}, {told['group_year']}"
        members = {row["member_id"] for row in groups if row["group_title"] == title}
        assert len(members) == 7
        found = counted("results", members | {area})
        assert (told["n"], told["place"]) == (8, place(area, found))
        assert (told["Q"], told["R"], told["E"]) == pytest.approx(floats(found[area]))


def test_what_the_measure_does_not_tell(study: Any) -> None:
    told, found = study[1]["key_figures"], counted("results")
    education = values_of(SCHOOL, "N15820", 2018)
    quality = {area: q for area, (q, _, _) in found.items()}
    resources = score(values_of(SCHOOL, "N15008", 2018), -1)
    for key, scored in (("education_quality", quality), ("education_resources", resources)):
        areas = [area for area in scored if area in education]
        expected = spearman([education[area] for area in areas], [scored[area] for area in areas])
        assert told[key] == pytest.approx(expected)
    other = counted("deviation")
    shared = [area for area in found if area in other]
    before, after = ({area: part[area] for area in shared} for part in (found, other))
    assert told["n_both"] == len(shared)
    assert told["moved_median"] == median(abs(place(area, before) - place(area, after)) for area in shared)
    assert told["moved"] == {name: (place(area, before), place(area, after)) for area, name in NAMES.items()}
    near = [q for q, _, e in found.values() if abs(e - found[LYSEKIL][2]) <= 1]
    assert told["same_e"]["n"] == len(near)
    assert (told["same_e"]["q_low"], told["same_e"]["q_high"]) == pytest.approx(floats([min(near), max(near)]))
    cost, all_pass = (values_of(SCHOOL, kpi, 2018) for kpi in ("N15008", "N15419"))
    rest = [(values_of(SCHOOL, kpi, 2018), 1) for kpi in ("N15505", "N15436")]
    for area, name in NAMES.items():
        lifted = efficiency(cost, [({**all_pass, area: all_pass[area] + 1}, 1), *rest])
        assert told["one_more"][name] == place(area, lifted)


def test_text_and_charts_show_the_figures(study: Any) -> None:
    outputs, defs = study
    told = defs["key_figures"]
    html = "".join(output.text for output in outputs if hasattr(output, "text"))
    assert html.count("<table") >= 4
    assert "<pre>" not in html
    assert "Egen bearbetning av data från Kolada" in html
    for name in NAMES.values():
        row = told["results"][name]
        assert f"{numbers.number(row['place'], 0)} av {told['results']['n']}" in html
        assert numbers.number(row["cost"], 0) in html.replace("&nbsp;", NBSP)
    for chart, part in (("results_chart", "results"), ("preschool_chart", "preschool")):
        drawn = defs[chart].to_dict()
        points = {len(rows) for rows in drawn["datasets"].values()}
        assert points == {told[part]["n"] - 2, 2}
        assert drawn["layer"][0]["encoding"]["y"]["title"] == "Kvalitet Q (0–100)"
