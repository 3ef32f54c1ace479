"""Where things are kept, and what the environment asks for: STYRTAL_*."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from assets.workplace import Workplace
from models.errors import UsageError, system_words
from pipelines import clock

if TYPE_CHECKING:
    from assets.operations.send_alerts import Channels

ROOT = Path(__file__).resolve().parent.parent
# A clone, or the image, holds the project's file beside the code; an installed program does not, and has in a folder
# beside it what it needs of the project's other files (pyproject.toml).
IN_PROJECT = (ROOT / "pyproject.toml").is_file()
BUNDLED = ROOT if IN_PROJECT else ROOT / "styrtal_bundled"
EXAMPLE = "example"
HOME_BESIDE = "styrtal-home"


def default_data() -> Path:
    """Return the folder with the municipalities' folders: the project's, or the one where the command is called."""
    return ROOT / "data" if IN_PROJECT else Path.cwd()


def default_home() -> Path:
    """Return the home where none is set: the project's, or one in the folder where the command is called."""
    return ROOT / "data" / "home" if IN_PROJECT else Path.cwd() / HOME_BESIDE


class Settings(BaseSettings):
    """What the environment sets.

    STYRTAL_HOME holds the warehouse and the reports; STYRTAL_DATA the municipalities' folders (default for both: the
    project's, or for an installed program the folder where it is called); STYRTAL_KOLADA_URL another base than the real
    API; STYRTAL_REPORTS_URL where the reports are served, as `styrtal ui` does; STYRTAL_LOG=json makes logs JSON lines.
    STYRTAL_SMTP_* and STYRTAL_ALERT_WEBHOOK say who
    is told when something stands wrong; what is secret of it may be the content of a file: STYRTAL_SMTP_PASSWORD_FILE,
    STYRTAL_ALERT_WEBHOOK_FILE. STYRTAL_HISTORY_DAYS is how long Dagster's history of runs is kept. STYRTAL_WAREHOUSE is the address of a DuckLake, where many processes share a warehouse
    (docs/scaling.md), and STYRTAL_LAKE_FILES the folder of its files. What is not in the environment is read from files
    in the folder STYRTAL_SECRETS, named as the variables in lower case.
    """

    model_config = SettingsConfigDict(env_prefix="STYRTAL_", secrets_dir=os.environ.get("STYRTAL_SECRETS"))

    home: Path = Field(default_factory=default_home)
    data: Path = Field(default_factory=default_data)
    kolada_url: str | None = None
    log: Literal["plain", "json"] = "plain"
    smtp_host: str | None = None
    smtp_port: int = 587
    smtp_tls: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_password_file: Path | None = None
    smtp_from: str = "styrtal@localhost"
    smtp_to: str = ""
    alert_webhook: SecretStr | None = None
    alert_webhook_file: Path | None = None
    history_days: int = Field(default=365, ge=0)
    warehouse: SecretStr | None = None
    lake_files: Path | None = None
    reports_url: str = "http://127.0.0.1:3001"

    def municipalities(self) -> dict[str, Path]:
        """Return the municipalities' folders by name: those with definitions in them, and an installed program's example."""
        bundled = {} if IN_PROJECT else {EXAMPLE: self.example()}
        # A folder that may not be looked into is none of ours: os.path.isfile says so where Path.is_file raises.
        return bundled | {
            folder.name: folder
            for folder in sorted(self.data.glob("*"))
            if os.path.isfile(folder / "municipality.yaml")  # noqa: PTH113
        }

    def example(self) -> Path:
        """Return the built-in example's folder."""
        return (self.data if IN_PROJECT else BUNDLED / "data") / EXAMPLE

    def workplace(self, extra: Path | None = None) -> Workplace:
        """Return the workplace of a run, with a municipality whose folder lies elsewhere too."""
        folders = self.municipalities()
        if extra is not None:
            folders[extra.resolve().name] = extra.resolve()
        return Workplace(
            home=self.home.resolve(),
            municipalities=folders,
            asked_for=extra.resolve().name if extra is not None else None,
            kolada_url=self.kolada_url,
            reports_url=self.reports_url,
            now=clock.now,
            today=clock.today,
            lake=self.warehouse.get_secret_value().strip() if self.warehouse is not None else None,
            lake_files=self.lake_files.resolve() if self.lake_files is not None else None,
        )

    def history_since(self) -> datetime:
        """Return from when on Dagster's history of runs is kept."""
        return datetime.now(UTC) - timedelta(days=self.history_days)

    def channels(self) -> "Channels":
        """Return who is told when something stands wrong.

        Raises:
            UsageError: a file with a secret cannot be read, or it is not said to whom e-mail goes.
        """
        from assets.operations.send_alerts import Channels, Mail

        mail: Mail | None = None
        if self.smtp_host is not None:
            to = tuple(address.strip() for address in self.smtp_to.split(",") if address.strip())
            if not to:
                raise UsageError(
                    "STYRTAL_SMTP_HOST är satt, men inte till vem: sätt STYRTAL_SMTP_TO till en eller flera adresser."
                )
            password = _secret(self.smtp_password, self.smtp_password_file, "STYRTAL_SMTP_PASSWORD_FILE")
            mail = Mail(self.smtp_host, self.smtp_port, self.smtp_from, to, self.smtp_tls, self.smtp_user, password)
        return Channels(mail, _secret(self.alert_webhook, self.alert_webhook_file, "STYRTAL_ALERT_WEBHOOK_FILE"))

    def dagster_home(self) -> Path:
        """Return where Dagster's own state is set: the project's root, or a home of one's own with the same settings."""
        if IN_PROJECT and self.home.resolve() == (ROOT / "data" / "home").resolve():
            return ROOT
        folder = self.home.resolve() / "dagster"
        folder.mkdir(parents=True, exist_ok=True)
        text = (BUNDLED / "dagster.yaml").read_text(encoding="utf-8")
        place = self.home.resolve().as_posix()
        (folder / "dagster.yaml").write_text(
            text.replace("base_dir: data/home", f"base_dir: {place}"), encoding="utf-8"
        )
        return folder


def _secret(given: SecretStr | None, file: Path | None, name: str) -> str | None:
    """Return a secret from the environment or from a file."""
    if given is not None or file is None:
        return given.get_secret_value() if given is not None else None
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise UsageError(f"{name} nämner {file}, som inte går att läsa: {system_words(error)}.") from error
