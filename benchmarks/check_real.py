"""Every value of every real download, checked by each of the tools: SQL, rules in SQL, Pandera and Great Expectations."""

import subprocess
import sys
from pathlib import Path

from figures import Figure, Stopwatch, parser, tell

CHECK = (sys.executable, "-m", "tests.system.check_all_real")
ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Measure."""
    options = parser(__doc__, 0).parse_args()
    if not (ROOT.parent / "shared" / "kolada").is_dir():
        print("../shared/kolada is absent: real data is not part of the project", file=sys.stderr)
        return
    watch = Stopwatch()
    for _ in range(options.rounds):
        with watch.time("check"):
            done = subprocess.run(CHECK, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    tell(Figure("all real values, imports included", watch.seconds["check"], "s", bound=30, detail=done.stdout.strip()))


if __name__ == "__main__":
    main()
