"""Messages on their way to a real mail server."""

import asyncio
import ssl
import subprocess
from datetime import timedelta
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from pathlib import Path
from uuid import UUID

import pytest
from aiohttp import web
from tests.conftest import until
from tests.fakes.smtp import MailServer, serving_mail
from tests.integration.notifications.mail.conftest import LINK

from gladhand.core.crypto import Keyring, Secret
from gladhand.core.mail import queue_queries
from gladhand.core.mail.stopping import read_stop_token
from gladhand.core.metrics import REGISTRY
from gladhand.core.sealed_columns import MAIL
from gladhand.notifications.mail.account import SmtpAccount
from gladhand.notifications.mail.smtp import Envelope, Handover, HandoverEnum, hand_over
from gladhand.orgs.branding.queries import PartnerBranding, upsert_branding


async def test_a_message_arrives_once_with_both_texts_and_leaves_no_secret(mail_server, mailing, queue, state, keyring):
    async with mailing(mail_server) as outcomes:
        mail_id = await queue("joe@example.com")
        row = await state(mail_id)
    (taken,) = mail_server.taken
    message = taken.message
    assert taken.sender == "no-reply@hub.example.com"
    assert message["From"] == "Tests <no-reply@hub.example.com>"
    assert message["Subject"] == "Tests invites you to connect your fleet"
    assert message["Message-ID"] == f"<{mail_id.hex}.{row['partner_id'].hex}@hub.example.com>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for kind in ("plain", "html"):
        assert LINK in taken.text(kind)
        assert "December 24, 2026, 2:10\u202fPM UTC" in taken.text(kind)
    stop = read_stop_token(keyring, message["List-Unsubscribe"].strip("<>").partition("&t=")[2])
    assert stop is not None
    assert (stop.partner_id, stop.recipient_hash) == (row["partner_id"], row["recipient_hash"])
    assert row["sealed"] == b""
    assert [(each.status, each.kind) for each in outcomes] == [("sent", "invitation")]


@pytest.mark.parametrize(
    ("language", "subject", "direction"),
    [
        ("de", "Tests lädt Sie ein, Ihre Flotte zu verbinden", "ltr"),
        ("ar", "تدعوك Tests إلى ربط أسطولك", "rtl"),
        ("pa", "Tests ਤੁਹਾਨੂੰ ਆਪਣਾ ਬੇੜਾ ਜੋੜਨ ਲਈ ਸੱਦਾ ਦਿੰਦਾ ਹੈ", "ltr"),
        ("xx", "Tests invites you to connect your fleet", "ltr"),
    ],
)
async def test_a_message_speaks_the_language_of_its_reader(
    mail_server, mailing, queue, state, language, subject, direction
):
    async with mailing(mail_server):
        await state(await queue("joe@example.com", language=language))
    (taken,) = mail_server.taken
    assert taken.message["Subject"] == subject
    assert f'dir="{direction}"' in taken.text("html")
    assert taken.raw.isascii()
    assert max(map(len, taken.raw.splitlines())) <= 998


async def test_names_in_any_script_stay_whole_and_add_no_header(
    mail_server, mailing, queue, state, mail_database, partner_id
):
    name = 'Größte "Spedition" <script>, 東京\r\nBcc: victim@example.com'
    async with mail_database.connection() as db:
        await db.execute("update partner set name = %s where id = %s", (name, partner_id))
    async with mailing(mail_server):
        await state(await queue("joe@example.com"))
    (taken,) = mail_server.taken
    shown = 'Größte "Spedition" <script>, 東京 Bcc: victim@example.com'
    assert taken.message["Bcc"] is None
    # The parser of the standard library puts a blank where the name was folded.
    raw = message_from_bytes(taken.raw, policy=policy.compat32)["From"]
    assert str(make_header(decode_header(raw))) == f"{shown} <no-reply@hub.example.com>"
    assert taken.message["Subject"] == f"{shown} invites you to connect your fleet"
    assert "<script>" not in taken.text("html")
    assert [each.recipient for each in mail_server.taken] == ["joe@example.com"]


@pytest.mark.parametrize(
    ("recipient", "to"),
    [
        ("joe@bücher.example", "joe@xn--bcher-kva.example"),
        ("joe@faß.example", "joe@xn--fa-hia.example"),
        ("jürgen@example.com", "jürgen@example.com"),
    ],
)
async def test_addresses_of_other_scripts_are_reached(mail_server, mailing, queue, state, recipient, to):
    async with mailing(mail_server):
        await state(await queue(recipient))
    assert [each.recipient for each in mail_server.taken] == [to]


@pytest.mark.parametrize("recipient", ["joe@example.com\r\nRCPT TO:<eve@example.com>", "joe", "@example.com", ""])
async def test_what_is_no_address_is_not_given_to_the_server(mail_server, mailing, queue, state, recipient):
    async with mailing(mail_server):
        await state(await queue(recipient), "bounced")
    assert mail_server.attempts == 0


async def test_a_refused_recipient_bounces_at_once_and_gets_nothing_more(mail_server, mailing, queue, state):
    mail_server.at_recipient = lambda address: f"550 5.1.1 <{address}> is not here"
    async with mailing(mail_server) as outcomes:
        row = await state(await queue("gone@example.com"), "bounced")
        suppressed = await state(await queue("GONE@example.com"), "suppressed")
    assert (row["attempts"], row["error"]) == (1, "550 5.1.1 <…> is not here")
    assert suppressed["error"] == "A message to this address has come back."
    assert mail_server.attempts == 1
    assert [each.status for each in outcomes] == ["bounced", "suppressed"]


@pytest.mark.parametrize(
    ("answer", "status"),
    [("554 5.7.1 we relay nothing", "failed"), ("550 unknown", "bounced"), ("550 5.2.1 disabled", "bounced")],
)
async def test_refusals_are_told_apart(mail_server, mailing, queue, state, answer, status):
    mail_server.at_recipient = lambda _: answer
    async with mailing(mail_server):
        assert (await state(await queue("joe@example.com"), status))["attempts"] == 1


async def test_a_greylisted_message_is_taken_at_a_later_attempt(mail_server, mailing, queue, state):
    mail_server.at_recipient = lambda _: "451 4.7.1 try again" if mail_server.attempts == 1 else None
    async with mailing(mail_server):
        row = await state(await queue("joe@example.com"))
    assert (row["attempts"], row["error"], len(mail_server.taken)) == (2, None, 1)


async def test_a_message_fails_when_every_attempt_was_put_off(mail_server, mailing, queue, state):
    mail_server.at_data = lambda _: "452 4.3.1 full"
    async with mailing(mail_server) as outcomes:
        row = await state(await queue("joe@example.com"), "failed")
    assert (row["attempts"], row["error"]) == (3, "452 4.3.1 full")
    assert [each.status for each in outcomes] == ["failed"]


async def test_a_message_whose_key_is_missing_ends_with_its_reason(mail_server, mailing, queue, state, mail_database):
    mail_id, readable = await queue("joe@example.com"), await queue("ann@example.com")
    without_key = Keyring.parse(Keyring.new_key()).seal("{}", purpose=MAIL.purpose_beside(mail_id))
    async with mail_database.connection() as db:
        await db.execute("update mail set sealed = %s where id = %s", (without_key, mail_id))
    unreadable = REGISTRY.get_sample_value("gladhand_secrets_unreadable_total", {"kind": "mail.content"}) or 0
    async with mailing(mail_server) as outcomes:
        row = await state(mail_id, "failed")
        await state(readable)
    assert row["attempts"] == 3
    assert row["error"] == "None of GLADHAND_ENCRYPTION_KEYS decrypts the message; its key is missing."
    assert (row["sealed"], len(mail_server.taken)) == (b"", 1)
    assert sorted(each.status for each in outcomes) == ["failed", "sent"]
    now = REGISTRY.get_sample_value("gladhand_secrets_unreadable_total", {"kind": "mail.content"})
    assert now == unreadable + 3


async def test_a_connection_that_drops_in_the_middle_of_a_message_sends_it_once(mail_server, mailing, queue, state):
    mail_server.at_data = lambda _: "drop" if mail_server.attempts == 1 else None
    async with mailing(mail_server):
        row = await state(await queue("joe@example.com"))
    assert (row["attempts"], len(mail_server.taken)) == (2, 1)


async def test_what_is_given_back_twice_stays_with_whoever_has_claimed_it_since(mail_database, queue, partner_id):
    """The answer to the first time was lost; the claim of another worker has the same number of attempts."""
    await queue("joe@example.com")
    async with mail_database.connection() as db:
        [due] = [each for each in await queue_queries.list_queues(db, after=None, limit=10) if each.is_due]
        assert due.partner_id == partner_id

        async def claim() -> list[queue_queries.ClaimedMail]:
            lease = timedelta(seconds=60)
            return await queue_queries.claim_mails(db, [(due, 5)], lease=lease, hourly=100)

        first = await claim()
        await queue_queries.release_mails(db, first)
        second = await claim()
        assert [each.attempt for each in (*first, *second)] == [1, 1]
        await queue_queries.release_mails(db, first)
        assert await claim() == []
        await queue_queries.release_mails(db, second)
        assert [each.attempt for each in await claim()] == [1]


async def test_a_server_without_an_answer_keeps_nobody_else_waiting(
    mail_server, mailing, queue, state, mail_database, keyring
):
    async def hang(address: str) -> str | None:
        if address == "slow@example.com" and mail_server.attempts == 1:
            await asyncio.sleep(30)
        return None

    mail_server.at_recipient = hang
    async with mailing(mail_server, timeout_seconds=0.5):
        slow = await queue("slow@example.com")
        await until(lambda: mail_server.attempts == 1, "the slow one")
        await state(await queue("quick@example.com"))
        row = await state(slow, attempts=2)
    assert [each.recipient for each in mail_server.taken] == ["quick@example.com", "slow@example.com"]
    assert row["attempts"] == 2


async def test_one_address_gets_only_so_many_messages_in_a_day(mail_server, mailing, queue, state):
    async with mailing(mail_server, most_per_day=2):
        for _ in range(2):
            await state(await queue("joe@example.com"))
        row = await state(await queue("joe@example.com"), "suppressed")
        await state(await queue("other@example.com"))
        # Anybody can ask for a new password of somebody else.
        await state(await queue("joe@example.com", kind="password_reset"), "suppressed")
        await state(await queue("joe@example.com", kind="sharing_link"))
    assert row["error"] == "The address has got 2 messages in a day."
    assert [each.recipient for each in mail_server.taken].count("joe@example.com") == 3


async def test_a_partner_sends_only_so_many_messages_in_an_hour(mail_server, mailing, queue, state, mail_database):
    async with mailing(mail_server, most_per_hour=1, concurrency=1):
        first = await queue("one@example.com")
        await state(first)
        second = await queue("two@example.com")
        # A later message of another owner, for which the worker has looked again.
        for _ in range(2):
            await state(await queue("me@example.com", kind="test", partner_id=UUID(int=0)))
        assert (await state(second, "queued"))["attempts"] == 0
        async with mail_database.connection() as db:
            await db.execute("update mail set sent_at = now() - interval '2 hours' where id = %s", (first,))
        await state(second)


async def test_a_partners_logo_and_colour_are_inside_of_the_message(
    mail_server, mailing, queue, state, mail_database, partner_id, make_receiver
):
    picture = bytes.fromhex("89504e470d0a1a0a") + b"picture"
    receiver = await make_receiver()

    async def answer(_: object) -> web.Response:
        return web.Response(body=picture, content_type="image/png")

    receiver.answer = answer
    async with mail_database.transaction() as db:
        await upsert_branding(db, partner_id, PartnerBranding("d1004b", receiver.url))
    async with mailing(mail_server):
        await state(await queue("joe@example.com"))
        await state(await queue("ann@example.com"))
    for taken in mail_server.taken:
        html = taken.text("html")
        assert "#d1004b" in html
        assert 'src="cid:logo"' in html
        assert "http" not in html.replace(LINK, "").replace("https://connect.example.com/mail/stop", "")
        assert [part.get_content() for part in taken.message.walk() if part.get_content_type() == "image/png"] == [
            picture
        ]
    # It is fetched once.
    assert len(receiver.arrived) == 1


async def test_a_logo_that_the_partner_has_named_is_not_asked_for_in_private_networks(
    mail_server, mailing, queue, state, mail_database, partner_id, make_receiver
):
    """The operator has allowed this network."""
    receiver = await make_receiver()
    async with mail_database.transaction() as db:
        await upsert_branding(db, partner_id, PartnerBranding("d1004b", receiver.url, logo_by_partner=True))
    async with mailing(mail_server):
        await state(await queue("joe@example.com"))
    [taken] = mail_server.taken
    assert "#d1004b" in taken.text("html")
    assert "cid:logo" not in taken.text("html")
    assert receiver.arrived == []


async def test_a_partners_own_words_replace_ours(mail_server, mailing, queue, state, mail_database, partner_id):
    async with mail_database.connection() as db:
        await db.execute(
            "insert into mail_text (partner_id, kind, language, subject, body, button) values (%s, %s, %s, %s, %s, %s)",
            (partner_id, "invitation", "de", "Hallo von {partner}", "Eins <b>.\n\nBis {until}.", "Los"),
        )
    async with mailing(mail_server):
        await state(await queue("joe@example.com", language="de"))
        await state(await queue("joe@example.com", language="fr"))
    german, french = sorted(mail_server.taken, key=lambda each: each.message["Content-Language"])
    assert german.message["Subject"] == "Hallo von Tests"
    assert "Eins <b>.\n" in german.text("plain").replace("\r\n", "\n")
    assert "Eins &lt;b&gt;." in german.text("html")
    assert "Bis 24. Dezember 2026, 14:10 UTC." in german.text("plain")
    assert french.message["Subject"] == "Tests vous invite à connecter votre flotte"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return cert, key


@pytest.fixture
def contexts(certificate: tuple[Path, Path]) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """That of a server, and that of a client who trusts it."""
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(*certificate)
    return server, ssl.create_default_context(cafile=str(certificate[0]))


class _Remote(SmtpAccount):
    """An account whose server is not on the loopback."""

    needs_starttls = True


async def handed_over(account: SmtpAccount, tls: ssl.SSLContext | None = None) -> Handover:
    mail = Envelope("a@example.com", "b@example.com", b"Subject: x\r\n\r\nhello\r\n")
    reported: list[Handover] = []
    handover = await hand_over(account, mail, seconds=10, report=reported.append, tls=tls)
    assert reported == [handover]
    return handover


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # it is required before the first byte
async def test_mail_is_encrypted_and_signed_in_from_the_first_byte_on(contexts):
    with serving_mail(MailServer(), ssl_context=contexts[0], auth_required=True, auth_require_tls=False) as server:
        account = SmtpAccount("127.0.0.1", server.port, True, "joe", Secret(server.password))
        assert (await handed_over(account, contexts[1])).outcome is HandoverEnum.SENT
        wrong = SmtpAccount("127.0.0.1", server.port, True, "joe", Secret("a-wrong-password"))
        refused = await handed_over(wrong, contexts[1])
        unknown = await handed_over(account)
    assert [(each.is_encrypted, each.user) for each in server.taken] == [(True, "joe")]
    assert refused.outcome is HandoverEnum.MISCONFIGURED
    assert "a-wrong-password" not in repr(refused)
    # A certificate that the system does not trust.
    assert unknown.outcome is HandoverEnum.SILENT


async def test_mail_is_not_sent_in_the_open_to_another_machine(contexts):
    with serving_mail(MailServer()) as server:
        account = _Remote("127.0.0.1", server.port, False)
        assert (await handed_over(account, contexts[1])).outcome is HandoverEnum.MISCONFIGURED
    assert server.taken == []
    with serving_mail(MailServer(), tls_context=contexts[0]) as server:
        account = _Remote("127.0.0.1", server.port, False)
        assert (await handed_over(account, contexts[1])).outcome is HandoverEnum.SENT
    assert [each.is_encrypted for each in server.taken] == [True]
