"""The magic link: the id of its invitation, and the query parameters that every page of the flow keeps."""

import re
from collections.abc import Iterable
from functools import cached_property
from urllib.parse import parse_qsl, unquote, urlencode
from uuid import UUID

from gladhand.core.crypto import hash_secret
from gladhand.resources.cleaning import clean_line

# The embedding script of a TMS uses the second name.
_INVITATION_PARAMETERS = ("invite", "tms_invite")
#: The secret of a fleet's own link to what it shares.
SHARING_PARAMETER = "share"
_SHARING_SECRET = re.compile(r"[A-Za-z0-9_-]{32,100}", re.ASCII)
# Parameters of a single page. The pages of the flow keep all others.
_PAGE_PARAMETERS = frozenset(
    {"done", "name", "repair", "q", "way", "connection", "request", "ended", "ticket", "since"}
)
_ENCODED = re.compile(rf"({'|'.join(_INVITATION_PARAMETERS)})(?:=|%3D)(.+)", re.IGNORECASE)
_BEFORE_QUERY = re.compile(r"\A(?:[/?&]|%3F|%26)*", re.IGNORECASE)
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_BETWEEN = re.compile(r"=?\s+|=$")
# Word processors and some mail programs replace the hyphens of a text.
_HYPHENS = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
# Neither a part of a longer number nor of a word. A line break that was taken out leaves "3D" of "=3D" before it.
_SCANNED_ID = re.compile(rf"(?:^|.*(?:[^0-9A-Za-z-]|3D))({_ID.pattern})(?![0-9A-Za-z-]).*", re.IGNORECASE | re.DOTALL)


class LinkParameters:
    """The query of the magic link. Every page passes it on unchanged, so that launch parameters are not lost."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        mended = (_mended(name, value) for name, value in pairs)
        self.pairs = [(name, value) for name, value in mended if name not in _PAGE_PARAMETERS]

    @property
    def query(self) -> dict[str, str]:
        """The first value of each name."""
        return dict(reversed(self.pairs))

    @cached_property
    def _encoded(self) -> str:
        return urlencode(self.pairs)

    @property
    def invitation_id(self) -> UUID | None:
        """The invitation's id, or `None` if the parameter is missing or is not a UUID."""
        for parameter in _INVITATION_PARAMETERS:
            for name, value in self.pairs:
                if name == parameter:
                    return _uuid(value)
        return None

    @property
    def sharing_secret(self) -> str | None:
        """The secret of the fleet's own link. None beside the id of an invitation."""
        text = self.query.get(SHARING_PARAMETER, "")
        return text if self.invitation_id is None and _SHARING_SECRET.fullmatch(text) else None

    @property
    def bound_id(self) -> object:
        """What the tokens of forms are bound to: the link's invitation, or the fleet's own link."""
        secret = self.sharing_secret
        return self.invitation_id if secret is None else hash_secret(secret).hex()

    def url(self, path: str, **page_parameters: object) -> str:
        """The address of a page of the flow, with these parameters and the page's own."""
        if not page_parameters:
            return f"{path}?{self._encoded}" if self._encoded else path
        kept = [pair for pair in self.pairs if pair[0] not in page_parameters]
        query = urlencode([*kept, *((name, str(value)) for name, value in page_parameters.items())])
        return f"{path}?{query}" if query else path


def lost_link(path: str) -> LinkParameters | None:
    """The link of an invitation in a path as it was sent, whose question mark was encoded, or lost, on its way."""
    query = _BEFORE_QUERY.sub("", path)
    # A tool that encodes the marks of the query encodes what is encoded in it once more.
    found = LinkParameters(parse_qsl(query if "=" in query else unquote(query), keep_blank_values=True))
    return found if found.invitation_id is not None else None


def _mended(name: str, value: str) -> tuple[str, str]:
    """A parameter as the link had it, before a mail program or a scanner changed it."""
    # "&" written as in HTML, "=" as in an encoded address.
    name = name.removeprefix("amp;")
    if name.lower() in _INVITATION_PARAMETERS:
        name = name.lower()
    if not value and (split := _ENCODED.fullmatch(name)):
        name, value = split[1], split[2]
    if name in _INVITATION_PARAMETERS:
        value = _mended_id(value)
    return name, value


def _mended_id(value: str) -> str:
    """The id without what mail programs, scanners and other tools leave around it: blanks, a full stop, brackets,
    quotes, line breaks, a slash, a second query."""
    # "=" at the end of a line is the line break of quoted-printable text, and "=3D" is its "=".
    text = _HYPHENS.sub("-", _BETWEEN.sub("", clean_line(value)))
    found = _SCANNED_ID.fullmatch(text)
    return found[1] if found else value


def _uuid(text: str) -> UUID | None:
    # UUID() also reads braces, `urn:` and no hyphens, which no link of ours has.
    return UUID(text) if _ID.fullmatch(text) else None
