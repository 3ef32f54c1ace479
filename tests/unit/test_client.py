"""The Kolada client against the replay server: planning, paging, faults, resuming."""

import base64
import gzip
import json
import re
import socket
import threading
import time
import traceback
import tracemalloc
import warnings
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from assets.kolada.answers import AnswerStore, Harvest, list_harvests
from assets.kolada.client import KoladaClient, Question, UnansweredWarning, plan_questions, split_evenly
from assets.kolada.plan_harvest import Wanted, begin_harvest, finish_harvest, plan_harvest
from assets.operations.doctor import ask_live
from assets.playback.recording import Recording
from assets.playback.server import Faults, serving
from models.errors import PlaceError, SourceError, UsageError
from tests.server import answering
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
        with pytest.raises(SourceError, match="svarade 500"):
            KoladaClient(server.url, backoff=0.01, attempts=3).kpis()
        assert server.questions == 3
    with serving(recording(), faults=Faults.parse("html:1")) as server, pytest.raises(SourceError, match="inte JSON"):
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

        with pytest.raises(SourceError, match="i en ring"):
            list(client.pages(Small("data", ("N99001",), tuple(AREAS[:25]))))


def test_slow_answers_time_out_with_words() -> None:
    with serving(recording(), faults=Faults.parse("slow:1s")) as server:
        client = KoladaClient(server.url, attempts=2, backoff=0.01, timeout=(1, 0.2))
        with pytest.raises(SourceError, match="svarade inte i tid"):
            client.municipalities()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:9", "inget svarar där"),
        ("http://finns-inte.invalid/v3", "namnet är okänt"),
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
        with pytest.warns(UnansweredWarning, match="1 kom inte tillbaka: N00000"):
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
    with pytest.raises(UsageError, match="Kända fel"):
        Faults.parse(text)


def test_a_taken_port_is_told() -> None:
    with (
        serving(recording()) as server,
        pytest.raises(PlaceError, match="är upptagen"),
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


# Bounds: whoever answers, and whatever

EMPTY = b'{"values": [], "next_url": null, "count": 0}'
PACKED = {"Content-Encoding": "gzip"}


@contextmanager
def dripping(head: bytes, drip: bytes) -> Iterator[str]:
    """Answer each connection with a beginning at once, and then with a byte at a time, for ever."""
    listener = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def drip_on(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.recv(65536)
            connection.sendall(head)
            while not ended.wait(0.02):
                connection.sendall(drip)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=drip_on, args=[listener.accept()[0]], daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        ended.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


@pytest.mark.parametrize(
    ("head", "drip"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b" "),
        (b"HTTP/1.1 200 OK\r\n\r\n" + EMPTY, b" "),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        (b"HTTP/1.1 503 Busy\r\nContent-Length: 100000\r\n\r\n", b" "),
        (b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a"),
    ],
    ids=["length", "no length", "chunked", "refusal", "header"],
)
def test_an_answer_that_drips_is_given_up_as_a_whole(monkeypatch: pytest.MonkeyPatch, head: bytes, drip: bytes) -> None:
    monkeypatch.setattr("assets.kolada.client.ANSWER_DEADLINE", 0.2)
    started = time.monotonic()
    with dripping(head, drip) as url, pytest.raises(SourceError, match="på 2 försök: hela svaret kom inte i tid"):
        KoladaClient(url, attempts=2, backoff=0.01).municipality_groups()
    assert 0.4 <= time.monotonic() - started < 2


def test_a_little_that_unpacks_to_very_much_takes_no_memory() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(bytes(2**20)) for _ in range(400)) + packer.flush()
    assert len(bomb) < 500_000
    asked: list[str] = []

    def reply(path: str) -> tuple[int, dict[str, str], bytes]:
        asked.append(path)
        if len(asked) == 1:
            return 302, {**PACKED, "Location": "/again"}, bomb
        return 200, PACKED, bomb

    with answering(reply) as url:
        client = KoladaClient(url)
        tracemalloc.start()
        try:
            with pytest.raises(SourceError, match="mer än 67\xa0108\xa0864 byte"):
                client.municipalities()
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert len(asked) == 2
    assert most < 200 * 2**20


def test_a_page_is_bounded_in_bytes_whether_packed_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assets.kolada.client.MAX_BODY", len(EMPTY))
    for pad, headers in ((b"", {}), (b" ", {}), (b"", PACKED), (b" ", PACKED)):
        body = gzip.compress(EMPTY + pad) if headers else EMPTY + pad
        with answering(lambda path, body=body, headers=headers: (200, headers, body)) as url:
            client = KoladaClient(url)
            if pad:
                with pytest.raises(SourceError, match="ingen sida i v3"):
                    client.municipality_groups()
            else:
                assert client.municipality_groups().height == 0


@pytest.mark.parametrize(("bound", "most"), [("MAX_PAGES", 3), ("MAX_BYTES", 250)])
def test_a_question_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch, bound: str, most: int) -> None:
    monkeypatch.setattr(f"assets.kolada.client.{bound}", most)
    asked: list[str] = []

    def reply(path: str) -> tuple[int, dict[str, str], bytes]:
        asked.append(path)
        page = {"values": [], "next_url": f"https://api.kolada.se/v3/ou?page={len(asked) + 1:05d}", "count": 0}
        return 200, {}, json.dumps(page).encode().ljust(100)

    with (
        answering(reply) as url,
        pytest.raises(SourceError, match=r"svarar på ou\?per_page=5000 med mer än .* sidor eller"),
    ):
        KoladaClient(url).units()
    assert len(asked) == 3


def test_as_many_pages_as_are_allowed_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assets.kolada.client.MAX_PAGES", 2)
    bodies = iter([EMPTY.replace(b"null", b'"http://x.invalid/v3/ou?page=2"'), EMPTY])
    with answering(lambda path: (200, {}, next(bodies))) as url:
        assert len(list(KoladaClient(url).pages(Question("ou")))) == 2


@pytest.mark.parametrize("next_url", ["http://[::1", "http://name:secret@[x/"])
def test_a_next_page_that_is_no_address_is_told(next_url: str) -> None:
    body = EMPTY.replace(b"null", json.dumps(next_url).encode())
    with answering(lambda path: (200, {}, body)) as url, pytest.raises(SourceError, match="inte är en adress") as told:
        KoladaClient(url).units()
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    ("asked_for", "waited"),
    [
        ("7", 7),
        (" 7 ", 7),
        ("31", 31),
        ("1000000000", 600),
        ("9" * 5000, 600),
        ("Fri, 31 Dec 2100 23:59:59 GMT", 600),
        ("Sat, 01 Jan 2000 00:00:00 GMT", 0.5),
        ("Sat, 99 Jan 99999 00:00:00 GMT", 0.5),
        ("0", 0.5),
        ("-5", 0.5),
        ("soon", 0.5),
        ("nan", 0.5),
        ("\u0661", 0.5),
        ("", 0.5),
    ],
)
def test_patience_is_as_long_as_is_asked_for_in_reason(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, asked_for: str, waited: float
) -> None:
    waits: list[float] = []
    replies = iter([(429, {"Retry-After": asked_for.encode().decode("latin-1")}, b""), (200, {}, EMPTY)])
    with answering(lambda path: next(replies)) as url:
        client = KoladaClient(url)
        monkeypatch.setattr(client._stop, "wait", waits.append)
        assert client.municipality_groups().height == 0
    assert waits == [waited]
    told = [record.getMessage() for record in caplog.records if "asks for patience" in record.getMessage()]
    assert told == ([f"{url} asks for patience: waiting {waited} s before asking again."] if waited > 30 else [])


def test_many_threads_that_wait_tell_it_once(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    with answering(lambda path: (503, {"Retry-After": "60"}, b"")) as url:
        client = KoladaClient(url, attempts=2)
        monkeypatch.setattr(client._stop, "wait", lambda seconds: None)
        with pytest.raises(SourceError, match="svarade 503"):
            client.ask([Question("municipality")] * 4)
    assert caplog.text.count("asks for patience") == 1


def test_a_redirect_is_followed_on_the_same_host_only() -> None:
    ours, others = [], []

    def other(path: str) -> tuple[int, dict[str, str], bytes]:
        others.append(path)
        return 200, {}, EMPTY

    def reply(path: str) -> tuple[int, dict[str, str], bytes]:
        ours.append(path)
        return (302, {"Location": to[0]}, b"") if not path.startswith("/moved") else (200, {}, EMPTY)

    to = ["/moved/ou"]
    with answering(other) as elsewhere, answering(reply) as url:
        client = KoladaClient(url)
        assert client.units().height == 0
        to = [f"{url}/moved/ou?per_page=5000"]
        assert client.units().height == 0
        host = url.removeprefix("http://")
        for where, shown in (
            (f"{elsewhere}/ou", elsewhere),
            (elsewhere.replace("http://", "//name:secret@"), elsewhere),
            (f"http://name:secret@{host}/moved", url),
            ("https://kolada.invalid/v3", "https://kolada.invalid"),
            (f"https://{host}/moved", f"https://{host}"),
        ):
            to = [where]
            with pytest.raises(SourceError, match=f"hänvisar till {re.escape(shown)}, vilket inte följs") as told:
                client.units()
            assert "secret" not in str(told.value)
        for where in ("http://[::1", "file:///etc/passwd", "http://:80/"):
            to = [where]
            with pytest.raises(SourceError, match="hänvisar till något som inte är en adress"):
                client.units()
        to, before = ["/ou"], len(ours)
        with pytest.raises(SourceError, match="hänvisar vidare mer än 3 gånger"):
            client.units()
        assert len(ours) - before == 4
    assert others == []


def test_a_password_in_the_address_is_sent_and_never_told_nor_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sent: list[str | None] = []

    class Asked(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sent.append(self.headers["Authorization"])
            self.send_response(200 if "municipality" in self.path else 403)
            self.send_header("Content-Length", str(len(EMPTY)))
            self.send_header("Date", "Sat, 01 Jan 2000 00:00:00 GMT")
            self.end_headers()
            self.wfile.write(EMPTY)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Asked)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    with closing(server.socket):
        client = KoladaClient(f"http://name:hemligt%40ord@127.0.0.1:{server.server_port}/v3/")
        (page,) = client.pages(Question("municipality"))
        with pytest.raises(SourceError, match="svarade 403") as told:
            client.kpis()
        server.shutdown()
    assert sent == ["Basic " + base64.b64encode(b"name:hemligt@ord").decode()] * 2
    assert page.url == f"http://127.0.0.1:{server.server_port}/v3/municipality?per_page=5000"
    assert client.known_as == client.base_url == f"http://127.0.0.1:{server.server_port}/v3"
    down = KoladaClient("http://name:hemligt%40ord@127.0.0.1:9", attempts=1, backoff=0.01)
    with pytest.raises(SourceError, match=r"http://127\.0\.0\.1:9 gick inte att nå") as unreached:
        down.kpis()
    traced = "".join(traceback.format_exception(unreached.value))
    assert all("hemligt" not in text for text in (str(told.value), traced, caplog.text, repr(page)))


def test_doctor_tells_an_address_without_its_password() -> None:
    with answering(lambda path: (404, {}, b"")) as url:
        found = ask_live(url.replace("http://", "http://name:hemligt@"))
    assert [finding.subject for finding in found][:1] == [f"{url} kpi"]
    assert "hemligt" not in repr(found)


@pytest.mark.parametrize(
    "url",
    [
        "kolada",
        "",
        "http://",
        "http://[::1",
        "http://[x]/v3",
        "http://127.0.0.1:port/v3",
        "http://127.0.0.1:99999/v3",
        "http://127.0.0.1:0/v3",
        "http://kolada .se/v3",
        "http://kolada.se/v3\n",
        "http://*kolada.se/v3",
        "http://" + "k" * 64 + ".se",
        "http://api..kolada.se/v3",
        "https://api.kolada.se/v3?per_page=5",
        "https://api.kolada.se/v3#kpi",
        "ftp://kolada.se/v3",
        "http://name:hemligt@[::1",
        "http://name:hem/ligt@kolada.se:port",
        "name:hemligt@kolada.se",
    ],
)
def test_an_address_that_cannot_be_asked_is_wrong_use(url: str) -> None:
    with pytest.raises(UsageError, match="är ingen adress som går att fråga") as told:
        KoladaClient(url)
    assert told.value.exit_status == 2
    assert "hem" not in "".join(traceback.format_exception(told.value))
