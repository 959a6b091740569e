"""The four packages that openapi-python-client generates from the contract's documents, put to use."""

import importlib
import json
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from types import ModuleType, UnionType
from typing import Any, Union, get_args, get_origin
from uuid import UUID

from tests.contract.calls import Call, CallAnswer
from tests.contract.documents import SERVICES, contract_file

_PROGRAM = Path(sys.executable).with_name("openapi-python-client")


def generate(document: Path, folder: Path, package: str) -> None:
    """Write a package made from a document into the folder."""
    # Formatting what comes out is none of our business.
    settings = folder / "settings.yaml"
    settings.write_text("post_hooks: []\n")
    done = subprocess.run(
        [
            *(_PROGRAM, "generate", "--path", document, "--config", settings),
            *("--meta", "none", "--output-path", folder / package, "--fail-on-warning"),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def _package(service: str) -> str:
    return f"contract_{service}"


class PythonClient:
    """Calls the generated functions with generated models; every answer has to survive its model unchanged."""

    def __init__(self, url: str, folder: Path, opened: AsyncExitStack) -> None:
        self._url = url
        self._folder = folder
        self._opened = opened
        self._clients: dict[tuple[str, str | None], Any] = {}

    async def ask(self, call: Call) -> CallAnswer:
        endpoint = call.endpoint
        package = importlib.import_module(_package(endpoint.service))
        function = self._module(endpoint.service, endpoint.operation_id).asyncio_detailed
        hints = function.__annotations__
        given = {name: _typed(hints[name], value) for name, value in call.query.items()}
        given |= {name: _typed(hints[name], value) for name, value in zip(endpoint.parameters, call.ids, strict=True)}
        if call.body is not None:
            given["body"] = _typed(hints["body"], call.body)
        answer = await function(client=await self._client(package, call.token), **given)
        body = json.loads(answer.content) if answer.content else None
        decoded = _comparable(_plain(answer.parsed))
        assert decoded == _comparable(body), f"{endpoint.operation_id} {answer.status_code}: {decoded}, sent: {body}"
        return CallAnswer(int(answer.status_code), body)

    async def _client(self, package: ModuleType, token: str | None) -> Any:
        key = package.__name__, token
        if key not in self._clients:
            # The addresses are no HTTPS. Certificates would only be read for nothing.
            options = {"base_url": self._url, "raise_on_unexpected_status": True, "verify_ssl": False}
            client = package.AuthenticatedClient(token=token, **options) if token else package.Client(**options)
            self._clients[key] = await self._opened.enter_async_context(client)
        return self._clients[key]

    def _module(self, service: str, operation_id: str) -> ModuleType:
        """The module of an operation, whatever folder its tag has put it into."""
        name = re.sub("_+", "_", operation_id)
        (found,) = (self._folder / _package(service) / "api").glob(f"*/{name}.py")
        return importlib.import_module(f"{_package(service)}.api.{found.parent.name}.{name}")


@asynccontextmanager
async def python_client(url: str, folder: Path) -> AsyncIterator[PythonClient]:
    for service in SERVICES:
        generate(contract_file(service), folder, _package(service))
    sys.path.insert(0, str(folder))
    try:
        async with AsyncExitStack() as opened:
            yield PythonClient(url, folder, opened)
    finally:
        sys.path.remove(str(folder))


def _typed(kind: Any, value: Any) -> Any:
    """A value as the generated function takes it."""
    choices = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
    for choice in choices:
        if get_origin(choice) is list and isinstance(value, list):
            return [_typed(get_args(choice)[0], each) for each in value]
        if hasattr(choice, "from_dict") and isinstance(value, dict):
            # Of several kinds, the first that has every required key.
            with suppress(KeyError):
                return choice.from_dict(value)
        if isinstance(choice, type) and issubclass(choice, Enum):
            return choice(value)
        if choice is UUID:
            return UUID(value)
        if choice in (datetime, date):
            return choice.fromisoformat(value)
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, UUID):
        return str(value)
    return value.to_dict() if hasattr(value, "to_dict") else value


def _comparable(value: Any) -> Any:
    """JSON with every time as a time: `Z` and `+00:00` say the same."""
    if isinstance(value, dict):
        return {name: _comparable(below) for name, below in value.items()}
    if isinstance(value, list):
        return [_comparable(each) for each in value]
    if isinstance(value, str) and value[:4].isdigit() and "T" in value:
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return value
    return value
