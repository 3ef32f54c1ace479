"""Backup and restore, status, doctor, schedule and prune: the commands from outside, on a home that has been run in."""

import json
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import pytest

from assets.definitions.of_run import RunDefinitions
from assets.playback.recording import Recording
from assets.playback.server import serving
from assets.warehouse.store import SCHEMA_VERSION
from tests.conftest import ROOT
from tests.server import answering
from tests.small import catalogue, cells, fetch, load, query, vintage, write
from tests.system.test_command import EXAMPLE, digest, environment, styrtal

FROZEN = f"frozen/{EXAMPLE}"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home where the example has been run once, and its report frozen as `styrtal freeze` lays it."""
    home = tmp_path_factory.mktemp("operations") / "home"
    done = styrtal(home, "run", "--json")
    assert done.returncode == 0, done.stderr
    edition = home / FROZEN / "1"
    shutil.copytree(home / "reports" / EXAMPLE, edition)
    (home / FROZEN / "editions.json").write_text('{"editions": []}', encoding="utf-8")
    for path in edition.rglob("*"):
        if path.is_file():
            path.chmod(stat.S_IRUSR)
    return home


@pytest.fixture(scope="module")
def archive(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("archive") / "kopia.zip"
    done = styrtal(example, "backup", file, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["notes"] == []
    return file


def known(home: Path) -> list[tuple[object, ...]]:
    """Everything that a warehouse knows, less what this machine's clock said."""
    rows: list[tuple[object, ...]] = []
    with duckdb.connect(home / "example" / "warehouse.duckdb", read_only=True) as con:
        for name, clock in (
            ("kolada_value", ""),
            ("kpi", ""),
            ("area_group", ""),
            ("source_answer", "EXCLUDE (fetched_at)"),
        ):
            rows += con.execute(f"SELECT '{name}', * {clock} FROM {name} ORDER BY ALL").fetchall()
    return rows


def test_a_backup_restored_in_an_empty_place_gives_the_same_bytes(example: Path, archive: Path, tmp_path: Path) -> None:
    home = tmp_path / "ny"
    done = styrtal(home, "restore", archive)
    assert done.returncode == 0, done.stderr
    for folder in ("frozen", "reports", "example/answers"):
        assert digest(home / folder) == digest(example / folder), folder
    assert known(home) == known(example)
    frozen = [path for path in (home / FROZEN / "1").rglob("*") if path.is_file()]
    assert frozen
    assert not [path for path in frozen if path.stat().st_mode & stat.S_IWUSR]
    assert not [path for path in home.rglob("*") if path.name.startswith(".restoring")]
    # And it goes on from there: the same run gives the same report.
    before = digest(home / "reports")
    assert styrtal(home, "run").returncode == 0
    assert digest(home / "reports") == before


def test_nothing_is_restored_over_what_is_there(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "viktigt.txt").write_text("rör inte", encoding="utf-8")
    done = styrtal(tmp_path, "restore", archive)
    assert (done.returncode, "är inte tom" in done.stderr) == (2, True), done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["viktigt.txt"]


def test_a_backup_is_never_overwritten(example: Path, archive: Path) -> None:
    before = archive.read_bytes()
    done = styrtal(example, "backup", archive)
    assert (done.returncode, "finns redan" in done.stderr) == (2, True), done.stderr
    assert archive.read_bytes() == before


def _truncated(archive: Path, broken: Path) -> None:
    broken.write_bytes(archive.read_bytes()[:-5000])


def _flipped(archive: Path, broken: Path) -> None:
    data = bytearray(archive.read_bytes())
    data[len(data) // 2] ^= 0xFF
    broken.write_bytes(bytes(data))


def _rewritten(archive: Path, broken: Path, change: str) -> None:
    """The same archive with one member changed, lacking or added: whole as a ZIP file, wrong as a backup."""
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            is_page = name.endswith("reports/example/2026-08/index.html")
            if is_page and change == "lacking":
                continue
            if is_page and change == "changed":
                data += b" "
            if name == "backup.json" and change == "newer":
                data = data.replace(f'"warehouse_version": {SCHEMA_VERSION}'.encode(), b'"warehouse_version": 99')
            if name == "backup.json" and change == "outside":
                data = data.replace(b'"reports/example/2026-08/index.html"', b'"../reports/index.html"')
            new.writestr(name, data)
        if change == "added":
            new.writestr("extra.txt", b"extra")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("truncated", "ingen hel säkerhetskopia"),
        ("flipped", "ingen hel säkerhetskopia"),
        ("no zip", "ingen hel säkerhetskopia"),
        ("changed", "index.html' är inte de som säkerhetskopierades"),
        ("lacking", "index.html' saknas"),
        ("added", "'extra.txt' är inget in backup.json"),
        ("newer", "a warehouse of version 99"),
        ("outside", "skulle hamna utanför mappen"),
    ],
)
def test_a_broken_archive_is_told_and_nothing_is_restored(
    archive: Path, tmp_path: Path, change: str, words: str
) -> None:
    broken = tmp_path / "bruten.zip"
    match change:
        case "truncated":
            _truncated(archive, broken)
        case "flipped":
            _flipped(archive, broken)
        case "no zip":
            broken.write_text("ingen kopia", encoding="utf-8")
        case _:
            _rewritten(archive, broken, change)
    done = styrtal(tmp_path / "home", "restore", broken)
    assert done.returncode == 2, (done.returncode, done.stderr)
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "home").exists()


@pytest.mark.slow
def test_a_backup_taken_at_any_moment_of_a_run_is_whole(example: Path, tmp_path: Path) -> None:
    """Backups are made one after the other while a first run goes; each of them is restored and run to the same end."""
    home = tmp_path / "home"
    command = [sys.executable, "-m", "pipelines.command.main", "run"]
    running = subprocess.Popen(
        command, cwd=ROOT, env=environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    archives: list[Path] = []
    while running.poll() is None:
        file = tmp_path / f"{len(archives)}.zip"
        done = styrtal(home, "backup", file)
        if done.returncode == 0:
            archives.append(file)
        else:
            assert done.returncode == 2, done.stderr
            assert "inget att säkerhetskopiera" in done.stderr
    assert running.returncode == 0, running.communicate()[1]
    assert len(archives) >= 2
    for number in {0, len(archives) // 2, len(archives) - 1}:
        place = tmp_path / f"åter-{number}"
        assert styrtal(place, "restore", archives[number]).returncode == 0
        done = styrtal(place, "run")
        assert done.returncode == 0, done.stderr
        assert digest(place / "reports") == digest(example / "reports")
        assert known(place) == known(example)


def test_a_backup_brings_what_a_killed_run_left_in_the_log(example: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(example, home)
    code = (
        "import duckdb, os, sys; con = duckdb.connect(sys.argv[1]); con.execute('SET wal_autocheckpoint = \\'1GB\\'')\n"
        "con.execute('CREATE TABLE mark AS SELECT 42 AS n'); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(home / "example" / "warehouse.duckdb")])
    assert (home / "example" / "warehouse.duckdb.wal").exists()
    assert styrtal(home, "backup", tmp_path / "kopia.zip").returncode == 0
    assert styrtal(tmp_path / "ny", "restore", tmp_path / "kopia.zip").returncode == 0
    with duckdb.connect(tmp_path / "ny" / "example" / "warehouse.duckdb", read_only=True) as con:
        assert con.execute("SELECT n FROM mark").fetchall() == [(42,)]


def test_a_backup_of_nothing_says_so(tmp_path: Path) -> None:
    done = styrtal(tmp_path / "tom", "backup", tmp_path / "kopia.zip")
    assert (done.returncode, "inget att säkerhetskopiera" in done.stderr) == (2, True), done.stderr
    assert not (tmp_path / "kopia.zip").exists()


@pytest.mark.skipif(os.name == "nt", reason="a place that cannot be written is made by permissions")
def test_a_backup_that_cannot_be_written_leaves_nothing(example: Path, tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("", encoding="utf-8")
    done = styrtal(example, "backup", tmp_path / "fil" / "kopia.zip")
    assert done.returncode == 4, done.stderr
    assert "Ingen säkerhetskopia gjordes" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fil"]


# Status and doctor


def test_status_tells_what_is_fresh_frozen_and_how_much_room_there_is_in_under_two_seconds(example: Path) -> None:
    before = os.times()
    done = styrtal(example, "status", "--json")
    after = os.times()
    # Processor time: what a person waits on a machine that has nothing else to do.
    assert sum(after[2:4]) - sum(before[2:4]) < 2
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    (mine,) = [item for item in found["indicators"] if item["municipality"] == "example"]
    asked = {row[0] for row in known(example) if row[0] == "kpi"}
    assert asked
    named = mine["fresh"] + [text.split(":")[0] for text in mine["awaited"] + mine["late"]]
    assert len(named) == len(set(named)) > 10
    assert mine["never_asked"] == []
    (report,) = [item for item in found["reports"] if item["name"] == EXAMPLE]
    assert (report["as_of"], report["frozen_editions"], report["withheld"]) == ("2026-09-15T00:00:00Z", 1, [])
    assert (found["busy"], found["failed_runs"]) == (None, [])
    assert found["sizes"]["warehouse"] == (example / "example" / "warehouse.duckdb").stat().st_size
    assert found["free"] > 0


def test_status_answers_while_a_run_holds_the_home_and_names_it(example: Path) -> None:
    hold = "from pathlib import Path; import sys, time; from assets.storage.one_writer import locked\n"
    hold += "with locked(Path(sys.argv[1])):\n print('held', flush=True); time.sleep(60)"
    holder = subprocess.Popen([sys.executable, "-c", hold, str(example)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "held"
        done = styrtal(example, "status")
        assert done.returncode == 0, done.stderr
        assert f"En körning pågår (process {holder.pid}" in done.stdout
    finally:
        holder.kill()
        holder.wait()
    assert "Ingen körning pågår." in styrtal(example, "status").stdout


def test_status_tells_a_failed_run_until_the_next_one_succeeds(example: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(example, home)
    with duckdb.connect(home / "example" / "warehouse.duckdb") as con:
        con.execute("INSERT INTO kolada_value SELECT * FROM kolada_value WHERE known_to IS NULL LIMIT 1")
    assert styrtal(home, "run").returncode == 1
    done = styrtal(home, "status", "--json")
    assert [run["partition"] for run in json.loads(done.stdout)["failed_runs"]] == [EXAMPLE]
    with duckdb.connect(home / "example" / "warehouse.duckdb") as con:
        con.execute(
            "CREATE TEMP TABLE once AS SELECT DISTINCT * FROM kolada_value; DELETE FROM kolada_value;"
            "INSERT INTO kolada_value SELECT * FROM once"
        )
    assert styrtal(home, "run").returncode == 0
    assert json.loads(styrtal(home, "status", "--json").stdout)["failed_runs"] == []


def test_runs_leave_no_more_history_than_is_asked_for(example: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(example, home)
    runs = home / "dagster" / "storage" / "history" / "runs"
    for _ in range(3):
        assert styrtal(home, "run", STYRTAL_HISTORY_DAYS="0").returncode == 0
    # The last that went well before it, its own, and Dagster's index.
    assert len(list(runs.glob("*.db"))) == 3


def test_status_of_an_empty_home_asks_for_nothing(tmp_path: Path) -> None:
    done = styrtal(tmp_path / "tom", "status")
    assert done.returncode == 0, done.stderr
    assert "Disk: inget ännu" in done.stdout
    assert not (tmp_path / "tom").exists()


def findings(home: Path, *args: object, **env: str) -> tuple[int, dict[str, dict[str, str]]]:
    done = styrtal(home, "doctor", "--json", *args, **env)
    assert "Traceback" not in done.stderr
    return done.returncode, {finding["subject"]: finding for finding in json.loads(done.stdout)}


def test_doctor_finds_nothing_wrong_where_nothing_is(example: Path) -> None:
    status, found = findings(example)
    assert status == 0
    assert not [subject for subject, finding in found.items() if finding["status"] == "error"]
    assert {
        "python",
        "home",
        "disk",
        "definitioner för example",
        "example/warehouse.duckdb",
        f"rapporten {EXAMPLE}",
    } <= set(found)


def test_doctor_finds_what_is_damaged_and_says_what_to_do(example: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(example, home)
    body = next((home / "example" / "answers").glob("bodies/*/*.gz"))
    body.write_bytes(body.read_bytes()[:-10])
    (home / "reports" / EXAMPLE / "index.html").write_text("ändrad", encoding="utf-8")
    with duckdb.connect(home / "example" / "warehouse.duckdb") as con:
        con.execute("UPDATE warehouse_version SET version = 99")
    status, found = findings(home, "--municipality", write(tmp_path, {"units": []}))
    assert status == 1
    wrong = {subject: finding for subject, finding in found.items() if finding["status"] == "error"}
    assert set(wrong) == {
        "example/answers",
        f"rapporten {EXAMPLE}",
        "example/warehouse.duckdb",
        "definitioner för prov",
    }
    assert body.name in wrong["example/answers"]["seen"]
    assert "index.html" in wrong[f"rapporten {EXAMPLE}"]["seen"]
    assert "version 99" in wrong["example/warehouse.duckdb"]["seen"]
    assert all(finding["mend"] for finding in wrong.values())


def test_doctor_live_asks_five_questions_and_tells_each_that_breaks_the_contract(example: Path) -> None:
    recording = Recording([vintage("2024-06-01", cells({2023: [80.0] * 30}))], catalogue(), origin="replay")
    with serving(recording) as server:
        status, found = findings(example, "--live", "--kolada-url", server.url)
        assert server.questions == 5
    asked = {subject.split()[1]: finding for subject, finding in found.items() if subject.startswith("http")}
    assert set(asked) == {"kpi", "municipality", "municipality_groups", "data", "from_date"}
    assert (status, {finding["status"] for finding in asked.values()}) == (0, {"ok"})
    with answering(
        lambda path: (200, {}, b'{"values": [{"id": "N1", "name": "x"}], "next_url": null, "count": 1}')
    ) as url:
        status, found = findings(example, "--live", "--kolada-url", url)
    asked = {subject.split()[1]: finding for subject, finding in found.items() if subject.startswith("http")}
    assert (status, {finding["status"] for finding in asked.values()}) == (1, {"error"})
    assert "fältet 'title' saknas i alla poster (kpi)" in asked["kpi"]["seen"]


# Schedule and prune


def test_schedule_tells_without_running_anything(example: Path) -> None:
    before = digest(example / "example")
    done = styrtal(example, "schedule", "--municipality", "example", "--next", "60d")
    assert done.returncode == 0, done.stderr
    assert "example (av: refresh, economy, reports" in done.stdout
    everything = styrtal(example, "schedule", "--municipality", "example", "--next", "60d", "--all", "--json")
    rows = json.loads(everything.stdout)
    assert {"economy", "refresh"} <= {row["kind"] for row in rows}
    assert all(row["why"] and row["at"] and row["municipality"] == "example" for row in rows)
    assert digest(example / "example") == before
    wrong = styrtal(example, "schedule", "--next", "snart")
    assert (wrong.returncode, "Skriv dagar, veckor eller år" in wrong.stderr) == (2, True)


def old_home(folder: Path) -> Path:
    """A home with three downloads: a value that was revised twice, and a frozen report that stands on the second."""
    days = [vintage(f"202{n}-06-01", cells({2019: 70.0 + n, 2018: 50.0})) for n in (1, 2, 3)]
    for at in range(3):
        fetch(folder, days, at=at)
        load(folder)
    return folder


def bodies(home: Path) -> set[str]:
    return {path.name.split(".")[0] for path in home.glob("answers/bodies/*/*.gz")}


def test_prune_counts_and_then_throws_away_what_nothing_stands_on(tmp_path: Path) -> None:
    home = old_home(tmp_path / "home")
    before, values = bodies(home), query(home, "FROM kolada_value ORDER BY ALL")
    current = {
        row[0]
        for row in query(
            home,
            "SELECT a.sha256 FROM source_answer AS a JOIN kolada_value AS v USING (source_answer_id) WHERE v.known_to IS NULL",
        )
    }
    superseded = {
        row[0]
        for row in query(
            home, "SELECT a.sha256 FROM source_answer AS a JOIN kolada_value AS v USING (source_answer_id)"
        )
    } - current
    assert current
    assert superseded
    frozen = min(superseded)
    edition = home / "frozen" / "prov" / "2021-12" / "1"
    edition.mkdir(parents=True)
    (edition / "manifest.json").write_text(json.dumps({"source_answers": [{"sha256": frozen}]}), encoding="utf-8")
    dry = json.loads(styrtal(home, "prune", "--older-than", "30d", "--json").stdout)
    assert dry["applied"] is False
    assert dry["answers"] > 0
    assert bodies(home) == before
    done = styrtal(home, "prune", "--older-than", "30d", "--apply", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {**dry, "applied": True}
    gone = before - bodies(home)
    assert len(gone) == dry["answers"]
    assert not gone & (current | {frozen})
    assert superseded - {frozen} <= gone
    assert query(home, "FROM kolada_value ORDER BY ALL") == values
    # What is gone is asked for in full again, and nothing changes by it.
    fetch(home, [vintage("2024-06-01", cells({2019: 73.0, 2018: 50.0}))])
    load(home)
    assert query(home, "FROM kolada_value ORDER BY ALL") == values
    assert json.loads(styrtal(home, "prune", "--older-than", "30y", "--json").stdout)["answers"] == 0


def test_prune_does_not_guess_what_a_frozen_report_stands_on(tmp_path: Path) -> None:
    home = old_home(tmp_path / "home")
    before = bodies(home)
    edition = home / "frozen" / "prov" / "2021-12" / "1"
    edition.mkdir(parents=True)
    (edition / "manifest.json").write_text("{", encoding="utf-8")
    done = styrtal(home, "prune", "--older-than", "30d", "--apply")
    assert (done.returncode, "det går inte att veta vad rapporten bygger på" in done.stderr) == (2, True), done.stderr
    assert bodies(home) == before
    assert styrtal(home, "prune", "--older-than", "7d").returncode == 2


# Logs and alerts of the command


def test_logs_are_json_lines_where_that_is_set(example: Path) -> None:
    done = styrtal(example, "run", STYRTAL_LOG="json")
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert all({"at", "level", "message"} <= set(line) for line in lines)
    mine = [line for line in lines if line.get("step") == "load_warehouse"]
    assert mine
    assert {line["report"] for line in mine} == {EXAMPLE}
    wrong = styrtal(example, "run", "--report", "2026-13", STYRTAL_LOG="json")
    (line,) = [json.loads(text) for text in wrong.stderr.splitlines()]
    assert (line["level"], "Det finns ingen rapport" in line["message"]) == ("error", True)


def test_a_wrong_setting_is_named_without_what_it_holds(example: Path) -> None:
    done = styrtal(example, "status", STYRTAL_SMTP_TLS="hemligt")
    assert done.returncode == 2, done.stderr
    assert "STYRTAL_SMTP_TLS: värdet får inte stå här. Skriv 'starttls', 'tls' eller 'none'." in done.stderr
    assert "hemligt" not in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_tells_of_its_failed_run_once_and_of_no_wrong_use(example: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(example, home)
    got: list[bytes] = []
    down = ("run", "--kolada-url", "http://127.0.0.1:9/v3", "--report", "2026-08")
    with answering(lambda path: (200, {}, b""), got) as url:
        told = {"STYRTAL_ALERT_WEBHOOK": f"{url}/hemlig-krok"}
        for _ in range(2):
            done = styrtal(home, *down, **told)
            assert done.returncode == 3, done.stderr
            assert "hemlig-krok" not in done.stderr + done.stdout
        assert styrtal(home, "run", "--report", "2026-13", **told).returncode == 2
        assert len(got) == 1
        assert styrtal(home, "run", **told).returncode == 0
        assert len(got) == 1
        assert styrtal(home, *down, **told).returncode == 3
    assert len(got) == 2
    (alert,) = json.loads(got[0])["alerts"]
    assert alert["what"].startswith("Körningen av example/2026-08 misslyckades: http://127.0.0.1:9/v3 gick inte att nå")


def test_dagsters_sensor_tells_of_a_failed_run_with_the_errors_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dagster as dg

    from assets.workplace import Workplace
    from pipelines.definitions import build_definitions
    from pipelines.jobs import COMMAND_TAG, REPORT_JOB

    home = tmp_path / "home"
    place = Workplace(home=home, municipalities={"prov": write(tmp_path)}, kolada_url="http://127.0.0.1:9/v3")
    definitions = build_definitions(RunDefinitions(place), ["prov/2025-12"])
    got: list[bytes] = []
    with answering(lambda path: (200, {}, b""), got) as url, dg.DagsterInstance.ephemeral() as instance:
        monkeypatch.setenv("STYRTAL_ALERT_WEBHOOK", url)
        job = definitions.resolve_job_def(REPORT_JOB)
        for tags in ({}, {}, COMMAND_TAG):
            failed = job.execute_in_process(
                instance=instance, partition_key="prov/2025-12", raise_on_error=False, tags=tags
            )
            assert not failed.success
            context = dg.build_run_status_sensor_context(
                "alert_failed_run",
                dagster_instance=instance,
                dagster_run=failed.dagster_run,
                dagster_event=failed.get_run_failure_event(),
            ).for_run_failure()
            (sensor,) = [each for each in definitions.sensors or [] if each.name == "alert_failed_run"]
            sensor(context)
    (body,) = got
    (alert,) = json.loads(body)["alerts"]
    assert alert["what"].startswith("Körningen av prov/2025-12 misslyckades: http://127.0.0.1:9/v3 gick inte att nå")
