from pathlib import Path

import pytest
from pydantic import ValidationError
from pydantic_settings import SettingsError

from gladhand.cli.explanations import explanation
from gladhand.config import settings
from gladhand.config.variables import UnknownSetting


@pytest.fixture(autouse=True)
def no_settings_of_the_machine(monkeypatch):
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(f"GLADHAND_{name.upper()}", raising=False)


def read(monkeypatch: pytest.MonkeyPatch, **given: str) -> settings.Settings:
    for name, value in given.items():
        monkeypatch.setenv(f"GLADHAND_{name}", value)
    return settings.read()


def faults(monkeypatch: pytest.MonkeyPatch, **given: str) -> str:
    with pytest.raises(ValidationError) as caught:
        read(monkeypatch, **given)
    return "; ".join(f"{each['loc']}: {each['msg']}" for each in caught.value.errors())


def test_a_variable_that_is_not_known_stops_the_start_with_its_name(monkeypatch):
    with pytest.raises(UnknownSetting, match="GLADHAND_DATABSE_URL"):
        read(monkeypatch, DATABSE_URL="postgresql://x")


def test_a_variable_of_somebody_else_is_not_looked_at(monkeypatch):
    monkeypatch.setenv("GLADHANDLER_URL", "x")
    monkeypatch.setenv("DATABASE_URL", "x")
    assert read(monkeypatch).database_url is None


def test_what_a_client_has_in_its_environment_does_not_stop_a_server(monkeypatch):
    read(monkeypatch, CLIENT_ID="a", CLIENT_SECRET="b", TOKEN_URL="c", MAGIC_LINK="d", URL="e")


def test_everything_has_a_default_but_secrets(monkeypatch):
    found = read(monkeypatch)
    assert found.database_url is None
    assert found.encryption_keys is None
    assert found.allowed_networks == []


def test_addresses_follow_from_host_and_port(monkeypatch):
    found = read(monkeypatch, HOST="10.0.0.1", PORT="9000")
    assert found.public_url == "http://10.0.0.1:9000"
    assert found.connect_url == "http://10.0.0.1:9000"
    assert found.issuer_url == "http://10.0.0.1:9000/realms/catena"


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("::1", "http://[::1]:9000"),
        ("[::1]", "http://[::1]:9000"),
        ("2001:db8::7", "http://[2001:db8::7]:9000"),
        ("localhost", "http://localhost:9000"),
        ("hub.internal", "http://hub.internal:9000"),
        ("0.0.0.0", "http://127.0.0.1:9000"),  # noqa: S104 - a setting of the test, nothing is bound
        ("::", "http://[::1]:9000"),
    ],
)
def test_the_host_stands_in_addresses_as_urls_have_it(monkeypatch, host, url):
    assert read(monkeypatch, HOST=host, PORT="9000").public_url == url


@pytest.mark.parametrize("name", ["PUBLIC_URL", "ISSUER_URL", "CONNECT_URL"])
@pytest.mark.parametrize("text", ["hub.example", "//hub.example", "ftp://hub.example", "https://", "hub.example:8080"])
def test_an_address_that_is_no_url_is_refused_by_its_own_name(monkeypatch, name, text):
    with pytest.raises(ValidationError) as caught:
        read(monkeypatch, **{name: text})
    assert explanation(caught.value) == (
        f"GLADHAND_{name}: must be an absolute URL with http or https; a URL such as https://api.example.com is needed"
    )


@pytest.mark.parametrize("text", ["http://localhost", "a b", "[]"])
def test_a_host_that_is_no_host_is_refused(monkeypatch, text):
    with pytest.raises(ValidationError) as caught:
        read(monkeypatch, HOST=text)
    assert "GLADHAND_HOST: " in str(explanation(caught.value))


def test_addresses_follow_from_the_public_one(monkeypatch):
    found = read(monkeypatch, PUBLIC_URL="https://hub.example/", REALM="acme")
    assert found.public_url == "https://hub.example"
    assert found.connect_url == "https://hub.example"
    assert found.issuer_url == "https://hub.example/realms/acme"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("HTTPS://Hub.Example/", "https://hub.example"),
        ("https://hub.example:443", "https://hub.example"),
        ("https://hub.example:8443/Base/", "https://hub.example:8443/Base"),
        ("http://localhost:80", "http://localhost"),
        ("https://h\u00f6b.example", "https://xn--hb-fka.example"),
        ("https://fa\u00df.example", "https://xn--fa-hia.example"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_an_address_has_the_origin_that_browsers_send(monkeypatch, text, written):
    found = read(monkeypatch, PUBLIC_URL=text, CONNECT_URL=text)
    assert (found.public_url, found.connect_url) == (written, written)


@pytest.mark.parametrize("url", ["https://Hub.Example.com:443", "http://localhost:80", "https://h\u00f6b.example"])
def test_the_issuer_stays_as_it_is_written(monkeypatch, url):
    """Tokens that were issued before an update hold it, and are compared with it."""
    assert read(monkeypatch, PUBLIC_URL=f"{url}/").issuer_url == f"{url}/realms/catena"
    assert read(monkeypatch, PUBLIC_URL="https://a.example", ISSUER_URL=f"{url}/x/").issuer_url == f"{url}/x"


def test_an_address_of_host_and_port_has_the_origin_that_browsers_send(monkeypatch):
    found = read(monkeypatch, HOST="Hub.Internal", PORT="80")
    assert (found.public_url, found.connect_url) == ("http://hub.internal", "http://hub.internal")
    assert found.issuer_url == "http://Hub.Internal:80/realms/catena"


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("METRICS_TOKEN", "short", "GLADHAND_METRICS_TOKEN: must have at least 16 characters"),
        (
            "OAUTH_APPS",
            '{"samsara": {"client_id": "a", "client_secret": ""}}',
            "GLADHAND_OAUTH_APPS: samsara: client_secret: must have at least 1 character",
        ),
    ],
)
def test_a_secret_that_is_too_short_is_told_in_characters(monkeypatch, name, text, line):
    with pytest.raises(ValidationError) as caught:
        read(monkeypatch, **{name: text})
    assert explanation(caught.value) == line


def test_each_address_can_be_its_own(monkeypatch):
    given = {
        "PUBLIC_URL": "https://a.example",
        "CONNECT_URL": "https://b.example/",
        "ISSUER_URL": "https://c.example/x/",
    }
    found = read(monkeypatch, **given)
    assert (found.connect_url, found.issuer_url) == ("https://b.example", "https://c.example/x")


@pytest.mark.parametrize(
    ("text", "networks"),
    [
        ("", []),
        (" , ", []),
        ("127.0.0.0/8", ["127.0.0.0/8"]),
        ("127.0.0.0/8, ::1/128 ,10.1.0.0/16,", ["127.0.0.0/8", "::1/128", "10.1.0.0/16"]),
        ("10.1.2.3/16", ["10.1.0.0/16"]),
        ("192.168.0.7", ["192.168.0.7/32"]),
        ("::ffff:10.0.0.0/104, ::ffff:192.168.0.7", ["10.0.0.0/8", "192.168.0.7/32"]),
        ("::ffff:0:0/96, ::fffe:0:0/95", ["0.0.0.0/0", "::fffe:0:0/95"]),
    ],
)
def test_a_list_is_written_with_commas(monkeypatch, text, networks):
    assert read(monkeypatch, ALLOWED_NETWORKS=text).allowed_networks == networks


def test_pauses_are_numbers(monkeypatch):
    assert read(monkeypatch, DELIVERY_WAITS="0.5, 1,30").delivery_waits == [0.5, 1, 30]
    assert "delivery_waits" in faults(monkeypatch, DELIVERY_WAITS="1,soon")


@pytest.mark.parametrize("text", ["localhost", "10.0.0.0/33", "10.0.0", "*", "10.0.0.0/8;127.0.0.0/8"])
def test_what_is_no_network_stops_the_start(monkeypatch, text):
    assert "allowed_networks" in faults(monkeypatch, ALLOWED_NETWORKS=text)


@pytest.mark.parametrize(
    "text",
    [
        "mysql://u:hunter2@h/d",
        "h/hunter2",
        "postgresql://u:pass@hunter2@h/d",
        "postgresql://u:pass/hunter2@h/d",
        "postgresql://u:12/hunter2@h/d",
        "postgresql://u:pass@hunter2/x@h/d",
        "postgresql://u:pass@hunter2/x@h",
        "postgresql://u:hunter2%zz@h/d",
        "postgresql://u:hunter2@h:port/d",
        "postgresql://u:hunter2@h:5432,/d?unknown=1",
        "host=h password=hunter2 unknown=1",
    ],
)
def test_what_is_no_address_of_postgresql_stops_the_start_and_is_not_repeated(monkeypatch, text):
    with pytest.raises(ValidationError) as caught:
        read(monkeypatch, DATABASE_URL=text)
    line = explanation(caught.value)
    assert line is not None
    assert line.startswith("GLADHAND_DATABASE_URL: ")
    assert "hunter2" not in line


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://u:p%40ss@h:5433/d?sslmode=require",
        "postgresql://u:pass?word@h/d",
        "postgres://h1,h2:5433/d?target_session_attrs=primary",
        "postgresql://u@[::1]:5432/d",
        "postgresql://u:pass@h/d%40home?application_name=a@b",
        "postgresql:///d?host=/run/postgresql",
        "postgresql://u@/d?host=%2Ftmp%2Fa%20b&port=5433",
        "host=h dbname=d password='a b'",
    ],
)
def test_an_address_is_whatever_libpq_reads_without_blanks_and_lines_around(monkeypatch, text):
    found = read(monkeypatch, DATABASE_URL=f" {text}\n").database_url
    assert found is not None
    assert found.get_secret_value() == text


@pytest.mark.parametrize("value", ["", " "])
def test_an_empty_variable_counts_as_not_set(monkeypatch, value):
    empty = dict.fromkeys(
        ("DATABASE_URL", "DATA_DIR", "PORT", "OAUTH_APPS", "LOG_LEVEL", "METRICS_TOKEN", "ODD"), value
    )
    found = read(monkeypatch, **empty)
    assert found == settings.Settings.model_construct(**found.model_dump())
    assert (found.database_url, found.data_dir, found.port) == (None, Path(".gladhand"), 8080)


@pytest.mark.parametrize("name", ["DELIVERY_PROBE_WAITS", "CONNECTION_RECHECK_WAITS"])
def test_a_list_that_is_meant_to_be_empty_is_none(monkeypatch, name):
    assert getattr(read(monkeypatch, **{name: "none"}), name.lower()) == []


def test_what_kubernetes_and_docker_say_about_services_is_not_ours(monkeypatch):
    # As they are set for the Services `gladhand`, `gladhand-worker-metrics` and `gladhand-db`.
    given = {
        "PORT": "tcp://10.96.0.10:8080",
        "SERVICE_HOST": "10.96.0.10",
        "SERVICE_PORT": "8080",
        "SERVICE_PORT_HTTP": "8080",
        "PORT_8080_TCP": "tcp://10.96.0.10:8080",
        "PORT_8080_TCP_PROTO": "tcp",
        "PORT_8080_TCP_PORT": "8080",
        "PORT_8080_TCP_ADDR": "10.96.0.10",
        "WORKER_METRICS_PORT": "udp://10.96.0.11:9000",
        "DB_SERVICE_HOST": "10.96.0.12",
        "DB_PORT": "tcp://10.96.0.12:5432",
        "DB_PORT_5432_TCP_ADDR": "10.96.0.12",
        "DB_NAME": "/hub/gladhand_db",
        "DB_ENV_PGDATA": "/var/lib/postgresql",
        "DB_ENV_LANG": "C.UTF-8",
    }
    found = read(monkeypatch, **given)
    assert (found.port, found.worker_metrics_port) == (8080, None)


@pytest.mark.parametrize("name", ["DB_NAME", "DB_ENV_LANG"])
def test_a_name_or_an_environment_without_a_link_is_unknown(monkeypatch, name):
    with pytest.raises(UnknownSetting):
        read(monkeypatch, **{name: "gladhand"})


def test_a_port_that_is_no_number_still_stops_the_start(monkeypatch):
    assert "port" in faults(monkeypatch, PORT="http")


@pytest.mark.parametrize(
    ("name", "meant"),
    [("DATABSE_URL", "DATABASE_URL"), ("PUBLICURL", "PUBLIC_URL"), ("LOG_LEVL", "LOG_LEVEL"), ("QUUX", None)],
)
def test_an_unknown_variable_proposes_the_setting_that_is_near(monkeypatch, name, meant):
    with pytest.raises(UnknownSetting) as caught:
        read(monkeypatch, **{name: "x"})
    hint = f" (did you mean GLADHAND_{meant}?)" if meant else ""
    assert str(caught.value) == f"unknown settings: GLADHAND_{name}{hint}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "70000"),
        ("PORT", "http"),
        ("LOG_LEVEL", "loud"),
        ("SERVER_PROCESSES", "0"),
    ],
)
def test_a_value_that_makes_no_sense_stops_the_start(monkeypatch, name, value):
    assert name.lower() in faults(monkeypatch, **{name: value})


def test_secrets_are_not_shown(monkeypatch):
    url = "postgresql://u:hunter2@h/d"
    found = read(monkeypatch, DATABASE_URL=url, ENCRYPTION_KEYS="hunter2")
    assert "hunter2" not in f"{found} {found!r} {found.model_dump()}"
    assert found.database_url is not None
    assert found.database_url.get_secret_value() == url


def test_applications_at_providers_are_read_and_their_secrets_are_not_shown(monkeypatch):
    found = read(monkeypatch, OAUTH_APPS='{"samsara": {"client_id": "hub", "client_secret": "very-secret"}}')
    assert found.oauth_apps["samsara"].client_secret.get_secret_value() == "very-secret"
    assert "very-secret" not in repr(found)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OAUTH_APPS", '{"samsara": {"client_id": "hub"}}'),
        ("OAUTH_APPS", '{"samsara": {"client_id": "hub", "client_secret": "s", "secret": "s"}}'),
        ("PROVIDER_URLS", '{"samsara": "api.example.com"}'),
        ("PROVIDER_OPTIONS", '{"samsara": true}'),
    ],
)
def test_what_is_set_of_providers_has_to_have_its_form(monkeypatch, name, value):
    assert name.lower() in faults(monkeypatch, **{name: value})


def test_json_that_cannot_be_read_is_told_in_one_line_without_its_content(monkeypatch):
    with pytest.raises(SettingsError) as caught:
        read(monkeypatch, OAUTH_APPS='{"samsara": {"client_secret": "very-secret"')
    line = explanation(caught.value)
    assert line is not None
    assert line == "GLADHAND_OAUTH_APPS: must be JSON"
    assert "very-secret" not in line
