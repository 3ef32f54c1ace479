"""A refresh: how little it asks, and that being told nothing new leaves what is kept as it was."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assets.kolada.answers import AnswerStore, Harvest, list_harvests
from assets.kolada.plan_harvest import (
    CATALOGUE,
    AskedBefore,
    Catalogue,
    Wanted,
    hash_areas,
    plan_harvest,
    read_asked_before,
)
from assets.playback.recording import RecordedMetadata, Vintage
from assets.warehouse.anything_new import bring_news
from assets.warehouse.publications import read_publications, write_publications
from assets.warehouse.store import writing
from tests.small import AREAS, catalogue, cells, fetch, load, query, vintage

BASE = "http://prov.invalid/v3"
AT = datetime.fromisoformat("2026-03-02T00:00:00+00:00")
VALUES: dict[int, float | list[float]] = {2023: 80.0, 2024: 81.0}
SAME = [vintage(day, cells(VALUES)) for day in ("2026-01-01", "2026-02-10", "2026-02-20", "2026-02-27")]


def harvests(home: Path) -> list[Harvest]:
    return list_harvests(AnswerStore(home / "answers"))


def news(home: Path) -> bool:
    return bring_news(harvests(home), {row[0] for row in query(home, "SELECT harvest_id FROM harvest")})


def first_then(home: Path, later: list[Vintage], metadata: RecordedMetadata | None = None) -> None:
    """A first day that is loaded, and one or more days of asking for what has changed, which are not."""
    fetch(home, SAME[:2])
    load(home)
    for n in range(len(later)):
        fetch(home, [*SAME[:2], *later[: n + 1]], metadata=metadata)


def test_what_has_changed_is_asked_for_25_kpis_at_a_time_of_all_municipalities_in_one_question() -> None:
    kpi_ids = [f"N{i:05d}" for i in range(101)]
    areas = tuple(f"{i:04d}" for i in range(291))
    days = [AT - timedelta(days=1 + i % 3) for i in range(101)]
    places = {kpi_id: AskedBefore(day, day, hash_areas(areas), None) for kpi_id, day in zip(kpi_ids, days, strict=True)}
    questions = plan_harvest([Wanted(kpi_id) for kpi_id in kpi_ids], Catalogue(frozenset(kpi_ids), areas, AT), places)
    assert len(questions) == 5
    assert sorted(kpi_id for q in questions for kpi_id in q.kpi_ids) == kpi_ids
    for question in questions:
        assert question.path.startswith(f"data/kpi/{','.join(question.kpi_ids)}/year/2002,2003,")
        assert question.path.endswith(",2026?per_page=5000&from_date=2026-01-28")
        assert len(question.kpi_ids) <= 25
        assert question.area_ids == areas


@pytest.mark.parametrize(("from_year", "first"), [(None, 2002), (1990, 2002), (2020, 2020), (2031, 2026)])
def test_a_refresh_asks_of_no_more_years_than_a_list_takes_and_of_none_before_the_first(
    from_year: int | None, first: int
) -> None:
    place = AskedBefore(AT - timedelta(days=1), AT - timedelta(days=1), hash_areas(AREAS), from_year)
    found = Catalogue(frozenset({"N99001"}), tuple(AREAS), AT)
    (question,) = plan_harvest([Wanted("N99001", from_year)], found, {"N99001": place})
    assert question.years == tuple(range(first, 2027))


def test_values_of_all_municipalities_come_with_one_question_and_of_no_other_area(tmp_path: Path) -> None:
    before = cells({2024: [float(i) for i in range(30)]})
    after = [*cells({2024: [float(i) + 1 for i in range(30)]}), ("N99001", "0010", 2024, "T", 5.0, "")]
    days = [vintage("2026-01-01", before), vintage("2026-02-10", before), vintage("2026-02-20", after)]
    for at in (1, 2):
        fetch(tmp_path, days, at=at)
        load(tmp_path)
    assert [len([q for q in harvest.questions if q.kpi_ids]) for harvest in harvests(tmp_path)] == [2, 1]
    found = query(tmp_path, "SELECT area_id, value FROM kolada_value WHERE known_to IS NULL ORDER BY 1")
    assert found == [(area, float(i) + 1) for i, area in enumerate(AREAS)]
    assert query(tmp_path, "SELECT count(*) FROM kolada_value WHERE closed_by = 'revised'") == [(30,)]


def test_a_kpi_refreshed_each_day_is_asked_for_in_full_after_thirty_days(tmp_path: Path) -> None:
    days = [vintage(f"2026-{month:02d}-{day:02d}", cells(VALUES)) for month, day in ((1, 1), (2, 1), (2, 20), (3, 4))]
    for at in (1, 2, 3):
        fetch(tmp_path, days, at=at)
    asked = [{q.from_date is not None for q in harvest.questions if q.kpi_ids} for harvest in harvests(tmp_path)]
    assert asked == [{False}, {True}, {False}]
    (place,) = read_asked_before(harvests(tmp_path)[:2], BASE).values()
    assert (f"{place.last_full:%m-%d}", f"{place.last_asked:%m-%d}", place.from_year) == ("02-01", "02-20", None)


def test_a_refresh_without_news_brings_none(tmp_path: Path) -> None:
    first_then(tmp_path, SAME[2:])
    assert len(harvests(tmp_path)) == 3
    assert not news(tmp_path)


def test_values_that_have_not_been_loaded_are_news(tmp_path: Path) -> None:
    fetch(tmp_path, SAME[:2])
    assert bring_news(harvests(tmp_path), set())


@pytest.mark.parametrize("values", [{2023: 80.0, 2024: 82.0}, {2023: 80.0}, {**VALUES, 2025: 83.0}])
def test_a_value_revised_deleted_or_new_is_news_also_behind_days_without(
    tmp_path: Path, values: dict[int, float | list[float]]
) -> None:
    first_then(tmp_path, [SAME[2], vintage("2026-02-27", cells(values))])
    assert news(tmp_path)
    assert load(tmp_path).harvests == 2
    assert dict(query(tmp_path, "SELECT period, value FROM kolada_value WHERE known_to IS NULL")) == values
    assert not news(tmp_path)


def test_a_catalogue_that_says_something_else_is_news(tmp_path: Path) -> None:
    first_then(tmp_path, SAME[2:3], metadata=catalogue(title="Nytt namn"))
    assert news(tmp_path)


def test_what_is_answered_again_within_the_overlap_is_no_news_the_second_time(tmp_path: Path) -> None:
    changed = [vintage(day, cells({**VALUES, 2025: 83.0})) for day in ("2026-02-20", "2026-02-24")]
    first_then(tmp_path, changed[:1])
    load(tmp_path)
    fetch(tmp_path, [*SAME[:2], *changed])
    bodies = [harvest.pages(len(CATALOGUE))[0].size for harvest in harvests(tmp_path)[1:]]
    assert bodies[0] == bodies[1] > 100
    assert not news(tmp_path)


def test_a_value_that_goes_back_to_what_it_was_is_news_though_the_bytes_have_been_seen(tmp_path: Path) -> None:
    full = [
        vintage(f"2026-{month:02d}-01", cells({2024: v})) for month, v in ((1, 80.0), (3, 81.0), (5, 80.0), (7, 80.0))
    ]
    for at in (0, 1):
        fetch(tmp_path, [full[at]])
        load(tmp_path)
    fetch(tmp_path, [full[2]])
    assert news(tmp_path)
    load(tmp_path)
    fetch(tmp_path, [full[3]])
    assert not news(tmp_path)


def test_what_a_harvest_said_whose_answers_were_thrown_away_is_not_passed_over(tmp_path: Path) -> None:
    full = [vintage(f"2026-0{month}-01", cells({2024: value})) for month, value in ((1, 80.0), (3, 81.0), (5, 80.0))]
    for day in full[:2]:
        fetch(tmp_path, [day])
        load(tmp_path)
    harvests(tmp_path)[1].mark_pruned([], AT)
    fetch(tmp_path, full[2:])
    assert news(tmp_path)
    load(tmp_path)
    assert query(tmp_path, "SELECT value FROM kolada_value WHERE known_to IS NULL") == [(80.0,)]


def test_when_kolada_was_last_asked_is_known_though_nothing_was_loaded(tmp_path: Path) -> None:
    first_then(tmp_path, [])
    with writing(tmp_path / "warehouse.duckdb") as con:
        write_publications(con, tmp_path)
    fetch(tmp_path, SAME[:3])
    (item,) = read_publications(tmp_path, ["N99001"])
    assert f"{item.last_asked}" == "2026-02-20"
