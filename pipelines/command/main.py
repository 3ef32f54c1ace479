"""The entry of the `styrtal` command."""

import io
import sys
from _thread import interrupt_main, start_new_thread
from importlib import import_module
from time import sleep

import typer
from typer.exceptions import TyperException

from pipelines.command.app import app, plain_errors, print_line
from pipelines.command.usage_errors import usage_in_words

# Each adds its commands to the app.
GROUPS = ("make", "define", "look_up", "operate", "playback")
for group in GROUPS:
    import_module(f"pipelines.command.{group}")


def _interrupt_later() -> None:
    sleep(0.05)
    interrupt_main()


def _ask_again(ignored: "sys.UnraisableHookArgs") -> None:
    """Send a Ctrl-C again that fell into a finaliser, where Python prints and forgets it."""
    if issubclass(ignored.exc_type, KeyboardInterrupt):
        start_new_thread(_interrupt_later, ())
    else:
        sys.__unraisablehook__(ignored)


def main() -> None:
    """Run the command."""
    sys.unraisablehook = _ask_again
    # Windows terminals may have a code page without å, ä and ö in UTF-8.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        with plain_errors():
            status = app(standalone_mode=False)
    except typer.Exit as ended:
        sys.exit(ended.exit_code)
    except typer.Abort:
        sys.exit(1)
    except TyperException as error:
        # Without a command typer says its help by an error.
        is_help = type(error).__name__ == "NoArgsIsHelpError"
        print_line(error.format_message() if is_help else usage_in_words(error), "error")
        sys.exit(error.exit_code)
    sys.exit(status if isinstance(status, int) else 0)


if __name__ == "__main__":
    main()
