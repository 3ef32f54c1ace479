"""Where things are kept, and what the environment asks for: STYRTAL_*."""

import os
from datetime import date, datetime
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from assets.workplace import Workplace

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = "example"


class Settings(BaseSettings):
    """What the environment sets.

    STYRTAL_HOME holds the warehouse and the reports; STYRTAL_DATA the municipalities' folders; STYRTAL_KOLADA_URL
    another base than the real API. STYRTAL_WAREHOUSE is the address of a DuckLake, where many processes share a warehouse
    (docs/scaling.md), and STYRTAL_LAKE_FILES the folder of its files. What is not in the environment is read from files
    in the folder STYRTAL_SECRETS, named as the variables in lower case.
    """

    model_config = SettingsConfigDict(env_prefix="STYRTAL_", secrets_dir=os.environ.get("STYRTAL_SECRETS"))

    home: Path = Field(default=ROOT / "data" / "home")
    data: Path = Field(default=ROOT / "data")
    kolada_url: str | None = None
    warehouse: SecretStr | None = None
    lake_files: Path | None = None

    def municipalities(self) -> dict[str, Path]:
        """Return the municipalities' folders by name: those with definitions in them."""
        return {
            folder.name: folder for folder in sorted(self.data.glob("*")) if (folder / "municipality.yaml").is_file()
        }

    def workplace(self, extra: Path | None = None) -> Workplace:
        """Return the workplace of a run, with a municipality whose folder lies elsewhere too."""
        folders = self.municipalities()
        if extra is not None:
            folders[extra.resolve().name] = extra.resolve()
        return Workplace(
            home=self.home.resolve(),
            municipalities=folders,
            kolada_url=self.kolada_url,
            lake=self.warehouse.get_secret_value().strip() if self.warehouse is not None else None,
            lake_files=self.lake_files.resolve() if self.lake_files is not None else None,
        )

    def dagster_home(self) -> Path:
        """Return where Dagster's own state is set: the project's root, or a home of one's own with the same settings."""
        if self.home.resolve() == (ROOT / "data" / "home").resolve():
            return ROOT
        folder = self.home.resolve() / "dagster"
        folder.mkdir(parents=True, exist_ok=True)
        text = (ROOT / "dagster.yaml").read_text(encoding="utf-8")
        place = self.home.resolve().as_posix()
        (folder / "dagster.yaml").write_text(
            text.replace("base_dir: data/home", f"base_dir: {place}"), encoding="utf-8"
        )
        return folder


def today() -> date:
    """Return this machine's day."""
    return datetime.now().astimezone().date()
