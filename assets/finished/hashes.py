"""The hashes of a report's files, and what differs between two lists of them."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path


def list_differences(expected: Mapping[str, str], actual: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield each file that is missing, added or changed, by its hash."""
    for file in sorted({*expected, *actual}):
        if file not in actual:
            yield {"file": file, "what": "saknas"}
        elif file not in expected:
            yield {"file": file, "what": "har lagts till"}
        elif expected[file] != actual[file]:
            yield {"file": file, "what": "har ändrats"}


def report_files(folder: Path) -> list[Path]:
    """Return every file and link below a folder, in order."""
    return sorted(path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())


def hash_over_all(hashes: Mapping[str, str]) -> str:
    """Return one hash over all files' hashes."""
    return sha256_of("".join(f"{hashes[file]}  {file}\n" for file in sorted(hashes)).encode())


def sha256_of(data: bytes) -> str:
    """Return the SHA-256 of bytes, in hex."""
    return hashlib.sha256(data).hexdigest()
