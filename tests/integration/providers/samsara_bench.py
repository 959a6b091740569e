"""A served fake of Samsara, and adapters for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import aiohttp
from tests.fakes.samsara import SamsaraFake
from tests.fakes.serving import serve
from tests.processes import PATIENCE

from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.client import ProviderClient
from gladhand.sdk.credentials import Credentials
from gladhand.sdk.definition import Region
from gladhand.sdk.http import Transport
from gladhand.sdk.session import Sessions

USER, VEHICLE, TRAILER = ResourceEnum.USER, ResourceEnum.VEHICLE, ResourceEnum.TRAILER
TOKEN = {"token": "samsara_api_EXAMPLE"}
REDIRECT = "https://hub.example/connect/oauth/back"
APP = {"client_id": "hub", "client_secret": "app secret/1"}


class SamsaraBench:
    """One fake for the region that counts, and what it takes to reach it."""

    def __init__(self, fake: SamsaraFake, session: aiohttp.ClientSession) -> None:
        self.fake = fake
        self.session = session

    def adapter(
        self,
        credentials: Mapping[str, Any] = TOKEN,
        *,
        transport: Transport | None = None,
        sessions: Sessions | None = None,
        timeout: float = PATIENCE,
        **options: Any,
    ) -> Adapter:
        return providers()["samsara"].adapter(
            credentials,
            transport or AiohttpTransport(self.session),
            base_url=self.fake.url,
            timeout=timeout,
            sessions=sessions,
            options=options,
        )

    def regional(self, credentials: Mapping[str, Any], **regions: str) -> Adapter:
        """An adapter that knows these regions, and takes the first one for the usual one."""
        provider = providers()["samsara"]
        known = {name: Region(label=name, base_url=url) for name, url in regions.items()}
        definition = provider.definition.model_copy(update={"base_url": next(iter(regions.values())), "regions": known})
        held = Credentials(credentials, public=definition.public_fields)
        address = provider.adapter_class.base_url(definition, held)
        client = ProviderClient(AiohttpTransport(self.session), address, timeout=PATIENCE, redact=held.redact)
        return provider.adapter_class(client, held, definition, options=definition.defaults)

    def writes(self) -> list[str]:
        """The writing requests that have arrived, in their order."""
        return [f"{each.method} {each.path}" for each in self.fake.seen if each.method not in ("GET", "HEAD")]


@asynccontextmanager
async def benches() -> AsyncIterator[SamsaraBench]:
    async with serve(SamsaraFake()) as fake, aiohttp.ClientSession() as session:
        yield SamsaraBench(fake, session)


def change(resource: ResourceEnum = USER, /, **body: Any) -> dict[str, Any]:
    """A change as a client sends it."""
    model = REGISTRY[resource].update_model
    assert model is not None
    return model.model_validate({"connection_id": str(uuid4()), **body}).changes()


def dana(**body: Any) -> dict[str, Any]:
    """A driver to be made."""
    return change(**{"username": "dana.example", "first_name": "Dana", "last_name": "Example", **body})
