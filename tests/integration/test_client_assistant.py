"""`gladhand-client mcp` with the protocol's official client, over standard input and output, against a running hub."""

import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import mcp
from tests.conftest import PartnerFixture
from tests.integration.conftest import Connected

from gladhand_client.client import AsyncClient
from gladhand_client.command_line.assistant import LEFT_OUT_GROUPS

CONNECTIONS = "/v2/integrations/connections"
SOURCES = Path(__file__).resolve().parents[2] / "clients/python/src"


@asynccontextmanager
async def assistant(server: str, partner: PartnerFixture, *options: str) -> AsyncIterator[mcp.Client]:
    """An assistant's side of the server that its program has started."""
    variables = {
        "GLADHAND_URL": server,
        "GLADHAND_CLIENT_ID": partner.client_id,
        "GLADHAND_CLIENT_SECRET": partner.client_secret,
        "PYTHONPATH": str(SOURCES),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GLADHAND_")}
    command = mcp.StdioServerParameters(
        command=sys.executable, args=["-m", "gladhand_client", "mcp", *options], env=kept | variables
    )
    async with mcp.Client(mcp.stdio_client(command)) as client:
        yield client


async def answer_of(client: mcp.Client, tool: str, **arguments: Any) -> Any:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    return result.structured_content


async def test_an_assistant_reads_and_tries_writes_and_changes_nothing(
    server: str, partner: PartnerFixture, connected: Connected
) -> None:
    made = [(await connected.created(username=name, first_name=name.title()))["resource_id"] for name in ("ann", "bea")]
    async with assistant(server, partner) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert tools.keys() >= {"list_fleets", "list_vehicles", "list_defects_of_dvir_logs", "dry_run_create_users"}
        writers = [name for name, tool in tools.items() if not (tool.annotations and tool.annotations.read_only_hint)]
        assert writers == []
        assert "fleet_refs" in tools["list_users"].input_schema["properties"]

        fleets = await answer_of(client, "list_fleets")
        assert [fleet["fleet_ref"] for fleet in fleets["items"]] == [connected.fleet_ref]
        users = await answer_of(client, "list_users", fleet_refs=[connected.fleet_ref], limit=1)
        assert ([user["id"] for user in users["items"]], users["total"], users["is_whole"]) == (made[:1], 2, False)
        whole = await answer_of(client, "list_users", user_ids=made[1:])
        assert ([user["first_name"] for user in whole["items"]], whole["is_whole"]) == (["Bea"], True)
        body = {"connection_id": connected.connection_id, "username": "cleo", "first_name": "Cleo"}
        dry = await answer_of(client, "dry_run_create_users", body=body)
        assert "cleo" in json.dumps(dry)

        assert "create_users" not in tools
        refused = await client.call_tool("list_users", {"sort_by": "nonsense"})
        assert refused.is_error
        assert "sort_by" in str(refused.content)
    assert [user["id"] for user in (await connected.api.get("/v2/telematics/users")).body["items"]] == made


async def test_every_list_is_a_tool_unless_its_group_is_left_out(server: str, partner: PartnerFixture) -> None:
    async with assistant(server, partner) as client:
        tools = {tool.name for tool in (await client.list_tools()).tools if tool.name.startswith("list_")}
    groups = {name for name in vars(AsyncClient(server, token="none")) if not name.startswith("_")}

    def has_tool(group: str) -> bool:
        return f"list_{group}" in tools or any(name.endswith((f"_of_{group}", f"_{group}")) for name in tools)

    assert groups > LEFT_OUT_GROUPS
    assert [group for group in sorted(groups - LEFT_OUT_GROUPS) if not has_tool(group)] == []
    assert [
        name for name in tools for group in LEFT_OUT_GROUPS if name.endswith((f"list_{group}", f"_of_{group}"))
    ] == []


async def test_nothing_that_an_assistant_sees_opens_an_invitation(
    server: str, partner: PartnerFixture, connected: Connected
) -> None:
    invitations = (await connected.api.get("/v2/orgs/invitations")).body["items"]
    (schedule, *_) = (await connected.api.get(f"{CONNECTIONS}/{connected.connection_id}/schedules")).body["items"]
    needed = {
        "processing_date": "2026-01-01",
        "connection_id": connected.connection_id,
        "schedule_id": schedule["id"],
        "fleet_id": (await connected.api.get("/v2/orgs/fleets")).body["items"][0]["id"],
    }
    refused, seen = [], []
    async with assistant(server, partner) as client:
        for tool in (await client.list_tools()).tools:
            if tool.name.startswith("list_"):
                result = await client.call_tool(
                    tool.name, {name: needed[name] for name in tool.input_schema.get("required", ())}
                )
                seen.append(json.dumps(result.structured_content))
                if result.is_error:
                    refused.append((tool.name, result.content))
    assert len(seen) > 40
    assert refused == []
    assert [each["id"] for each in invitations if each["id"] in "".join(seen)] == []
    assert len(invitations) == 1


async def test_a_person_may_let_an_assistant_write(server: str, partner: PartnerFixture, connected: Connected) -> None:
    async with assistant(server, partner, "--allow-writes") as client:
        body = {"connection_id": connected.connection_id, "username": "dora", "first_name": "Dora"}
        made = (await answer_of(client, "create_users", body=body))["answer"]
        await answer_of(
            client,
            "update_users",
            user_id=made["resource_id"],
            body={"connection_id": connected.connection_id, "last_name": "Lee"},
        )
    user = (await connected.api.get(f"/v2/telematics/users/{made['resource_id']}")).body
    assert (user["first_name"], user["last_name"]) == ("Dora", "Lee")
