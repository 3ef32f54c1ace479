"""`styrtal run` without options, with compiled bytecode: how long a person waits for the example's report."""

import os
import subprocess
import sys
from pathlib import Path

from figures import Figure, Stopwatch, parser, scratch, tell

RUN = (sys.executable, "-c", "from pipelines.command.main import main; main()", "run")
ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Measure."""
    options = parser(__doc__, 0).parse_args()
    watch = Stopwatch()
    with scratch() as folder:
        kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        environment = {**kept, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
        # The first run compiles; of the others the fastest counts.
        for number in range(1 + options.rounds):
            home = {"STYRTAL_HOME": str(folder / f"home-{number}")}
            with watch.time("run" if number else "first, uncompiled"):
                subprocess.run(RUN, check=True, cwd=ROOT, env={**environment, **home}, stdout=subprocess.DEVNULL)
    tell(Figure("styrtal run, the example", watch.seconds["run"], "s", bound=20, detail=str(watch)))


if __name__ == "__main__":
    main()
