"""Why a passkey is not accepted. The pages show texts of their own."""


class PasskeyRefused(Exception):
    """The answer of the browser is not valid, or the passkey is unknown, removed or of a disabled account."""


class ChallengeUnusable(PasskeyRefused):
    """The challenge is not one of ours, is of another browser or session, has expired, or was answered before."""


class PasskeyCopied(PasskeyRefused):
    """The count of the passkey went back, so it may have been copied. It signs nobody in any more."""


class PasskeyKnown(Exception):
    """This passkey is stored already, for this person or for another one."""


class TooManyPasskeys(Exception):
    """The account has as many passkeys as an account may have."""


class LastWayIn(Exception):
    """Without this passkey nobody could sign in to the account."""
