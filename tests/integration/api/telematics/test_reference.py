"""The reference lists through their routes."""

from tests.conftest import Api


async def test_a_partner_reads_a_list_page_by_page(api: Api) -> None:
    first = await api.get("/v2/telematics/ref-timezones?size=100")
    second = await api.get(f"/v2/telematics/ref-timezones?size=100&cursor={first.body['next_page']}")
    assert (first.status, second.status) == (200, 200)
    zones = [row["timezone"] for row in first.body["items"] + second.body["items"]]
    assert len(zones) == len(set(zones)) == first.body["total"] == 169
    assert second.body["next_page"] is None


async def test_the_lists_need_a_token(anyone: Api) -> None:
    assert (await anyone.get("/v2/telematics/ref-hos-rulesets")).status == 401


async def test_bad_pages_are_refused(api: Api) -> None:
    assert (await api.get("/v2/telematics/ref-hos-rulesets?size=1001")).status == 422
    assert (await api.get("/v2/telematics/ref-hos-rulesets?cursor=nonsense")).status == 400
