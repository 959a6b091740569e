"""The addresses to which the browser returns: only the redirect URLs of the invitation."""

import re
from collections.abc import Sequence
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from gladhand.connect.flow import Step
from gladhand.orgs.invitations.queries import Invitation
from gladhand.resources.urls import private_scheme

_CSP_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?")

Pairs = Sequence[tuple[str, str]]


def safe_url(url: str | None) -> str | None:
    """The URL if it leads to the web or to a partner's own app, else None."""
    return url if url and (_is_of_the_web(url) or private_scheme(url)) else None


def append_query(url: str, pairs: Pairs) -> str:
    """The URL with more query parameters. Its own parameters and fragment stay."""
    parts = urlsplit(url)
    query = "&".join(part for part in (parts.query.rstrip("&"), urlencode(pairs, quote_via=quote)) if part)
    path = parts.path or ("/" if _is_of_the_web(url) else "")
    return urlunsplit(parts._replace(path=path, query=query))


def success_url(url: str, *, invitation_id: object, fleet_ref: str, tsp_count: int) -> str:
    return append_query(url, [("status", "success"), *_common(tsp_count, invitation_id, fleet_ref)])


def failure_url(
    url: str, *, invitation_id: object, fleet_ref: str, tsp_count: int = 0, skip_reason: str | None = None
) -> str:
    reason = [("skip_reason", skip_reason)] if skip_reason else []
    return append_query(url, [("status", "failure"), *_common(tsp_count, invitation_id, fleet_ref), *reason])


def requested_url(
    url: str, *, invitation_id: object, fleet_ref: str, tsp_count: int, integration_request_id: object
) -> str:
    """The failure URL after an integration request. Embedding scripts expect this status."""
    request = ("integration_request_id", str(integration_request_id))
    status = ("status", "integration-requested")
    return append_query(url, [status, *_common(tsp_count, invitation_id, fleet_ref), request])


def failure_return_url(invitation: Invitation) -> str | None:
    """The failure URL with the result of the visit, or None if the invitation has none."""
    url = safe_url(invitation.failure_redirect_url)
    if url is None:
        return None
    return failure_url(
        url,
        invitation_id=invitation.link_id,
        fleet_ref=invitation.fleet_ref,
        skip_reason=invitation.decline_reason if invitation.status == Step.DECLINED.name.lower() else None,
    )


def return_url(invitation: Invitation, tsp_count: int) -> str | None:
    """The success URL if a provider is connected, else the failure URL; None if the invitation has none."""
    if not tsp_count:
        return failure_return_url(invitation)
    url = safe_url(invitation.success_redirect_url)
    if url is None:
        return None
    return success_url(url, invitation_id=invitation.link_id, fleet_ref=invitation.fleet_ref, tsp_count=tsp_count)


def form_target(url: str | None) -> str:
    """The source for the CSP directive `form-action`, so that the response to a form may redirect to this URL."""
    if not url:
        return ""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    # CSP cannot express an IPv6 literal or a host with other characters than ASCII.
    return f"{parts.scheme}://{host}" if _is_of_the_web(url) and _CSP_HOST.fullmatch(host) else f"{parts.scheme}:"


def _is_of_the_web(url: str) -> bool:
    return url.lower().startswith(("https://", "http://"))


def _common(tsp_count: int, invitation_id: object, fleet_ref: str) -> list[tuple[str, str]]:
    return [("tsp_count", str(tsp_count)), ("invitation_id", str(invitation_id)), ("fleet_ref", fleet_ref)]
