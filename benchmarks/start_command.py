"""`styrtal --help`, with compiled bytecode: how long a person waits for the command to answer."""

import os
import statistics
import subprocess
import sys
from pathlib import Path

from figures import Figure, Stopwatch, parser, scratch, tell

HELP = (sys.executable, "-c", "from pipelines.command.main import main; main()", "--help")
ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Measure."""
    options = parser(__doc__, 0).parse_args()
    with scratch() as folder:
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        environment["PYTHONPYCACHEPREFIX"] = str(folder)
        taken: list[float] = []
        # The first run compiles every module that the command imports; it is not counted.
        for _ in range(1 + 3 * options.rounds):
            watch = Stopwatch()
            with watch.time("help"):
                subprocess.run(HELP, check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
            taken.append(watch.seconds["help"])
    detail = f"median of {len(taken) - 1}; the first, uncompiled, {taken[0]:.2f} s"
    tell(Figure("styrtal --help", statistics.median(taken[1:]), "s", bound=0.3, detail=detail))


if __name__ == "__main__":
    main()
