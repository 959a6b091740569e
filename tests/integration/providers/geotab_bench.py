"""What the tests of Geotab's adapter share: a running fake, adapters for it, keys of operations."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import aiohttp
from tests.fakes.geotab import GeotabFake
from tests.processes import PATIENCE

from gladhand.integrations.hosting.dry_run import DryRunTransport
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.session import InMemorySessionStore, Sessions

DANA: dict[str, Any] = {
    "username": "dana@fleet.example",
    "first_name": "Dana",
    "last_name": "Example",
    "is_driver": True,
}


class GeotabBench:
    """Adapters share a session, as those of one connection do."""

    def __init__(self, fake: GeotabFake, http: aiohttp.ClientSession) -> None:
        self.fake, self.http = fake, http
        self.sessions = InMemorySessionStore()

    def adapter(
        self,
        *,
        password: str = GeotabFake.PASSWORD,
        sessions: Sessions | None = None,
        dry: bool = False,
        **options: Any,
    ) -> Adapter:
        provider = providers()["geotab"]
        return provider.adapter(
            {"username": self.fake.USER, "password": password, "database": self.fake.DATABASE},
            DryRunTransport() if dry else AiohttpTransport(self.http),
            base_url=self.fake.url,
            timeout=PATIENCE,
            sessions=InMemorySessionStore() if dry else sessions or self.sessions,
            options=options,
        )

    def user(self, source_id: str) -> dict[str, Any]:
        """As Geotab would answer it."""
        (found,) = self.fake.database.get("User", {"id": source_id}, None, None)
        return found

    @property
    def users(self) -> list[dict[str, Any]]:
        return list(self.fake.database.users.values())


def change(resource: ResourceEnum = ResourceEnum.USER, **body: Any) -> dict[str, Any]:
    model = REGISTRY[resource].update_model
    assert model is not None
    return model.model_validate({"connection_id": str(uuid4()), **body}).changes()
