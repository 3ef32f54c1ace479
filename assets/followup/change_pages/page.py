"""What changed between two reports, in Swedish: one self-contained page, and the tables beside it."""

from pathlib import Path

from assets.finished.diff import Diff
from assets.finished.publish import publish
from assets.finished.tables import write_tables
from assets.followup.change_view import DiffView, build_diff_view, named
from assets.followup.setting.html import page_templates
from assets.storage.one_writer import locked
from assets.workplace import Workplace
from models.words import all_words


def write_page(view: DiffView, folder: Path) -> None:
    """Write `index.html`."""
    names: dict[str, object] = {
        "view": view,
        "profile": view.diff.after.definitions.model.municipality,
        "sv": all_words(),
        "causes": view.diff.causes,
        "named": named,
    }
    template = page_templates(view.diff.after.definitions.model.municipality).get_template("diff.html", globals=names)
    (folder / "index.html").write_text(template.render(), encoding="utf-8", newline="\n")


def write_diff(workplace: Workplace, diff: Diff) -> Path:
    """Write a diff's page and tables, all at once, and return their folder."""
    before, after = (str(side.name).split("/", 1)[1].replace("/", ".") for side in (diff.before, diff.after))
    folder = workplace.home / "diffs" / diff.after.name.municipality / f"{before}--{after}"
    view = build_diff_view(diff)

    def write(new: Path) -> None:
        write_tables(diff.tables, new / "tables", csv=True)
        write_page(view, new)

    with locked(workplace.home, tell=workplace.tell):
        publish(folder, write)
    return folder
