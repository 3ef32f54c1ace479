"""Lists all parts of the program (SBOM, CycloneDX), and audits them for known faults.

    uv run --group audit tools/audit.py     writes build/sbom.cdx.json and build/audit.json

It ends with 1 where a part has a known fault, and with 0 where the database of faults cannot be reached, which it says.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
SECONDS = 120
_UNREACHABLE = re.compile(
    r"ConnectionError|Could not connect|Max retries|timed out|NameResolution|Temporary failure|ProxyError|SSLError|Connection refused"
)


def list_parts(path: Path) -> int:
    """Write the SBOM of the program and its extras; return the number of parts."""
    export = ["uv", "export", "-q", "--no-dev", "--all-extras", "--format", "cyclonedx1.5", "--output-file", str(path)]
    subprocess.run(export, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    return len(json.loads(path.read_text(encoding="utf-8"))["components"])


def audit(path: Path, command: list[str] | None = None) -> tuple[int, str]:
    """Audit requirements.lock; return the exit status and what to say of it."""
    path.unlink(missing_ok=True)
    asked = command or [
        sys.executable, "-m", "pip_audit", "--requirement", str(ROOT / "requirements.lock"), "--require-hashes",
        "--disable-pip", "--vulnerability-service", "osv", "--progress-spinner", "off", "--timeout", "10",
        "--format", "json", "--output", str(path),
    ]  # fmt: skip
    try:
        done = subprocess.run(asked, cwd=ROOT, check=False, capture_output=True, text=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return 0, f"audit skipped: its database did not answer in {SECONDS} s"
    if not path.exists():
        lines = done.stderr.strip().splitlines() or ["nothing was said"]
        if _UNREACHABLE.search(done.stderr):
            return 0, f"audit skipped: its database could not be reached ({lines[-1][:120]})"
        return 1, f"audit failed: {lines[-1][:200]}"
    parts = json.loads(path.read_text(encoding="utf-8"))["dependencies"]
    faults = [f"{part['name']} {part['version']}: {fault['id']}" for part in parts for fault in part.get("vulns", [])]
    return (1, "known faults:\n" + "\n".join(faults)) if faults else (0, f"audit: no known fault in {len(parts)} parts")


def main() -> int:
    """List and audit."""
    BUILD.mkdir(exist_ok=True)
    path = BUILD / "sbom.cdx.json"
    print(f"SBOM: {list_parts(path)} parts in {path.relative_to(ROOT).as_posix()}")
    status, told = audit(BUILD / "audit.json")
    print(told)
    return status


if __name__ == "__main__":
    raise SystemExit(main())
