"""`gladhand demo`."""

import asyncio
import tempfile
import time
from pathlib import Path

import typer

from gladhand.cli import context
from gladhand.config.settings import Settings
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.local.demo.fleet import LostTheWay
from gladhand.local.demo.partner import Unexpected
from gladhand.local.demo.script import Scene, play
from gladhand.local.demo_partner import demo_credentials
from gladhand.local.stack import LocalStack, free_port


def command() -> None:
    """Run the main job once against real processes, print a transcript, and stop."""
    started = time.monotonic()
    settings = context.settings()
    with tempfile.TemporaryDirectory(prefix="gladhand-demo-") as folder:
        # Own ports and data, so that the demo never touches a running installation.
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        own = {"data_dir": Path(folder), "host": "127.0.0.1", "port": port, "public_url": url, "connect_url": url}
        played = settings.model_copy(
            update=own | {"issuer_url": f"{url}/realms/{settings.realm}", "log_level": "warning"}
        )
        try:
            context.run(_demo(played))
        except (LostTheWay, Unexpected) as error:
            raise SystemExit(f"gladhand: the main job failed: {error}") from None
    seconds = time.monotonic() - started
    typer.echo(f"\nThe main job took {seconds:.1f} s. `gladhand up` starts everything and keeps it running.")


async def _demo(settings: Settings) -> None:
    async with LocalStack(settings, is_disposable=True, say=typer.echo) as stack:
        async with Database(stack.database_url, max_size=2) as database:
            credentials = await demo_credentials(database, Keyring.parse(stack.encryption_keys), settings.data_dir)
        token_url = f"{stack.local_url}/realms/{settings.realm}/protocol/openid-connect/token"
        scene = Scene(stack.local_url, token_url, credentials.client_id, credentials.client_secret.reveal())
        await asyncio.wait_for(play(scene, typer.echo), 180)
