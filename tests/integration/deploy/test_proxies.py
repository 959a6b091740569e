"""The examples for nginx and Caddy, run in front of a real server: TLS, paths, bodies, and who the client is."""

import asyncio
import json
import os
import re
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from tests.certificates import write_certificate
from tests.conftest import PartnerFixture, eventually, serving

from gladhand.local.stack import free_port

PROXIES = Path(__file__).resolve().parents[3] / "deploy/proxies"
HOST = "hub.example"
#: The proxies themselves come from 127.0.0.1.
CLIENT = "127.0.0.2"


def nginx(folder: Path, server_port: int, port: int) -> list[str]:
    """Writes what stands around a site, and the site with ports and files of this test; the command that serves it."""
    file = write_certificate(folder, HOST)
    site = (PROXIES / "nginx.conf").read_text().replace("127.0.0.1:8080", f"127.0.0.1:{server_port}")
    site = re.sub(r"^ *listen \[::\].*\n", "", site, flags=re.MULTILINE)
    site = site.replace("listen 80;", f"listen 127.0.0.1:{free_port()};").replace(
        "listen 443 ssl", f"listen 127.0.0.1:{port} ssl"
    )
    site = re.sub(r"/etc/ssl/hub.example/\w+\.pem", str(file), site)
    names = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{name}_temp_path {folder}/{name};\n" for name in names)
    main = folder / "main.conf"
    main.write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log {folder}/errors;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{folders}{site}\n}}\n"
    )
    return ["nginx", "-p", str(folder), "-e", str(folder / "errors"), "-c", str(main)]


def caddy(folder: Path, server_port: int, port: int) -> list[str]:
    file = write_certificate(folder, HOST)
    site = (PROXIES / "Caddyfile").read_text().replace("127.0.0.1:8080", f"127.0.0.1:{server_port}")
    site = site.replace(f"{HOST} {{", f"{HOST}:{port} {{\n\tbind 127.0.0.1\n\ttls {file} {file}", 1)
    written = folder / "Caddyfile"
    written.write_text(f"{{\n\tadmin off\n\tauto_https disable_redirects\n}}\n{site}")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(written)]


@asynccontextmanager
async def running(command: list[str], folder: Path, port: int) -> AsyncIterator[aiohttp.ClientSession]:
    """The proxy as a process, and a client that takes it for the host of the example."""
    with (folder / "output").open("wb") as output:
        environment = {**os.environ, "HOME": str(folder)}
        process = await asyncio.create_subprocess_exec(*command, stdout=output, stderr=output, env=environment)
    try:

        async def listens() -> bool:
            assert process.returncode is None, (folder / "output").read_text()
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                return False
            writer.close()
            return True

        await eventually(listens, "the start of the proxy")
        context = ssl.create_default_context(cafile=str(folder / "certificate.pem"))
        connector = aiohttp.TCPConnector(ssl=context, local_addr=(CLIENT, 0))
        async with aiohttp.ClientSession(f"https://127.0.0.1:{port}", connector=connector) as session:
            yield session
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.wait(), 30)


@pytest.mark.parametrize(
    "proxy",
    [
        pytest.param(nginx, marks=pytest.mark.needs("nginx"), id="nginx"),
        pytest.param(caddy, marks=pytest.mark.needs("caddy"), id="caddy"),
    ],
)
async def test_a_partner_works_through_the_proxy(
    proxy: Callable[[Path, int, int], list[str]], tmp_path: Path, environment: dict[str, str], partner: PartnerFixture
) -> None:
    port, log = free_port(), tmp_path / "log"
    more = {
        "GLADHAND_PUBLIC_URL": f"https://{HOST}",
        "GLADHAND_TRUSTED_PROXIES": "127.0.0.1/32",
        "GLADHAND_LOG_LEVEL": "info",
        "GLADHAND_LOG_FORMAT": "json",
    }
    with serving(environment | more, log) as url:
        command = proxy(tmp_path, int(url.rpartition(":")[2]), port)
        async with running(command, tmp_path, port) as session:

            async def ask(method: str, path: str, **options: Any) -> tuple[int, Any]:
                headers = {"Host": HOST, "X-Forwarded-For": "6.6.6.6", **options.pop("headers", {})}
                async with session.request(
                    method, path, headers=headers, server_hostname=HOST, allow_redirects=False, **options
                ) as answer:
                    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
                    return answer.status, await answer.json(content_type=None) if answer.status < 300 else None

            form = {
                "grant_type": "client_credentials",
                "client_id": partner.client_id,
                "client_secret": partner.client_secret,
            }
            status, token = await ask("POST", "/realms/catena/protocol/openid-connect/token", data=form)
            assert status == 200
            bearer = {"Authorization": f"Bearer {token['access_token']}", "X-Request-ID": "through-the-proxy"}
            body = {"fleet_ref": "a/b", "permissions": {"vehicle": "read"}}
            status, invitation = await ask("POST", "/v2/orgs/invitations", json=body, headers=bearer)
            assert status == 201
            assert invitation["magic_link"].startswith(f"https://{HOST}/")
            status, listed = await ask("GET", "/v2/orgs/invitations?fleet_ref=a%2Fb", headers=bearer)
            assert (status, [each["id"] for each in listed["items"]]) == (200, [invitation["id"]])
            assert (await ask("GET", "/metrics"))[0] == 404
            status, _ = await ask("POST", "/v2/orgs/invitations", data=BytesIO(b" " * 1_100_000), headers=bearer)
            assert status == 413
    lines = [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]
    ours = [line for line in lines if line.get("request_id") == "through-the-proxy"]
    assert {line["address"] for line in ours} == {CLIENT}
