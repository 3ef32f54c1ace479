"""Makes a release: tags the commit, and writes its source as an archive that runs in an empty place, and its wheel.

    uv run tools/release.py     tags v<version>, writes build/styrtal-<version>.tar.gz, the wheel, and their SHA-256

The version is pyproject.toml's. It refuses, with 1, where files are not committed, CHANGELOG.md has no heading
`## <version>`, or the tag stands on another commit. Nothing is sent anywhere: push the tag and hand out the files yourself.
"""

import hashlib
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class RefusedError(Exception):
    """Why no release was made."""


def git(root: Path, *args: str) -> str:
    """Run git and return what it prints."""
    done = subprocess.run(["git", *args], cwd=root, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RefusedError(f"git {args[0]} failed: {done.stderr.strip()[:300]}")
    return done.stdout.strip()


def release(root: Path) -> Path:
    """Tag the commit that is checked out, and write its source archive; return where it lies.

    Raises:
        RefusedError: a release from here would not be what its version says.
    """
    version: str = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    changed = git(root, "status", "--porcelain")
    if changed:
        raise RefusedError(f"These files are not committed: commit them or put them away.\n{changed}")
    headings = re.findall(r"^## \[?([^\s\]]+)", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    if version not in headings:
        told = f"CHANGELOG.md has no heading '## {version}', which is pyproject.toml's version."
        raise RefusedError(f"{told} Say what changed under it, or correct the version, and commit.")
    tag, head = f"v{version}", git(root, "rev-parse", "HEAD")
    if tag not in git(root, "tag", "--list", tag).split():
        git(root, "tag", "--annotate", tag, "--message", f"styrtal {version}")
    elif git(root, "rev-list", "-n", "1", tag) != head:
        raise RefusedError(f"{tag} is the tag of another commit: a released version never changes. Raise the version.")
    path = root / "build" / f"styrtal-{version}.tar.gz"
    path.parent.mkdir(exist_ok=True)
    git(root, "archive", "--format=tar.gz", f"--prefix=styrtal-{version}/", f"--output={path}", tag)
    write_sha256(path)
    return path


def write_wheel(root: Path, out: Path) -> Path:
    """Build the wheel of what is checked out, and put the pins that it is installed with beside it; return the wheel."""
    build = ["uv", "build", "--quiet", "--wheel", "--out-dir", str(out)]
    subprocess.run(build, cwd=root, check=True)
    version: str = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    (wheel,) = out.glob(f"styrtal-{version}-*.whl")
    write_sha256(wheel)
    shutil.copy(root / "requirements.lock", out)
    return wheel


def write_sha256(path: Path) -> None:
    """Write a file's SHA-256 beside it, as `sha256sum --check` reads it."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_name(f"{path.name}.sha256").write_text(f"{sha256}  {path.name}\n", encoding="utf-8", newline="\n")


def main() -> int:
    """Make the release of what is checked out."""
    try:
        path = release(ROOT)
        wheel = write_wheel(ROOT, path.parent)
    except RefusedError as error:
        print(f"No release was made. {error}", file=sys.stderr)
        return 1
    print(
        f"Wrote {path.name}, {wheel.name}, each with its SHA-256, and requirements.lock in build. Next: git push --tags"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
