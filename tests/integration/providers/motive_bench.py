"""Adapters for the fake of Motive, and changes for them."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import aiohttp
from tests.fakes.motive import API_KEY, CLIENT, REDIRECT_URI, MotiveFake
from tests.processes import PATIENCE

from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.http import Transport
from gladhand.sdk.session import InMemorySessionStore


class MotiveBench:
    """The fake, and adapters for it."""

    def __init__(self, fake: MotiveFake, session: aiohttp.ClientSession) -> None:
        self.fake, self.session = fake, session
        self.held = InMemorySessionStore()

    def adapter(
        self,
        credentials: Mapping[str, Any] | None = None,
        *,
        transport: Transport | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> Adapter:
        return providers()["motive"].adapter(
            credentials or {"api_key": API_KEY},
            transport or AiohttpTransport(self.session),
            base_url=self.fake.url,
            timeout=PATIENCE,
            sessions=self.held,
            options=options or {},
        )

    def consented(self) -> Adapter:
        """As a fleet that has agreed at Motive's own page."""
        return self.adapter({**CLIENT, "auth_code": self.fake.give_code(), "redirect_uri": REDIRECT_URI})

    def sent(self, method: str) -> list[str]:
        return [each.path for each in self.fake.seen if each.method == method]


def change(resource: ResourceEnum = ResourceEnum.USER, /, **body: Any) -> dict[str, Any]:
    """What an update with this body asks for."""
    model = REGISTRY[resource].update_model
    assert model is not None
    return model.model_validate({"connection_id": str(uuid4()), **body}).changes()
