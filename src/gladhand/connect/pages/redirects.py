"""Where the browser goes when Connect is done: to the invitation's own addresses and nowhere else."""

import re
from collections.abc import Sequence
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

_NAMEABLE = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?")

Pairs = Sequence[tuple[str, str]]


def usable(url: str | None) -> str | None:
    """The partner's address, if it is one that a browser may be sent to."""
    return url if url and url.lower().startswith(("https://", "http://")) else None


def append(url: str, pairs: Pairs) -> str:
    """The partner's URL with more parameters: nothing that it carries is replaced, its fragment stays at the end."""
    parts = urlsplit(url)
    query = "&".join(piece for piece in (parts.query.rstrip("&"), urlencode(pairs, quote_via=quote)) if piece)
    return urlunsplit(parts._replace(path=parts.path or "/", query=query))


def success_url(url: str, *, invitation_id: object, fleet_ref: str, tsp_count: int) -> str:
    return append(url, [("status", "success"), *_common(tsp_count, invitation_id, fleet_ref)])


def failure_url(
    url: str, *, invitation_id: object, fleet_ref: str, tsp_count: int = 0, skip_reason: str | None = None
) -> str:
    reason = [("skip_reason", skip_reason)] if skip_reason else []
    return append(url, [("status", "failure"), *_common(tsp_count, invitation_id, fleet_ref), *reason])


def requested_url(
    url: str, *, invitation_id: object, fleet_ref: str, tsp_count: int, integration_request_id: object
) -> str:
    """Where a fleet goes whose provider was asked for: the failure URL, as embedding scripts expect."""
    request = ("integration_request_id", str(integration_request_id))
    status = ("status", "integration-requested")
    return append(url, [status, *_common(tsp_count, invitation_id, fleet_ref), request])


def form_target(url: str | None) -> str:
    """The source that a policy's `form-action` needs so that a form's answer may redirect to this URL."""
    if not url:
        return ""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    # A policy cannot name an IPv6 literal or a host beyond ASCII; then the scheme has to do.
    return f"{parts.scheme}://{host}" if _NAMEABLE.fullmatch(host) else f"{parts.scheme}:"


def _common(tsp_count: int, invitation_id: object, fleet_ref: str) -> list[tuple[str, str]]:
    return [("tsp_count", str(tsp_count)), ("invitation_id", str(invitation_id)), ("fleet_ref", fleet_ref)]
