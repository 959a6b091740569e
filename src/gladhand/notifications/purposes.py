"""What the secrets that sign deliveries are sealed for."""

WEBHOOK_SECRET = "webhook.secret"  # noqa: S105 - a purpose, not a secret
CALLBACK_SECRET = "partner.callback_secret"  # noqa: S105 - a purpose, not a secret
