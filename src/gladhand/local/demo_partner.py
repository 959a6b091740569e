"""The demo partner of a local installation. Its credentials stay the same across starts."""

import json
from dataclasses import dataclass
from pathlib import Path

from gladhand.auth.clients import queries as clients
from gladhand.auth.clients.service import create_client
from gladhand.config.keys import write_private
from gladhand.core.crypto import Keyring, Secret, secret_matches
from gladhand.core.db import Database
from gladhand.orgs.partners import queries as partners
from gladhand.orgs.partners.service import create_partner

_SLUG, _NAME = "demo-partner", "Demo Partner"


@dataclass(frozen=True)
class DemoCredentials:
    client_id: str
    client_secret: Secret
    admin_client_id: str
    admin_client_secret: Secret


async def demo_credentials(database: Database, keyring: Keyring, folder: Path) -> DemoCredentials:
    """The stored credentials while they work, otherwise new ones."""
    file = folder / "demo-credentials.json"
    known = _read(file)
    if known is not None and await _good(database, known):
        return known
    async with database.transaction() as db:
        partner = await partners.find_partner_by_slug(db, _SLUG) or await create_partner(
            db, keyring, name=_NAME, slug=_SLUG
        )
        client = await create_client(db, kind="partner", partner_id=partner.id, name="demo")
        admin = await create_client(db, kind="admin", partner_id=None, name="demo")
    made = DemoCredentials(client.client_id, client.secret, admin.client_id, admin.secret)
    _write(file, made)
    return made


async def _good(database: Database, known: DemoCredentials) -> bool:
    async with database.connection() as db:
        for client_id, secret in (
            (known.client_id, known.client_secret),
            (known.admin_client_id, known.admin_client_secret),
        ):
            client = await clients.find_client(db, client_id)
            if client is None or not secret_matches(secret.reveal(), client.secret_hash):
                return False
    return True


def _read(file: Path) -> DemoCredentials | None:
    try:
        held = json.loads(file.read_text())
        return DemoCredentials(held["id"], Secret(held["secret"]), held["admin_id"], Secret(held["admin_secret"]))
    except (FileNotFoundError, ValueError, KeyError):
        return None


def _write(file: Path, made: DemoCredentials) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    held = {
        "id": made.client_id,
        "secret": made.client_secret.reveal(),
        "admin_id": made.admin_client_id,
        "admin_secret": made.admin_client_secret.reveal(),
    }
    write_private(file, json.dumps(held))
