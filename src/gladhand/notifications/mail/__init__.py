"""Sends the messages that wait in `core.mail`: by a mail server, or by the operator's gateway for SMS."""
