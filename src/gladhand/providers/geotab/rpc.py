"""Geotab's JSON-RPC: one address, the method in the body, and failures in answers with status 200."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from gladhand.sdk.client import ProviderClient
from gladhand.sdk.errors import (
    AuthFailed,
    Malformed,
    NotAllowed,
    ProviderError,
    RateLimited,
    Rejected,
    ServerFailed,
    SessionEnded,
)
from gladhand.sdk.http import Response
from gladhand.sdk.rows import Row

DUPLICATE_USER: Final = "DuplicateUserException"

_NO_PERMISSION = "InvalidPermissionsException"
_NO_SESSION = "InvalidUserException"
_OVER_LIMIT = "OverLimitException"
# The database is unavailable or has moved to another server. Geotab did not carry out the request.
_AWAY = frozenset({"DbUnavailableException", "DatabaseMaintenanceException"})
# Covers any fault of the server. The outcome of the request is unknown.
_BROKEN = frozenset({"GenericException"})
# The account that we sign in with is blocked until a person fixes it.
_ACCOUNT = frozenset({"ExpiredPasswordException", "CaptchaException", "InvalidMyAdminUserException"})

_THIS_SERVER = "ThisServer"
# How the names of methods begin that change nothing.
_READING = ("Get", "Authenticate")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?", re.IGNORECASE)
_OWN_DOMAIN = ".geotab.com"


@dataclass(frozen=True, slots=True)
class RpcFault:
    """An error that Geotab answers instead of a result. Its type decides; its text is for people and may change."""

    type: str
    text: str
    error: ProviderError


def never(fault: RpcFault) -> bool:  # noqa: ARG001 - the default: tolerates no fault
    return False


async def call(
    client: ProviderClient,
    origin: str,
    method: str,
    params: Mapping[str, Any],
    *,
    kind: str | None = None,
    planned: Mapping[str, Any] | None = None,
    is_renewed: bool = False,
    tolerated: Callable[[RpcFault], bool] = never,
    timeout: float = 0,
) -> Any:
    """The result of a call, or an `RpcFault` that the caller tolerates. Raises any other fault.

    `is_renewed`: the session is new, so signing in again does not help.
    """
    body = {"method": method, "params": params, "id": 1, "jsonrpc": "2.0"}
    response = await client.request(
        "POST",
        f"{origin}/apiv1",
        json=body,
        kind=kind,
        writes=not method.startswith(_READING),
        planned=planned,
        timeout=timeout,
    )
    answer = _answer(client, response)
    if "error" in answer:
        fault = _fault(answer["error"], response, method, is_renewed=is_renewed)
        if tolerated(fault):
            return fault
        raise fault.error
    if "result" not in answer:
        raise Malformed("Geotab's answer has no result.", status_code=response.status, headers=response.headers)
    return answer["result"]


def directed_origin(base_url: str, path: str) -> str:
    """The server to which Geotab directs the following requests. Raises `Malformed` if it is not Geotab's.

    These requests carry the session, so they go only to `geotab.com` or to the host that the operator has set.
    """
    if path == _THIS_SERVER:
        return base_url
    scheme = urlsplit(base_url).scheme if _hostname(f"//{path}") == _hostname(base_url) else "https"
    found = f"{scheme}://{path}"
    if not _HOST.fullmatch(path) or not is_allowed(base_url, found):
        raise Malformed("Geotab named a server that is not one of its own.")
    return found


def is_allowed(base_url: str, address: str) -> bool:
    """Whether a session may be used at this address."""
    host = _hostname(address)
    return bool(host) and (host == _hostname(base_url) or f".{host}".endswith(_OWN_DOMAIN))


def _hostname(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def _answer(client: ProviderClient, response: Response) -> Row:
    # Proxies in front of Geotab answer with a status and an HTML page.
    if not response.ok and (
        response.status == 429 or response.status >= 500 or not response.text_at("error", "message")
    ):
        raise client.failure(response, response.text_at("error", "message"))
    return response.object()


def _fault(error: Mapping[str, Any], response: Response, method: str, *, is_renewed: bool) -> RpcFault:
    older = error.get("errors") or [{}]
    name = (error.get("data") or {}).get("type") or older[0].get("name") or ""
    text = error.get("message") or older[0].get("message") or name or "Geotab gave no reason."
    status, headers = response.status, response.headers
    retry_after = response.retry_after()
    if name == _OVER_LIMIT and retry_after is not None:
        return RpcFault(name, text, RateLimited(text, retry_after=retry_after, status_code=status, headers=headers))
    return RpcFault(name, text, _class(name, method, is_renewed=is_renewed)(text, status_code=status, headers=headers))


def _class(name: str, method: str, *, is_renewed: bool) -> type[ProviderError]:
    if name == _NO_SESSION:
        # Geotab authenticates first, so it did not carry out the request.
        return AuthFailed if method == "Authenticate" else SessionEnded
    if name in _AWAY:
        # Signing in again at the common address finds the new server of a database that has moved.
        return ServerFailed if is_renewed or method == "Authenticate" else SessionEnded
    if name in _BROKEN:
        return ServerFailed
    if name in _ACCOUNT:
        return AuthFailed
    if name == _NO_PERMISSION:
        return NotAllowed
    # Includes OverLimitException without a waiting time: the request asked for more records than one answer holds.
    return Rejected
