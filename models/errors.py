"""Every error that a user can meet, with the exit status that it ends in (docs/tables.md).

A message says what is wrong, where, and what to do about it; the command prints it without a traceback.
"""

import errno
from collections.abc import Iterator
from dataclasses import dataclass


class StyrtalError(Exception):
    """What a user can meet. `exit_status` is what the command ends with."""

    exit_status = 2


class UsageError(StyrtalError):
    """Wrong use: an unknown municipality, report or option. Nothing was written."""


class VersionError(StyrtalError):
    """The warehouse belongs to another version of styrtal. Nothing was written."""


class SourceError(StyrtalError):
    """A source could not be reached, or did not keep its contract; nothing newer was stored."""

    exit_status = 3


class DamagedAnswerError(SourceError):
    """A stored answer's bytes no longer have its hash. It has been set aside; the next run asks for it anew."""


class RefusedAnswerError(DamagedAnswerError):
    """A stored answer is not what the API answers. Its harvest has been set aside; the next run asks for it anew."""


class PlaceError(StyrtalError):
    """The place could not be written, or another run holds it. Nothing is half-written."""

    exit_status = 4


class DamagedWarehouseError(PlaceError):
    """The warehouse holds other bytes than were written. Nothing is read from it, and it is not backed up."""


class BlockedError(StyrtalError):
    """A check that must pass before anything is built on its table has failed; nothing was published."""

    exit_status = 1


class FormError(BlockedError):
    """A table is not as it is described; the message names rules and numbers of rows, never a value."""


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in a municipality's files: where it stands, what is wrong, and how to mend it."""

    file: str
    line: int
    key: str
    wrong: str
    mend: str

    def __str__(self) -> str:
        """Return one line for a terminal: file:line key: what is wrong. How to mend it."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        key = f" {self.key}" if self.key else ""
        return f"{place}{key}: {self.wrong} {self.mend}"


class DefinitionError(StyrtalError):
    """The municipality's definitions are wrong; `faults` holds every fault, not the first only."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(set(faults))
        super().__init__(
            f"Definitionerna har {len(self.faults)} fel:\n" + "\n".join(f"  {fault}" for fault in self.faults)
        )


# What an operating system says, in the words of whoever uses it.
_SYSTEM_WORDS = {
    errno.EACCES: "behörigheten räcker inte",
    errno.EPERM: "behörigheten räcker inte",
    errno.EROFS: "platsen är skrivskyddad",
    errno.ENOSPC: "disken är full",
    errno.ENOENT: "den finns inte",
    errno.ENOTDIR: "en del av sökvägen är ingen mapp",
    errno.EISDIR: "den är en mapp",
    errno.EEXIST: "den finns redan",
    errno.ENAMETOOLONG: "namnet är för långt",
    errno.EBUSY: "den används av något annat",
    errno.EADDRINUSE: "den används av något annat",
    errno.EIO: "disken svarar inte",
}


def system_words(error: OSError) -> str:
    """Return why a file, folder or port could not be used; in the system's own words where it is not a common cause."""
    return _SYSTEM_WORDS.get(error.errno or 0) or error.strerror or str(error)


def causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what caused it, each once: chains of causes can lead in a circle."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
