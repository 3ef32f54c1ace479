"""A BagIt manifest beside each frozen edition, so that an archive can verify it without this program (RFC 8493).

`frozen/<municipality>/<report>/bagit-<edition>/` holds the tag files of a bag whose payload, `data/`, is the edition's folder:
copied there under that name, the two are a bag that any BagIt program validates.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

from assets.finished.editions import Edition
from assets.finished.hashes import sha256_of
from assets.storage.report_folders import Name
from assets.storage.write_whole import sync_folder, write_whole

MANIFEST = "manifest-sha256.txt"


def bag_folder(place: Path, edition: int) -> Path:
    """Return where an edition's BagIt manifest lies; `place` holds the editions of the report."""
    return place / f"bagit-{edition}"


def bag_files(name: Name, edition: Edition, hashes: Mapping[str, str]) -> dict[str, bytes]:
    """Return the tag files of an edition's bag.

    Args:
        name: the report.
        edition: the edition, whose role, day and seal the bag tells.
        hashes: the SHA-256 of every file of the edition, by its path in the edition.
    """
    info = {
        "Bagging-Date": edition.at[:10],
        "External-Identifier": f"{name.municipality}/{name.report}/{edition.edition}",
        "Internal-Sender-Identifier": edition.seal,
        "Contact-Name": edition.by,
    }
    return tag_files(info, hashes)


def tag_files(info: Mapping[str, str], hashes: Mapping[str, str]) -> dict[str, bytes]:
    """Return the tag files of a bag: what it tells of itself, and the SHA-256 of every file of its payload, by its path there."""
    tags = {
        "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "".join(f"{key}: {value}\n" for key, value in info.items()),
        MANIFEST: "".join(f"{hashes[file]}  data/{_encoded(file)}\n" for file in sorted(hashes)),
    }
    files = {file: text.encode() for file, text in tags.items()}
    listed = "".join(f"{sha256_of(files[file])}  {file}\n" for file in sorted(files))
    return {**files, "tagmanifest-sha256.txt": listed.encode()}


def write_bag(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a bag's tag files, all or none where there are none; what is already there so is left."""
    if not folder.exists():
        new = folder.with_name(f".{folder.name}.new")
        shutil.rmtree(new, ignore_errors=True)
        for file, data in files.items():
            write_whole(new / file, data)
        new.rename(folder)
        sync_folder(folder.parent)
        return
    for file, data in files.items():
        if not (folder / file).is_file() or (folder / file).read_bytes() != data:
            write_whole(folder / file, data)


def _encoded(file: str) -> str:
    """Return a path as a bag's manifest writes it: line ends, and the percent sign that marks them, encoded."""
    return file.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")
