"""Makes a release: tags the commit, and writes its source as an archive that runs in an empty place.

    uv run tools/release.py     tags v<version>, writes build/styrtal-<version>.tar.gz and its SHA-256

The version is pyproject.toml's. It refuses, with 1, where files are not committed, CHANGELOG.md has no heading
`## <version>`, or the tag stands on another commit. Nothing is sent anywhere: push the tag and hand out the archive yourself.
"""

import hashlib
import re
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
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_name(f"{path.name}.sha256").write_text(f"{sha256}  {path.name}\n", encoding="utf-8", newline="\n")
    return path


def main() -> int:
    """Make the release of what is checked out."""
    try:
        path = release(ROOT)
    except RefusedError as error:
        print(f"No release was made. {error}", file=sys.stderr)
        return 1
    print(f"Wrote {path.relative_to(ROOT).as_posix()} and its SHA-256. Next: git push --tags")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
