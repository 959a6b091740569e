"""Events whose link no key decrypts are never sent with a wrong link: they wait for the key."""

from uuid import uuid4

import pytest
from aiohttp import web

from gladhand.core.crypto import Keyring
from gladhand.notifications.sealed_links import PLACEHOLDER, magic_link_json, seal_link

LINK = uuid4()
DATA = f'{{"id":"{PLACEHOLDER}","magic_link":{magic_link_json("https://hub.example")}}}'


@pytest.fixture
def keys(encryption_keys: str) -> dict[str, Keyring]:
    lost = Keyring.new_key()
    rings = {"lost": lost, "known": encryption_keys, "both": f"{encryption_keys},{lost}"}
    return {name: Keyring.parse(text) for name, text in rings.items()}


@pytest.mark.parametrize("in_batches", [False, True])
async def test_an_event_waits_for_the_key_of_its_link_and_holds_up_no_other(
    receiver, subscribe, publish_event, dispatching, attempted, keys, partner_id, in_batches
):
    await subscribe(receiver.url, "invitation.created", **({"batch_size": 10} if in_batches else {}))
    held, _ = [
        await publish_event("invitation.created", DATA, sealed_link=seal_link(LINK, keys[name], partner_id))
        for name in ("lost", "known")
    ]
    async with dispatching(waits=[0.05]):
        # More often than an event is tried otherwise.
        found = await attempted(held, 4)
        await receiver.wait_for(1)
    assert set(found.errors) == {"not sent: the server lacks the key that decrypts the link in the event"}
    assert set(found.codes) == {None}
    [arrived] = receiver.arrived
    assert arrived.body["data"] == [{"id": str(LINK), "magic_link": f"https://hub.example/?invite={LINK}"}]

    # Waiting for the key has used up no try: the event is tried again after a failure, too.

    async def refuse_once(_: object) -> web.Response:
        return web.Response(status=503 if len(receiver.arrived) == 2 else 202)

    receiver.answer = refuse_once
    async with dispatching(ring=keys["both"], waits=[0.05]):
        await receiver.wait_for(3)
    assert [each.body["data"] for each in receiver.arrived] == [arrived.body["data"]] * 3
