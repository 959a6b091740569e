"""The funnel: how far the fleets of invitations come."""

from uuid import uuid4

from gladhand.orgs.funnel import queries
from gladhand.orgs.funnel.schemas import FunnelStepEnum as Step

ROOT = "/v2/orgs/invitation-funnel"
INVITATIONS = "/v2/orgs/invitations"


def names(funnel):
    return [each["step"] for each in funnel["steps"]]


async def test_a_new_invitation_has_no_steps_and_answers_add_them(api, invite, accept, anyone):
    first, second = await invite(), await invite()
    assert (await api.get(f"{ROOT}/{first['id']}")).body == {"invitation_id": first["id"], "steps": []}
    await accept(first)
    await anyone.post(f"{INVITATIONS}/{second['id']}/decline", {"decline_reason": "no"})
    assert names((await api.get(f"{ROOT}/{first['id']}")).body) == ["accepted"]
    assert names((await api.get(f"{ROOT}/{second['id']}")).body) == ["declined"]


async def test_a_step_taken_again_is_counted_and_keeps_its_last_detail(api, invite, stored, database, partner):
    invitation = await invite()
    row = await stored(invitation)
    for detail in ("The key is wrong.", None, "The account is closed."):
        async with database.transaction() as db:
            await queries.insert_step(db, partner.id, row.id, Step.CHECK_FAILED, detail)
    [step] = (await api.get(f"{ROOT}/{invitation['id']}")).body["steps"]
    assert (step["times"], step["detail"]) == (3, "The account is closed.")
    assert step["first_at"] < step["last_at"]


async def test_the_sum_counts_invitations_and_not_steps(api, invite, accept, stored, database, partner):
    made = [await invite() for _ in range(3)]
    rows = [await stored(each) for each in made]
    await accept(made[0])
    async with database.transaction() as db:
        for row in rows[:2]:
            for _ in range(2):
                await queries.insert_step(db, partner.id, row.id, Step.OPENED)
        await queries.insert_step(db, partner.id, rows[0].id, Step.CHECK_FAILED, "The key is wrong.")
    found = (await api.get(ROOT)).body
    assert found["invitations"] == 3
    assert {step: count for step, count in found["reached"].items() if count} == {
        "opened": 2,
        "accepted": 1,
        "check_failed": 1,
    }
    assert found["failures"] == [{"detail": "The key is wrong.", "invitations": 1}]
    before = (await api.get(ROOT, params={"to_datetime": made[0]["created_at"]})).body
    assert before["invitations"] == 0


async def test_a_partner_sees_its_own_funnel_only(anyone, invite, make_partner):
    invitation = await invite()
    stranger = anyone.with_token((await make_partner()).token)
    assert (await stranger.get(f"{ROOT}/{invitation['id']}")).status == 404
    assert (await stranger.get(f"{ROOT}/{uuid4()}")).status == 404
    assert (await stranger.get(ROOT)).body["invitations"] == 0
    assert (await anyone.get(ROOT)).status == 401


async def test_a_window_that_is_none_is_refused(api):
    query = {"from_datetime": "2026-02-01T00:00:00Z", "to_datetime": "2026-01-01T00:00:00Z"}
    assert (await api.get(ROOT, params=query)).status == 422
