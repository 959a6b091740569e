"""The probe: framed by whom the key allows, and honest about the cookie's round trip."""

import pytest
from tests.integration.connect.embed.conftest import MakeKey, ancestors

from gladhand.orgs.embed_keys import queries
from gladhand.orgs.embed_keys.queries import EmbedKey

ORIGINS = ["https://partner.example", "http://localhost:3000"]


@pytest.fixture
async def key(make_key: MakeKey) -> EmbedKey:
    return await make_key(ORIGINS)


async def test_who_may_frame_the_probe_follows_from_the_key(anyone, key, database):
    assert ancestors(await anyone.get("/embed/probe")) == "*"
    assert ancestors(await anyone.get("/embed/probe", params={"embed_key": key.key})) == " ".join(ORIGINS)
    strangers = [
        await anyone.get("/embed/probe", params={"embed_key": unknown})
        for unknown in ("ek_unknown", "", "x" * 3000, "'; drop table")
    ]
    async with database.transaction() as db:
        await queries.revoke_embed_key(db, key.partner_id, key.id)
    revoked = await anyone.get("/embed/probe", params={"embed_key": key.key})
    for answer in [*strangers, revoked]:
        assert answer.status == 200
        assert ancestors(answer) == "'none'"
    assert len({str(answer.body) for answer in [*strangers, revoked]}) == 1
    assert {"X-Frame-Options", "Cross-Origin-Opener-Policy", "Set-Cookie"}.isdisjoint(revoked.headers)


async def test_the_cookie_of_the_round_trip_lives_short_and_in_this_frame_only(anyone):
    answer = await anyone.get("/embed/probe/set")
    token = answer.body["token"]
    assert answer.headers["Cache-Control"] == "no-store"
    crumbs = {each.strip() for each in answer.headers["Set-Cookie"].split(";")}
    assert {
        f"embed_probe={token}",
        "Path=/embed/probe",
        "Max-Age=10",
        "SameSite=None",
        "Secure",
        "Partitioned",
    } <= crumbs
    assert (await anyone.get("/embed/probe/set")).body["token"] != token


async def test_only_the_very_cookie_has_arrived(anyone):
    token = (await anyone.get("/embed/probe/set")).body["token"]

    async def arrived(sent: str, cookie: str | None) -> bool:
        headers = {"Cookie": f"embed_probe={cookie}"} if cookie is not None else {}
        answer = await anyone.get("/embed/probe/check", params={"token": sent}, headers=headers)
        assert answer.headers["Cache-Control"] == "no-store"
        return bool(answer.body["arrived"])

    assert await arrived(token, token)
    assert not await arrived(token, None)
    assert not await arrived(token, "another-token-of-some-length")
    assert not await arrived("", "")
