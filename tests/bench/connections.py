"""What connections cost that clients hold without asking for anything."""

import resource
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from tests.bench import load
from tests.bench.installation import BenchPartner, MeasuredInstallation
from tests.bench.report import BenchReport

_IDLE = 2000
_SECONDS = 5.0
# About 200 requests a second: what matters is the time of one, not how many fit.
_CONNECTIONS = 1


def idle(installation: MeasuredInstallation, report: BenchReport) -> None:
    """p99 of a list and of a page of Connect beside idle connections, against the same alone."""
    with installation.server():
        partner = installation.partner()
        for name, path, headers in (
            ("list", "/v2/orgs/invitations", _authorization(partner)),
            ("Connect", "/?invite=00000000-0000-4000-8000-000000000000", ()),
        ):
            request = load.LoadRequest("GET", path, headers=headers)
            _measured(installation, request, 1.0)
            alone = _measured(installation, request, _SECONDS)
            with _held(installation):
                beside = _measured(installation, request, _SECONDS)
            report.at_most(f"{name}: wrong answers beside {_IDLE} idle", beside.wrong, "", 0)
            report.times(f"{name}: p99 beside {_IDLE} idle", beside.p99_ms, alone.p99_ms, "ms", 2.0, "alone")


def _authorization(partner: BenchPartner) -> tuple[tuple[str, str], ...]:
    return (("Authorization", f"Bearer {partner.token}"),)


def _measured(installation: MeasuredInstallation, request: load.LoadRequest, seconds: float) -> load.Result:
    return load.run(installation.url, lambda _: request, connections=_CONNECTIONS, seconds=seconds, wanted=(200,))


@contextmanager
def _held(installation: MeasuredInstallation) -> Iterator[None]:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    host, port = installation.url.removeprefix("http://").split(":")
    connections = [socket.create_connection((host, int(port))) for _ in range(_IDLE)]
    try:
        yield
    finally:
        for connection in connections:
            connection.close()
