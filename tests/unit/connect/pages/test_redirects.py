import pytest

from gladhand.connect.pages.redirects import append_query, failure_url, form_target, safe_url, success_url


def test_parameters_follow_what_the_url_already_carries_and_the_fragment_stays_last() -> None:
    assert append_query("https://p.example/cb?a=1&status=x#top", [("status", "success")]) == (
        "https://p.example/cb?a=1&status=x&status=success#top"
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://p.example", "https://p.example/?x=1"),
        ("https://p.example/cb?", "https://p.example/cb?x=1"),
        ("https://p.example/cb?a&", "https://p.example/cb?a&x=1"),
        ("https://p.example/cb?a=%2F+b", "https://p.example/cb?a=%2F+b&x=1"),
        ("http://localhost:3000/#/done", "http://localhost:3000/?x=1#/done"),
    ],
)
def test_what_the_partner_wrote_is_kept_byte_for_byte(url: str, expected: str) -> None:
    assert append_query(url, [("x", "1")]) == expected


def test_success_names_the_invitation_the_fleet_and_how_many_providers_there_are() -> None:
    url = success_url("https://p.example/ok", invitation_id="i-1", fleet_ref="A&B 1", tsp_count=2)
    assert url == "https://p.example/ok?status=success&tsp_count=2&invitation_id=i-1&fleet_ref=A%26B%201"


def test_failure_carries_the_reason_only_when_there_is_one() -> None:
    url = failure_url("https://p.example/no", invitation_id="i-1", fleet_ref="F", skip_reason="No, thanks & bye")
    assert url == (
        "https://p.example/no?status=failure&tsp_count=0&invitation_id=i-1&fleet_ref=F&skip_reason=No%2C%20thanks%20%26%20bye"
    )
    assert "skip_reason" not in failure_url("https://p.example/no", invitation_id="i", fleet_ref="F", skip_reason="")


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("https://p.example/no?x#y", "https://p.example"),
        ("http://localhost:3000/no", "http://localhost:3000"),
        ("https://user@p.example/", "https://p.example"),
        ("http://[::1]:3000/no", "http:"),
        ("https://p.example;script-src/no", "https:"),
        ("https://fünf.example/no", "https:"),
        ("myapp://done?x=1", "myapp:"),
        ("com.partner.app:/done", "com.partner.app:"),
        (None, ""),
    ],
)
def test_a_policy_names_the_origin_that_a_form_may_lead_to(url: str | None, source: str) -> None:
    assert form_target(url) == source


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//p.example", "file:///etc/hosts", "", None]
)
def test_nothing_but_a_web_address_is_followed(url: str | None) -> None:
    assert safe_url(url) is None


@pytest.mark.parametrize(
    ("url", "there"),
    [
        ("myapp://done", "myapp://done?status=success"),
        ("myapp://done/x?a=1#b", "myapp://done/x?a=1&status=success#b"),
        ("com.partner.app:/done", "com.partner.app:/done?status=success"),
    ],
)
def test_an_app_is_returned_to_by_its_own_scheme(url: str, there: str) -> None:
    assert safe_url(url) == url
    assert success_url(url, invitation_id="i", fleet_ref="f", tsp_count=1).startswith(there[: there.index("success")])
