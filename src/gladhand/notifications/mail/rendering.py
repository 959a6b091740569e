"""Writes one message: plain text and HTML, with headers that nobody's text can add to."""

from collections.abc import Mapping
from dataclasses import dataclass
from email import policy
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Any
from uuid import UUID

from jinja2 import Environment

from gladhand.core import clock
from gladhand.core.colors import LIGHT_CARD, shades
from gladhand.core.crypto import Keyring
from gladhand.core.ids import INSTALLATION
from gladhand.core.mail.queue_queries import ClaimedMail
from gladhand.core.mail.stopping import MailStop, stop_url
from gladhand.core.pictures import Picture
from gladhand.core.templates import html_environment
from gladhand.notifications.mail.kinds import KINDS
from gladhand.notifications.mail.smtp import Envelope
from gladhand.notifications.mail.texts import mail_texts, one_line
from gladhand.resources.host_names import ascii_host

_USUAL_COLOR = "0b6b5f"
_LONGEST_ADDRESS = 254
_LONGEST_LINE = 60


class UnusableAddress(ValueError):
    """No mail server takes this as an address."""


@dataclass(frozen=True)
class MailOrigin:
    """Who sends, and where its pages are."""

    sender: Address
    connect_url: str


def envelope(
    mail: ClaimedMail,
    recipient: str,
    values: Mapping[str, Any],
    *,
    origin: MailOrigin,
    keyring: Keyring,
    logo: Picture | None = None,
) -> Envelope:
    """The message as it is sent. Each attempt makes the same `Message-ID`. Raises `UnusableAddress`."""
    to, needs_utf8 = _address(recipient)
    kind = KINDS[mail.kind]
    name = one_line(mail.partner_name or "") or origin.sender.display_name or origin.sender.domain
    texts = mail_texts(kind, mail.language, partner=name, values=values, own=mail.own_text)
    sender = origin.sender.addr_spec
    headers = [
        ("From", _named_address(name, sender)),
        ("To", to.addr_spec),
        ("Subject", _encoded("Subject", texts.subject)),
        ("Date", format_datetime(clock.now())),
        ("Message-ID", message_id(mail.partner_id, mail.id, origin.sender.domain)),
        ("Content-Language", texts.language.code),
        # Out of office answers and the like would reach nobody.
        ("Auto-Submitted", "auto-generated"),
    ]
    stop = ""
    if kind.can_stop and mail.partner_id != INSTALLATION:
        stop = stop_url(
            origin.connect_url, keyring, MailStop(mail.partner_id, mail.recipient_hash), texts.language.code
        )
        headers += [("List-Unsubscribe", f"<{stop}>"), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")]
    colors = shades(mail.brand_color or _USUAL_COLOR, LIGHT_CARD)
    shown = {
        "texts": texts,
        "name": name,
        "link": values.get("link") or "",
        "stop_link": stop,
        "colors": colors,
        "start": "right" if texts.language.direction == "rtl" else "left",
        "logo": _LOGO_ID if logo is not None else "",
    }
    # Without bytes above 127, every server takes it.
    body = EmailMessage(policy.SMTP.clone(cte_type="7bit"))
    body.set_content(_TEXT.get_template("mail.txt").render(shown))
    body.add_alternative(_HTML.get_template("mail.html").render(shown), subtype="html")
    if logo is not None:
        _html_part(body).add_related(
            logo.content, "image", logo.subtype, cid=f"<{_LOGO_ID}>", disposition="inline", filename=None
        )
    # Not by `EmailMessage`, which loses the quotes of a long name when it folds its line.
    head = "".join(f"{header}: {value}\r\n" for header, value in headers)
    return Envelope(sender, to.addr_spec, head.encode() + body.as_bytes(), needs_utf8)


def message_id(partner_id: UUID, mail_id: UUID, domain: str) -> str:
    return f"<{mail_id.hex}.{partner_id.hex}@{domain}>"


def read_message_id(text: str) -> tuple[UUID, UUID] | None:
    """The partner and the message of a `Message-ID` that `message_id` has made."""
    local, _at, _domain = text.strip().removeprefix("<").partition("@")
    mail_hex, _dot, partner_hex = local.partition(".")
    try:
        return UUID(hex=partner_hex), UUID(hex=mail_hex)
    except ValueError:
        return None


_LOGO_ID = "logo"


def _address(recipient: str) -> tuple[Address, bool]:
    local, _at, domain = recipient.strip().rpartition("@")
    try:
        domain = ascii_host(domain)
        to = Address(username=local, domain=domain)
    except (UnicodeError, ValueError, IndexError):
        raise UnusableAddress from None
    spec = to.addr_spec
    has_gaps = any(not character.isprintable() or character.isspace() for character in spec)
    if not local or not domain or has_gaps or len(spec) > _LONGEST_ADDRESS or spec.startswith("-"):
        raise UnusableAddress
    return to, not local.isascii()


def _encoded(header: str, text: str) -> str:
    return text if text.isascii() and len(text) < _LONGEST_LINE else _encoded_header(header, text)


def _encoded_header(header: str, text: str) -> str:
    return Header(text, "utf-8", header_name=header).encode(linesep="\r\n")


def _named_address(name: str, address: str) -> str:
    return formataddr((name, address)) if name.isascii() else f"{_encoded_header('From', name)} <{address}>"


def _html_part(message: EmailMessage) -> EmailMessage:
    part = message.get_body(("html",))
    assert isinstance(part, EmailMessage)
    return part


def _environments() -> tuple[Environment, Environment]:
    html = html_environment("gladhand.notifications.mail")
    return html, html.overlay(autoescape=False)


_HTML, _TEXT = _environments()
