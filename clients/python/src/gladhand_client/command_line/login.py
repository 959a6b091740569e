"""Where the commands find the hub and the credentials: in the environment, or in what `login` has stored."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeVar

import typer

from gladhand_client.client import AsyncClient, Client

C = TypeVar("C", bound=Client | AsyncClient)

_VARIABLES = {
    "url": "GLADHAND_URL",
    "client_id": "GLADHAND_CLIENT_ID",
    "client_secret": "GLADHAND_CLIENT_SECRET",
    "token_url": "GLADHAND_TOKEN_URL",
}


_NEEDED = ("url", "client_id", "client_secret")


class NotSignedIn(Exception):
    """Neither the environment nor a stored login names a hub and credentials, or the environment names half of them."""


@dataclass(frozen=True)
class Login:
    """A hub, and the credentials of an API client there."""

    url: str
    client_id: str
    client_secret: str = field(repr=False)
    token_url: str | None = None

    def client(self, kind: type[C]) -> C:
        return kind(
            self.url, client_id=self.client_id, client_secret=self.client_secret, token_url=self.token_url or None
        )


def file_of_login() -> Path:
    return Path(typer.get_app_dir("gladhand-client")) / "login.json"


def store(login: Login) -> Path:
    """Write the login to a file that nobody else can read."""
    path = file_of_login()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(login), file)
    new.replace(path)
    return path


def find_login(environment: Mapping[str, str]) -> Login:
    """The login that the environment names whole, else the stored one.

    Raises `NotSignedIn`, also for an environment that names a part: the stored login may be that of another hub.
    """
    given = {name: value for name, variable in _VARIABLES.items() if (value := environment.get(variable))}
    missing = [_VARIABLES[name] for name in _NEEDED if name not in given]
    if given and missing:
        named = " and ".join(_VARIABLES[name] for name in given)
        raise NotSignedIn(
            f"{named} {'is' if len(given) == 1 else 'are'} set without {' and '.join(missing)}; set all of them, or "
            "none to use the stored login"
        )
    if given:
        return Login(**given)
    try:
        return Login(**json.loads(file_of_login().read_text()))
    except FileNotFoundError:
        raise NotSignedIn(
            "sign in first: `gladhand-client login URL`, or set GLADHAND_URL, GLADHAND_CLIENT_ID and "
            "GLADHAND_CLIENT_SECRET"
        ) from None
    except (ValueError, TypeError):
        raise NotSignedIn(f"{file_of_login()} cannot be read; sign in again") from None
