"""`gladhand up`."""

import asyncio
import os
import shlex
import signal
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import aiohttp
import typer

from gladhand.auth.people.roles import PersonRoleEnum
from gladhand.cli import context
from gladhand.config.keys import write_private
from gladhand.config.settings import Settings
from gladhand.console.sessions.service import create_link
from gladhand.console.settings import ConsoleSettings
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.local.demo_partner import DemoCredentials, demo_credentials
from gladhand.local.stack import LocalStack


def command(
    env_file: Annotated[
        Path | None, typer.Option(help="Write addresses and credentials here as shell variables.")
    ] = None,
) -> None:
    """Run everything on this machine until Ctrl-C: database, server, worker, provider simulator."""
    context.run(_up(context.settings(), env_file))


async def _up(settings: Settings, env_file: Path | None) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stopping.set)
    async with LocalStack(settings, say=typer.echo) as stack:
        async with Database(stack.database_url, max_size=2) as database:
            credentials = await demo_credentials(database, Keyring.parse(stack.encryption_keys), settings.data_dir)
            console_link = await _fresh_console_link(database, stack)
        magic_link = await _fresh_magic_link(stack, settings, credentials)
        variables = _variables(stack, settings, credentials) | {"GLADHAND_MAGIC_LINK": magic_link}
        if env_file is not None:
            exports = (f"export {name}={shlex.quote(value)}\n" for name, value in variables.items())
            write_private(env_file, "".join(exports))
        typer.echo(_summary(stack, variables, magic_link, console_link))
        await stopping.wait()
        typer.echo("stopping")


async def _fresh_magic_link(stack: LocalStack, settings: Settings, credentials: DemoCredentials) -> str:
    """Invite a demo fleet through the API, like any partner."""
    form = {
        "grant_type": "client_credentials",
        "client_id": credentials.client_id,
        "client_secret": credentials.client_secret.reveal(),
    }
    async with aiohttp.ClientSession(raise_for_status=True) as session:
        async with session.post(
            f"{stack.local_url}/realms/{settings.realm}/protocol/openid-connect/token", data=form
        ) as answer:
            token = (await answer.json())["access_token"]
        body = {
            "fleet_ref": f"demo-{os.urandom(3).hex()}",
            "fleet_name": "Demo Trucking",
            "permissions": _PERMISSIONS,
        }
        headers = {"Authorization": f"Bearer {token}"}
        async with session.post(f"{stack.local_url}/v2/orgs/invitations", json=body, headers=headers) as answer:
            return str((await answer.json())["magic_link"])


# People read the summary when they come back to their desk.
_CONSOLE_LINK_LASTS = timedelta(hours=12)
_PERMISSIONS = {"user": "read_write", "vehicle": "read", "vehicle_location": "read"}


def _variables(stack: LocalStack, settings: Settings, credentials: DemoCredentials) -> dict[str, str]:
    return {
        "GLADHAND_URL": stack.url,
        "GLADHAND_TOKEN_URL": f"{stack.url}/realms/{settings.realm}/protocol/openid-connect/token",
        "GLADHAND_CLIENT_ID": credentials.client_id,
        "GLADHAND_CLIENT_SECRET": credentials.client_secret.reveal(),
        "GLADHAND_ADMIN_CLIENT_ID": credentials.admin_client_id,
        "GLADHAND_ADMIN_CLIENT_SECRET": credentials.admin_client_secret.reveal(),
        "GLADHAND_SIMULATOR_URL": stack.simulator_url,
    }


async def _fresh_console_link(database: Database, stack: LocalStack) -> str:
    async with database.transaction() as db:
        token = await create_link(db, PersonRoleEnum.ADMIN, lasts=_CONSOLE_LINK_LASTS)
    return ConsoleSettings(stack.url).sign_in_url(token.reveal())


def _summary(stack: LocalStack, variables: dict[str, str], magic_link: str, console_link: str) -> str:
    return f"""
gladhand is running. Ctrl-C stops all of it.

  API         {stack.url}/v2
  docs        {stack.url}/docs
  Connect     {stack.url}/
  simulator   {stack.simulator_url}/   (a provider for trials; its API key is demo-key)

  a partner   client id      {variables["GLADHAND_CLIENT_ID"]}
              client secret  {variables["GLADHAND_CLIENT_SECRET"]}
              token URL      {variables["GLADHAND_TOKEN_URL"]}

  open this link as a fleet:
  {magic_link}

  open this link as the operator, once ("gladhand console link" makes another):
  {console_link}
"""
