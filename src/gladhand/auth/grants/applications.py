"""Public clients: applications in which people sign in. Only the operator registers them."""

from collections.abc import Sequence
from urllib.parse import urlsplit
from uuid import uuid4

from gladhand.auth.audit.actors import OPERATOR
from gladhand.auth.audit.queries import insert_change
from gladhand.auth.grants import queries
from gladhand.core.db import Db
from gladhand.core.hosts import is_loopback


async def create_application(db: Db, name: str, redirect_uris: Sequence[str]) -> str:
    """Register an application. Returns its client id. Raises `ValueError` for a redirect URI that is not safe."""
    for uri in redirect_uris:
        _check(uri)
    client_id = f"app-{uuid4()}"
    await queries.insert_public_client(db, client_id, name, list(redirect_uris))
    details = {"client_id": client_id, "redirect_uris": list(redirect_uris)}
    await insert_change(db, OPERATOR, "application.created", details=details)
    return client_id


async def revoke_application(db: Db, client_id: str) -> bool:
    """Revoke an application and the tokens that it holds. False if no active one has this id."""
    is_revoked = await queries.revoke_public_client(db, client_id)
    if is_revoked:
        await insert_change(db, OPERATOR, "application.revoked", details={"client_id": client_id})
    return is_revoked


def _check(uri: str) -> None:
    parts = urlsplit(uri)
    if not uri.isascii() or any(character.isspace() for character in uri) or "#" in uri or parts.username is not None:
        raise ValueError(f"{uri!r} must be a URL without blanks, fragment and user name")
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http":
        if is_loopback(parts.hostname or ""):
            return
        raise ValueError(f"{uri!r} must use https; only the loopback may do without")
    # Schemes of apps on a phone have a dot, such as com.example.app, so that they do not meet those of browsers.
    if "." not in parts.scheme:
        raise ValueError(f"{uri!r} must use https, or a scheme of an app such as com.example.app:/signed-in")
