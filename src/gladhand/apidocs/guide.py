"""Texts of the pages that are not in the OpenAPI documents: the first calls, and how to receive deliveries."""

from collections.abc import Mapping

from gladhand.apidocs.documents import ReferenceSettings

MISSING = '{"code": 404, "message": "Not Found", "detail": "There is no such invitation."}'

FAULTS = """{
  "code": 422,
  "message": "Invalid Request Body",
  "detail": [
    {
      "path": "body.fleet_ref",
      "input": "an object",
      "message": "Field required",
      "error_type": "missing"
    }
  ]
}"""

_SIGN_IN = """TOKEN=$(curl -s "{token_url}" \\
  -d grant_type=client_credentials \\
  -d client_id="$GLADHAND_CLIENT_ID" \\
  -d client_secret="$GLADHAND_CLIENT_SECRET" | jq -r .access_token)"""

_INVITE = """INVITATION_ID=$(curl -s "{url}/v2/orgs/invitations" \\
  -H "Authorization: Bearer $TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '{{
    "fleet_ref": "F-100",
    "fleet_name": "Blue Ridge Haulage",
    "permissions": {{"user": "read_write", "vehicle": "read"}}
  }}' | tee /dev/stderr | jq -r .id)"""

_LOOK = """curl -s "{url}/v2/orgs/invitations/$INVITATION_ID" | jq '{{status, magic_link, expires_at}}'"""

_LIST = """curl -s "{url}/v2/orgs/invitations?fleet_ref=F-100&size=10" \\
  -H "Authorization: Bearer $TOKEN" | jq '.total, .items[].status'"""

_CREATE = """CONNECTION_ID=$(curl -s "{url}/v2/integrations/connections?fleet_refs=F-100" \\
  -H "Authorization: Bearer $TOKEN" | jq -r '.items[0].id')

USER_ID=$(curl -s "{url}/v2/telematics/users?is_sync=true" \\
  -H "Authorization: Bearer $TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '{{
    "connection_id": "'"$CONNECTION_ID"'",
    "username": "maria.'"$RANDOM"'",
    "first_name": "Maria",
    "last_name": "Keller",
    "is_driver": true,
    "hos_ruleset_code": "US_INT_PROP_70_8",
    "default_time_zone": "America/Chicago"
  }}' | tee /dev/stderr | jq -r .resource_id)"""

_UPDATE = """OPERATION_ID=$(curl -s -X PATCH "{url}/v2/telematics/users/$USER_ID" \\
  -H "Authorization: Bearer $TOKEN" \\
  -H "Content-Type: application/json" \\
  -d '{{
    "connection_id": "'"$CONNECTION_ID"'",
    "phone_number": "+15125550100",
    "default_time_zone": null
  }}' | jq -r .id)

curl -s "{url}/v2/integrations/connections/$CONNECTION_ID/resource-operations/$OPERATION_ID" \\
  -H "Authorization: Bearer $TOKEN" | jq '{{status, logs}}'"""


def quickstart(settings: ReferenceSettings) -> Mapping[str, str]:
    """The first calls of a partner at this server, in order. A test runs them."""
    calls = {"token": _SIGN_IN, "invite": _INVITE, "look": _LOOK, "list": _LIST, "create": _CREATE, "update": _UPDATE}
    return {
        name: text.format(url=settings.public_url, token_url=settings.token_url).strip() for name, text in calls.items()
    }


_AUTHORIZE = r'''VERIFIER=$(openssl rand -hex 32)
CHALLENGE=$(printf %s "$VERIFIER" | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | tr -d '=\n')
STATE=$(openssl rand -hex 16)
RETURN=$(jq -rn --arg uri "$REDIRECT_URI" '$uri | @uri')
QUERY="response_type=code&scope=openid&client_id=$APPLICATION_ID&redirect_uri=$RETURN&state=$STATE"
echo "{authorization_url}?$QUERY&code_challenge=$CHALLENGE&code_challenge_method=S256"'''

_EXCHANGE = """curl -s "{token_url}" \\
  -d grant_type=authorization_code \\
  -d client_id="$APPLICATION_ID" \\
  -d code="$CODE" \\
  -d code_verifier="$VERIFIER" \\
  --data-urlencode redirect_uri="$REDIRECT_URI" | jq '{{access_token, refresh_token, expires_in}}'"""


def signing_in(settings: ReferenceSettings) -> Mapping[str, str]:
    """How a person signs in to an application, in order: the address of the page, and the tokens. A test runs them."""
    return {
        "authorize": _AUTHORIZE.format(authorization_url=settings.authorization_url),
        "exchange": _EXCHANGE.format(token_url=settings.token_url),
    }


DELIVERY_BODY = """{
  "id": "0193a1c2-7b54-7c21-9d0e-4f6a8b2c1d3e",
  "version": "1.0",
  "event_name": "invitation.accepted",
  "webhook_id": "0193a1c0-11d2-7f60-8a1b-0c2d4e6f8a9b",
  "timestamp": "2026-03-02T09:30:00.512000Z",
  "delivery_attempt": 1,
  "data": [{"fleet_ref": "F-100", "…": "…"}]
}"""

DELIVERY_HEADERS: Mapping[str, str] = {
    "X-Event-Type": "Name of the event.",
    "X-Webhook-ID": "Id of the subscription. For the `callback_url` of an invitation: a stable id per URL.",
    "X-Request-ID": "Id of this attempt; each attempt has its own.",
    "X-Delivery-Attempt": "Number of the attempt, from 1. Above 1 you may have received the event before.",
    "X-Catena-Sequence": "Sequence number of the delivery within the subscription, from 1, without gaps.",
    "X-Schema-Version": "Version of the schema of `data`.",
    "X-Source": "Always `catena-notifications`.",
    "X-Catena-Timestamp": "Time of sending; part of the signed content.",
    "X-Catena-Signature": "Base64 of HMAC-SHA256, keyed with the secret, over `timestamp.body`.",
    "webhook-id": "Id of the event, the same in all attempts (Standard Webhooks).",
    "webhook-timestamp": "Time of sending, in seconds since 1970 (Standard Webhooks).",
    "webhook-signature": "`v1,` and Base64 of HMAC-SHA256, keyed with the secret, over `id.timestamp.body`.",
}

DELIVERY_CHECK = r'''import hmac, time, zlib
from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import datetime

OLDEST_SECONDS, LARGEST_BODY = 300, 50_000_000


def unzipped(body: bytes) -> bytes:
    """The signed bytes. Many frameworks have decompressed them already; JSON never begins with these two bytes."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(wbits=31).decompress(body, LARGEST_BODY)
    except zlib.error:
        return b""


def is_genuine(secrets: Iterable[str], headers: Mapping[str, str], body: bytes) -> bool:
    """`secrets`: during a rotation the new and the old one. `body`: uncompressed, unchanged."""
    named = {name.lower(): value for name, value in headers.items()}
    try:
        if "webhook-signature" in named:
            timestamp = named["webhook-timestamp"]
            signed, sent_at = f"{named['webhook-id']}.{timestamp}.".encode() + body, float(timestamp)
            given = [each.removeprefix("v1,") for each in named["webhook-signature"].split()]
        else:
            timestamp = named["x-catena-timestamp"]
            signed, sent_at = timestamp.encode() + b"." + body, datetime.fromisoformat(timestamp).timestamp()
            given = [named["x-catena-signature"], *named.get("x-catena-signature-previous", "").split(",")]
    except (KeyError, ValueError, OverflowError):
        return False
    expected = [b64encode(hmac.digest(secret.encode(), signed, "sha256")) for secret in secrets]
    equal = [hmac.compare_digest(ours, theirs.encode()) for ours in expected for theirs in given]
    return abs(time.time() - sent_at) < OLDEST_SECONDS and any(equal)'''
