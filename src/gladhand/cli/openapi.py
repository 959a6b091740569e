"""`gladhand openapi`."""

from pathlib import Path
from typing import Annotated

import typer

from gladhand.apidocs import documents
from gladhand.apidocs.services import SERVICES
from gladhand.app import routed


def command(
    folder: Annotated[Path, typer.Argument(help="Folder to write into.")],
    *,
    extensions: Annotated[
        bool, typer.Option("--extensions", help="With the operations and fields that the contract does not have.")
    ] = False,
) -> None:
    """Write the OpenAPI documents of the four services. Starts no server."""
    folder.mkdir(parents=True, exist_ok=True)
    app = routed()
    for service in SERVICES:
        file = folder / f"{service}.json"
        file.write_bytes(documents.rendered_document(app, service, extensions=extensions))
        typer.echo(file)
