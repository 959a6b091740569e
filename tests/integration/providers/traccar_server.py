"""A real Traccar server, where there is one.

`TRACCAR_JAR` names the `tracker-server.jar` of an unpacked distribution, `TRACCAR_JAVA` a `java` that is new enough.
"""

import asyncio
import os
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import aiohttp
import pytest
from tests.fakes.traccar import PASSWORD

from gladhand.local.stack import free_port

JAVA = os.environ.get("TRACCAR_JAVA", "java")
JAR = os.environ.get("TRACCAR_JAR") and str(Path(os.environ["TRACCAR_JAR"]).resolve())
_START_SECONDS = 120
_XML = """<?xml version='1.0' encoding='UTF-8'?>
<!DOCTYPE properties SYSTEM 'http://java.sun.com/dtd/properties.dtd'>
<properties>
{}
</properties>
"""


NEEDED = (
    pytest.mark.skipif(not JAR, reason="TRACCAR_JAR names no Traccar server"),
    pytest.mark.needs(JAVA),
)


@dataclass(frozen=True)
class RealServer:
    """The address of its API, and the one that trackers send to, by the protocol of OsmAnd."""

    url: str
    tracker_url: str


@asynccontextmanager
async def real_server(folder: Path) -> AsyncIterator[RealServer]:
    port, tracker_port = free_port(), free_port()
    (folder / "web").mkdir()
    entries = {
        "database.driver": "org.h2.Driver",
        "database.url": f"jdbc:h2:{folder / 'database'}",
        "database.user": "sa",
        "database.password": "",
        "web.address": "127.0.0.1",
        "web.port": str(port),
        "web.path": str(folder / "web"),
        "protocols.enable": "osmand",
        "osmand.address": "127.0.0.1",
        "osmand.port": str(tracker_port),
        "server.statistics": "",
        "geocoder.enable": "false",
        "logger.console": "true",
    }
    lines = "\n".join(f"<entry key='{name}'>{escape(value)}</entry>" for name, value in entries.items())
    (folder / "traccar.xml").write_text(_XML.format(lines))
    jar = Path(JAR or "")
    with (folder / "output").open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            JAVA,
            "-jar",
            str(jar),
            str(folder / "traccar.xml"),
            cwd=jar.parent,
            stdout=output,
            stderr=output,
        )
    try:
        await answering(f"http://127.0.0.1:{port}/api/server", process, folder / "output")
        yield RealServer(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{tracker_port}")
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


async def answering(url: str, process: asyncio.subprocess.Process, output: Path) -> None:
    async with aiohttp.ClientSession() as session, asyncio.timeout(_START_SECONDS):
        while process.returncode is None:
            try:
                async with session.get(url) as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.5)
    pytest.fail(f"the server has stopped; see {output}")


def basic(email: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{email}:{PASSWORD}".encode()).decode()}


async def prepared(session: aiohttp.ClientSession, url: str) -> tuple[str, str]:
    """Tokens of the first user, who is the administrator, and of a manager."""
    admin = {"name": "Operator", "email": "operator@fleet.example", "password": PASSWORD}
    async with session.post(f"{url}/api/users", json=admin) as answer:
        assert answer.status == 200, await answer.text()
    manager = {"name": "Hub", "email": "hub@fleet.example", "password": PASSWORD, "userLimit": -1, "deviceLimit": -1}
    async with session.post(f"{url}/api/users", json=manager, headers=basic(admin["email"])) as answer:
        assert answer.status == 200, await answer.text()
    tokens = []
    for email in (admin["email"], "hub@fleet.example"):
        form = {"expiration": (datetime.now(UTC) + timedelta(days=1)).isoformat()}
        async with session.post(f"{url}/api/session/token", data=form, headers=basic(email)) as answer:
            assert answer.status == 200, await answer.text()
            tokens.append(await answer.text())
    return tokens[0], tokens[1]
