"""`gladhand simulator`."""

from pathlib import Path
from typing import Annotated

import typer

from gladhand.config import keys
from gladhand.simulator import MOST_TRUCKS, run_simulator


def command(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8090,
    storage: Annotated[Path | None, typer.Option(help="File for its data. Default: memory.")] = None,
    trucks: Annotated[int, typer.Option(min=0, max=MOST_TRUCKS, help="Trucks of the first account.")] = 25,
) -> None:
    """Run the provider simulator: a small telematics provider with its own API and an inspection page."""
    try:
        run_simulator(host, port, storage, trucks=trucks)
    except OSError as error:
        raise keys.NotSetUp(f"{host}:{port} cannot be used ({error.strerror}); choose another --port") from None
