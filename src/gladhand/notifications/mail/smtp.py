"""Hands one message over to the mail server, and says what its answer means."""

import asyncio
import re
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

import aiosmtplib
from aiosmtplib import SMTP

from gladhand.notifications.mail.account import SmtpAccount

_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
# Enhanced codes of RFC 3463 that speak of the recipient's address or mailbox; without one, the code of RCPT does.
_OF_ADDRESS = re.compile(r"5\.(1|2)\.\d+")
_PERMANENT = 500
_LONGEST_TEXT = 200
_STEP_SECONDS = 30.0
_GOODBYE_SECONDS = 5.0


class HandoverEnum(StrEnum):
    """What became of a message."""

    SENT = "sent"
    BOUNCED = "bounced"
    """The server refuses this recipient for good."""
    REFUSED = "refused"
    """The server refuses the message for good."""
    LATER = "later"
    """The server is busy, or lists the sender as unknown for now."""
    MISCONFIGURED = "misconfigured"
    """The server refuses the sign-in, or offers no encryption."""
    SILENT = "silent"
    """There was no answer. If the connection broke at the very end, the server may have the message."""
    UNREADABLE = "unreadable"
    """No key of this worker decrypts the message."""


@dataclass(frozen=True, slots=True)
class Handover:
    outcome: HandoverEnum
    code: str = ""
    """What logs may show: the codes of the answer, or the kind of error."""
    text: str | None = None
    """What the server said, without the recipient's address."""


@dataclass(frozen=True)
class Envelope:
    """A message with the addresses that the servers see. `needs_utf8`: they have other characters than ASCII."""

    sender: str
    recipient: str
    message: bytes
    needs_utf8: bool = False


async def hand_over(
    account: SmtpAccount,
    envelope: Envelope,
    *,
    seconds: float,
    report: Callable[[Handover], None],
    tls: ssl.SSLContext | None = None,
) -> Handover:
    """Send the message over a connection of its own. `report` gets the result before the connection is closed."""
    client: SMTP | None = None
    try:
        async with asyncio.timeout(seconds):
            client = await _connected(account, tls)
            await _transfer(client, envelope)
        handover = Handover(HandoverEnum.SENT)
    except aiosmtplib.SMTPException as error:
        handover = _handover_of(error, envelope.recipient)
    except (OSError, TimeoutError) as error:
        handover = Handover(HandoverEnum.SILENT, type(error).__name__, f"No answer: {type(error).__name__}")
    report(handover)
    if client is not None:
        await _close(client, is_silent=handover.outcome is HandoverEnum.SILENT)
    return handover


async def check(account: SmtpAccount, *, seconds: float, tls: ssl.SSLContext | None = None) -> None:
    """Connect and sign in. Raises `OSError` with a text that has no secret."""
    try:
        async with asyncio.timeout(seconds):
            await _close(await _connected(account, tls))
    except aiosmtplib.SMTPException as error:
        raise OSError(_handover_of(error, "").text) from None


async def _connected(account: SmtpAccount, tls: ssl.SSLContext | None) -> SMTP:
    client = SMTP(
        hostname=account.host,
        port=account.port,
        use_tls=account.is_tls,
        start_tls=False,
        timeout=_STEP_SECONDS,
        tls_context=tls,
    )
    await client.connect()
    try:
        await client.ehlo()
        if account.needs_starttls:
            if not client.supports_extension("starttls"):
                raise aiosmtplib.SMTPNotSupported("no STARTTLS")
            await client.starttls(tls_context=tls)
        if account.username is not None and account.password is not None:
            await client.login(account.username, account.password.reveal())
    except aiosmtplib.SMTPException:
        await _close(client)
        raise
    return client


async def _transfer(client: SMTP, envelope: Envelope) -> None:
    options = ["SMTPUTF8", "BODY=8BITMIME"] if envelope.needs_utf8 else []
    encoding = "utf-8" if envelope.needs_utf8 else "ascii"
    if envelope.needs_utf8 and not client.supports_extension("smtputf8"):
        raise aiosmtplib.SMTPRecipientRefused(553, "5.6.7 The mail server takes no such address", envelope.recipient)
    await client.mail(envelope.sender, options=options)
    await client.rcpt(envelope.recipient, encoding=encoding)
    # Servers may take minutes to answer the last line (RFC 5321, 4.5.3.2.6). Giving up earlier sends messages twice.
    await client.data(envelope.message, timeout=None)


async def _close(client: SMTP, *, is_silent: bool = False) -> None:
    if not is_silent:
        with suppress(aiosmtplib.SMTPException, OSError):
            await client.quit(timeout=_GOODBYE_SECONDS)
    client.close()


def _handover_of(error: aiosmtplib.SMTPException, recipient: str) -> Handover:
    if isinstance(error, aiosmtplib.SMTPNotSupported):
        text = "The mail server does not offer STARTTLS or the sign-in."
        return Handover(HandoverEnum.MISCONFIGURED, "not_supported", text)
    if not isinstance(error, aiosmtplib.SMTPResponseException):
        kind = type(error).__name__
        return Handover(HandoverEnum.SILENT, kind, f"No answer: {kind}")
    found = _ENHANCED.search(error.message)
    code = f"{error.code} {found[0]}" if found else str(error.code)
    text = f"{error.code} {_without(error.message, recipient)}"
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        return Handover(HandoverEnum.MISCONFIGURED, code, f"{code}: the mail server refuses the sign-in.")
    if error.code < _PERMANENT:
        return Handover(HandoverEnum.LATER, code, text)
    is_of_recipient = isinstance(error, aiosmtplib.SMTPRecipientRefused) and found is None
    if is_of_recipient or (found and _OF_ADDRESS.fullmatch(found[0])) or (found and found[0] == "5.6.7"):
        return Handover(HandoverEnum.BOUNCED, code, text)
    return Handover(HandoverEnum.REFUSED, code, text)


def _without(text: str, recipient: str) -> str:
    """One line of what a server said, without the address."""
    line = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    return (re.sub(re.escape(recipient), "…", line, flags=re.IGNORECASE) if recipient else line)[:_LONGEST_TEXT]
