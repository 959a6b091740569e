"""`gladhand mail …`."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from gladhand.cli import context
from gladhand.cli.options import Limit, PartnerSlug, no_name
from gladhand.cli.tables import moment, print_table
from gladhand.config import keys
from gladhand.config.wiring import mail_settings
from gladhand.core.db import Db
from gladhand.core.ids import INSTALLATION, uuid7
from gladhand.core.languages import ENGLISH, LANGUAGES
from gladhand.core.mail import queries, text_queries
from gladhand.core.mail.queries import MailLine
from gladhand.core.mail.queue_queries import ClaimedMail
from gladhand.notifications.mail.kinds import KINDS
from gladhand.notifications.mail.rendering import UnusableAddress, envelope
from gladhand.notifications.mail.smtp import HandoverEnum, hand_over
from gladhand.notifications.mail.texts import UnknownName, check_own_text

group = typer.Typer(no_args_is_help=True, help="Messages to people: whether they arrive, and what they say.")

Partner = Annotated[str, typer.Option(help="Slug of the partner.")]
Kind = Annotated[str, typer.Option(help=f"One of {', '.join(name for name in KINDS if name != 'test')}.")]
Language = Annotated[str, typer.Option(help=f"One of {', '.join(LANGUAGES)}.")]


@group.callback()
def _() -> None:
    """Messages to people: whether they arrive, and what they say."""


@group.command("test")
def send_test(
    address: Annotated[str, typer.Argument(help="Where to send it.")], language: Language = ENGLISH.code
) -> None:
    """Send one message at once, without the queue, and print what the mail server says."""
    settings = context.settings()
    mail = mail_settings(settings)
    if mail.account is None or mail.origin is None:
        raise typer.BadParameter("GLADHAND_SMTP_URL and GLADHAND_MAIL_FROM are not set")
    test_mail = ClaimedMail.unstored(INSTALLATION, uuid7(), "test", language)
    try:
        written = envelope(test_mail, address, {}, origin=mail.origin, keyring=keys.keyring(settings))
    except UnusableAddress:
        raise typer.BadParameter(f"{address!r} is no address") from None
    sending = hand_over(mail.account, written, seconds=mail.timeout_seconds, report=lambda _: None)
    handover = asyncio.run(sending)
    if handover.outcome is not HandoverEnum.SENT:
        typer.echo(f"not sent: {handover.text}", err=True)
        raise typer.Exit(1)
    typer.echo(f"the mail server has taken a message from {written.sender} to {written.recipient}")


@group.command("list")
def list_all(partner: PartnerSlug = None, limit: Limit = 100) -> None:
    """List messages, the newest first. Addresses and texts are not shown."""

    async def read(db: Db) -> list[MailLine]:
        partner_id = await context.partner_id(db, partner) if partner else None
        return await queries.list_mails_of_all_partners(db, partner_id=partner_id, limit=limit)

    print_table(
        ("partner", "kind", "language", "channel", "status", "attempts", "created", "changed", "error"),
        [
            (
                row.partner or "",
                row.kind,
                row.language,
                row.channel,
                row.status,
                str(row.attempts),
                moment(row.created_at),
                moment(row.updated_at),
                row.error or "",
            )
            for row in context.in_transaction(context.settings(), read)
        ],
    )


@group.command()
def words(
    partner: Partner,
    kind: Kind,
    language: Language,
    subject: Annotated[str | None, typer.Option(help="The subject, which is also the title.")] = None,
    button: Annotated[str, typer.Option(help="What the link is called.")] = "",
    body: Annotated[Path | None, typer.Option(help="A file: paragraphs with empty lines between.", exists=True)] = None,
) -> None:
    """Replace the text of a message for one partner and language. Without subject and body, the built-in text returns.

    Names in braces, such as {partner}, stand for values of the message.
    """
    if kind not in KINDS:
        raise no_name(kind, KINDS, what="kind of message")
    if language not in LANGUAGES:
        raise no_name(language, LANGUAGES, what="language")
    if (subject is None) != (body is None):
        raise typer.BadParameter("give a subject and a body, or neither")
    text = body.read_text("utf-8") if body is not None else ""
    try:
        for part in (subject or "", button, text):
            check_own_text(KINDS[kind], part)
    except UnknownName as error:
        raise typer.BadParameter(str(error)) from None
    if subject is not None and KINDS[kind].button and not button:
        raise typer.BadParameter("this message has a link: name it with --button")

    async def change(db: Db) -> None:
        partner_id = await context.partner_id(db, partner)
        if subject is None:
            await text_queries.delete_text(db, partner_id, kind, language)
        else:
            await text_queries.upsert_text(db, partner_id, kind, language, subject=subject, body=text, button=button)

    context.in_transaction(context.settings(), change)
