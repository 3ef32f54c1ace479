"""Answers that wait for a yes: reports know nothing of them before, and the same as ever when made again as of then."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assets.definitions.let_in import LetIn, LetInLog
from assets.definitions.of_run import RunDefinitions
from assets.kolada.answers import AnswerStore, Harvest, list_harvests
from assets.open_report import as_of_run
from assets.operations.retention import prune
from assets.operations.status import in_words, read_status
from assets.own_files.of_run import RunOwnFiles
from assets.warehouse.store import reading, writing
from assets.warehouse.waiting import let_in, load_answers
from assets.workplace import Workplace
from models.errors import UsageError
from models.tables.header import tables
from tests.small import Cell, catalogue, cells, definition, fetch, query, vintage, write

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
FIRST = cells({2023: [70.0, 71.0, 72.0], 2024: [80.0, 81.0, 82.0]})
# Revised, gone, and new.
SECOND = [*cells({2023: [70.0, 71.5], 2024: [80.0, 81.0, 82.0], 2025: [90.0, 91.0]})]
THIRD = [*SECOND, *cells({2022: [60.0]})]
DAYS = [vintage(day, given) for day, given in (("2026-01-01", FIRST), ("2026-02-10", SECOND), ("2026-03-20", THIRD))]
# Of all that is in the warehouse, these say only how it was loaded.
ABOUT_LOADING = {"kpi_fingerprint", "question_answered"}


def of(home: Path, folder: Path, *, waits: bool = True, now: datetime = NOW) -> RunDefinitions:
    """A run of a municipality whose refreshes wait for a yes, or do not."""
    content = definition()
    content["municipality"]["schedules"] = {"refresh_waits": waits}
    return RunDefinitions(Workplace(home=home, municipalities={"prov": write(folder, content)}, now=lambda: now))


def refreshed(defined: RunDefinitions, at: int) -> None:
    """Harvest a day's answers and load them, as a refresh does."""
    home = defined.store("prov")
    fetch(home, DAYS, at=at, metadata=catalogue(title=f"Prov {at}"))
    with writing(home / "warehouse.duckdb") as con:
        load_answers(con, defined, "prov", list_harvests(AnswerStore(home / "answers")))


def shown(defined: RunDefinitions) -> None:
    """Write down that what waits has been shown, as a preview does."""
    log = defined.let_in_log("prov")
    waiting = log.waiting()
    assert waiting is not None
    log.add(replace(waiting, changes=3, page="diffs/prov/index.html"))


def known(defined: RunDefinitions, until: LetIn | None = None) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, as the reports of a run see them."""
    line = until or defined.let_in("prov")
    with reading(defined.store("prov") / "warehouse.duckdb", line) as con:
        return {name: sorted(con.execute(f"FROM warehouse.{name}").fetchall(), key=str) for name in tables("warehouse")}


def values(defined: RunDefinitions) -> set[tuple[object, ...]]:
    line = defined.let_in("prov")
    with reading(defined.store("prov") / "warehouse.duckdb", line) as con:
        sql = "SELECT area_id, period, value FROM warehouse.kolada_value WHERE known_to IS NULL AND value IS NOT NULL"
        return set(con.execute(sql).fetchall())


def as_of(defined: RunDefinitions) -> datetime:
    """As of when the annual report would be made."""
    with reading(defined.store("prov") / "warehouse.duckdb", defined.let_in("prov")) as con:
        return as_of_run(con, defined.workplace, RunOwnFiles(defined), "prov", "2025-12")


def rows(given: list[Cell]) -> set[tuple[object, ...]]:
    return {(area, year, value) for _, area, year, _, value, _ in given}


def test_what_waits_is_loaded_and_seen_by_nobody_as_if_it_had_not_come(tmp_path: Path) -> None:
    defined = of(tmp_path / "home", tmp_path)
    refreshed(defined, 0)
    before = known(defined)
    refreshed(defined, 1)
    later = known(of(tmp_path / "home", tmp_path))
    assert {name: later[name] for name in later.keys() - ABOUT_LOADING} == {
        name: before[name] for name in before.keys() - ABOUT_LOADING
    }
    # All of it is there: values of each kind of change, and Kolada's new title.
    changed = "SELECT closed_by, count(*) FROM kolada_value WHERE known_to IS NOT NULL GROUP BY ALL ORDER BY ALL"
    assert query(tmp_path / "home", changed) == [("absent", 1), ("revised", 1)]
    assert query(tmp_path / "home", "SELECT title FROM kpi WHERE known_to IS NULL") == [("Prov 1",)]


def test_the_first_answers_are_let_in_and_the_next_wait_until_a_yes_that_counts_from_when_it_was_said(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    refreshed(of(home, tmp_path), 0)
    assert values(of(home, tmp_path)) == rows(FIRST)
    assert of(home, tmp_path).let_in_log("prov").waiting() is None
    refreshed(of(home, tmp_path), 1)
    waiting = of(home, tmp_path).let_in_log("prov").waiting()
    at = NOW.replace(tzinfo=None)
    # Of the values, and of Kolada's KPIs as such: its new title.
    assert waiting == LetIn(datetime(2026, 2, 10), at, None, 2, since=datetime(2026, 2, 10))
    assert values(of(home, tmp_path)) == rows(FIRST)
    defined = of(home, tmp_path)
    shown(defined)
    line = let_in(defined, "prov", " kvalitetschef ")
    assert line == replace(
        waiting, at=at + timedelta(seconds=1), by="kvalitetschef", changes=3, page="diffs/prov/index.html"
    )
    assert defined.let_in_log("prov").waiting() is None
    assert values(of(home, tmp_path)) == rows(SECOND)
    # A report made then is as of the yes, so that asking again with that gives the same; before it, as of the first answers.
    assert as_of(of(home, tmp_path)) == line.at
    earlier = of(home, tmp_path)
    earlier.workplace.as_of = NOW
    assert as_of(earlier) == datetime(2026, 1, 1)
    # As of a second before it was said, what was let in before.
    earlier = of(home, tmp_path)
    earlier.workplace.as_of = NOW
    assert values(earlier) == rows(FIRST)
    earlier.workplace.as_of = NOW + timedelta(seconds=1)
    assert values(earlier) == rows(SECOND)


def test_a_second_harvest_adds_to_what_waits_and_must_be_shown_too(tmp_path: Path) -> None:
    home = tmp_path / "home"
    defined = of(home, tmp_path)
    for at in (0, 1):
        refreshed(defined, at)
    shown(defined)
    refreshed(defined, 2)
    waiting = defined.let_in_log("prov").waiting()
    assert waiting is not None
    assert (waiting.until, waiting.since, waiting.answers) == (datetime(2026, 3, 20), datetime(2026, 2, 10), 4)
    with pytest.raises(UsageError, match="har inte visats, eller så har mer kommit"):
        let_in(defined, "prov", "kvalitetschef")
    assert values(of(home, tmp_path)) == rows(FIRST)
    # A preview stands on all that waits.
    before = of(home, tmp_path)
    before.workplace.with_waiting = True
    assert values(before) == rows(THIRD)
    shown(defined)
    with writing(home / "warehouse.duckdb") as con:
        load_answers(con, defined, "prov", list_harvests(AnswerStore(home / "answers")))
    let_in(defined, "prov", "kvalitetschef")
    assert values(of(home, tmp_path)) == rows(THIRD), "a load that brought nothing is no reason to show it anew"
    with pytest.raises(UsageError, match="Inget svar från Kolada väntar"):
        let_in(defined, "prov", "kvalitetschef")


def test_only_answers_with_something_new_are_waited_for_and_counted(tmp_path: Path) -> None:
    home = tmp_path / "home"
    defined = of(home, tmp_path)
    refreshed(defined, 0)
    fetch(home, [DAYS[0], vintage("2026-02-10", FIRST)], metadata=catalogue(title="Prov 0"))
    with writing(home / "warehouse.duckdb") as con:
        load_answers(con, defined, "prov", list_harvests(AnswerStore(home / "answers")))
    assert defined.let_in_log("prov").waiting() is None
    # Values that are new, and KPIs that Kolada tells of as before.
    fetch(home, [DAYS[0], vintage("2026-03-20", SECOND)], metadata=catalogue(title="Prov 0"))
    with writing(home / "warehouse.duckdb") as con:
        load_answers(con, defined, "prov", list_harvests(AnswerStore(home / "answers")))
    waiting = defined.let_in_log("prov").waiting()
    assert waiting is not None
    assert (waiting.answers, waiting.since) == (1, datetime(2026, 3, 20))


def test_what_a_broken_off_harvest_may_still_bring_is_not_let_in_by_a_yes_to_what_came_after(tmp_path: Path) -> None:
    """Its pages are dated when they came, so that what is loaded later would be seen before anybody has said yes."""
    home = tmp_path / "home"
    defined = of(home, tmp_path)
    refreshed(defined, 0)
    began = datetime(2026, 2, 9, 12, tzinfo=UTC)
    store = AnswerStore(home / "answers")
    broken = Harvest.begin(store, base_url="http://annan.invalid", origin="replay", started_at=began, key="b" * 8)
    refreshed(defined, 1)
    assert defined.let_in_log("prov").waiting() is None
    broken.end()
    with writing(home / "warehouse.duckdb") as con:
        load_answers(con, defined, "prov", list_harvests(store))
    waiting = defined.let_in_log("prov").waiting()
    assert waiting is not None
    assert waiting.until == datetime(2026, 2, 10)


def test_what_comes_while_the_municipality_does_not_wait_counts_and_stays_so_when_it_waits_again(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    for at, waits in ((0, True), (1, False)):
        refreshed(of(home, tmp_path, waits=waits), at)
    assert values(of(home, tmp_path, waits=False)) == rows(SECOND)
    assert values(of(home, tmp_path)) == rows(SECOND)
    refreshed(of(home, tmp_path), 2)
    assert values(of(home, tmp_path)) == rows(SECOND)
    assert values(of(home, tmp_path, waits=False)) == rows(THIRD)


def test_what_one_municipality_fetches_is_waited_for_by_another_of_the_same_warehouse(tmp_path: Path) -> None:
    home = tmp_path / "home"
    both = of(home, tmp_path)
    content = definition()
    content["municipality"]["id"] = "andra"
    folder = write(tmp_path / "andra", content)
    both.workplace.municipalities["andra"] = folder.rename(folder.with_name("andra"))
    refreshed(both, 0)
    fetch(home, DAYS, at=1, metadata=catalogue(title="Prov 1"))
    with writing(home / "warehouse.duckdb") as con:
        load_answers(con, both, "andra", list_harvests(AnswerStore(home / "answers")))
    assert both.let_in("andra") is None
    assert values(both) == rows(FIRST)
    assert both.let_in_log("prov").waiting() is not None


def test_a_yes_that_a_crash_cut_off_was_not_said_and_may_be_said_again(tmp_path: Path) -> None:
    log = LetInLog(tmp_path, "prov")
    first = LetIn(datetime(2026, 1, 1), datetime(2026, 1, 1))
    waiting = LetIn(datetime(2026, 2, 1), datetime(2026, 2, 2), None, 1, datetime(2026, 2, 1), 0)
    yes = replace(waiting, by="kvalitetschef")
    for line in (first, waiting, yes):
        log.add(line)
    assert (log.waiting(), log.known_at(None)) == (None, yes)
    log.path.write_bytes(log.path.read_bytes()[:-20])
    assert (log.waiting(), log.known_at(None)) == (waiting, first)
    log.add(yes)
    assert log.all() == [first, waiting, yes]


def test_an_answer_that_reports_stand_on_until_the_yes_is_not_thrown_away(tmp_path: Path) -> None:
    home = tmp_path / "home"
    defined = of(home, tmp_path)
    for at in (0, 1):
        refreshed(defined, at)
    before = known(of(home, tmp_path))
    answers = {row[-1] for row in before["kolada_value"]}
    (sha256,) = {
        row[0] for row in query(home, f"SELECT sha256 FROM source_answer WHERE source_answer_id IN {(*answers, '')}")
    }
    # The same value came anew, so that no row that holds now stands on the first answer.
    with writing(home / "warehouse.duckdb") as con:
        con.execute("UPDATE kolada_value SET known_to = '2026-02-10', closed_by = 'revised' WHERE known_to IS NULL")
    prune(home, datetime(2026, 2, 1, tzinfo=UTC), apply=True)
    assert AnswerStore(home / "answers").path(sha256).exists()
    shown(defined)
    let_in(defined, "prov", "kvalitetschef")
    prune(home, datetime(2026, 2, 1, tzinfo=UTC), apply=True)
    assert not AnswerStore(home / "answers").path(sha256).exists()


def test_status_tells_how_many_answers_wait_since_when_and_what_they_would_change(tmp_path: Path) -> None:
    home = tmp_path / "home"
    defined = of(home, tmp_path)
    for at in (0, 1):
        refreshed(defined, at)
    status = read_status(defined.workplace, NOW.date())
    see = "  VÄNTAR 2 svar väntar på ja sedan 2026-02-10: se vad som skulle ändras med styrtal refresh --preview"
    assert see in in_words(status)
    assert json.loads(status.as_json())["indicators"][0]["waiting"] == see.removeprefix("  VÄNTAR ")
    shown(defined)
    (line,) = [line for line in in_words(read_status(defined.workplace, NOW.date())) if "VÄNTAR" in line]
    assert line.endswith(
        "ändrade bedömningar och färger: 3 (diffs/prov/index.html), släpp in med styrtal refresh --let-in --by ROLL"
    )
    let_in(defined, "prov", "kvalitetschef")
    assert not any("VÄNTAR" in line for line in in_words(read_status(defined.workplace, NOW.date())))
