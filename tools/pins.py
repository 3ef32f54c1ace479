"""Makes the pins: every version, the transitive ones too, in pyproject.toml and requirements.lock.

    uv run tools/pins.py            resolve again within the pins (after a dependency was added or removed)
    uv run tools/pins.py --upgrade  resolve to the newest of everything that pyproject.toml allows
    uv run tools/pins.py --canary   try the newest of everything in a scratch copy, and run the tests there

Pins carry no addresses: uv.lock records download addresses and is ignored by git (docs/architecture.md).
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BEGIN = "# Made by tools/pins.py: every version, without addresses."
BLOCK = re.compile(r"\n?" + re.escape(BEGIN) + r"\nconstraint-dependencies = \[\n.*?\n\]\n", re.DOTALL)


def without_pins(text: str) -> str:
    """Return pyproject.toml without its pins."""
    return BLOCK.sub("\n", text)


def with_pins(text: str, pins: list[str]) -> str:
    """Return pyproject.toml with these pins, at the end of [tool.uv]."""
    listed = "".join(f'    "{pin}",\n' for pin in pins)
    block = f"{BEGIN}\nconstraint-dependencies = [\n{listed}]\n"
    return re.sub(
        r"(\[tool\.uv\]\n(?:[^\[\n].*\n)*)", lambda match: match.group(1) + block, without_pins(text), count=1
    )


def resolve(folder: Path, *, upgrade: bool) -> list[str]:
    """Resolve in a folder and return the pins, as name==version with a marker only where a name has two versions."""
    command = ["uv", "lock", "-q", *(["--upgrade"] if upgrade else [])]
    subprocess.run(command, cwd=folder, check=True)
    export = [
        "uv", "export", "-q", "--frozen", "--all-groups", "--all-extras", "--no-hashes", "--no-emit-project", "--no-annotate",
        "--no-header",
    ]  # fmt: skip
    lines = subprocess.run(export, cwd=folder, check=True, capture_output=True, text=True).stdout.splitlines()
    found: dict[str, list[str]] = {}
    for line in filter(None, lines):
        pin, _, marker = line.partition(";")
        found.setdefault(pin.split("==")[0].strip(), []).append(f"{pin.strip()}|{marker.strip()}")
    pins: list[str] = []
    for entries in found.values():
        for entry in sorted(entries):
            pin, _, marker = entry.partition("|")
            pins.append(f"{pin} ; {marker}".replace('"', "'") if len(entries) > 1 and marker else pin)
    return sorted(set(pins))


def compile_lock(folder: Path) -> None:
    """Write requirements.lock: what the program needs at run time, with its extras, hashes and without addresses."""
    command = [
        "uv", "pip", "compile", "-q", "pyproject.toml", "--all-extras", "--universal", "--generate-hashes", "--no-emit-index-url",
        "--no-annotate", "--no-header", "--python-version", "3.11", "-o", "requirements.lock",
    ]  # fmt: skip
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def canary() -> int:
    """Run the tests on the newest of everything, in a scratch copy; return their exit status."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "styrtal"
        ignored = shutil.ignore_patterns(".venv", "home", ".git", "uv.lock", "__pycache__", ".hypothesis")
        shutil.copytree(ROOT, copy, ignore=ignored)
        project = copy / "pyproject.toml"
        project.write_text(without_pins(project.read_text(encoding="utf-8")), encoding="utf-8")
        environment = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
        return subprocess.run(
            ["uv", "run", "--group", "dev", "pytest", "-q", "-n", "auto", "--dist", "loadfile"],
            cwd=copy,
            env=environment,
            check=False,
        ).returncode


def main() -> int:
    """Make the pins, or try the canary."""
    if "--canary" in sys.argv:
        return canary()
    project = ROOT / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    upgrade = "--upgrade" in sys.argv
    if upgrade:
        project.write_text(without_pins(text), encoding="utf-8")
    try:
        project.write_text(with_pins(text, resolve(ROOT, upgrade=upgrade)), encoding="utf-8")
        compile_lock(ROOT)
    except subprocess.CalledProcessError:
        project.write_text(text, encoding="utf-8")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
