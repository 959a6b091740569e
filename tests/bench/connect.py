"""How fast Connect's pages are: at the server, and on a slow phone with a slow line."""

import asyncio
from functools import partial
from urllib.parse import urlsplit

from tests.bench.api import wanted_invitation
from tests.bench.installation import MeasuredInstallation, post
from tests.bench.load import LoadRequest, run
from tests.bench.paint import PAINT_SECONDS, PHONE, has_browser, painted
from tests.bench.report import BenchReport

_PAGE_MS = 20
_SESSION = ("Cookie", f"gladhand_connect={'x' * 32}")


def pages(installation: MeasuredInstallation, report: BenchReport) -> None:
    """One request at a time: what a page costs, not how long requests wait for each other."""
    with installation.server():
        links = _links(installation)
        empty = run(installation.url, lambda _: LoadRequest("GET", "/empty"), connections=1, seconds=2)
        print(f"        an empty route of the same server: p99 {empty.p99_ms:.2f} ms, p50 {empty.p50_ms:.2f} ms")
        for name, path in links.items():
            result = run(installation.url, partial(_read, path), connections=1, seconds=2)
            assert not result.wrong
            report.at_most(f"Connect, {name}: p99 (p50 {result.p50_ms:.1f} ms)", result.p99_ms, "ms", _PAGE_MS)


def first_paint(installation: MeasuredInstallation, report: BenchReport) -> None:
    """The largest paint of the first page, with nothing kept from before."""
    if not has_browser():
        return
    with installation.server():
        link = installation.url + _links(installation)["invitation"]
        seconds = asyncio.run(painted(link, PHONE))
    report.at_most("Connect, largest paint on a slow phone", seconds, "s", PAINT_SECONDS)


def _read(path: str, _: int) -> LoadRequest:
    return LoadRequest("GET", path, headers=(_SESSION,))


def _links(installation: MeasuredInstallation) -> dict[str, str]:
    partner = installation.partner()
    made = [
        post(f"{installation.url}/v2/orgs/invitations", body=wanted_invitation(ref), token=partner.token)
        for ref in "ab"
    ]
    post(f"{installation.url}/v2/orgs/invitations/{made[1]['id']}/accept")
    fresh, accepted = (urlsplit(each["magic_link"]).query for each in made)
    return {
        "probe": "/embed/probe",
        "invitation": f"/?{fresh}",
        "providers": f"/providers?{accepted}",
        "sign in": f"/providers/groundhog?{accepted}",
        "in German": f"/?{fresh}&lang=de",
    }
