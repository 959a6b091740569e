"""One process that renews a session: `renewing.py DATABASE_URL KEYS FLEET CONNECTION TOKEN_URL ROUNDS LONGEST`.

Prints the access token of each round; a round is an adapter that finds the session of the round before dead.
"""

import asyncio
import sys
from uuid import UUID

import aiohttp

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.integrations.sessions.store import DatabaseSessionStore
from gladhand.sdk.errors import AuthFailed
from gladhand.sdk.session import Session


async def main(url: str, keys: str, fleet: str, connection: str, tokens: str, rounds: str, longest: str) -> None:
    async with Database(url, max_size=3) as database, aiohttp.ClientSession() as http:

        async def sign_in(session: Session) -> Session:
            given = {"refresh_token": session.get("refresh_token", "first")}
            async with http.post(f"{tokens}/token", json=given) as answer:
                if answer.status != 200:
                    raise AuthFailed("The refresh token was used before.")
                return await answer.json()  # type: ignore[no-any-return] # the fake's own JSON

        stored = DatabaseSessionStore(
            database, Keyring.parse(keys), UUID(fleet), UUID(connection), longest=float(longest)
        )
        for _ in range(int(rounds)):
            used = await stored.current()
            print((await stored.renew(used, sign_in))["access_token"], flush=True)


asyncio.run(main(*sys.argv[1:]))
