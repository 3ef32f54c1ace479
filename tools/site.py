"""Builds the documentation as a site that fetches nothing when it is read, and checks every link of it.

    uv run --group docs tools/site.py     writes build/site; ends with 1 where a link leads nowhere

The pages are those of docs/. What they link to outside it (queries, CONTRIBUTING.md) comes along, and the links are turned
to it; what is on the site is thus the files of this commit.
"""

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
DOCS, PAGES, SITE = ROOT / "docs", ROOT / "build" / "pages", ROOT / "build" / "site"
_LINK = re.compile(r"\]\((?!\w+:|#)([^)#\s]+)(#[^)\s]*)?\)")
_FETCHED = re.compile(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//")
# What an element of a page is fetched by; `a` leads on, and fetches nothing.
FETCHES = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src"}
LEADS_ON = {"canonical", "next", "prev", "edit"}


def staged(path: Path) -> Path:
    """Return where a file of the project lies among the pages; what is no page is shown as plain text."""
    if path.is_relative_to(DOCS):
        return PAGES / path.relative_to(DOCS)
    plain = path.suffix not in {".md", ".png", ".svg"}
    return PAGES / "source" / path.relative_to(ROOT).with_name(f"{path.name}.txt" if plain else path.name)


def stage() -> list[str]:
    """Lay out the pages and what they link to, with the links turned; return what leads nowhere in the project."""
    shutil.rmtree(PAGES, ignore_errors=True)
    faults: list[str] = []
    left = [path for path in sorted(DOCS.rglob("*")) if path.is_file()]
    seen = set(left)
    for path in left:
        place = staged(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix != ".md":
            shutil.copyfile(path, place)
            continue

        def turned(match: re.Match[str], path: Path = path, place: Path = place) -> str:
            target = (path.parent / unquote(match[1])).resolve()
            if not target.is_file() or not target.is_relative_to(ROOT):
                faults.append(f"{path.relative_to(ROOT).as_posix()}: {match[1]} is no file of the project")
                return match[0]
            if target not in seen:
                seen.add(target)
                left.append(target)
            return f"]({Path(os.path.relpath(staged(target), place.parent)).as_posix()}{match[2] or ''})"

        place.write_text(_LINK.sub(turned, path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    return faults


class Page(HTMLParser):
    """What a page leads to, what it fetches, and the places in it that can be led to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag's place, link and what it fetches."""
        found = dict(attrs)
        self.ids |= {found[key] or "" for key in ("id", "name") if key in found}
        if tag == "a" and found.get("href"):
            self.links.append(found["href"] or "")
        if (address := found.get(FETCHES.get(tag, ""))) and found.get("rel") not in LEADS_ON:
            self.fetched.append(address)


def check(site: Path) -> list[str]:
    """Return every link that leads nowhere, and everything that would be fetched from elsewhere, by page."""
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    faults: list[str] = []
    for path, page in pages.items():
        name = path.relative_to(site).as_posix()
        faults += [f"{name} fetches {address}" for address in page.fetched if urlsplit(address).netloc]
        for address in (*page.links, *page.fetched):
            parts = urlsplit(address)
            # The page of what is not found has absolute addresses: it is shown at any of them.
            if parts.scheme or parts.netloc or address.startswith("/"):
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file():
                faults.append(f"{name}: {address} leads nowhere")
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
                faults.append(f"{name}: {address} names no place on the page")
    for path in site.rglob("*.css"):
        if _FETCHED.search(path.read_text(encoding="utf-8")):
            faults.append(f"{path.relative_to(site).as_posix()} fetches from elsewhere")
    return faults


def main() -> int:
    """Lay out, build and check."""
    faults = stage()
    built = subprocess.run(
        ["zensical", "build", "--clean", "--strict"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if built.returncode:
        print(built.stdout + built.stderr, file=sys.stderr)
        return 1
    faults += check(SITE)
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(list(SITE.rglob('*.html')))} pages in {SITE.relative_to(ROOT).as_posix()}: open index.html there")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
