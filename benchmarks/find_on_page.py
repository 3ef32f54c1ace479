"""Finding by typing on the overview, in Chromium, among 300 indicators and 60 units; and writing all pages of that report."""

import shutil
import sys

from figures import Figure, Stopwatch, parser, scratch, tell
from playwright.sync_api import sync_playwright

from tests.report import large_view, write_all

TYPE = """async () => {
    const box = document.getElementById("sok");
    const times = [];
    for (const text of ["s", "sa", "sak 29", "sak 299", "nämnd nummer 5", "finns inte", ""]) {
        await new Promise(requestAnimationFrame);
        const began = performance.now();
        box.value = text;
        box.dispatchEvent(new Event("input"));
        document.body.getBoundingClientRect();
        times.push(performance.now() - began);
    }
    return times.sort((a, b) => a - b);
}"""


def main() -> None:
    """Measure."""
    parser(__doc__, 0).parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("Chromium is absent", file=sys.stderr)
        return
    watch = Stopwatch()
    with scratch() as folder, sync_playwright() as play:
        view = large_view(folder / "home")
        with watch.time("write"):
            written = write_all(view, folder / "out")
        page = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]).new_page()
        page.goto((written / "index.html").resolve().as_uri())
        times = page.evaluate(TYPE)
    tell(
        Figure("a letter typed until the list stands", times[len(times) // 2] / 1000, "s", bound=0.1),
        Figure("all pages and workbooks of 60 units", watch.seconds["write"], "s", bound=20),
    )


if __name__ == "__main__":
    main()
