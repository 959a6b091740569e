"""Where the commands find the hub and the credentials: in the environment, or in what `login` has stored."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import typer

from gladhand_client.client import Client

_VARIABLES = {
    "url": "GLADHAND_URL",
    "client_id": "GLADHAND_CLIENT_ID",
    "client_secret": "GLADHAND_CLIENT_SECRET",
    "token_url": "GLADHAND_TOKEN_URL",
}


class NotSignedIn(Exception):
    """Neither the environment nor a stored login names a hub and credentials."""


@dataclass(frozen=True)
class Login:
    """A hub, and the credentials of an API client there."""

    url: str
    client_id: str
    client_secret: str = field(repr=False)
    token_url: str | None = None

    def client(self) -> Client:
        return Client(
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
    """The login that the environment names whole, else the stored one. Raises `NotSignedIn`."""
    given = {name: environment.get(variable) or None for name, variable in _VARIABLES.items()}
    if given["url"] and given["client_id"] and given["client_secret"]:
        return Login(given["url"], given["client_id"], given["client_secret"], given["token_url"])
    try:
        return Login(**json.loads(file_of_login().read_text()))
    except FileNotFoundError:
        raise NotSignedIn(
            "sign in first: `gladhand-client login URL`, or set GLADHAND_URL, GLADHAND_CLIENT_ID and "
            "GLADHAND_CLIENT_SECRET"
        ) from None
    except (ValueError, TypeError):
        raise NotSignedIn(f"{file_of_login()} cannot be read; sign in again") from None
