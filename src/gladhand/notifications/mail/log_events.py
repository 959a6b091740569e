"""Log lines of messages to people. They hold no address and no text."""

from gladhand.core.log import LogEvent

SENT = LogEvent("mail.sent", "The mail server, or the SMS gateway, has taken a message.")
NOT_SENT = LogEvent(
    "mail.not_sent", "A message was not taken: `again_in` seconds until the next attempt, or none if it has ended."
)
SUPPRESSED = LogEvent("mail.suppressed", "A message was not sent: the person wants none, or had too many.")
MISCONFIGURED = LogEvent(
    "mail.misconfigured", "The mail server refuses the sign-in or offers no encryption; `gladhand doctor` says more."
)
BOUNCED = LogEvent("mail.bounced", "A mail system reported that a sent message has come back.")
