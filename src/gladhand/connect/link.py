"""The magic link: the id of its invitation, and the query parameters that every page of the flow keeps."""

from collections.abc import Iterable
from urllib.parse import urlencode
from uuid import UUID

# The embedding script of a TMS uses the second name.
_INVITATION_PARAMETERS = ("invite", "tms_invite")
# Parameters of a single page. The pages of the flow keep all others.
_PAGE_PARAMETERS = frozenset({"q", "way", "connection", "request", "ended", "ticket", "since"})


class LinkParameters:
    """The query of the magic link. Every page passes it on unchanged, so that launch parameters are not lost."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.pairs = [(name, value) for name, value in pairs if name not in _PAGE_PARAMETERS]

    @property
    def query(self) -> dict[str, str]:
        """The first value of each name."""
        return dict(reversed(self.pairs))

    @property
    def invitation_id(self) -> UUID | None:
        """The invitation's id, or `None` if the parameter is missing or is not a UUID."""
        for parameter in _INVITATION_PARAMETERS:
            for name, value in self.pairs:
                if name == parameter:
                    return _uuid(value)
        return None

    def url(self, path: str, **page_parameters: object) -> str:
        """The address of a page of the flow, with these parameters and the page's own."""
        kept = [pair for pair in self.pairs if pair[0] not in page_parameters]
        query = urlencode([*kept, *((name, str(value)) for name, value in page_parameters.items())])
        return f"{path}?{query}" if query else path


def _uuid(text: str) -> UUID | None:
    try:
        uuid = UUID(text.strip())
    except ValueError:
        return None
    # UUID() also reads braces, `urn:` and no hyphens, which no link of ours has.
    return uuid if str(uuid) == text.strip().lower() else None
