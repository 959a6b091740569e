"""A real mail server on the loopback, which keeps what it takes and answers as a test wants."""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

Answer = str | None
Step = Callable[[str], Answer | Awaitable[Answer]]


@dataclass
class Taken:
    """One message as it came."""

    sender: str
    recipient: str
    raw: bytes
    is_encrypted: bool
    user: str | None

    @property
    def message(self) -> EmailMessage:
        parsed = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    def text(self, kind: str) -> str:
        """The part of this kind, `plain` or `html`."""
        part = self.message.get_body((kind,))
        assert part is not None
        return str(part.get_content())


@dataclass
class MailServer:
    """`at_recipient` and `at_data` get the address and return an answer such as `550 no`; None takes the message."""

    taken: list[Taken] = field(default_factory=list)
    at_recipient: Step = lambda _: None
    at_data: Step = lambda _: None
    after_data: Step = lambda _: None
    """Runs after the message was kept and before the answer."""
    password: str = "a-password-of-the-tests"
    port: int = 0
    attempts: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def to(self, recipient: str) -> list[Taken]:
        with self.lock:
            return [each for each in self.taken if each.recipient == recipient]

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.attempts += 1
        if (answer := await _said(self.at_recipient, address)) is not None:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        address = envelope.rcpt_tos[0]
        if (answer := await _said(self.at_data, address)) is not None:
            if answer == "drop":
                cast("asyncio.Transport", server.transport).abort()
            return answer
        raw = envelope.original_content or b""
        login = getattr(session.auth_data, "login", None)
        user = login.decode() if login is not None else None
        is_encrypted = cast("asyncio.Transport", server.transport).get_extra_info("sslcontext") is not None
        one = Taken(str(envelope.mail_from), address, raw, is_encrypted, user)
        with self.lock:
            self.taken.append(one)
        return await _said(self.after_data, address) or "250 OK"

    def check(self, _server: SMTP, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        is_right = isinstance(data, LoginPassword) and data.password == self.password.encode()
        return AuthResult(success=is_right, handled=is_right, auth_data=data)


async def _said(step: Step, address: str) -> Answer:
    found = step(address)
    return found if found is None or isinstance(found, str) else await found


class _AnyPort(Controller):
    """Takes a free port."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def serving_mail(server: MailServer, **options: Any) -> Iterator[MailServer]:
    """Runs in a thread of its own. `ssl_context`: encrypted from the first byte; `tls_context`: offers STARTTLS."""
    if options.get("auth_required"):
        options["authenticator"] = server.check
    controller = _AnyPort(server, hostname="127.0.0.1", port=0, enable_SMTPUTF8=True, **options)
    controller.start()
    server.port = controller.port
    try:
        yield server
    finally:
        controller.stop()
