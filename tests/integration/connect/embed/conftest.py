"""What the tests of Connect inside a partner's site share."""

import re
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias
from uuid import uuid4

import pytest

from gladhand.orgs.branding.queries import PartnerBranding
from gladhand.orgs.embed_keys import queries
from gladhand.orgs.embed_keys.queries import EmbedKey

MakeKey: TypeAlias = Callable[[list[str]], Awaitable[EmbedKey]]


@pytest.fixture
def make_key(database, partner) -> MakeKey:
    """Makes an embed key of the partner for these origins."""

    async def make(origins: list[str]) -> EmbedKey:
        async with database.transaction() as db:
            made = await queries.insert_embed_key(
                db, partner.id, key=f"ek_{uuid4().hex}", name="site", origins=origins, branding=PartnerBranding()
            )
        assert made is not None
        return made

    return make


def ancestors(answer: Any) -> str:
    """Who may frame the page, by its headers."""
    found = re.search(r"frame-ancestors ([^;]*)", answer.headers["Content-Security-Policy"])
    assert found is not None
    return found[1].strip()
