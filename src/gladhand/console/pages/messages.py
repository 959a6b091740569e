"""What a page says after a change. The address has the key, so that a reload does not repeat the change."""

from collections.abc import Mapping

from gladhand.core.how_many import how_many

# A longer one is not ours.
_LONGEST_COUNT = 12

DONE = {
    "agreement-paused": "The agreement is paused. Nothing of this fleet is read or shown until you resume it.",
    "agreement-resumed": "The agreement is active again. Reading goes on.",
    "agreement-cancelled": "The agreement is cancelled.",
    "backfill-started": "History is read again. The schedules show how far it is.",
    "person-changed": "The role is changed. Tokens for it end within seconds.",
    "person-ended": "The role has ended. Tokens for it end within seconds.",
    "person-invited": "Done. The person gets a mail, whose link accepts the role.",
    "branding-saved": "The branding is saved. Pages that are opened from now on show it.",
    "client-revoked": "The API client is revoked. Its tokens end within seconds.",
    "embed-key-made": "The embed key is there. Its sites may show Connect in a frame.",
    "embed-key-revoked": "The embed key is revoked.",
    "invitation-created": "The invitation is there. Copy its link and send it to the fleet.",
    "invitation-mailed": "The invitation is there, and a message with its link is on its way to the fleet.",
    "invitation-sent": "A message with the link is on its way to the fleet. Its state stands below.",
    "invitation-refreshed": "The invitation is fresh: its time starts again. Copy its link and send it to the fleet.",
    "invitation-deleted": "The invitation is withdrawn. Its link opens nothing any more.",
    "link-made": "The fleet can sign in again by this link.",
    "operation-retried": "The write was sent again as a new operation.",
    "partner-created": "The partner is there.",
    "rotation-started": "The secrets are being encrypted again.",
    "nothing-replayed": "No such event was given up, so nothing was sent again. What still waits is sent by itself.",
    "replayed": "{count} on the way again. The deliveries below show how they arrive.",
    "schedule-changed": "The schedule is changed.",
    "schedule-runs": "The schedule is active and runs now.",
    "schedules-run": "The schedules are active and run now.",
    "simulator-changed": "Done. The pages of connections, operations and events show what comes of it.",
    "tested": "A test event is on its way. The deliveries below show how it arrives.",
    "webhook-created": "The endpoint is there.",
    "webhook-changed": "The endpoint is changed.",
    "webhook-paused": "The endpoint is paused. Events wait.",
    "webhook-activated": "The endpoint is active. What has waited is sent now.",
    "webhook-deleted": "The endpoint is deleted.",
}


def done_text(query: Mapping[str, str]) -> str | None:
    """What the query of a page's address says was done; None if nothing."""
    text, count = DONE.get(query.get("done", "")), query.get("count", "")
    if text is None or "{count}" not in text:
        return text
    is_number = count.isascii() and count.isdecimal() and len(count) < _LONGEST_COUNT
    return text.format(count=how_many(int(count), "event") if is_number else "Events")
