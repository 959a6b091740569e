"""How long it takes until server and worker use a promoted PostgreSQL while the former one only answers reads."""

import json
import time
from collections.abc import Callable
from urllib.error import HTTPError

from tests.bench.api import wanted_invitation
from tests.bench.installation import MeasuredInstallation, post, wait_for
from tests.bench.report import BenchReport
from tests.clusters import Address, Cluster

_LONGEST_SECONDS = 60.0


def switching(installation: MeasuredInstallation, report: BenchReport) -> None:
    first = Cluster(installation.folder / "first")
    first.start()
    second = first.copy_to(installation.folder / "second")
    second.start()
    try:
        with Address(first.socket) as address:
            made = MeasuredInstallation(installation.folder)
            made.database_url = f"postgresql://postgres@127.0.0.1:{address.port}/gladhand"
            with made, made.process("serve") as server, made.process("worker"):
                wait_for(f"{made.url}/health", server)
                _switch(made, first, second, address, report)
    finally:
        second.server.stop()
        first.server.stop()


def _switch(
    installation: MeasuredInstallation, first: Cluster, second: Cluster, address: Address, report: BenchReport
) -> None:
    token, statuses = installation.partner().token, set[int]()

    def write() -> bool:
        body = wanted_invitation(f"ref-{time.monotonic_ns()}")
        try:
            post(f"{installation.url}/v2/orgs/invitations", body=body, token=token)
        except HTTPError as error:
            error.close()
            statuses.add(error.code)
            return False
        return True

    assert write()
    _until(lambda: {"gladhand-server", "gladhand-worker", "gladhand-listener"} <= first.applications)
    first.make_read_only()
    _until(lambda: not write())
    _until(lambda: first.position == second.position)
    second.promote()
    address.socket = second.socket
    began = time.monotonic()
    _until(write)
    writes = time.monotonic() - began
    _until(lambda: write() and not first.applications)
    report.at_most("a promoted database: until writes succeed", writes, "s", 15)
    report.at_most("until server and worker have left the former one", time.monotonic() - began, "s", 15)
    report.at_most("answers meanwhile that were not 503", len(statuses - {503}), json.dumps(sorted(statuses)), 0)


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _LONGEST_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)
