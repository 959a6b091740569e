"""The provider's answer that an execution shows beside its failure."""

from typing import Any

from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import Malformed, ProviderError
from gladhand.sdk.http import Response

_MOST_CHARACTERS = 16_000
_FIRST_FAILURE = 400


def last_response(adapter: Adapter | None, error: ProviderError) -> dict[str, Any] | None:
    """The provider's last answer, without secrets. Its body only if it is the answer that failed, and no data."""
    if adapter is None or (last := adapter.client.last) is None:
        return None
    shown: dict[str, Any] = {"status_code": last.status, "headers": adapter.client.last_headers}
    is_failure = error.status_code in (None, last.status) and (
        last.status >= _FIRST_FAILURE or (isinstance(error, Malformed) and _is_page(last))
    )
    if is_failure and adapter.shows_failures:
        text = adapter.client.redact(last.body.decode("utf-8", "replace"))
        shown["body"] = text[:_MOST_CHARACTERS].replace("\x00", "")
    return shown


def _is_page(answer: Response) -> bool:
    """Whether it is a page for people in place of data, such as a notice of maintenance."""
    return (answer.header("Content-Type") or "").lower().startswith("text/html")
