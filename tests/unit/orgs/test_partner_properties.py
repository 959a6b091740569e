import pytest

from gladhand.orgs.partners.properties import PartnerPropertyKeyEnum, checked

BEFORE, BEHIND = "\u202a \u00a0\ufeff", "\u200b\u200f\u202c \n"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("default_callback_url", "https://acme.example/hooks?a=%2F"),
        ("default_success_redirect_url", "https://acme.example/done"),
        ("default_failure_redirect_url", "https://acme.example/failed"),
        ("contract_url", "https://acme.example/contract.pdf"),
        ("default_invitation_expires_in_hours", "48"),
        ("billing_day_of_month", "7"),
        ("contract_signed", "true"),
        ("contract_started_at", "2026-01-31"),
        ("billing_model", "per vehicle"),
        ("account_status", "suspended"),
        ("notes", "Two\nlines"),
    ],
)
def test_a_value_loses_what_copying_brings_along(key, value):
    assert checked(PartnerPropertyKeyEnum(key), f"{BEFORE}{value}{BEHIND}") == value


def test_only_notes_have_several_lines():
    assert checked(PartnerPropertyKeyEnum.BILLING_MODEL, "per\r\nvehicle") == "per vehicle"
