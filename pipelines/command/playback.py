"""The command that serves recorded data."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    pass
from pipelines.command.app import app, plain_errors


@app.command(name="kolada-replay")
def kolada_replay(
    values: Annotated[list[Path], typer.Option("--values", help="Recorded values, Parquet, dated by name.")],
    metadata: Annotated[Path, typer.Option("--metadata", help="Folder with recorded metadata.")],
    more_values: Annotated[list[Path] | None, typer.Argument(help="More values files.")] = None,
    at: Annotated[
        int, typer.Option("--at", help="Which file to serve, from 0 for the oldest. Default: the last.")
    ] = -1,
    port: Annotated[
        int, typer.Option("--port", help="Port on 127.0.0.1; 0 chooses a free one.", min=0, max=65_535)
    ] = 8899,
    fault: Annotated[
        str, typer.Option("--fault", help="As 429:0.1,500:0.05,slow:2s,truncate:0.02,html:0.01,cycle.")
    ] = "",
) -> None:
    """Serve recorded Kolada data as the v3 API on 127.0.0.1."""
    with plain_errors():
        from assets.playback.recording import Recording, read_metadata, read_vintages
        from assets.playback.server import Faults, ReplayServer

        vintages = read_vintages([*values, *(more_values or [])])
        recording = Recording(vintages, read_metadata(metadata), at=at, origin="replay")
        server = ReplayServer(recording, port=port, faults=Faults.parse(fault))
        typer.echo(f"Svarar med {recording.day.isoformat()} på {server.url} tills Ctrl-C", err=False)
        sys.stdout.flush()
        try:
            server.serve_forever(poll_interval=0.1)
        except KeyboardInterrupt:
            typer.echo("Stoppad.")
        finally:
            server.server_close()
