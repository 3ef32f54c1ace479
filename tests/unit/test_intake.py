"""The strict intake: what is refused and how it is told; what it lets through, DuckDB reads the same; and no bad answer stays."""

import gzip
import hashlib
import json
import math
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets.kolada import answers as kept_answers
from assets.kolada.answers import AnswerStore, list_harvests
from assets.kolada.client import KoladaClient
from assets.kolada.intake import WireError, read_page
from assets.kolada.plan_harvest import Wanted, begin_harvest, finish_harvest, plan_harvest, read_asked_before
from assets.playback.recording import Recording
from assets.playback.server import HEADER, serving
from assets.storage.run_sql import run
from assets.warehouse.stage_answers import GENDERS, STATUSES, make_keys
from assets.warehouse.store import connected
from models.errors import RefusedAnswerError, SourceError
from models.tables.header import sql_text
from tests.server import answering
from tests.small import AREAS, OWN, catalogue, cells, few, load, query, vintage

BASE = "http://prov.invalid/v3"
CELL = {"gender": "T", "count": 1, "status": "", "value": 80.0, "isdeleted": False}
ROW = {"kpi": "N99001", "period": 2023, "municipality": OWN, "values": [CELL]}
KPI = {
    "id": "N99001", "title": "Prov", "description": "", "is_divided_by_gender": True, "municipality_type": "K",
    "operating_area": "Prov", "prel_publication_date": None, "publication_date": None, "publ_period": "2025",
    "has_ou_data": None,
}  # fmt: skip


def body_of(*rows: object) -> bytes:
    return json.dumps({"values": rows, "next_url": None, "previous_url": None, "count": len(rows)}).encode()


def cell_with(**changes: object) -> bytes:
    return body_of({**ROW, "values": [CELL, CELL | changes]})


REFUSED: dict[str, tuple[str, bytes, str]] = {
    "a page": ("data", b"<html>", "inte JSON"),
    "a list": ("data", b"[]", "expected `object`, got `array`"),
    "no values": ("data", b"{}", "`values`"),
    "no rows": ("data", b'{"values": [1]}', "rad 1: raden har fel form: expected `object`"),
    "another count": ("data", b'{"values": [], "count": 3}', "'count' säger 3, men sidan har 0"),
    "a mark before it": ("data", b"\xef\xbb\xbf" + body_of(ROW), "BOM"),
    "UTF-16": ("data", body_of(ROW).decode().encode("utf-16"), "inte UTF-8"),
    "half a character": ("data", cell_with(status="\ud800"), "ett halvt tecken"),
    "half a character, not read": ("kpi", body_of(KPI | {"x": "\ud800"}), "ett halvt tecken"),
    "nested": ("data", b'{"values":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nästlat för djupt"),
    "a far year": ("data", body_of(ROW | {"period": 10**12}), "rad 1: 'period'"),
    "a broken year": ("data", body_of(ROW | {"period": 2023.5}), "rad 1: 'period'"),
    "no year": ("data", body_of({"kpi": "N1", "municipality": OWN, "values": []}), "`period`"),
    "an odd gender": ("data", cell_with(gender="X"), "rad 1: 'gender'"),
    "text for a number": ("data", cell_with(value="80,0"), "rad 1: 'value' har fel form: expected `float | null`, got `str`"),
    "true for a number": ("data", cell_with(value=True), "rad 1: 'value'"),
    "400 digits": ("data", body_of(ROW).replace(b"80.0", b"1" + b"0" * 400), "rad 1: 'value'"),
    "many": ("data", cell_with(count="many"), "rad 1: 'count'"),
    "too many": ("data", cell_with(count=2**31), "rad 1: 'count'"),
    "fewer than none": ("data", cell_with(count=-1), "rad 1: 'count'"),
    "a list for text": ("data", cell_with(status=[]), "rad 1: 'status'"),
    "an ended text": ("data", cell_with(status="a\0b"), "rad 1: 'status'"),
    "maybe": ("data", cell_with(isdeleted="maybe"), "rad 1: 'isdeleted'"),
    "1 for true": ("data", cell_with(isdeleted=1), "rad 1: 'isdeleted'"),
    "a key twice": ("data", body_of(ROW).replace(b'"value": 80.0', b'"value": 80.0, "value": 81.0'), "'value' står två gånger"),
    "a key twice, disguised": ("data", body_of(ROW).replace(b'"value": 80.0', b'"value": 80.0, "\\u0076alue": 81.0'), "'value' står två gånger"),
    "an id of another kind": ("data", body_of(ROW | {"kpi": "N1,N2"}), "rad 1: 'kpi'"),
    "no members": ("municipality_groups", body_of({"id": "G1", "title": "x", "members": None}), "rad 1: 'members'"),
    "maybe in the catalogue": ("kpi", body_of(KPI | {"has_ou_data": "maybe"}), "rad 1: 'has_ou_data'"),
    "tal for text": ("kpi", body_of(KPI | {"title": 1}), "rad 1: 'title'"),
    "a field that is gone": ("kpi", body_of({"id": "N1", "name": "x"}), "fältet 'title' saknas i alla poster .kpi."),
    "no id": ("municipality", body_of({"code": "0000", "title": "x", "type": "K"}), "`id`"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_as_the_api_gives_it_is_refused_and_named(what: str) -> None:
    kind, body, words = REFUSED[what]
    with pytest.raises(WireError, match=words):
        read_page(kind, body)


def test_what_is_as_the_api_gives_it_is_taken_in() -> None:
    assert read_page("data", body_of(ROW)).rows() == [ROW]
    assert read_page("kpi", body_of(KPI)).rows() == [KPI]
    extra = json.dumps({"values": [ROW | {"new": {"a": [1]}}], "more": 1}).encode()
    assert read_page("data", extra).rows() == [ROW]
    escaped = json.dumps({"values": [{"id": "0180", "title": "Göteborg", "type": "K"}]}).encode()
    assert b"\\u00f6" in escaped
    assert read_page("municipality", escaped).rows()[0]["title"] == "Göteborg"


# Whole bodies, spoiled: in their text, or in one place of what they say.
ODD = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), st.text(max_size=5),
    st.sampled_from([[], {}, [[]], "T", "K", "", "Privacy", "N99001", OWN, 10**400, "\ud800", "\0", 1e15, 2023.0, [CELL]]),
)  # fmt: skip


def _places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inside:
        yield from _places(value, (*path, key))


def _put(data: Any, path: tuple[Any, ...], odd: Any) -> Any:
    if not path:
        return odd
    changed = dict(data) if isinstance(data, dict) else list(data)
    changed[path[0]] = _put(data[path[0]], path[1:], odd)
    return changed


@st.composite
def spoiled(draw: st.DrawFn, body: bytes) -> bytes:
    """A body with a value of it replaced, a key twice or gone, or some bytes of it replaced, in some encoding."""
    data = json.loads(body)
    how = draw(st.sampled_from(["value", "value", "value", "bytes", "twice", "gone", "encoding"]))
    if how == "bytes":
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 8)))
        return body[:start] + draw(st.binary(max_size=8)) + body[end:]
    if how == "encoding":
        return draw(
            st.sampled_from([b"\xef\xbb\xbf" + body, body.decode().encode("utf-16"), b" " + body + b"\n", body + body])
        )
    path = draw(
        st.sampled_from([place for place in _places(data) if how == "value" or (place and isinstance(place[-1], str))])
    )
    if how == "value":
        return json.dumps(_put(data, path, draw(ODD))).encode()
    marked = json.dumps(_put(data, path, "@@"))
    key = json.dumps(path[-1])
    old = json.dumps(_reach(data, path))
    said = "" if how == "gone" else f"{key}: {old}, {key}: {json.dumps(draw(ODD))}"
    text = marked.replace(f'{key}: "@@"', said or '"gone": 0')
    return text.encode("utf-8", "surrogatepass")


def _reach(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        data = data[key]
    return data


def read_by_duckdb(con: duckdb.DuckDBPyConnection, body: bytes) -> list[tuple]:
    """The cells that a load makes of a body's text, by its own SQL."""
    con.execute("CREATE OR REPLACE TEMP TABLE page_body AS SELECT ? AS body, 0 AS page", [body.decode()])
    statuses = {row[0] for row in run(con, "page_value", "statuses_answered")}
    make_keys(con, status=(*STATUSES, *statuses))
    run(con, "empty_incoming", "page_value", "read_values")
    return con.execute("FROM incoming").fetchall()


def taken_in(body: bytes) -> list[tuple]:
    """The same of what the intake says."""
    made: list[tuple] = []
    for row in read_page("data", body).rows():
        for cell in row["values"]:
            possible = cell["value"] is None or (math.isfinite(cell["value"]) and abs(cell["value"]) < 1e15)
            status = (cell.get("status") or "") if possible else "Impossible"
            value = cell["value"] if possible else None
            deleted = cell.get("isdeleted") or False
            if row["kpi"] == "N99001" and row["municipality"] in AREAS:
                place = (row["kpi"], row["municipality"], row["period"], cell["gender"])
                made.append((*place, value, status, cell.get("count"), deleted, 0))
    return made


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with connected(tmp_path_factory.mktemp("read") / "warehouse.duckdb") as con:
        con.execute("SET threads = 1")
        con.execute(sql_text("macros.sql"))
        make_keys(con, kpi=["N99001"], area=AREAS, gender=GENDERS, status=STATUSES)
        yield con


THREE = body_of(
    ROW, ROW | {"period": 2022, "values": [CELL, CELL | {"gender": "K", "value": None, "status": "Privacy"}]}
)


@settings(max_examples=5_000, suppress_health_check=list(HealthCheck), deadline=None)
@given(body=spoiled(THREE))
def test_what_is_taken_in_duckdb_reads_as_it_was_taken_in(con: duckdb.DuckDBPyConnection, body: bytes) -> None:
    try:
        expected = taken_in(body)
    except WireError:
        return
    assert sorted(read_by_duckdb(con, body), key=str) == sorted(expected, key=str)


@contextmanager
def telling(day: str, value: float, spoil: Callable[[str, bytes], bytes] = lambda path, body: body) -> Iterator[str]:
    """Serve a recording of two KPIs' values, with bodies changed by `spoil`."""
    import requests

    given = [*cells({2022: 79.0, 2023: value}), *cells({2023: [1.0, 2.0, 3.0]}, "N99002")]
    recording = Recording([vintage(day, given)], catalogue(["N99001", "N99002"]), origin="replay")
    with serving(recording) as server:

        def reply(path: str) -> tuple[int, dict[str, str], bytes]:
            got = requests.get(server.url.removesuffix("/v3") + path, timeout=10)
            headers = {"Date": got.headers["Date"], HEADER: got.headers[HEADER]}
            return got.status_code, headers, spoil(path, got.content) if got.status_code == 200 else got.content

        with answering(reply) as url:
            yield f"{url}/v3"


def ask(home: Path, url: str, attempts: int = 1) -> None:
    store = AnswerStore(home / "answers")
    before = list_harvests(store)
    client = KoladaClient(url, known_as=BASE, attempts=attempts, backoff=0.001)
    wanted = [Wanted("N99001"), Wanted("N99002")]
    harvest, found = begin_harvest(client, store, wanted)
    finish_harvest(client, harvest, plan_harvest(wanted, found, read_asked_before(before, BASE)))


KNOWN = ("kolada_value", "kpi", "area", "area_group", "kpi_asked")


def known(home: Path, current: bool = False) -> dict[str, list[tuple]]:
    """All that the warehouse knows, less the names of harvests and answers; or only what holds now."""
    found: dict[str, list[tuple]] = {}
    for name in KNOWN:
        if not current:
            # What mends an earlier finding is news, though no value changed: its outcome says so.
            without = "harvest_id, outcome" if name == "kpi_asked" else "source_answer_id"
            found[name] = query(home, f"SELECT * EXCLUDE ({without}) FROM {name} ORDER BY ALL")
        elif name != "kpi_asked":
            without = "known_from, known_to, source_answer_id"
            found[name] = query(home, f"SELECT * EXCLUDE ({without}) FROM {name} WHERE known_to IS NULL ORDER BY ALL")
    return found


@pytest.fixture(scope="module")
def unspoiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that has seen the answers of the first and the last day alone."""
    home = tmp_path_factory.mktemp("unspoiled")
    for day, value in (("2024-01-01", 80.0), ("2024-04-01", 82.0)):
        with telling(day, value) as url:
            ask(home, url)
        load(home)
    return home


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What is answered in between, by the kind of question."""
    found: dict[str, bytes] = {}

    def keep(path: str, body: bytes) -> bytes:
        found[kind_of(path)] = max(found.get(kind_of(path), b""), body, key=len)
        return body

    with telling("2024-02-01", 81.0, keep) as url:
        ask(tmp_path_factory.mktemp("between"), url)
    return found


def kind_of(path: str) -> str:
    return path.removeprefix("/v3/").partition("?")[0].partition("/")[0]


@settings(few(8), deadline=None)
@given(data=st.data())
def test_after_one_good_answer_the_warehouse_is_as_if_the_bad_had_never_been(
    unspoiled: Path, bodies: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    kind = data.draw(st.sampled_from(sorted(bodies)))
    bad = data.draw(spoiled(bodies[kind]))
    home = tmp_path_factory.mktemp("spoiled")
    with telling("2024-01-01", 80.0) as url:
        ask(home, url)
    load(home)
    refused = False
    try:
        with telling("2024-02-01", 81.0, lambda _, body: bad if body == bodies[kind] else body) as url:
            ask(home, url)
    except SourceError:
        refused = True
    load(home)
    with telling("2024-04-01", 82.0) as url:
        ask(home, url)
    load(home)
    assert known(home, current=True) == known(unspoiled, current=True)
    if refused:
        assert known(home) == known(unspoiled)


@pytest.mark.parametrize("what", ["no members", "a mark before it", "half a character", "a far year", "maybe"])
def test_a_bad_answer_is_asked_for_again_refused_by_name_and_stands_in_nobodys_way(
    tmp_path: Path, unspoiled: Path, what: str
) -> None:
    kind, bad, words = REFUSED[what]
    with telling("2024-01-01", 80.0) as url:
        ask(tmp_path, url)
    load(tmp_path)
    asked: list[str] = []

    def spoil(path: str, body: bytes) -> bytes:
        if kind_of(path) != kind:
            return body
        asked.append(path)
        return bad

    with telling("2024-02-01", 81.0, spoil) as url, pytest.raises(SourceError, match=words) as told:
        ask(tmp_path, url, attempts=3)
    assert told.value.exit_status == 3
    assert max(Counter(asked).values()) == 3
    load(tmp_path)
    with telling("2024-04-01", 82.0) as url:
        ask(tmp_path, url)
    load(tmp_path)
    assert known(tmp_path) == known(unspoiled)


def spoil_stored(home: Path, kind: str, bad: bytes) -> None:
    """Let the newest harvest hold an answer as an earlier version kept it, which had no strict intake."""
    harvest = list_harvests(AnswerStore(home / "answers"))[-1]
    sha256 = hashlib.sha256(bad).hexdigest()
    path = harvest.store.path(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(bad, mtime=0))
    lines = [json.loads(line) for line in harvest.path.read_text(encoding="utf-8").splitlines()]
    number = [question.kind for question in harvest.questions].index(kind)
    for line in lines:
        line.pop("intake", None)
        if line["type"] == "answer" and line["question"] == number:
            line |= {"sha256": sha256, "size": len(bad)}
    harvest.path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")


@pytest.mark.parametrize(
    "what", ["no members", "a mark before it", "UTF-16", "half a character", "a far year", "maybe"]
)
def test_a_harvest_that_cannot_be_loaded_is_set_aside_told_and_asked_for_anew(
    tmp_path: Path, unspoiled: Path, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    kind, bad, words = REFUSED[what]
    for day, value in (("2024-01-01", 80.0), ("2024-02-01", 81.0)):
        with telling(day, value) as url:
            ask(tmp_path, url)
        if day == "2024-01-01":
            load(tmp_path)
    spoil_stored(tmp_path, kind, bad)
    with pytest.raises(RefusedAnswerError, match=words):
        load(tmp_path)
    assert "lades åt sidan" in caplog.text
    assert query(tmp_path, "SELECT kpi_ids FROM refused_harvest") == [("N99001,N99002",)]
    # It is in nobody's way: the next load does nothing, the next run asks anew.
    assert load(tmp_path).harvests == 0
    with telling("2024-04-01", 82.0) as url:
        ask(tmp_path, url)
    assert load(tmp_path).harvests == 1
    mended, plain = known(tmp_path), known(unspoiled)
    # That it mends what was told is news of every KPI, though the value of one is as before.
    asked = [[row[:-1] for row in found.pop("kpi_asked")] for found in (mended, plain)]
    assert asked[0] == asked[1]
    assert mended == plain


def test_a_harvest_that_the_intake_passed_and_duckdb_cannot_read_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with telling("2024-01-01", 80.0) as url:
        ask(tmp_path, url)
    load(tmp_path)
    with telling("2024-02-01", 81.0) as url:
        ask(tmp_path, url)
    spoil_stored(tmp_path, "municipality_groups", b'{"values": [')
    monkeypatch.setattr(kept_answers, "INTAKE", 0)
    monkeypatch.setattr("assets.warehouse.load_harvests.INTAKE", 0)
    with telling("2024-04-01", 82.0) as url:
        ask(tmp_path, url)
    assert load(tmp_path).harvests == 1
    assert "gick inte att läsa in" in caplog.text
    current = "SELECT value FROM kolada_value WHERE known_to IS NULL AND kpi_id = 'N99001' AND period = 2023"
    assert query(tmp_path, current) == [(82.0,)]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "1e15"])
def test_a_number_that_no_value_can_have_is_kept_out_told_and_stops_nothing(tmp_path: Path, number: str) -> None:
    with telling("2024-01-01", 80.0, lambda path, body: body.replace(b"80.0", number.encode())) as url:
        ask(tmp_path, url)
    load(tmp_path)
    found = "SELECT value, status FROM kolada_value WHERE kpi_id = 'N99001' AND period = 2023"
    assert query(tmp_path, found) == [(None, "Impossible")]
    assert query(tmp_path, "SELECT count(*) FROM kolada_value WHERE value IS NOT NULL") == [(4,)]
