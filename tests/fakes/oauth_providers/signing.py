"""What the adapters of both providers do."""

from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.client import ProviderClient
from gladhand.sdk.credentials import Credentials
from gladhand.sdk.definition import Definition
from gladhand.sdk.errors import SessionEnded
from gladhand.sdk.oauth2 import Application, exchange, refresh
from gladhand.sdk.session import Session


async def tokens(client: ProviderClient, credentials: Credentials, definition: Definition, session: Session) -> Session:
    assert definition.oauth2 is not None
    application = Application(client_id=credentials["client_id"], client_secret=credentials["client_secret"])
    if session:
        return await refresh(client, definition.oauth2, application, session)
    return await exchange(
        client, definition.oauth2, application, credentials["auth_code"], redirect_uri=credentials.get("redirect_uri")
    )


async def account(adapter: Adapter) -> ProviderAccount:
    async def ask(session: Session) -> ProviderAccount:
        token = session.get("access_token") or adapter.credentials["api_key"]
        answer = await adapter.client.request("GET", "/me", headers={"Authorization": f"Bearer {token}"})
        if answer.status == 401:
            raise SessionEnded("The token is not known.")
        if not answer.ok:
            raise adapter.client.failure(answer)
        return ProviderAccount(id=answer.object()["id"], name=answer.object()["name"])

    return await (ask({}) if "api_key" in adapter.credentials else adapter.in_session(ask))
