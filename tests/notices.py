"""Messages to people of an installation without a mail server."""

from gladhand.auth.people.notices import AccountNotices
from gladhand.core.crypto import Keyring
from gladhand.core.mail.outbox import Outbox

NO_NOTICES = AccountNotices(Outbox(Keyring.parse(Keyring.new_key()), frozenset()), "")
