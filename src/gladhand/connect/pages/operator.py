"""Who runs this server, as the pages say it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Operator:
    """The operator's name, address for questions, privacy notice and terms. What is not set is not shown."""

    name: str | None = None
    email: str | None = None
    privacy_url: str | None = None
    terms_url: str | None = None
