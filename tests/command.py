"""The styrtal command from outside, as a process of its own.

Reading the libraries costs it seconds of processor, most of all a command has to do. So they are read once: a process that
has read them forks for each command, which then has its own environment, folder, output and end. Where nothing can fork
(Windows), each command is started anew.
"""

import atexit
import gc
import hashlib
import json
import os
import subprocess
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = "example/2026-08"
COMMAND = (sys.executable, "-m", "pipelines.command.main")
# What a run reads, the slowest last; not Polars nor what reads it, whose threads would lack in a fork.
LIBRARIES = (
    "duckdb", "pandas", "pyarrow.parquet", "dagster", "jinja2", "xlsxwriter", "openpyxl", "typst", "ruamel.yaml",
    "great_expectations.expectations",
)  # fmt: skip


def styrtal(home: Path, *args: object, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    given = environment(home, **env)
    arguments = [str(arg) for arg in args]
    if not hasattr(os, "fork"):
        command = [*COMMAND, *arguments]
        return subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, timeout=300, check=False)
    with TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        asked = {"args": arguments, "env": given, "out": str(out), "err": str(err)}
        status = _ask(asked)
        return subprocess.CompletedProcess(
            [*COMMAND, *arguments], status, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8")
        )


def environment(home: Path, **env: str) -> dict[str, str]:
    """The environment of a command with a home of its own, and nothing of what this machine has set."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("STYRTAL_", "DAGSTER_"))}
    return {**kept, "STYRTAL_HOME": str(home), **env}


def digest(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@cache
def _warm() -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.command"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    atexit.register(process.kill)
    return process


def _ask(asked: dict[str, object]) -> int:
    process = _warm()
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(asked) + "\n")
    process.stdin.flush()
    answered = process.stdout.readline()
    assert answered, "the process that forks for each command has ended"
    return int(answered)


def _serve() -> list[str] | None:
    """Fork for each command that is asked for, and answer with its exit status; a fork gets the command's arguments."""
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if child:
            sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
            sys.stdout.flush()
            continue
        os.environ.clear()
        os.environ.update(asked["env"])
        for stream, path in ((0, os.devnull), (1, asked["out"]), (2, asked["err"])):
            opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            os.dup2(opened, stream)
            os.close(opened)
        return asked["args"]
    return None


if __name__ == "__main__":
    # As the product sets it before it reads the library: nothing is sent to anyone.
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    for library in LIBRARIES:
        import_module(library)
    gc.collect()
    gc.freeze()
    arguments = _serve()
    if arguments is not None:
        sys.argv = ["styrtal", *arguments]
        if fails := os.environ.pop("EVERY_WRITE", None):
            import_module("tests.every_write").arm(fails)
        try:
            import_module("pipelines.command.main").main()
            status = 0
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        # At once: the libraries' own threads were not forked, and some end the process in anger when they lack.
        os._exit(status)
