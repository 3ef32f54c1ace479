"""Bytes kept as they came, under the SHA-256 of their bytes: Kolada's answers and the municipality's own files.

Nothing is ever overwritten, so every version stays.

    <folder>/bodies/ab/abcd….gz
"""

import gzip
import hashlib
import zlib
from pathlib import Path

from assets.storage.write_whole import write_whole
from models.errors import PlaceError, system_words

# A gzip file, to zlib.
GZIP = 16 + zlib.MAX_WBITS
# What a damaged file says of its length is not to be believed beyond this; a longer body is given more room as it comes.
MOST_ROOM = 64 * 2**20


def not_written(error: OSError, path: Path) -> PlaceError:
    """Return what is told when a place could not be written."""
    return PlaceError(
        f"{path} gick inte att skriva: {system_words(error)}. Gör plats på disken eller rätta behörigheten."
    )


class KeptBytes:
    """Compressed bytes under one folder, by the SHA-256 of what they were."""

    suffix = ".gz"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """Return where a body lies."""
        return self.folder / "bodies" / sha256[:2] / f"{sha256}{self.suffix}"

    def put(self, body: bytes) -> str:
        """Keep a body and return its SHA-256. The file appears whole or not at all.

        Raises:
            PlaceError: the folder could not be written.
        """
        sha256 = hashlib.sha256(body).hexdigest()
        path = self.path(sha256)
        if path.exists():
            return sha256
        try:
            write_whole(path, gzip.compress(body, compresslevel=3, mtime=0))
        except OSError as error:
            raise not_written(error, path) from error
        return sha256

    def get(self, sha256: str) -> bytes | None:
        """Return a body whose bytes still have their hash; None where it is gone or damaged."""
        try:
            packed = self.path(sha256).read_bytes()
            # The file ends with how long its body is: with room for all of it nothing is moved.
            body = zlib.decompress(
                packed, wbits=GZIP, bufsize=min(int.from_bytes(packed[-4:], "little"), MOST_ROOM) + 1
            )
        except (OSError, zlib.error):
            return None
        return body if hashlib.sha256(body).hexdigest() == sha256 else None
