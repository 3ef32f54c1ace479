"""Tells people, by e-mail or a webhook, of what stands wrong: each thing once, and again only if it has been right since."""

import json
import smtplib
import ssl
from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import requests

from assets.storage.one_writer import locked
from assets.storage.write_whole import write_whole
from models.errors import PlaceError
from models.words.alerts import ALERT_DO, alert_subject

TIMEOUT = 20
# What has been told, by scope: the keys that stood when it was last looked at.
TOLD = "alerts.json"


@dataclass(frozen=True)
class Alert:
    """One thing that stands wrong: a key that stays the same while it does, what it is, and what to do."""

    key: str
    kind: Literal["failed_run", "failed_check", "changed_figures", "late"]
    what: str
    do: str


@dataclass(frozen=True)
class Mail:
    """Where e-mail goes. With `starttls` or `tls` nothing is sent over a line that is not encrypted."""

    host: str
    port: int
    sender: str
    to: tuple[str, ...]
    tls: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password: str | None = None

    def __repr__(self) -> str:
        """Return the address without its password."""
        return f"Mail({self.host}:{self.port})"


@dataclass(frozen=True, repr=False)
class Channels:
    """Who is told: by e-mail, by a webhook, by both or by neither. The webhook's address may itself be a secret."""

    mail: Mail | None = None
    webhook: str | None = None


def send_alerts(
    channels: Channels, home: Path, scope: str, standing: Sequence[Alert], warn: Callable[[str], None] | None = None
) -> list[Alert]:
    """Tell what stands wrong within a scope and has not been told; return it. What no longer stands is forgotten.

    What could not be sent is told by `warn`, and tried again the next time. It never ends a run: where the home cannot be
    written (the disk is full), it is sent all the same, and told again the next time.
    """
    if channels.mail is None and channels.webhook is None:
        return []
    with _held(home):
        path = home / TOLD
        told = _read(path)
        before = set(told.get(scope, []))
        new = [alert for alert in standing if alert.key not in before]
        sent = bool(new) and _send(channels, scope, new, warn)
        kept = {alert.key for alert in standing} & before
        told[scope] = sorted(kept | {alert.key for alert in new if sent})
        if not told[scope]:
            del told[scope]
        with suppress(OSError):
            write_whole(path, (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode())
    return new if sent else []


@contextmanager
def _held(home: Path) -> Generator[None]:
    """Hold what has been told, where the home can be written at all."""
    with ExitStack() as stack:
        with suppress(PlaceError):
            stack.enter_context(locked(home, name="alerts"))
        yield


def _read(path: Path) -> dict[str, list[str]]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        # Told once more is better than never told.
        return {}


def _send(channels: Channels, scope: str, alerts: Sequence[Alert], warn: Callable[[str], None] | None) -> bool:
    """Send to every channel; return whether any of them took it."""
    done = False
    if channels.mail is not None:
        try:
            _mail(channels.mail, scope, alerts)
            done = True
        except (OSError, smtplib.SMTPException) as error:
            _warn(warn, f"e-post via {channels.mail.host}:{channels.mail.port}", type(error).__name__)
    if channels.webhook is not None:
        try:
            _post(channels.webhook, scope, alerts)
            done = True
        except requests.RequestException as error:
            # The error's own text holds the address, which may be a secret.
            status = error.response.status_code if error.response is not None else type(error).__name__
            _warn(warn, f"webbkroken på {urlsplit(channels.webhook).hostname}", str(status))
    return done


def _warn(warn: Callable[[str], None] | None, channel: str, why: str) -> None:
    if warn is not None:
        warn(
            f"En varning gick inte att skicka till {channel} ({why}). Den skickas igen vid nästa körning; "
            "se docs/operations.md."
        )


def _mail(mail: Mail, scope: str, alerts: Sequence[Alert]) -> None:
    message = EmailMessage()
    message["From"] = mail.sender
    message["To"] = ", ".join(mail.to)
    message["Subject"] = alert_subject(scope, len(alerts))
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_text(alerts))
    context = ssl.create_default_context()
    if mail.tls == "tls":
        client: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=TIMEOUT, context=context)
    else:
        client = smtplib.SMTP(mail.host, mail.port, timeout=TIMEOUT)
    with client:
        if mail.tls == "starttls":
            client.starttls(context=context)
        if mail.user is not None:
            client.login(mail.user, mail.password or "")
        client.send_message(message)


def _post(address: str, scope: str, alerts: Sequence[Alert]) -> None:
    subject = alert_subject(scope, len(alerts))
    content = {"text": f"{subject}\n\n{_text(alerts)}", "scope": scope, "alerts": [asdict(alert) for alert in alerts]}
    requests.post(address, json=content, timeout=TIMEOUT).raise_for_status()


def _text(alerts: Sequence[Alert]) -> str:
    return "\n\n".join(f"{alert.what}\n{ALERT_DO}: {alert.do}" for alert in alerts) + "\n"
