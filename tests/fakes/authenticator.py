"""A device with passkeys, and the browser before it: signs what a page asks, as WebAuthn says, or breaks a rule."""

import hashlib
import json
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

_PRESENT, _VERIFIED, _HAS_KEY = 0x01, 0x04, 0x40


def encoded(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """One passkey on one device. A test changes a field to have it break a rule."""

    origin: str
    rp_id: str = "localhost"
    count: int = 0
    user_handle: bytes = b""
    is_verified: bool = True
    challenge: bytes | None = None
    """Signed in place of the page's."""
    credential_id: bytes = field(default_factory=lambda: uuid4().bytes)
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def create(self, options: str) -> str:
        """The answer to `navigator.credentials.create`, as JSON."""
        asked = json.loads(options)
        assert asked["authenticatorSelection"]["userVerification"] == "required"
        assert asked["authenticatorSelection"]["residentKey"] == "required"
        self.user_handle = decoded(asked["user"]["id"])
        numbers = self.key.public_key().public_numbers()
        public_key = cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        )
        held = bytes(16) + struct.pack(">H", len(self.credential_id)) + self.credential_id + public_key
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._data(_HAS_KEY) + held}
        client_data = self._client_data("webauthn.create", asked)
        return self._answer(
            {"clientDataJSON": encoded(client_data), "attestationObject": encoded(cbor2.dumps(attestation))}
        )

    def get(self, options: str) -> str:
        """The answer to `navigator.credentials.get`, as JSON."""
        asked = json.loads(options)
        assert (asked["rpId"], asked["userVerification"]) == ("localhost", "required")
        data, client_data = self._data(), self._client_data("webauthn.get", asked)
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            {
                "clientDataJSON": encoded(client_data),
                "authenticatorData": encoded(data),
                "signature": encoded(signature),
                "userHandle": encoded(self.user_handle),
            }
        )

    def _data(self, more: int = 0) -> bytes:
        flags = _PRESENT | more | (_VERIFIED if self.is_verified else 0)
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + struct.pack(">I", self.count)

    def _client_data(self, kind: str, asked: Any) -> bytes:
        challenge = asked["challenge"] if self.challenge is None else encoded(self.challenge)
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, response: dict[str, str]) -> str:
        name = encoded(self.credential_id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
