"""The Kolada client against the replay server: planning, paging, faults, resuming."""

import time
import warnings
from pathlib import Path

import pytest

from assets.kolada.answers import AnswerStore, Harvest, list_harvests
from assets.kolada.client import KoladaClient, Question, UnansweredWarning, plan_questions, split_evenly
from assets.kolada.plan_harvest import Wanted, begin_harvest, finish_harvest, plan_harvest
from assets.playback.recording import Recording
from assets.playback.server import Faults, serving
from models.errors import PlaceError, SourceError, UsageError
from tests.small import AREAS, OWN, catalogue, cells, vintage

MUNICIPALITIES = [f"{i:04d}" for i in range(290)]


def recording(values: dict | None = None, **kwargs: object) -> Recording:
    values = values or {year: [float(i) for i in range(30)] for year in range(2000, 2025)}
    return Recording([vintage("2024-06-01", cells(values))], catalogue(**kwargs), origin="replay")


def test_23_kpis_of_290_municipalities_in_15_years_take_21_questions_of_one_page() -> None:
    questions = plan_questions([f"N{i:05d}" for i in range(23)], MUNICIPALITIES, list(range(2010, 2025)))
    assert len(questions) == 21
    assert all(len(q.kpi_ids) * len(q.area_ids) * 15 <= 5000 for q in questions)
    asked = {(k, a) for q in questions for k in q.kpi_ids for a in q.area_ids}
    assert len(asked) == 23 * 290 == sum(len(q.kpi_ids) * len(q.area_ids) for q in questions)


@pytest.mark.parametrize(
    ("kpis", "areas", "years"), [(1, 1, 1), (26, 26, 26), (60, 290, 3), (7, 300, None), (100, 290, 25)]
)
def test_every_plan_asks_for_everything_once_and_keeps_the_limits(kpis: int, areas: int, years: int | None) -> None:
    span = None if years is None else list(range(2000, 2000 + years))
    questions = plan_questions([f"N{i:05d}" for i in range(kpis)], MUNICIPALITIES[:areas] or ["0"], span)
    asked = [(k, a, y) for q in questions for k in q.kpi_ids for a in q.area_ids for y in q.years or (None,)]
    assert len(asked) == len(set(asked)) == kpis * min(areas, 290) * (years or 1)
    for q in questions:
        assert max(len(q.kpi_ids), len(q.area_ids), len(q.years or ())) <= 25


def test_parts_differ_by_one_at_most() -> None:
    sizes = [len(part) for part in split_evenly(list(range(26)), 3)]
    assert sizes == [9, 9, 8]


def test_a_frame_comes_back_with_every_cell() -> None:
    with serving(recording()) as server:
        frame = KoladaClient(server.url).data(["N99001"], AREAS)
    assert frame.shape == (25 * 30, 8)
    assert frame.columns[:5] == ["kpi", "municipality", "period", "gender", "value"]


def test_pages_are_followed_on_our_own_base_though_next_url_names_another_host() -> None:
    with serving(recording()) as server:
        client = KoladaClient(server.url)
        question = Question("data", ("N99001",), tuple(AREAS[:25]))
        small = Question("data", ("N99001",), tuple(AREAS[:25]))
        object.__setattr__(small, "kind", "data")
        pages = list(client.pages(question))
        assert [page.next_url for page in pages] == [None]
        first = client._get(question, question.path.replace("per_page=5000", "per_page=100"), 1)
        assert first.next_url is not None
        assert first.next_url.startswith("https://api.kolada.se/v3/data/")
        path = client._own_path(first.next_url)
        second = client._get(question, path, 2)
    assert second.rows[0] not in first.rows
    assert len(first.rows) == len(second.rows) == 100


@pytest.mark.parametrize("fault", ["429:0.3", "500:0.3", "502:0.2,503:0.2", "truncate:0.3", "html:0.3"])
def test_faults_that_pass_are_asked_over_again(fault: str) -> None:
    with serving(recording(), faults=Faults.parse(fault)) as server:
        client = KoladaClient(server.url, backoff=0.01, attempts=12)
        got = client.data(["N99001"], AREAS, list(range(2000, 2025)))
        assert got.height == 750
        for _ in range(6):
            client.municipalities()
        assert server.questions > 8


def test_a_server_that_always_fails_is_an_error_in_words() -> None:
    with serving(recording(), faults=Faults.parse("500:1")) as server:
        with pytest.raises(SourceError, match="answered 500"):
            KoladaClient(server.url, backoff=0.01, attempts=3).kpis()
        assert server.questions == 3
    with serving(recording(), faults=Faults.parse("html:1")) as server, pytest.raises(SourceError, match="not JSON"):
        KoladaClient(server.url, backoff=0.01, attempts=2).kpis()


def test_a_cycle_of_pages_is_found() -> None:
    with serving(recording(), faults=Faults.parse("cycle")) as server:
        client = KoladaClient(server.url)
        question = Question("data", ("N99001",), tuple(AREAS[:25]))
        monkey = question.path.replace("per_page=5000", "per_page=100")
        first = client._get(question, monkey, 1)
        assert first.next_url is not None
        assert "page=1" in first.next_url

        class Small(Question):
            @property
            def path(self) -> str:
                return super().path.replace("per_page=5000", "per_page=100")

        with pytest.raises(SourceError, match="cycle"):
            list(client.pages(Small("data", ("N99001",), tuple(AREAS[:25]))))


def test_slow_answers_time_out_with_words() -> None:
    with serving(recording(), faults=Faults.parse("slow:1s")) as server:
        client = KoladaClient(server.url, attempts=2, backoff=0.01, timeout=(1, 0.2))
        with pytest.raises(SourceError, match="did not answer in time"):
            client.municipalities()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:9", "nothing answers there"),
        ("http://finns-inte.invalid/v3", "its name is unknown"),
        ("kolada", "not an address"),
    ],
)
def test_no_network_is_an_error_in_words(url: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        KoladaClient(url, attempts=2, backoff=0.01).municipalities()


def test_ids_that_do_not_come_back_are_reported() -> None:
    with serving(recording()) as server:
        client = KoladaClient(server.url)
        with pytest.warns(UnansweredWarning, match="N00000"):
            client.data(["N99001", "N00000"], [OWN])
        with pytest.warns(UnansweredWarning, match="1 did not come back: N00000"):
            assert client.kpis(["N99001", "N00000"])["id"].to_list() == ["N99001"]
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            client.data(["N99001"], [OWN])


def test_the_pace_is_polite_to_others_and_free_on_this_machine() -> None:
    with serving(recording()) as server:
        client = KoladaClient(server.url, per_second=20)
        start = time.monotonic()
        client.ask([Question("municipality")] * 11)
        assert time.monotonic() - start >= 0.5
    assert KoladaClient("https://api.kolada.se/v3")._pace._gap == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v3/kpi/" + ",".join(f"N{i:05d}" for i in range(26)), 422),
        ("/v3/data/kpi/N99001/year/" + ",".join(str(y) for y in range(1990, 2016)), 422),
        ("/v3/kpi?per_page=5001", 422),
        ("/v3/data/kpi/N99001", 422),
        ("/v3/kpi/N00000", 200),
        ("/v3/data/kpi/N00000/year/2020", 200),
        ("/v3/nothing", 404),
        ("/v2/kpi", 410),
    ],
)
def test_the_replay_keeps_the_apis_limits(path: str, status: int) -> None:
    import requests

    with serving(recording()) as server:
        response = requests.get(server.url.removesuffix("/v3") + path, timeout=5)
    assert response.status_code == status
    if status == 200:
        assert response.json()["values"] == []
        assert response.json()["next_url"] is None
    assert response.headers["Date"] == "Sat, 01 Jun 2024 00:00:00 GMT"
    assert response.headers["X-Styrtal-Replay"] == "replay 2024-06-01"


def test_the_query_form_answers_as_the_path_form() -> None:
    import requests

    with serving(recording()) as server:
        by_path = requests.get(f"{server.url}/data/kpi/N99001/municipality/{OWN}", timeout=5).json()
        by_query = requests.get(f"{server.url}/data?kpi_id=N99001&municipality_id={OWN}", timeout=5).json()
    assert by_path["values"] == by_query["values"]
    assert by_path["count"] == 25


def test_unit_data_is_served_where_a_file_has_units() -> None:
    import polars as pl

    from assets.playback.recording import Vintage

    given = vintage("2024-06-01", cells({2024: 5.0}))
    frame = given.values.rename({"municipality": "ou"}).with_columns(ou=pl.lit("V15E1"))
    with serving(Recording([Vintage(given.day, frame)], catalogue(), origin="replay")) as server:
        got = KoladaClient(server.url).unit_data(["N99001"], ["V15E1"])
    assert got.select("kpi", "ou", "value").rows() == [("N99001", "V15E1", 5.0)]


@pytest.mark.parametrize("text", ["teapot", "429:lots", "slow:fast"])
def test_an_unknown_fault_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="Known faults"):
        Faults.parse(text)


def test_a_taken_port_is_told() -> None:
    with (
        serving(recording()) as server,
        pytest.raises(PlaceError, match="taken"),
        serving(recording(), port=server.server_port),
    ):
        pass


def test_what_was_fetched_before_a_stop_is_not_asked_for_again(tmp_path: Path) -> None:
    store = AnswerStore(tmp_path / "answers")
    wanted = [Wanted(f"N99{i:03d}") for i in range(60)]
    given = Recording(
        [vintage("2024-06-01", cells({2024: 1.0}))], catalogue([w.kpi_id for w in wanted]), origin="replay"
    )
    with serving(given) as server:
        client = KoladaClient(server.url, known_as="http://prov.invalid/v3", threads=1)
        harvest, found = begin_harvest(client, store, wanted)
        questions = plan_harvest(wanted, found, {})

        def stop(done: int, _: int) -> None:
            if done == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            finish_harvest(client, harvest, questions, stop)
        asked = server.questions
        again, found = begin_harvest(client, store, wanted)
        assert again.id == harvest.id
        finish_harvest(client, again, plan_harvest(wanted, found, {}))
        assert server.questions - asked <= len(questions) - 2 + 1
    assert len(list_harvests(store)) == 1
    assert list_harvests(store)[0].ended


def test_a_harvest_of_another_day_is_not_gone_on_with(tmp_path: Path) -> None:
    store = AnswerStore(tmp_path / "answers")
    for day in ("2024-06-01", "2024-07-01"):
        with serving(Recording([vintage(day, cells({2024: 1.0}))], catalogue(), origin="replay")) as server:
            begin_harvest(KoladaClient(server.url, known_as="http://prov.invalid/v3"), store, [Wanted("N99001")])
    assert len(list_harvests(store)) == 2


def test_a_line_cut_off_by_a_crash_is_passed_over(tmp_path: Path) -> None:
    store = AnswerStore(tmp_path / "answers")
    with serving(recording()) as server:
        harvest, _ = begin_harvest(KoladaClient(server.url), store, [Wanted("N99001")])
    text = harvest.path.read_text(encoding="utf-8")
    harvest.path.write_text(text + text.splitlines()[-1][:40], encoding="utf-8")
    again = Harvest.read(store, harvest.path)
    assert again is not None
    assert again.answers == harvest.answers
