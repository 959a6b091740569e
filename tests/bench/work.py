"""How fast the work is done: operations accepted and carried out, events delivered."""

import json
import os
import time
from collections.abc import Callable
from typing import LiteralString

from tests.bench.api import authorised, wanted_invitation
from tests.bench.installation import BenchPartner, MeasuredInstallation, get, post
from tests.bench.load import LoadRequest, run
from tests.bench.report import BenchReport


def create_users(installation: MeasuredInstallation, report: BenchReport) -> None:
    with installation.server(), installation.simulator() as simulator:
        partner, connection_id = connected(installation, simulator)
        result = run(installation.url, user_requests(partner, connection_id))
    assert not result.wrong
    report.at_least("create user, accepted in the background", result.per_second, "/s", 400)


def user_requests(partner: BenchPartner, connection_id: str) -> Callable[[int], LoadRequest]:
    """Creates of users, each of them new."""
    headers, run_id = authorised(partner.token), os.urandom(3).hex()

    def user(number: int) -> LoadRequest:
        body = {
            "connection_id": connection_id,
            "username": f"driver-{run_id}-{number}",
            "first_name": "Maria",
            "last_name": "Keller",
            "is_driver": True,
            "license_number": f"TX-{run_id}-{number}",
        }
        return LoadRequest("POST", "/v2/telematics/users", json.dumps(body).encode(), headers)

    return user


def connected(installation: MeasuredInstallation, simulator: str) -> tuple[BenchPartner, str]:
    """A partner with a fleet that shares a connection to the simulator, by the API alone."""
    partner = installation.partner()
    made = post(f"{installation.url}/v2/orgs/invitations", body=wanted_invitation("bench"), token=partner.token)
    accepted = post(f"{installation.url}/v2/orgs/invitations/{made['id']}/accept")
    tsp = get(f"{installation.url}/v2/orgs/tsps?source_name=catena_simulator")[0]
    wanted = {"tsp_id": tsp["id"], "credentials": {"api_key": "demo-key", "url": simulator}}
    token = accepted["pre_registration_access_token"]
    connection = post(f"{installation.url}/v2/integrations/connections", body=wanted, token=token)
    return partner, connection["id"]


def drained(installation: MeasuredInstallation, partner: BenchPartner, table: LiteralString) -> float:
    """Seconds from the first finished one of the partner's to the last, with a worker that starts now."""
    left: LiteralString = f"select count(*) as left from {table} where partner_id = %s and status = 'pending'"
    with installation.connect() as connection:

        def remaining() -> int:
            row = connection.execute(left, (partner.id,)).fetchone()
            assert row is not None
            return int(row["left"])

        whole = remaining()
        with installation.process("worker"):
            deadline = time.monotonic() + 120
            while remaining() == whole:
                time.sleep(0.005)
            started = time.monotonic()
            while remaining() > 0:
                assert time.monotonic() < deadline, "the worker does not get through"
                time.sleep(0.02)
            return time.monotonic() - started
