"""Making partners and setting their properties."""

from uuid import uuid4

import pytest

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.orgs.partners import queries
from gladhand.orgs.partners.problems import SlugTaken
from gladhand.orgs.partners.properties import PartnerPropertyKeyEnum
from gladhand.orgs.partners.service import create_partner, set_property


async def test_a_slug_is_made_from_the_name_and_made_unique(database: Database, keyring: Keyring):
    name = f"Ärzte & Söhne {uuid4().hex[:6]}"
    async with database.transaction() as db:
        first = await create_partner(db, keyring, name=name)
        second = await create_partner(db, keyring, name=name)
        third = await create_partner(db, keyring, name="日本")
    assert first.slug == "arzte-sohne-" + name[-6:]
    assert second.slug.startswith(first.slug + "-")
    assert third.slug.startswith("partner")


async def test_a_given_slug_that_is_taken_is_refused(database: Database, keyring: Keyring):
    slug = f"acme-{uuid4().hex[:8]}"
    async with database.transaction() as db:
        made = await create_partner(db, keyring, name="Acme", slug=slug)
        with pytest.raises(SlugTaken):
            await create_partner(db, keyring, name="Acme", slug=slug)
        assert await queries.find_partner_by_slug(db, slug) == made
        assert await queries.find_partner_by_slug(db, "unknown") is None


async def test_a_partners_callback_secret_is_sealed(database: Database, keyring: Keyring):
    async with database.transaction() as db:
        made = await create_partner(db, keyring, name="Acme")
        rows = await db.execute("select callback_secret from partner where id = %s", (made.id,))
        row = await rows.fetchone()
    assert row is not None
    assert len(keyring.unseal(row["callback_secret"], purpose="partner.callback_secret")) >= 32


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("default_success_redirect_url", "javascript:0"),
        ("default_callback_url", "http://acme.example/"),
        ("default_invitation_expires_in_hours", "673"),
        ("default_invitation_expires_in_hours", "soon"),
        ("notes", "\0"),
    ],
)
async def test_a_property_that_no_invitation_could_have_is_refused(database, partner, key, value):
    async with database.transaction() as db:
        with pytest.raises(ValueError, match=r".+"):
            await set_property(db, partner.id, PartnerPropertyKeyEnum(key), value)
