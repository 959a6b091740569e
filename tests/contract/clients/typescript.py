"""The client that openapi-typescript and openapi-fetch make of the contract's documents, run by Node.

Types are gone when a program runs. So every request that was sent and every answer that came is written down as
TypeScript at the end, and the compiler holds them against the generated types.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.contract.calls import Call, CallAnswer
from tests.contract.documents import SERVICES, contract_file
from tests.node import require_packages, run_node

_HERE = Path(__file__).parent
_LINE = 16 * 1024**2
_TYPES = """
import type { FetchOptions } from "openapi-fetch";
type Answer<Operation, Status> = Operation extends { responses: infer Answers }
    ? Status extends keyof Answers
        ? Answers[Status] extends { content: { "application/json": infer Body } } ? Body : null
        : never
    : never;
"""


class TypeScriptClient:
    def __init__(self, url: str, folder: Path, process: asyncio.subprocess.Process) -> None:
        self._url = url
        self._folder = folder
        self._process = process
        self._lines: list[str] = []

    async def ask(self, call: Call) -> CallAnswer:
        endpoint = call.endpoint
        given: dict[str, Any] = {}
        if call.ids or call.query:
            given["params"] = {"path": dict(zip(endpoint.parameters, call.ids, strict=True)), "query": call.query}
            given["params"] = {name: value for name, value in given["params"].items() if value}
        if call.body is not None:
            given["body"] = call.body
        order = {"url": self._url, "token": call.token, "operation": endpoint.operation_id, "given": given}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        line = await self._process.stdout.readline()
        assert line, f"Node has ended at {endpoint.operation_id}"
        answered = CallAnswer(**json.loads(line))
        operation = f'{endpoint.service}["{endpoint.operation_id}"]'
        self._lines += [
            f"({json.dumps(given)}) satisfies FetchOptions<{operation}>;",
            f"({json.dumps(answered.body)}) satisfies Answer<{operation}, {answered.status}>;",
        ]
        return answered

    def compile(self) -> None:
        """Hold what was sent and what was answered against the generated types."""
        imports = [f'import type {{ operations as {service} }} from "./{service}.d.ts";' for service in SERVICES]
        (self._folder / "made.ts").write_text("\n".join([*imports, _TYPES, *self._lines]))
        run_node(_HERE / "node_modules/typescript/bin/tsc", "--project", self._folder)


@asynccontextmanager
async def typescript_client(url: str, folder: Path) -> AsyncIterator[TypeScriptClient]:
    require_packages(_HERE)
    run_node(_HERE / "generate.mjs", folder, *(contract_file(service) for service in SERVICES))
    process = await asyncio.create_subprocess_exec(
        *("node", folder / "bridge.js"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=_LINE,
    )
    try:
        client = TypeScriptClient(url, folder, process)
        yield client
        client.compile()
    finally:
        assert process.stdin is not None
        process.stdin.close()
        assert await process.wait() == 0
