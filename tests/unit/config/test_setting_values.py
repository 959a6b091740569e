"""Every setting of the declaration, with what typing, copying and templates make of a value."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError
from pydantic_settings import SettingsError

from gladhand.cli.explanations import exit_code, explanation
from gladhand.config import settings
from gladhand.config.settings import Settings

_SCHEMAS: dict[str, Any] = Settings.model_json_schema()["properties"]
_ADDRESSES = [
    *(name for name in _SCHEMAS if name.endswith("_url") and name not in ("database_url", "smtp_url")),
    "openid_issuer",
]
#: Paths are appended to these.
_BASES = [name for name in _ADDRESSES if name not in ("privacy_url", "terms_url", "sms_url")]


def _options(name: str) -> list[Any]:
    options: list[Any] = _SCHEMAS[name].get("anyOf", [_SCHEMAS[name]])
    return options


def _numbers(name: str) -> list[Any]:
    """The schemas of the numbers that the setting holds."""
    held = [option.get("items", option) for option in _options(name)]
    return [each for each in held if each.get("type") in ("integer", "number")]


def _is(name: str, *kinds: str) -> bool:
    return any(option.get("type") in kinds for option in _options(name))


NUMBERS = [name for name in _SCHEMAS if _numbers(name)]
LINES = [name for name in _SCHEMAS if not _is(name, "array")]

_NO_NUMBERS = ["-1", "--1", "nan", "inf", "-inf", "1e400", "9" * 30, "0x10", "1,5s", "1 0", "\u0661\n1"]
_NO_ADDRESSES = [
    "api.example",
    "//api.example",
    "ftp://api.example",
    "https://",
    "https://:80",
    "https://.",
    "https://a..b",
    "https://a b.example",
    "https://user@api.example",
    "https://user:hunter2@api.example",
    "https://api.example:0",
    "https://api.example:99999",
    "https://api.example:http",
    "https://[::1",
    "https://256.256.256.256",
    "https://127.1",
    f"https://{'a' * 64}.example",
]
_NO_BASES = ["https://api.example?x=1", "https://api.example/#f", "https://api.example/?"]
_NO_HOSTS = [
    "127.0.0.1:80",
    "[::1]:80",
    "http://localhost",
    "user@localhost",
    "-x",
    "a b",
    "256.256.256.256",
    "0x7f",
    "::g",
    "[]",
    "a..b",
    "a" * 64,
    "x" * 300,
]
_NO_SENDERS = ["no-reply", "no-reply@mail", "a b@c.example", "a@b..example", "https://user@mail.example", "<>", "@c.de"]
_NO_MAIL_SERVERS = [
    "mail.example",
    "http://mail.example",
    "smtp://",
    "smtp://mail.example:0",
    "smtp://mail.example:99999",
    "smtp://mail.example/box",
    "smtp://mail.example?x=1",
    "smtp://user@mail.example",
    "smtp://a..b",
    "smtp://256.256.256.256",
]


def _refused() -> Iterator[tuple[str, str]]:
    yield from ((name, value) for name in NUMBERS for value in _NO_NUMBERS)
    yield from ((name, value) for name in _ADDRESSES for value in _NO_ADDRESSES)
    yield from ((name, value) for name in _BASES for value in _NO_BASES)
    yield from (("host", value) for value in _NO_HOSTS)
    yield from (("mail_from", value) for value in _NO_SENDERS)
    yield from (("smtp_url", value) for value in _NO_MAIL_SERVERS)
    yield from (("realm", value) for value in ("a/b", "../x", ".", "a?b", "-a", "é", "x" * 200))
    yield from (("trusted_proxies", value) for value in ("x" * 300, "10.0.0.0/33", "-1"))
    for name in LINES:
        yield from ((name, value) for value in ("a\nb", "\x1b[31ma\x1b[0m"))


@pytest.fixture(autouse=True)
def no_settings_of_the_machine(monkeypatch):
    for name in Settings.model_fields:
        monkeypatch.delenv(f"GLADHAND_{name.upper()}", raising=False)


@pytest.mark.parametrize(("name", "value"), list(_refused()))
def test_what_makes_no_sense_is_told_in_one_sentence_that_names_the_variable(monkeypatch, name, value):
    monkeypatch.setenv(f"GLADHAND_{name.upper()}", value)
    with pytest.raises((ValidationError, SettingsError)) as caught:
        settings.read()
    line = explanation(caught.value)
    assert line is not None
    assert line.startswith(f"GLADHAND_{name.upper()}: ")
    assert line.isprintable()
    assert len(line) < 300
    assert "hunter2" not in line
    assert exit_code(caught.value) == 2


@pytest.mark.parametrize("name", NUMBERS)
def test_every_number_has_a_least_and_a_greatest_value(name):
    for schema in _numbers(name):
        assert {"minimum", "exclusiveMinimum"} & schema.keys(), "nothing keeps it from being negative"
        assert {"maximum", "exclusiveMaximum"} & schema.keys(), "nothing keeps it from being infinite"


_SAMPLES = {
    "database_url": "postgresql://u@h/d",
    "encryption_keys": "a2V5",
    "operator_email": "fleets@example.com",
    "smtp_url": "smtp://mail.example",
    "mail_from": "no-reply@example.com",
    "health_port": "9000",
    "worker_metrics_port": "9000",
    "allowed_networks": "10.0.0.0/8",
    "trusted_proxies": "10.0.0.0/8",
    "operator_name": "Acme",
    "extra_providers": "x-rfms",
    "mail_hook_secret": "sixteen-characters",
    "sms_secret": "sixteen-characters",
    "metrics_token": "sixteen-characters",
}
# Each needs the other.
_BESIDE = {
    "openid_issuer": ("openid_client_id", "hub"),
    "smtp_url": ("mail_from", "no-reply@example.com"),
    "sms_url": ("sms_secret", "sixteen-characters"),
}


def _sample(name: str) -> str:
    """A value in the environment that the setting may have."""
    if name in _SAMPLES or name in _ADDRESSES:
        return _SAMPLES.get(name, "https://a.example")
    default = Settings.model_fields[name].default
    return (",".join(map(str, default)) if default else "none") if isinstance(default, list) else str(default or "{}")


@pytest.mark.parametrize("around", [" {} ", "\t{}\n", "{}\r\n", "\ufeff{}", "\u00a0{}\u200b"])
@pytest.mark.parametrize("name", _SCHEMAS)
def test_what_copying_leaves_around_a_value_is_taken_off(monkeypatch, name, around):
    value = "false" if _is(name, "boolean") else _sample(name)
    if name in _BESIDE:
        beside, needed = _BESIDE[name]
        monkeypatch.setenv(f"GLADHAND_{beside.upper()}", needed)
    monkeypatch.setenv(f"GLADHAND_{name.upper()}", value)
    plain = settings.read()
    monkeypatch.setenv(f"GLADHAND_{name.upper()}", around.format(value))
    assert settings.read() == plain
