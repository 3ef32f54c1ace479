"""The audit of dependencies: a known fault fails, an unreachable database is told, anything else fails."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools.audit import audit, list_parts


def says(path: Path, *, parts: list[dict[str, object]] | None = None, error: str = "", status: int = 0) -> list[str]:
    """A command that ends as pip-audit does."""
    written = "" if parts is None else f"open({str(path)!r}, 'w').write({json.dumps({'dependencies': parts})!r});"
    return [sys.executable, "-c", f"import sys; {written} sys.stderr.write({error!r}); sys.exit({status})"]


def test_no_known_fault_passes(tmp_path: Path) -> None:
    path = tmp_path / "audit.json"
    parts = [{"name": "duckdb", "version": "1.5.5", "vulns": []}]
    assert audit(path, says(path, parts=parts)) == (0, "audit: no known fault in 1 parts")


def test_a_known_fault_fails_and_is_named(tmp_path: Path) -> None:
    path = tmp_path / "audit.json"
    parts = [{"name": "requests", "version": "2.0", "vulns": [{"id": "PYSEC-1"}, {"id": "PYSEC-2"}]}]
    status, told = audit(path, says(path, parts=parts, status=1))
    assert status == 1
    assert told.splitlines()[1:] == ["requests 2.0: PYSEC-1", "requests 2.0: PYSEC-2"]


def test_an_unreachable_database_is_told_and_passes(tmp_path: Path) -> None:
    error = "Traceback\nrequests.exceptions.ConnectionError: Max retries exceeded\n"
    status, told = audit(tmp_path / "audit.json", says(tmp_path, error=error, status=1))
    assert status == 0
    assert told.startswith("audit skipped: its database could not be reached")


def test_what_else_goes_wrong_fails(tmp_path: Path) -> None:
    assert audit(tmp_path / "audit.json", says(tmp_path, error="no such option", status=2)) == (
        1,
        "audit failed: no such option",
    )


def test_the_list_of_parts_has_every_pin_that_is_shipped(tmp_path: Path) -> None:
    path = tmp_path / "sbom.cdx.json"
    try:
        n = list_parts(path)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        pytest.skip(f"uv could not resolve here: {error}")
    found = {part["name"]: part["version"] for part in json.loads(path.read_text(encoding="utf-8"))["components"]}
    assert n > 100
    assert found["duckdb"] == "1.5.5"
    assert found["dagster-postgres"] == "0.29.27"
    assert "pytest" not in found
