"""What is plausible before it is believed: values closed in numbers, clocks that are wrong, statuses beside an unchanged number."""

import json
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from assets.definitions.read_yaml import read_definitions
from assets.kolada.answers import AnswerStore, list_harvests
from assets.kolada.client import KoladaClient
from assets.kolada.plan_harvest import Wanted, begin_harvest, finish_harvest, plan_harvest, read_asked_before
from assets.measures.compute import compute
from assets.open_report import effective_as_of, open_report
from assets.playback.recording import Vintage
from assets.quality.run_checks import run_checks, withheld
from assets.storage.run_sql import run
from assets.warehouse.anything_new import bring_news
from assets.warehouse.store import reading
from tests.server import answering
from tests.small import AREAS, OWN, Cell, cells, definition, fetch, load, query, vintage, write

BASE = "http://prov.invalid/v3"
WHOLE = [50.0 + i for i in range(30)]
ALL = cells({2022: WHOLE, 2023: WHOLE})


def days(home: Path, *answers: tuple[str, list[Cell]]) -> None:
    """Fetch and load each day's recording, none of which tells what has changed since another."""
    for day, given in answers:
        fetch(home, [vintage(day, given)])
        load(home)


def checked(home: Path, **sections: Any) -> dict[str, str]:
    """The checks that failed or were acknowledged, as known now."""
    definitions = read_definitions(write(home / "d", definition(**sections)))
    with reading(home / "warehouse.duckdb") as con:
        open_report(con, definitions, "2023-12", effective_as_of(con, definitions, None))
        found = run_checks(con)
        compute(con, found, ["fulfilment", "comparison"])
    return {row["check_id"]: row["message"] for row in found.to_dicts() if row["status"] != "passed"}


def lacking(n_areas: int) -> list[Cell]:
    """All values but those of the last municipalities."""
    return [cell for cell in ALL if cell[1] in AREAS[: 30 - n_areas]]


@pytest.mark.parametrize(
    ("n_areas", "n_of_2023", "doubted"), [(0, 3, False), (0, 4, True), (1, 0, False), (3, 0, True), (15, 0, True)]
)
def test_an_answer_that_closes_many_values_without_replacing_them_withholds(
    tmp_path: Path, n_areas: int, n_of_2023: int, doubted: bool
) -> None:
    """A twentieth of 60 values is 3; a tenth of 30 areas is 3."""
    fewer = [cell for cell in lacking(n_areas) if cell[2] == 2022 or cell[1] not in AREAS[:n_of_2023]]
    days(tmp_path, ("2024-01-01", ALL), ("2024-02-15", fewer))
    found = checked(tmp_path)
    assert ("many_closed" in found) == doubted
    harvest = list_harvests(AnswerStore(tmp_path / "answers"))[-1]
    assert harvest.doubted == ({"N99001"} if doubted else set())
    if doubted:
        n = 2 * n_areas + n_of_2023
        assert found["many_closed"].startswith(
            f"Svaret den 2024-02-15 saknar {n} av 60 värden för N99001 som fanns förut"
        )
    # Every answer is loaded as versions all the same.
    closed = query(tmp_path, "SELECT count(*) FROM kolada_value WHERE closed_by = 'absent'")
    assert closed == [(2 * n_areas + n_of_2023,)]


def test_a_withheld_indicator_is_not_judged(tmp_path: Path) -> None:
    days(tmp_path, ("2024-01-01", ALL), ("2024-02-15", lacking(15)))
    definitions = read_definitions(write(tmp_path / "d", definition()))
    with reading(tmp_path / "warehouse.duckdb") as con:
        open_report(con, definitions, "2023-12", effective_as_of(con, definitions, None))
        assert withheld(run_checks(con)) == [{"indicator_id": "matt", "check_id": "many_closed"}]


def test_years_that_a_source_no_longer_holds_are_closed_and_nothing_is_doubted(tmp_path: Path) -> None:
    days(tmp_path, ("2024-01-01", ALL), ("2024-02-15", cells({2023: WHOLE})))
    assert "many_closed" not in checked(tmp_path)
    assert query(tmp_path, "SELECT count(*) FROM kolada_value WHERE closed_by = 'absent'") == [(30,)]


def test_values_that_come_back_lift_it_and_an_acknowledgement_releases_it(tmp_path: Path) -> None:
    days(tmp_path, ("2024-01-01", ALL), ("2024-02-15", lacking(15)))
    given = {"check": "many_closed", "subject": "matt", "by": "kvalitetschef", "date": date(2024, 2, 16)}
    acknowledged = [{**given, "until": date(2024, 12, 31), "reason": "Femton kommuner har slutat rapportera."}]
    assert "Kvitterat" in checked(tmp_path, acknowledgements=acknowledged)["many_closed"]
    days(tmp_path, ("2024-02-16", ALL))
    assert "many_closed" not in checked(tmp_path)


@pytest.mark.slow
def test_the_same_answer_seven_days_later_releases_it_and_until_then_it_is_asked_for_in_full(tmp_path: Path) -> None:
    days(tmp_path, ("2024-01-01", ALL), ("2024-02-15", lacking(15)))
    store = AnswerStore(tmp_path / "answers")
    for day, doubted in (("2024-02-16", True), ("2024-02-21", True), ("2024-02-22", False)):
        fetch(tmp_path, [vintage(day, lacking(15))])
        harvests = list_harvests(store)
        assert all(question.from_date is None for question in harvests[-1].questions), day
        # Nothing new has come, but that it is the same a week later is news.
        loaded = {row[0] for row in query(tmp_path, "SELECT harvest_id FROM harvest")}
        assert bring_news(harvests, loaded) != doubted
        load(tmp_path)
        assert ("many_closed" in checked(tmp_path)) == doubted, day
    fetch(tmp_path, [vintage("2024-02-23", lacking(15))])
    assert any(question.from_date is not None for question in list_harvests(store)[-1].questions)


def test_a_half_answers_values_come_back_at_the_next_run(tmp_path: Path) -> None:
    days(tmp_path, ("2024-01-01", ALL), ("2024-02-15", lacking(15)), ("2024-02-16", ALL))
    assert query(tmp_path, "SELECT count(*) FROM kolada_value WHERE known_to IS NULL") == [(60,)]


@pytest.mark.parametrize("status", ["Privacy", "Missing"])
def test_a_status_beside_an_unchanged_number_is_a_new_version(tmp_path: Path, status: str) -> None:
    """Also where the number moved by no more than noise."""
    days(tmp_path, ("2024-01-01", cells({2023: 80.0})), ("2024-02-15", [("N99001", OWN, 2023, "T", 80.000001, status)]))
    found = query(tmp_path, "SELECT status, closed_by FROM kolada_value ORDER BY known_from")
    assert found == [("", "revised"), (status, None)]


# Clocks


def told_at(day: Callable[[], datetime | None], value: float, day_of_data: str) -> Any:
    """Serve one recording as Kolada itself would: with this `Date`, and no word of a replay."""
    import requests

    from assets.playback.recording import Recording
    from assets.playback.server import serving
    from tests.small import catalogue

    def reply(path: str) -> tuple[int, dict[str, str], bytes]:
        recording = Recording([vintage(day_of_data, cells({2023: value}))], catalogue(), origin="replay")
        with serving(recording) as server:
            got = requests.get(server.url.removesuffix("/v3") + path, timeout=10)
        date = day()
        return 200, {"Date": format_datetime(date, usegmt=True)} if date else {}, got.content

    return answering(reply)


def ask(home: Path, day: datetime | None, value: float) -> None:
    with told_at(lambda: day, value, "2024-01-01") as url:
        ask_at(home, url)


def ask_at(home: Path, url: str) -> None:
    store = AnswerStore(home / "answers")
    before = list_harvests(store)
    client = KoladaClient(f"{url}/v3", known_as=BASE)
    wanted = [Wanted("N99001")]
    harvest, found = begin_harvest(client, store, wanted)
    finish_harvest(client, harvest, plan_harvest(wanted, found, read_asked_before(before, BASE)))


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@pytest.mark.parametrize(
    ("off", "used"), [(timedelta(hours=20), True), (timedelta(days=800), False), (-timedelta(days=3), False)]
)
def test_a_date_more_than_a_day_from_ours_is_told_and_not_used(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, off: timedelta, used: bool
) -> None:
    ask(tmp_path, now() + off, 80.0)
    (harvest,) = list_harvests(AnswerStore(tmp_path / "answers"))
    assert (abs(harvest.started_at - now() - off) < timedelta(minutes=2)) == used
    assert ("Ours is used" in caplog.text) != used
    if not used:
        assert abs(harvest.started_at - now()) < timedelta(minutes=2)
        assert caplog.text.count("Ours is used") == 1


def test_what_the_last_answers_of_a_harvest_brought_is_known_at_once(tmp_path: Path) -> None:
    """A source's clock goes on while it answers: values are known from later than the harvest began."""
    seconds = iter(range(1000))
    began = now()
    with told_at(lambda: began + timedelta(seconds=next(seconds)), 80.0, "2024-01-01") as url:
        ask_at(tmp_path, url)
    load(tmp_path)
    definitions = read_definitions(write(tmp_path / "d", definition()))
    with reading(tmp_path / "warehouse.duckdb") as con:
        open_report(con, definitions, "2023-12", effective_as_of(con, definitions, None))
        assert con.execute("SELECT value FROM known_value").fetchall() == [(80.0,)]


def dated(home: Path, at: datetime) -> None:
    """Let the newest harvest be dated otherwise, as an earlier version believed any clock."""
    harvest = list_harvests(AnswerStore(home / "answers"))[-1]
    lines = [json.loads(line) for line in harvest.path.read_text(encoding="utf-8").splitlines()]
    name = harvest.path.with_name(f"{at:%Y%m%dT%H%M%SZ}-{harvest.key[:8]}-1.jsonl")
    for line in lines:
        if line["type"] == "header":
            line |= {"started_at": at.isoformat(), "harvest": name.stem}
        if line["type"] == "answer":
            line |= {"at": at.strftime("%Y-%m-%d %H:%M:%S")}
    harvest.path.unlink()
    name.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")


def test_a_harvest_dated_after_now_is_never_the_newest(tmp_path: Path) -> None:
    ask(tmp_path, None, 80.0)
    dated(tmp_path, now() + timedelta(days=900))
    load(tmp_path)
    # Asked again under the right clock: in full, as the place is not known, and loaded, as it is not older.
    ask(tmp_path, None, 81.0)
    assert load(tmp_path).outcomes == {"N99001": "loaded"}
    assert query(tmp_path, "SELECT value FROM kolada_value WHERE known_to IS NULL") == [(81.0,)]
    assert query(tmp_path, "SELECT count(*) FROM kolada_value WHERE known_to < known_from") == [(0,)]
    for name in ("kpi", "area", "area_group"):
        assert query(tmp_path, f"SELECT count(*) FROM {name} WHERE known_to < known_from") == [(0,)]
    with reading(tmp_path / "warehouse.duckdb") as con:
        con.execute("USE warehouse")
        assert run(con, "overlapping_versions") == [(0,)]
        definitions = read_definitions(write(tmp_path / "d", definition()))
        assert abs(effective_as_of(con, definitions, None).replace(tzinfo=UTC) - now()) < timedelta(minutes=5)
    assert "answer_not_loaded" not in checked(tmp_path)


@pytest.mark.slow
def test_an_answer_that_is_older_than_what_is_known_is_a_finding_that_people_see(tmp_path: Path) -> None:
    vintages = [vintage("2024-01-01", ALL), vintage("2024-06-01", ALL)]
    fetch(tmp_path, vintages, at=1)
    load(tmp_path)
    assert "answer_not_loaded" not in checked(tmp_path)
    _later(tmp_path, vintages, 0)
    assert checked(tmp_path)["answer_not_loaded"] == (
        "Svaret för N99001 som är daterat 2024-01-01 är äldre än det som är känt. Det som var känt förut står kvar."
    )
    _later(tmp_path, [*vintages, vintage("2024-07-05", ALL)], 2)
    assert "answer_not_loaded" not in checked(tmp_path)


def _later(home: Path, vintages: list[Vintage], at: int) -> None:
    """Fetch and load what this machine's clock dates a second later at least: it counts in seconds."""
    import time

    time.sleep(1.1)
    fetch(home, vintages, at=at)
    load(home)


def test_a_harvest_that_was_set_aside_is_a_finding_until_another_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    import assets.warehouse.load_harvests as loading

    days(tmp_path, ("2024-01-01", ALL))
    fetch(tmp_path, [vintage("2024-02-15", ALL)])

    def unfit(*_: object) -> None:
        raise duckdb.ConversionException("made for the test")

    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR):
        patch.setattr(loading, "stage_values", unfit)
        assert load(tmp_path).harvests == 0
    assert "gick inte att läsa in: made for the test" in caplog.text
    assert checked(tmp_path)["answer_not_loaded"] == (
        "Svaret för N99001 som är daterat 2024-02-15 gick inte att läsa in. Det som var känt förut står kvar."
    )
    days(tmp_path, ("2024-02-16", [*ALL, *cells({2021: 1.0})]))
    assert "answer_not_loaded" not in checked(tmp_path)
