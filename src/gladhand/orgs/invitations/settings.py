"""What the operator sets for invitations."""

from dataclasses import dataclass


@dataclass(frozen=True)
class InvitationSettings:
    """`withhold_tokens` keeps the tokens out of the read that needs no token. `full_names` allows names of fleets with
    other characters than letters, digits and spaces."""

    connect_url: str
    withhold_tokens: bool
    full_names: bool = False
