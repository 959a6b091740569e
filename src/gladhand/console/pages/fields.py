"""Values of a reader's address and of forms, as the API takes them."""

from datetime import UTC, datetime

from fastapi import Request

from gladhand.console.pages.problems import BadForm


def param(request: Request, name: str) -> str | None:
    """A parameter of the address; None if it is missing or empty."""
    return (request.query_params.get(name) or "").strip() or None


def typed_time(text: str | None) -> str:
    """A time of the API as a field for times has it, in UTC; the script moves it to the reader's zone."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return ""
    return (moment.astimezone(UTC) if moment.tzinfo else moment).strftime("%Y-%m-%dT%H:%M:%S")


def sent_time(text: str | None, field: str) -> str | None:
    """The typed time of a field as the API takes it. Without script it is in UTC. Raises `BadForm`."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadForm(f"{text} is no time. Write it like 2026-01-31T08:00:00.", field) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
