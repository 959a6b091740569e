"""Short messages, which the operator's own gateway sends: one signed request for each, as for webhooks."""

from dataclasses import dataclass
from uuid import UUID

import orjson

from gladhand.core import clock
from gladhand.core.crypto import Secret
from gladhand.notifications.deliveries.client import PostClient
from gladhand.notifications.mail.smtp import Handover, HandoverEnum
from gladhand.notifications.signing import standard_signatures

_BUSY = (408, 429)


@dataclass(frozen=True)
class SmsGateway:
    """Where requests go, and the secret that signs them."""

    url: str
    secret: Secret


async def post_sms(
    client: PostClient, gateway: SmsGateway, *, mail_id: UUID, partner_id: UUID, to: str, text: str, seconds: float
) -> Handover:
    """Give the gateway a message. `webhook-id` is the same in all attempts, so that it sends each message once."""
    body = orjson.dumps({"id": str(mail_id), "partner_id": str(partner_id), "to": to, "text": text})
    sent_at = str(int(clock.now().timestamp()))
    signatures = standard_signatures(gateway.secret, f"{mail_id}.{sent_at}.".encode() + body)
    headers = {
        "Content-Type": "application/json",
        "webhook-id": str(mail_id),
        "webhook-timestamp": sent_at,
        "webhook-signature": " ".join(f"v1,{each}" for each in signatures),
    }
    try:
        status = (await client.post(gateway.url, body, headers, seconds=seconds)).status
    except (OSError, TimeoutError, ValueError) as error:
        return Handover(HandoverEnum.SILENT, type(error).__name__, f"No answer: {type(error).__name__}")
    if 200 <= status < 300:
        return Handover(HandoverEnum.SENT)
    refused = 400 <= status < 500 and status not in _BUSY
    text = f"The SMS gateway answered {status}."
    return Handover(HandoverEnum.REFUSED if refused else HandoverEnum.LATER, str(status), text)
