"""What a browser asks of a device, and what the device answers, in the form of WebAuthn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import (
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    RegistrationCredential,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from gladhand.auth.passkeys.problems import PasskeyRefused
from gladhand.auth.passkeys.queries import Passkey
from gladhand.auth.passkeys.relying_party import RelyingParty

_NAME = "gladhand"
_LONGEST = 32 * 1024
_TIMEOUT_MS = 120_000

T = TypeVar("T")


def sign_in_options(party: RelyingParty, challenge: bytes) -> str:
    """JSON for `navigator.credentials.get`: any passkey of this site, and the device checks who holds it."""
    return options_to_json(
        generate_authentication_options(
            rp_id=party.id,
            challenge=challenge,
            timeout=_TIMEOUT_MS,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
    )


def creation_options(
    party: RelyingParty, challenge: bytes, person_id: UUID, email: str, *, known: Sequence[Passkey]
) -> str:
    """JSON for `navigator.credentials.create`. A device that holds one of the `known` passkeys makes no second one."""
    return options_to_json(
        generate_registration_options(
            rp_id=party.id,
            rp_name=_NAME,
            user_id=person_id.bytes,
            user_name=email,
            challenge=challenge,
            timeout=_TIMEOUT_MS,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=passkey.credential_id) for passkey in known],
        )
    )


@dataclass(frozen=True, slots=True)
class SignInAnswer:
    """The answer to `sign_in_options`. Nothing of it is proved before `verify`."""

    credential: AuthenticationCredential
    challenge: bytes

    @classmethod
    def parse(cls, text: str) -> "SignInAnswer":
        """Raises `PasskeyRefused`."""
        credential = _careful(lambda: parse_authentication_credential_json(_short(text)))
        return cls(credential, _challenge_of(credential.response.client_data_json))

    @property
    def credential_id(self) -> bytes:
        return self.credential.raw_id

    @property
    def person_handle(self) -> bytes | None:
        """The id of the person, as the device has kept it."""
        return self.credential.response.user_handle

    def verify(self, party: RelyingParty, passkey: Passkey) -> VerifiedAuthentication:
        """Check the signature. The caller checks the challenge and the count. Raises `PasskeyRefused`."""
        return _careful(
            lambda: verify_authentication_response(
                credential=self.credential,
                expected_challenge=self.challenge,
                expected_rp_id=party.id,
                expected_origin=party.origin,
                credential_public_key=passkey.public_key,
                credential_current_sign_count=0,
                require_user_verification=True,
            )
        )


@dataclass(frozen=True, slots=True)
class CreationAnswer:
    """The answer to `creation_options`. Nothing of it is proved before `verify`."""

    credential: RegistrationCredential
    challenge: bytes

    @classmethod
    def parse(cls, text: str) -> "CreationAnswer":
        """Raises `PasskeyRefused`."""
        credential = _careful(lambda: parse_registration_credential_json(_short(text)))
        return cls(credential, _challenge_of(credential.response.client_data_json))

    def verify(self, party: RelyingParty) -> VerifiedRegistration:
        """Check what the device says. The caller checks the challenge. Raises `PasskeyRefused`."""
        return _careful(
            lambda: verify_registration_response(
                credential=self.credential,
                expected_challenge=self.challenge,
                expected_rp_id=party.id,
                expected_origin=party.origin,
                require_user_verification=True,
            )
        )


def _short(text: str) -> str:
    if len(text) > _LONGEST:
        raise PasskeyRefused
    return text


def _challenge_of(client_data: bytes) -> bytes:
    return _careful(lambda: parse_client_data_json(client_data)).challenge


def _careful(call: Callable[[], T]) -> T:
    try:
        return call()
    except Exception as error:
        raise PasskeyRefused from error
