"""Pins each image of `deploy/` to what its tag means now: `just images`, where Docker and the images' registries are reached.

    uv run python -m tools.images [FOLDER]

`name:tag` becomes `name:tag@sha256:…`, in compose.yaml and in the Dockerfile; an image that is built here has no digest and is left.
All or nothing: where one cannot be asked for, no file is changed, and it ends with 1.
"""

import re
import subprocess
import sys
from pathlib import Path

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
NAMED = re.compile(
    r"(?m)^(?P<before>\s*image: |FROM )(?P<tag>(?!styrtal:)[\w./-]+:[\w.-]+)(?:@sha256:[0-9a-f]{64})?(?=\s|$)"
)


def digest_of(image: str) -> str:
    """Ask the registry, by Docker, what an image's tag means for all kinds of machines.

    Raises:
        SystemExit: Docker is not here, or the registry does not answer with a digest.
    """
    command = ["docker", "buildx", "imagetools", "inspect", "--format", "{{.Manifest.Digest}}", image]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise SystemExit("docker is not installed: nothing is pinned") from None
    found = done.stdout.strip()
    if done.returncode or not re.fullmatch(r"sha256:[0-9a-f]{64}", found):
        raise SystemExit(f"{image}: {(done.stderr or found or 'no digest').strip()}. Nothing is pinned.")
    return found


def main() -> None:
    """Pin them."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEPLOY
    texts = {path: path.read_text(encoding="utf-8") for path in (folder / "compose.yaml", folder / "Dockerfile")}
    digests = {
        image: digest_of(image) for image in sorted({m["tag"] for t in texts.values() for m in NAMED.finditer(t)})
    }
    for path, text in texts.items():
        pinned = NAMED.sub(lambda match: f"{match['before']}{match['tag']}@{digests[match['tag']]}", text)
        path.write_text(pinned, encoding="utf-8")
    for image, digest in digests.items():
        print(f"{image}@{digest}")


if __name__ == "__main__":
    main()
