"""Alerts against a real SMTP server and a real HTTP server: each thing once, in Swedish, and no secret anywhere."""

import hashlib
import json
import logging
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from assets.definitions.of_run import RunDefinitions
from assets.operations.send_alerts import Alert, Channels, Mail, send_alerts
from assets.workplace import Workplace
from models.errors import SourceError, UsageError
from models.tables.header import table
from models.tables.pandera_schemas import from_rows
from pipelines.settings import Settings
from pipelines.what_to_alert import alert_failed_run, alert_standing
from tests.inbox import Inbox, receiving
from tests.rows import whole_rows
from tests.server import answering
from tests.small import definition, indicator, published, write

LATE = Alert("N99001 2025", "late", "N99001 har inga värden för 2025.", "Kontrollera på kolada.se.")
OTHER = Alert("N99002 2025", "late", "N99002 har inga värden för 2025.", "Kontrollera på kolada.se.")


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def mail(inbox: Inbox) -> Iterator[Mail]:
    with receiving(inbox) as port:
        yield Mail("127.0.0.1", port, "styrtal@example.se", ("analytiker@example.se", "chef@example.se"), tls="none")


def test_an_alert_goes_once_by_mail_and_says_what_to_do(tmp_path: Path, mail: Mail, inbox: Inbox) -> None:
    channels = Channels(mail=mail)
    assert send_alerts(channels, tmp_path, "prov: late", [LATE]) == [LATE]
    assert send_alerts(channels, tmp_path, "prov: late", [LATE]) == []
    (message,) = inbox.got
    assert message["Subject"] == "styrtal: 1 sak att se till (prov: late)"
    assert message["To"] == "analytiker@example.se, chef@example.se"
    assert message.get_content().split("\r\n") == [LATE.what, f"Gör så här: {LATE.do}", ""]
    # One more goes alone; once it is right and goes wrong again, it is told again.
    assert send_alerts(channels, tmp_path, "prov: late", [LATE, OTHER]) == [OTHER]
    assert send_alerts(channels, tmp_path, "prov: late", []) == []
    assert send_alerts(channels, tmp_path, "prov: late", [LATE]) == [LATE]
    assert len(inbox.got) == 3


def test_what_could_not_be_sent_is_told_and_sent_the_next_time(tmp_path: Path, mail: Mail, inbox: Inbox) -> None:
    channels = Channels(mail=mail)
    inbox.closed = True
    warned: list[str] = []
    assert send_alerts(channels, tmp_path, "prov", [LATE], warned.append) == []
    assert warned
    assert warned[0].startswith(f"En varning gick inte att skicka till e-post via 127.0.0.1:{mail.port}")
    inbox.closed = False
    assert send_alerts(channels, tmp_path, "prov", [LATE], warned.append) == [LATE]
    assert (len(inbox.got), len(warned)) == (1, 1)


def test_a_login_is_used_and_a_wrong_one_told_without_it(tmp_path: Path, mail: Mail, inbox: Inbox) -> None:
    right = Mail(mail.host, mail.port, mail.sender, mail.to, "none", "robot", "hemligt")
    assert send_alerts(Channels(mail=right), tmp_path, "prov", [LATE]) == [LATE]
    assert inbox.logins == [(b"robot", b"hemligt")]
    wrong = Mail(mail.host, mail.port, mail.sender, mail.to, "none", "robot", "felaktigt")
    warned: list[str] = []
    assert send_alerts(Channels(mail=wrong), tmp_path, "annan", [LATE], warned.append) == []
    assert "SMTPAuthenticationError" in warned[0]
    assert "felaktigt" not in warned[0] + repr(wrong) + repr(Channels(mail=wrong))


def test_nothing_goes_unencrypted_where_encryption_was_asked_for(
    tmp_path: Path, mail: Mail, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assets.operations.send_alerts.TIMEOUT", 2)
    warned: list[str] = []
    for tls in ("starttls", "tls"):
        asked = Mail(mail.host, mail.port, mail.sender, mail.to, tls, "robot", "hemligt")
        assert send_alerts(Channels(mail=asked), tmp_path, tls, [LATE], warned.append) == []
    assert (len(warned), inbox.got, inbox.logins) == (2, [], [])


def test_a_webhook_gets_json_once_and_its_address_stays_secret(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    got: list[bytes] = []
    warned: list[str] = []
    status = 500
    with caplog.at_level(logging.DEBUG), answering(lambda path: (status, {}, b""), got) as url:
        channels = Channels(webhook=f"{url}/krok/hemligt-token")
        assert send_alerts(channels, tmp_path, "prov", [LATE], warned.append) == []
        status = 200
        assert send_alerts(channels, tmp_path, "prov", [LATE], warned.append) == [LATE]
        assert send_alerts(channels, tmp_path, "prov", [LATE], warned.append) == []
    assert len(got) == 2
    content = json.loads(got[1])
    assert content["alerts"] == [{"key": LATE.key, "kind": "late", "what": LATE.what, "do": LATE.do}]
    assert LATE.what in content["text"]
    assert "(500)" in warned[0]
    assert "hemligt-token" not in "".join(warned) + repr(channels) + "".join(
        path.read_text(encoding="utf-8") for path in tmp_path.iterdir()
    )


def test_one_channel_that_is_down_does_not_silence_the_other(tmp_path: Path, mail: Mail, inbox: Inbox) -> None:
    warned: list[str] = []
    channels = Channels(mail=mail, webhook="http://127.0.0.1:9/krok")
    assert send_alerts(channels, tmp_path, "prov", [LATE], warned.append) == [LATE]
    assert (len(inbox.got), len(warned)) == (1, 1)


def test_an_alert_goes_out_though_the_home_cannot_be_written(tmp_path: Path, mail: Mail, inbox: Inbox) -> None:
    home = tmp_path / "fil"
    home.write_text("ingen mapp", encoding="utf-8")
    assert send_alerts(Channels(mail=mail), home, "prov", [LATE]) == [LATE]
    assert len(inbox.got) == 1


def test_without_a_channel_nothing_is_kept(tmp_path: Path) -> None:
    assert send_alerts(Channels(), tmp_path / "home", "prov", [LATE]) == []
    assert not (tmp_path / "home").exists()


def settings(monkeypatch: pytest.MonkeyPatch, **given: object) -> Settings:
    for name, value in given.items():
        monkeypatch.setenv(f"STYRTAL_{name.upper()}", str(value))
    return Settings()


def test_secrets_come_from_the_environment_or_files_and_are_never_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "lösenord"
    secret.write_text("hemligt\n", encoding="utf-8")
    found = settings(
        monkeypatch,
        smtp_host="post.example.se",
        smtp_to="a@example.se, b@example.se",
        smtp_password_file=secret,
        alert_webhook="https://krok.example.se/hemligt",
    )
    channels = found.channels()
    assert channels.mail is not None
    assert (channels.mail.password, channels.mail.to, channels.mail.tls) == (
        "hemligt",
        ("a@example.se", "b@example.se"),
        "starttls",
    )
    assert channels.webhook == "https://krok.example.se/hemligt"
    assert "hemligt" not in repr(found) + str(channels)
    secret.unlink()
    with pytest.raises(UsageError, match="STYRTAL_SMTP_PASSWORD_FILE nämner"):
        found.channels()
    with pytest.raises(UsageError, match="sätt STYRTAL_SMTP_TO"):
        settings(monkeypatch, smtp_to=" , ").channels()


def test_a_failed_run_is_told_once_until_one_goes_well(
    tmp_path: Path, mail: Mail, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = settings(
        monkeypatch,
        home=tmp_path / "home",
        smtp_host=mail.host,
        smtp_port=mail.port,
        smtp_tls="none",
        smtp_to="a@example.se",
    )
    place = RunDefinitions(Workplace(home=tmp_path / "home", municipalities={"prov": write(tmp_path)}))
    error = RuntimeError("inre")
    error.__cause__ = SourceError("http://127.0.0.1:9 gick inte att nå: inget svarar där.")
    assert len(alert_failed_run(given, place, "prov/2025-12", error)) == 1
    assert alert_failed_run(given, place, "prov/2025-12", error) == []
    text = inbox.got[0].get_content()
    assert "Körningen av prov/2025-12 misslyckades: http://127.0.0.1:9 gick inte att nå" in text
    assert "Gör så här: Rätta det som meddelandet säger och kör om." in text
    folder = place.workplace.report_folder("prov", "2025-12") / "tables"
    folder.mkdir(parents=True)
    row = {
        "check_id": "value_in_scale",
        "subject": "matt",
        "severity": "error",
        "status": "failed",
        "message": "Utanför.",
    }
    checks = [row, {**row, "check_id": "annan", "severity": "warning"}, {**row, "check_id": "rätt", "status": "passed"}]
    from_rows("checks", whole_rows(table("checks"), checks)).write_parquet(folder / "checks.parquet")
    (told,) = alert_standing(given, place, "prov/2025-12")
    assert (told.kind, told.what) == ("failed_check", "prov/2025-12: Utanför. (matt)")
    assert alert_standing(given, place, "prov/2025-12") == []
    assert len(alert_failed_run(given, place, "prov/2025-12", error)) == 1
    assert len(inbox.got) == 3


def test_what_changed_since_the_report_before_is_told_the_worst_first_a_line_each(
    tmp_path: Path, mail: Mail, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = settings(
        monkeypatch, home=tmp_path / "home", smtp_host=mail.host, smtp_port=mail.port, smtp_tls="none", smtp_to="a@example.se"
    )  # fmt: skip

    def world(*forecasts: tuple[int, int], result: str) -> dict[str, Any]:
        frame = {"unit": "bun", "year": 2024, "kind": "cost", "amount": 100_000_000}
        told = [{"month": month, "amount": amount * 1_000_000} for month, amount in forecasts]
        point = {
            "id": "logg", "unit": "bun", "year": 2024, "title": "Loggar", "risk": "Insyn.", "probability": 2, "consequence": 3,
            "control": "Följ upp.", **({"result": result, "checked_at": date(2024, 4, 2)} if result != "not_done" else {}),
        }  # fmt: skip
        return definition(budgets=[{**frame, "forecasts": told}], control_points=[point])

    published(tmp_path / "home", world((4, 102), result="not_done"), [], "2024-04", datetime(2024, 5, 5))
    place = RunDefinitions(
        published(tmp_path / "home", world((4, 102), (8, 109), result="serious"), [], "2024-08", datetime(2024, 9, 9))
    )
    (told,) = alert_standing(given, place, "prov/2024-08")
    assert told.kind == "changed_figures"
    assert told.what.splitlines() == [
        "prov/2024-08: ändrat sedan April 2024, störst försämring först:",
        "– Loggar: resultat (Nämnden): Ej genomförd → Allvarlig anmärkning. Ny uppgift från enheten.",
        *(
            f"– Kostnad: avvikelse ({unit}): −2,0\N{NO-BREAK SPACE}mnkr → −9,0\N{NO-BREAK SPACE}mnkr. Ny prognos."
            for unit in ("Fullmäktige", "Nämnden")
        ),
        "3\N{NO-BREAK SPACE}uppgifter i definitionerna har ändrats.",
    ]
    assert "styrtal diff prov/2024-04 prov/2024-08" in told.do
    assert alert_standing(given, place, "prov/2024-08") == []
    assert len(inbox.got) == 1


@pytest.mark.slow
def test_a_new_judgement_and_a_text_are_told_too_and_nothing_where_nothing_changed(
    tmp_path: Path, mail: Mail, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = settings(
        monkeypatch, home=tmp_path / "home", smtp_host=mail.host, smtp_port=mail.port, smtp_tls="none", smtp_to="a@example.se"
    )  # fmt: skip

    def world(value: float, other: float, text: str) -> dict[str, Any]:
        kind = {
            "id": "analys",
            "title": "Analys",
            "levels": ["committee"],
            "parts": [{"id": "laget", "title": "Läget"}],
        }
        own = indicator(kpi_id=None, similar=None, measured_by="Vi räknar.", direction="lower", forecast="annual")
        given = {"unit": "bun", "year": 2024}
        return {
            **definition(
                indicators=[own, {**own, "id": "annat", "title": "annat"}],
                goals=[{"id": "mal", "kind": "own_result", "title": "Målet", "unit": "bun", "indicators": ["matt", "annat"]}],
                measurements=[{**given, "indicator": "matt", "value": value}, {**given, "indicator": "annat", "value": other}],
                statements=[{"id": "a", "kind": "analys", "unit": "bun", "by": "chefen", "parts": {"laget": text}}],
            ),
            "municipality": {**definition()["municipality"], "statements": [kind]},
        }  # fmt: skip

    published(tmp_path / "home", world(80, 70, "Det går bra."), [], "2024-04", datetime(2024, 5, 5))
    place = RunDefinitions(
        published(tmp_path / "home", world(99, 71, "Det går sämre."), [], "2024-08", datetime(2024, 9, 9))
    )
    (told,) = alert_standing(given, place, "prov/2024-08")
    file = hashlib.sha256((tmp_path / "home" / "data" / "prov" / "measurements.yaml").read_bytes()).hexdigest()[:8]
    assert told.what.splitlines()[1:] == [
        "– mått (Nämnden): Uppfyllt → Delvis uppfyllt. Värdet för 2024 var 80,0 och är 99,0.",
        f"– annat: värde (Nämnden): 70,0 → 71,0. Ny version av egen fil (measurements.yaml {file}). Också: reviderat värde.",
        "– Analys, Läget: innehåll (Nämnden): Det går bra. → Det går sämre. Ny uppgift från enheten.",
        "1\N{NO-BREAK SPACE}uppgift i definitionerna har ändrats.",
    ]
    place = RunDefinitions(
        published(tmp_path / "home", world(80, 70, "Det går bra."), [], "2024-08", datetime(2024, 5, 5))
    )
    assert alert_standing(given, place, "prov/2024-08") == []
