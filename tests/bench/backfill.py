"""How fast a year of two fleets is read, beside what their providers allow, and what the worker takes for it."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from tests.bench.installation import BenchPartner, MeasuredInstallation, get, post, wait_for
from tests.bench.report import BenchReport
from tests.bench.year import YEAR
from tests.fakes.geotab import GeotabFake

from gladhand.local.stack import free_port

_WARMING_SECONDS, _SECONDS = 60, 60
_MEGABYTE = 1024**2
_SAMSARA = {"vehicle_location": "read", "engine_status": "read"}
_LOGIN = {"username": GeotabFake.USER, "password": GeotabFake.PASSWORD, "database": GeotabFake.DATABASE}


def year(installation: MeasuredInstallation, report: BenchReport) -> None:
    """A minute of the backfill, when the worker has grown to what both providers' pages need. Requests and memory are
    those of this minute; refusals are all that there were."""
    with installation.sibling() as own, _providers(own) as urls:
        addresses = {"GLADHAND_PROVIDER_URLS": json.dumps(urls)}
        with own.process(module="tests.bench.server", **addresses) as server:
            wait_for(f"{own.url}/health", server, 90)
            partner = own.partner()
            _connect(own, partner, "samsara", {"token": "samsara_api_EXAMPLE"}, _SAMSARA)
            _connect(own, partner, "geotab", _LOGIN, {"vehicle_location": "read"})
        with own.connect() as connection:
            connection.execute(
                "insert into record_retention (name, days) values ('vehicle_location', 400), ('engine_status', 400)"
            )
            connection.execute(
                "update schedule set last_data_at = now() - %s, position = '{}', due_at = now()", (YEAR,)
            )
        with own.process("worker", **addresses) as worker:
            time.sleep(_WARMING_SECONDS)
            before, memory, until = _told(urls), list[float](), time.monotonic() + _SECONDS
            while time.monotonic() < until:
                memory.append(_memory(worker.pid))
                time.sleep(0.5)
            after = _told(urls)
        with own.connect() as connection:
            stored = connection.execute("select sum(value) as n from record_count").fetchone()
    assert stored is not None
    asked = {name: after["asked"][name] - before["asked"].get(name, 0) for name in after["asked"]}
    report.share("a year of Samsara, readings", asked["stats"] / _SECONDS * 60, 600, "/min", 0.8, "its limit")
    scarcest = max(asked["GetFeed LogRecord"], asked["GetFeed StatusData"])
    report.share("a year of Geotab, the scarcest feed", scarcest / _SECONDS * 60, 60, "/min", 0.8, "its limit")
    report.at_most("refusals for too many requests", after["throttled"], "", 0)
    report.at_most("memory of the worker, highest", max(memory), "MB", 250)
    half = len(memory) // 2
    report.at_most("its growth in the second half", max(memory[half:]) - max(memory[:half]), "MB", 10)
    report.at_least("records that were stored", float(stored["n"]), "", 1)


@contextmanager
def _providers(installation: MeasuredInstallation) -> Iterator[dict[str, str]]:
    ports = {name: free_port() for name in ("samsara", "geotab")}
    urls = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    with ExitStack() as stack:
        for name, port in ports.items():
            process = stack.enter_context(installation.process(name, str(port), module="tests.bench.year"))
            wait_for(f"{urls[name]}/told", process, 90)
        yield urls


def _told(urls: Mapping[str, str]) -> dict[str, Any]:
    """What both providers were asked for so far, and how often they have refused."""
    answers = [get(f"{url}/told") for url in urls.values()]
    asked = {name: number for answer in answers for name, number in answer["asked"].items()}
    return {"asked": asked, "throttled": sum(answer["throttled"] for answer in answers)}


def _connect(
    installation: MeasuredInstallation, partner: BenchPartner, slug: str, login: dict[str, str], wanted: dict[str, str]
) -> None:
    invitation: dict[str, Any] = {"fleet_ref": slug, "permissions": wanted}
    made = post(f"{installation.url}/v2/orgs/invitations", body=invitation, token=partner.token)
    accepted = post(f"{installation.url}/v2/orgs/invitations/{made['id']}/accept")
    tsp = get(f"{installation.url}/v2/orgs/tsps?slug={slug}")[0]
    token = accepted["pre_registration_access_token"]
    body = {"tsp_id": tsp["id"], "credentials": login}
    post(f"{installation.url}/v2/integrations/connections", body=body, token=token)


def _memory(pid: int) -> float:
    """What a process holds, in megabytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 / _MEGABYTE
