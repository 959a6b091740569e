"""Writes in the background: a worker's attempts at a provider with faults."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.conftest import Process, eventually
from tests.integration.conftest import Connected

from gladhand.core.db import Database
from gladhand.integrations.gateway import AttemptSettings
from gladhand.integrations.operations.tasks import UncoveredWrites

pytestmark = pytest.mark.usefixtures("worker")

PublishedRecords = Callable[[str], Awaitable[list[Any]]]


def failures(operation: Any) -> list[tuple[str, int | None]]:
    return [(log["error_type"], log["response_status_code"]) for log in operation["logs"] if log["status"] == "failed"]


async def test_a_write_reaches_the_provider_and_becomes_a_record(
    connected: Connected, published_records: PublishedRecords
) -> None:
    accepted = (await connected.create(username="ann", first_name="Ann", hos_ruleset_code="CA_FED_C1_70_7")).body
    done = await connected.settled(accepted["id"])
    assert done["status"] == "success"
    assert (await connected.account.driver(done["source_id"]))["given_name"] == "Ann"
    (log,) = done["logs"]
    assert (log["status"], log["error_type"], log["response_status_code"]) == ("success", None, 201)
    record = (await connected.api.get(f"/v2/telematics/users/{done['resource_id']}")).body
    assert (record["first_name"], record["hos_ruleset_code"]) == ("Ann", "CA_FED_C1_70_7")
    (event,) = await published_records("resource_operation.succeeded")
    assert event == done
    (added,) = await published_records("user.added")
    assert (added["id"], added["fleet_ref"]) == (done["resource_id"], connected.fleet_ref)
    assert "source_data" not in added


def results(operation: Any) -> dict[str, str]:
    return {each["field"]: each["outcome"] for each in operation["field_results"]}


async def test_an_operation_tells_what_became_of_each_field(
    connected: Connected, published_records: PublishedRecords
) -> None:
    answer = await connected.create(username="ann", first_name="Ann", notes=None, lastname="Berg")
    assert answer.headers["gladhand-ignored"] == "body.lastname;near=body.last_name"
    accepted = answer.body
    ignored = {"field": "lastname", "outcome": "ignored", "detail": "There is no such field. Did you mean last_name?"}
    assert accepted["field_results"] == [ignored]
    done = await connected.settled(accepted["id"])
    assert list(results(done)) == ["username", "first_name", "notes", "lastname"]
    assert done["field_results"][-1] == ignored
    assert (results(done)["username"], results(done)["first_name"]) == ("applied", "applied")
    (event,) = await published_records("resource_operation.succeeded")
    assert event["field_results"] == done["field_results"]


async def test_fields_of_a_record_that_was_found_are_judged_by_the_record(connected: Connected) -> None:
    await connected.account.inject_fault("cut_after_write")
    accepted = (await connected.create(username="ann", license_expiration="2030-01-31", phone_country_code="1")).body
    done = await connected.settled(accepted["id"])
    assert results(done) == dict.fromkeys(("username", "license_expiration", "phone_country_code"), "applied")


async def test_absent_null_and_value_stay_three_things_at_the_provider(connected: Connected) -> None:
    made = await connected.created(username="ann", first_name="Ann", last_name="Lee", notes="Nights")
    accepted = (await connected.update(made["resource_id"], last_name="Lind", notes=None)).body
    assert (await connected.settled(accepted["id"]))["status"] == "success"
    driver = await connected.account.driver(made["source_id"])
    assert (driver["given_name"], driver["family_name"], driver["remarks"]) == ("Ann", "Lind", None)
    assert "payroll_number" not in driver


async def test_a_failing_provider_is_tried_again_and_each_try_is_logged(
    connected: Connected, published_records: PublishedRecords
) -> None:
    await connected.account.inject_fault("fail", count=2, status=503, path="/api/drivers", method="POST")
    done = await connected.settled((await connected.create(username="ann")).body["id"])
    assert done["status"] == "success"
    assert failures(done) == [("tsp", 503), ("tsp", 503)]
    assert len(await connected.account.drivers()) == 1
    assert len(await published_records("resource_operation.succeeded")) == 1


async def test_a_provider_that_keeps_failing_ends_the_write(
    connected: Connected, published_records: PublishedRecords
) -> None:
    await connected.account.inject_fault("fail", count=None)
    done = await connected.settled((await connected.create(username="ann")).body["id"])
    assert done["status"] == "failed"
    assert failures(done) == [("tsp", 500)] * 5
    assert (done["resource_id"], done["source_id"]) == (None, None)
    (event,) = await published_records("resource_operation.failed")
    assert event == done


async def test_a_lost_answer_makes_exactly_one_driver(connected: Connected) -> None:
    await connected.account.inject_fault("cut_after_write")
    done = await connected.settled((await connected.create(username="ann")).body["id"])
    assert done["status"] == "success"
    assert failures(done) == [("network", None)]
    state = await connected.account.state()
    assert (state["driver_count"], state["creates"], state["duplicate_external_ids"]) == (1, 1, {})


async def test_a_lost_answer_without_a_username_makes_exactly_one_driver(connected: Connected) -> None:
    await connected.account.inject_fault("cut_after_write")
    done = await connected.settled((await connected.create(first_name="Ann")).body["id"])
    assert done["status"] == "success"
    assert (await connected.account.state())["creates"] == 1


async def test_a_lost_answer_is_looked_for_until_the_provider_can_be_asked(connected: Connected) -> None:
    await connected.account.inject_fault("cut_after_write")
    # The look-up fails, too; only then must nobody think that the record was never made.
    await connected.account.inject_fault("fail", method="GET", count=2)
    done = await connected.settled((await connected.create(username="ann")).body["id"])
    assert done["status"] == "success"
    assert (await connected.account.state())["creates"] == 1


async def test_a_request_that_never_arrived_is_sent_again(connected: Connected) -> None:
    await connected.account.inject_fault("cut_before_write")
    done = await connected.settled((await connected.create(username="ann")).body["id"])
    assert done["status"] == "success"
    assert (await connected.account.state())["creates"] == 1


async def test_a_provider_that_hangs_is_left_and_tried_again(connected: Connected) -> None:
    await connected.account.inject_fault("hang")
    done = await connected.settled((await connected.create(username="ann")).body["id"])
    assert done["status"] == "success"
    assert failures(done) == [("network", None)]


async def test_an_answer_that_cannot_be_read_is_looked_up(connected: Connected) -> None:
    await connected.account.inject_fault("malformed")
    done = await connected.settled((await connected.create(username="ann")).body["id"])
    assert done["status"] == "success"
    assert (await connected.account.state())["creates"] == 1


async def test_throttling_is_waited_for_and_does_not_use_up_tries(connected: Connected) -> None:
    # More often than there are tries, and longer than the longest of their pauses would be in all.
    await connected.account.inject_fault("throttle", count=7, retry_after=0.3)
    done = await connected.settled((await connected.create(username="ann")).body["id"])
    assert done["status"] == "success"
    assert failures(done) == [("tsp", 429)] * 7
    assert done["logs"][0]["response_headers"]["Retry-After"] == "0.3"


async def test_what_the_provider_rejects_is_not_sent_again(connected: Connected) -> None:
    await connected.account.inject_fault("reject", reason="Licence has expired")
    done = await connected.settled((await connected.create(username="ann")).body["id"])
    assert done["status"] == "failed"
    (log,) = done["logs"]
    assert (log["error_type"], log["response_status_code"]) == ("validation", 422)
    assert "Licence has expired" in log["error_details"]
    assert (await connected.account.state())["creates"] == 0


async def test_bad_credentials_fail_at_once_and_stale_the_connection_once(
    connected: Connected, database: Database, published_records: PublishedRecords
) -> None:
    await connected.account.inject_fault("bad_auth", count=2)
    first, second = await asyncio.gather(connected.create(username="ann"), connected.create(username="bob"))
    done = await connected.settled(first.body["id"])
    if done["status"] != "failed":  # the other one was quicker, and this one waits
        done = await connected.settled(second.body["id"])
    assert failures(done) == [("auth", 401)]
    assert (await connected.connection())["status"] == "stale"
    assert [event["status"] for event in await published_records("connection.staled")] == ["stale"]


async def test_writes_wait_for_a_stale_connection_and_go_on_when_the_fleet_has_signed_in(
    connected: Connected, connect: Callable[..., Awaitable[Connected]], database: Database
) -> None:
    made, other = await connected.created(username="ann"), await connect()
    # Only writes are throttled: signing in again must not meet what a write has not used up.
    await connected.account.inject_fault("throttle", retry_after=0.5, method="PATCH")
    await other.account.inject_fault("throttle", retry_after=0.5, method="POST")
    # Accepted while all is well; then something comes between.
    operation = (await connected.update(made["resource_id"], first_name="Ann")).body
    async with database.transaction() as db:
        await db.execute("update connection set status = 'stale' where id = %s", (connected.connection_id,))
    # A later write of another fleet, which was throttled as well, is done.
    marker = (await other.create(username="bob")).body
    assert (await other.settled(marker["id"]))["status"] == "success"
    assert (await connected.operation(operation["id"]))["status"] == "pending"
    assert (await connected.sign_in()).status == 200
    assert (await connected.settled(operation["id"]))["status"] == "success"


async def test_waiting_writes_end_when_the_agreement_is_paused(
    connected: Connected, database: Database, published_records: PublishedRecords
) -> None:
    await connected.account.inject_fault("throttle", retry_after=600, method="POST")
    throttled = (await connected.create(username="ann")).body
    # Now it waits for its connection, too.
    async with database.transaction() as db:
        await db.execute("update connection set status = 'stale' where id = %s", (connected.connection_id,))
    [agreement] = (await connected.api.get("/v2/orgs/share-agreements")).body["items"]
    assert (await connected.fleet.post(f"/v2/orgs/share-agreements/{agreement['id']}/pause")).status == 200
    ended = await connected.settled(throttled["id"])
    assert (ended["status"], ended["logs"][-1]["error_type"]) == ("failed", "auth")
    assert "The share agreement with the fleet no longer allows writing" in ended["logs"][-1]["error_details"]
    assert [each["id"] for each in await published_records("resource_operation.failed")] == [ended["id"]]
    assert (await connected.create(username="bob")).status == 404


async def test_a_worker_ends_writes_whose_agreement_ended_long_before_it_started(
    connected: Connected, database: Database
) -> None:
    await connected.account.inject_fault("throttle", retry_after=600, method="POST")
    waiting = (await connected.create(username="ann")).body

    async def was_attempted() -> bool:
        return bool((await connected.operation(waiting["id"]))["logs"])

    await eventually(was_attempted, "the first try")
    async with database.transaction() as db:
        await db.execute("update connection set status = 'stale' where id = %s", (connected.connection_id,))
        await db.execute(
            "update share_agreement set status = 'paused', updated_at = now() - interval '2 days' where fleet_id = %s",
            (connected.fleet_id,),
        )
    await UncoveredWrites(database, AttemptSettings((), 5.0, 5.0)).end()
    assert (await connected.settled(waiting["id"]))["status"] == "failed"


async def test_writes_to_one_record_leave_in_the_order_of_acceptance(connected: Connected) -> None:
    made = await connected.created(username="ann")
    await connected.account.inject_fault("fail", count=2, method="PATCH")
    accepted = [(await connected.update(made["resource_id"], first_name=name)).body for name in ("One", "Two", "Three")]
    done = [await connected.settled(each["id"]) for each in accepted]
    assert [each["status"] for each in done] == ["success"] * 3
    finished = [each["logs"][-1]["created_at"] for each in done]
    assert finished == sorted(finished)
    assert (await connected.account.driver(made["source_id"]))["given_name"] == "Three"


async def test_a_record_in_trouble_does_not_hold_up_another(connected: Connected) -> None:
    ann, bob = await connected.created(username="ann"), await connected.created(username="bob")
    await connected.account.inject_fault("hang", path=f"/api/drivers/{ann['source_id']}", count=1)
    slow = (await connected.update(ann["resource_id"], first_name="Ann")).body
    quick = (await connected.update(bob["resource_id"], first_name="Bob")).body
    assert (await connected.settled(quick["id"], 1.5))["status"] == "success"
    assert (await connected.operation(slow["id"]))["status"] == "pending"
    assert (await connected.settled(slow["id"]))["status"] == "success"


async def test_an_agreement_that_ends_meanwhile_fails_the_write(connected: Connected, database: Database) -> None:
    await connected.account.inject_fault("fail", count=1)
    accepted = (await connected.create(username="ann")).body
    async with database.connection() as db:
        await db.execute(
            """update share_agreement set scopes = '{"user": "read"}' where fleet_id = %s""", (connected.fleet_id,)
        )
    done = await connected.settled(accepted["id"])
    assert (done["status"], done["logs"][-1]["error_type"]) == ("failed", "auth")


async def test_an_unchanged_record_is_not_told_again(
    connected: Connected, published_records: PublishedRecords, worker: Process
) -> None:
    made = await connected.created(username="ann")
    await connected.settled((await connected.update(made["resource_id"], first_name="Ann")).body["id"])
    assert len(await published_records("user.added")) == 1
    (modified,) = await published_records("user.modified")
    assert modified["first_name"] == "Ann"


async def test_an_update_that_was_done_although_its_answer_was_lost_is_not_sent_again(connected: Connected) -> None:
    made = await connected.created(username="ann")
    await connected.account.inject_fault("cut_after_write", method="PATCH")
    # Who would send it again would be refused.
    await connected.account.inject_fault("reject", method="PATCH", count=None)
    done = await connected.settled((await connected.update(made["resource_id"], first_name="Ann")).body["id"])
    assert done["status"] == "success"
    assert results(done) == {"first_name": "applied"}
    assert (await connected.account.driver(made["source_id"]))["given_name"] == "Ann"


async def test_an_update_that_was_not_done_is_sent_again_after_a_lost_answer(connected: Connected) -> None:
    made = await connected.created(username="ann", first_name="Eve")
    await connected.account.inject_fault("cut_before_write", method="PATCH")
    done = await connected.settled((await connected.update(made["resource_id"], first_name="Ann")).body["id"])
    assert done["status"] == "success"
    assert (await connected.account.driver(made["source_id"]))["given_name"] == "Ann"


async def test_the_log_says_whether_anything_had_left(connected: Connected) -> None:
    await connected.account.inject_fault("cut_after_write")
    done = await connected.settled((await connected.create(username="ann")).body["id"])
    assert done["logs"][0]["error_details"].startswith("Sent, not answered. ")


async def test_a_write_that_crashes_is_tried_as_often_as_one_that_fails_and_holds_up_no_other(
    connected: Connected, database: Database, published_records: PublishedRecords
) -> None:
    await connected.account.inject_fault("throttle", count=None, retry_after=0.2, method="POST")
    accepted = (await connected.create(username="ann")).body
    async with database.connection() as db:
        # As by a bug of ours, the payload cannot be read.
        await db.execute(
            "update resource_operation set payload = %s where id = %s", ('{"username": {}}', accepted["id"])
        )
    await connected.account.behave()

    other = (await connected.create(username="ben")).body
    failed = await connected.settled(accepted["id"])

    assert failed["status"] == "failed"
    # The throttled attempts came first and do not count.
    crashed = [log for log in failed["logs"] if log["response_status_code"] is None]
    assert [(log["error_type"], log["error_details"]) for log in crashed] == [
        ("tsp", "gladhand failed at this write; the operator finds the reason in the log.")
    ] * 5
    assert (await connected.settled(other["id"]))["status"] == "success"
    assert [each["id"] for each in await published_records("resource_operation.failed")] == [accepted["id"]]
