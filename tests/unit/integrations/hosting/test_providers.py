"""Definitions, capabilities and the registry: what a folder has to be, and what is said when it is not."""

import importlib
import importlib.metadata
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from gladhand.core.metrics import REGISTRY
from gladhand.integrations.hosting import calls, registry
from gladhand.integrations.hosting.crashes import AdapterCrashed, AdapterCrashedLate
from gladhand.integrations.hosting.registration import Capability, registration
from gladhand.integrations.hosting.registry import Provider, discover, providers
from gladhand.integrations.hosting.sample_player import ReplayTransport, missing_samples, play
from gladhand.integrations.hosting.samples import Mismatch, Sample, load_samples
from gladhand.resources.base import Change
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.user import USER, UserFields
from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.clock import days, minutes
from gladhand.sdk.definition import BadDefinition, Definition, parse
from gladhand.sdk.errors import Malformed, Rejected, Unsupported
from gladhand.sdk.field_map import FieldMap
from gladhand.sdk.reading import FEED, FULL, WINDOW, Batch, Read, Slice
from gladhand.sdk.records import Record
from gladhand.sdk.writing import Write, Written

DEFINITION = """
source_name = "zonar"
conn_type = "api_basic"
base_url = "https://demo.example.com"
where_to_find = "On the account page."

[[brands]]
slug = "acme"
name = "Acme"

[[form]]
name = "username"
label = "User name"

[[form]]
name = "password"
label = "Password"
kind = "password"
secret = true
"""
ADAPTER = """
from gladhand.sdk.adapter import Adapter, ProviderAccount


class Acme(Adapter):
    async def verify(self):
        return ProviderAccount(id="1")
"""
READER = """
from gladhand.resources.user import USER
from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.clock import minutes
from gladhand.sdk.reading import FULL, Batch, Read


class AcmeReader(Adapter):
    async def verify(self):
        return ProviderAccount(id="1")

    async def read_users(self, part):
        yield Batch()

    reads = (Read(USER, read_users, mode=FULL, every=minutes(15), shows=()),)
"""
CREDENTIALS = {"username": "u", "password": "secret-pass"}


class Bare(Adapter):
    async def verify(self) -> ProviderAccount:
        me = (await self.client.get("/me")).object()
        return ProviderAccount(id=me["id"], name=str(self.credentials["password"]))


class Writing(Bare):
    async def find_user(self, change: Change, *, operation_key: str | None) -> Record[UserFields] | None:
        raise Rejected(f"{operation_key} {change} {self.credentials['password']}")

    async def create_user(self, change: Change, *, operation_key: str) -> Written[UserFields]:
        if change["username"] == "late":
            await self.client.get("/me")
        return {"X": operation_key}[change["username"]]  # type: ignore[return-value] # an adapter with a mistake in it

    async def read_users(self, part: Slice) -> AsyncIterator[Batch[UserFields]]:
        yield Batch(state=part.state)

    reads = (Read(USER, read_users, mode=FULL, every=minutes(15), shows=()),)
    writes = (Write(USER, FieldMap("Acme", {}), create=create_user, find=find_user),)


def parsed(**changes: str) -> Definition:
    text = DEFINITION
    for old, new in changes.items():
        text = text.replace(old, new)
    return parse(text, path="acme/provider.toml")


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """Makes a package with a provider in it: `make("acme", toml, adapter)`."""
    monkeypatch.syspath_prepend(str(tmp_path))
    made = set()

    def write(name: str, toml: str | None = DEFINITION, adapter: str = ADAPTER) -> str:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "__init__.py").touch()
        (folder / "adapter.py").write_text(adapter)
        if toml is not None:
            (folder / "provider.toml").write_text(toml)
        made.add(name)
        importlib.invalidate_caches()
        return name

    yield write
    for name in [each for each in sys.modules if each.split(".")[0] in made]:
        del sys.modules[name]


def test_a_definition_says_everything_that_is_wrong_with_its_place() -> None:
    with pytest.raises(BadDefinition) as caught:
        parse('source_name = "nobody"\nconn_type = "api_key"\nbase_url = "x"\ncolour = "red"', path="p/provider.toml")
    lines = str(caught.value).splitlines()
    assert all(line.startswith("p/provider.toml: ") for line in lines)
    places = {line.split(": ")[1] for line in lines}
    assert {"source_name", "base_url", "colour", "where_to_find", "brands"} <= places


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "password"', 'kind = "select"', "a select has choices"),
        ("secret = true", "secret = false", "a password is secret"),
        ('name = "password"', 'name = "username"', "the field username occurs twice"),
        ('slug = "acme"', 'slug = "Acme Inc"', "brands.0.slug"),
        ("[[brands]]", "[not_supported]\nhorses = 'no'\n[[brands]]", "not_supported.horses"),
        ("[[brands]]", "[[brands]", "line"),
        ("[[brands]]", "[[brands]]\nlogo = 'a.svg'\nlogo_url = 'https://a.example/a.svg'", "a file or has an address"),
        ("[[brands]]", "[[brands]]\nlogo = '../a.svg'", "brands.0.logo"),
        ("[[brands]]", "[[brands]]\nconn_type = 'token'", "acme has credentials of token, for which there is no form"),
    ],
)
def test_a_definition_that_does_not_fit_together_is_refused(old: str, new: str, message: str) -> None:
    with pytest.raises(BadDefinition, match=message.replace("[", r"\[")):
        parse(DEFINITION.replace(old, new), path="acme")


def test_secrets_are_the_fields_that_are_not_public() -> None:
    assert parsed().public_fields == {"username"}


ALTERNATIVE = """
form_label = "User name"

[[alternatives]]
conn_type = "token"
label = "Token"

[[alternatives.form]]
name = "token"
label = "Access token"
kind = "password"
secret = true
"""


def test_pictures_that_a_definition_names_are_in_its_folder_and_light(make: Callable[..., str], tmp_path: Path) -> None:
    named = DEFINITION.replace(
        "[[brands]]", "[[steps]]\ntext = 'Open it.'\nimage = 'menu.svg'\n[[brands]]\nlogo = 'acme.svg'"
    )
    package = make("acme_drawn", named)
    folder = tmp_path / package / "pictures"
    folder.mkdir()
    (folder / "acme.svg").write_text("<svg/>")
    with pytest.raises(BadDefinition, match=r"acme_drawn/pictures/menu\.svg: provider.toml names this picture"):
        Provider(package)
    (folder / "menu.svg").write_bytes(b" " * 20_001)
    with pytest.raises(BadDefinition, match=r"menu\.svg: a picture has at most 20 kB"):
        Provider(package)
    (folder / "menu.svg").write_bytes(b" " * 20_000)
    assert Provider(package).definition.picture_files == {"acme.svg", "menu.svg"}


def test_a_provider_may_take_one_form_or_another() -> None:
    place = DEFINITION.index("[[brands]]")
    label, table = ALTERNATIVE.split("\n\n", 1)
    found = parse(DEFINITION[:place] + label + "\n" + DEFINITION[place:] + table, path="acme")
    assert found.conn_types == ("api_basic", "token")
    assert [field.name for field in found.forms[found.conn_types[1]]] == ["token"]
    assert found.public_fields == {"username"}
    assert found.missing({"token": "t"}) == []
    assert found.missing(CREDENTIALS) == []
    assert [field.name for field in found.missing({"username": "u"})] == ["password"]
    with pytest.raises(BadDefinition, match="needs form_label"):
        parse(DEFINITION + table, path="acme")
    again = table[table.index("[[alternatives.form]]") :]
    with pytest.raises(BadDefinition, match="token occurs twice"):
        parse(DEFINITION[:place] + label + "\n" + DEFINITION[place:] + table + again, path="acme")


def test_reads_and_writes_are_the_capabilities() -> None:
    assert registration(Bare).capabilities == {}
    assert registration(Writing).capabilities == {ResourceEnum.USER: Capability(read=True, create=True, find=True)}


def test_a_resource_that_is_registered_twice_is_a_mistake() -> None:
    class Twice(Bare):
        reads = (*Writing.reads, *Writing.reads)

    with pytest.raises(BadDefinition, match="reads has user twice"):
        registration(Twice)


def test_a_write_with_create_needs_find() -> None:
    with pytest.raises(ValueError, match="create= needs find="):
        Write(USER, FieldMap("Acme", {}), create=Writing.create_user)
    with pytest.raises(ValueError, match="create= or update="):
        Write(USER, FieldMap("Acme", {}))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"mode": WINDOW}, "mode=WINDOW needs window="),
        ({"mode": FULL, "window": days(1)}, "mode=WINDOW needs window="),
        ({"mode": FULL, "lookback": days(1)}, "lookback= is for"),
        ({"mode": FULL, "backfill": days(1)}, "backfill= is for"),
        ({"mode": FULL, "every": minutes(0)}, "longer than zero"),
        ({"mode": FEED, "per": USER}, "a feed is of the whole account"),
    ],
)
def test_a_read_whose_arguments_do_not_fit_together_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Read(USER, Writing.read_users, shows=(), **({"every": minutes(1)} | arguments))


def test_the_own_folders_are_found_and_the_simulator_is_one() -> None:
    simulator = providers()["catena_simulator"]
    for resource in (ResourceEnum.USER, ResourceEnum.VEHICLE, ResourceEnum.TRAILER):
        assert simulator.can(resource) == Capability(read=True, create=True, update=True, find=True, get=True)
    assert simulator.can(ResourceEnum.MESSAGE) == Capability(read=True, create=True, find=True)
    assert simulator.can(ResourceEnum.ENGINE_LOG) == Capability(read=True)
    (brand,) = simulator.definition.brands
    assert (brand.slug, brand.sandbox) == ("groundhog", True)


def test_a_provider_of_another_distribution_is_found_by_its_entry_point(
    make: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    point = importlib.metadata.EntryPoint("acme", make("acme_outside"), registry.GROUP)
    monkeypatch.setattr(
        importlib.metadata, "entry_points", lambda group: [point] if group == "gladhand.providers" else []
    )
    assert set(discover(registry.packages())) >= {"catena_simulator", "zonar"}


def test_two_folders_with_one_source_name_are_refused(make: Callable[..., str]) -> None:
    with pytest.raises(BadDefinition, match="zonar is claimed by acme_one and by acme_two"):
        discover([make("acme_one"), make("acme_two")])


def test_no_adapter_is_imported_before_it_is_needed(make: Callable[..., str]) -> None:
    found = discover([make("acme_lazy", adapter="raise RuntimeError('imported')")])
    assert found["zonar"].definition.brands[0].slug == "acme"
    with pytest.raises(RuntimeError, match="imported"):
        found["zonar"].adapter_class  # noqa: B018 - looking is what imports


@pytest.mark.parametrize(
    ("toml", "adapter", "message"),
    [
        (None, ADAPTER, "there is no provider.toml"),
        (DEFINITION, "", "one subclass of Adapter, not 0"),
        (DEFINITION, ADAPTER + ADAPTER.replace("Acme", "Second"), "one subclass of Adapter, not 2"),
        (DEFINITION + "[not_supported]\nuser = 'no'", READER, "not_supported.user: the adapter can do it"),
        (DEFINITION + "[cannot.user]\nlist = 'no'", READER, "cannot.user.list: the adapter can do it"),
    ],
)
def test_a_folder_that_is_not_as_it_should_be_is_named(
    make: Callable[..., str], toml: str | None, adapter: str, message: str
) -> None:
    with pytest.raises(BadDefinition, match=f"acme_broken.*{message}"):
        Provider(make("acme_broken", toml, adapter)).capabilities  # noqa: B018 - looking is what checks


def test_the_operators_address_counts_more_than_the_definitions(make: Callable[..., str]) -> None:
    provider = Provider(make("acme_moved"))
    transport = ReplayTransport([])
    assert provider.adapter(CREDENTIALS, transport).client.base_url == "https://demo.example.com"
    moved = provider.adapter(CREDENTIALS, transport, base_url="http://127.0.0.1:1")
    assert moved.client.base_url == "http://127.0.0.1:1"


def test_credentials_that_lack_a_field_are_refused_by_its_label(make: Callable[..., str]) -> None:
    with pytest.raises(Rejected, match="Password is missing"):
        Provider(make("acme_short")).adapter({"username": "u"}, ReplayTransport([]))


def test_an_address_that_the_fleet_typed_counts_most() -> None:
    simulator = providers()["catena_simulator"]
    typed = {"api_key": "k", "url": "http://127.0.0.1:2"}
    adapter = simulator.adapter(typed, ReplayTransport([]), base_url="http://127.0.0.1:1")
    assert adapter.client.base_url == "http://127.0.0.1:2"
    with pytest.raises(Rejected, match="address"):
        simulator.adapter(typed | {"url": "not a url"}, ReplayTransport([]))


class Given(Provider):
    """A provider whose adapter is a class of this module."""

    def __init__(self, adapter: type[Adapter]) -> None:
        self.package = "given"
        self.definition = parsed()
        self.adapter_class = adapter


def exchange(body: object, status: int = 200) -> dict[str, object]:
    return {"request": {"method": "GET", "path": "/me"}, "response": {"status": status, "body": body}}


@pytest.mark.parametrize(
    ("username", "error_class"), [("early", AdapterCrashed), ("late", AdapterCrashedLate)], ids=["unsent", "sent"]
)
async def test_a_mistake_in_an_adapter_is_reported_as_ours(username: str, error_class: type[AdapterCrashed]) -> None:
    adapter = Given(Writing).adapter(CREDENTIALS, ReplayTransport([exchange({"id": "1"}), exchange({})]))
    await calls.verify(adapter)
    with capture_logs() as logs, pytest.raises(AdapterCrashed) as caught:
        await calls.create(adapter, ResourceEnum.USER, {"username": username}, operation_key="secret-pass")
    error = caught.value
    assert type(error) is error_class
    # What may have reached the provider is looked up and tried again; what never left fails for good.
    assert error.may_have_arrived is error.retryable is (username == "late")
    assert (error.error_type, error.makes_stale) == ("tsp", False)
    assert error.detail == (
        f"gladhand's adapter for this provider failed. The log of the server has the error under {error.reference}."
    )
    [line] = [each for each in logs if each["event"] == "adapter.crashed"]
    assert (line["provider"], line["resource"], line["verb"]) == ("zonar", "user", "create")
    assert str(line["exchange_id"]).startswith(error.reference)
    assert "KeyError" in line["exception"]
    assert "create_user" in line["exception"]
    assert "secret-pass" not in line["exception"]


async def test_crashes_are_counted_by_provider_resource_and_verb() -> None:
    labels = {"provider": "zonar", "resource": "user", "verb": "create"}
    before = REGISTRY.get_sample_value("gladhand_adapter_crashes_total", labels) or 0
    adapter = Given(Writing).adapter(CREDENTIALS, ReplayTransport([]))
    with pytest.raises(AdapterCrashed):
        await calls.create(adapter, ResourceEnum.USER, {"username": "Y"}, operation_key="k")
    assert REGISTRY.get_sample_value("gladhand_adapter_crashes_total", labels) == before + 1


async def test_an_error_class_that_stands_for_our_faults_is_no_outcome_of_a_sample() -> None:
    call = sample(verb="create", resource=ResourceEnum.USER, arguments={"change": {}, "operation_key": "k"})
    with pytest.raises(Mismatch, match="AdapterCrashed is not an error of the SDK"):
        await play(Given(Writing), call)


async def test_an_answer_that_an_adapter_was_not_written_for_is_malformed() -> None:
    adapter = Given(Bare).adapter(CREDENTIALS, ReplayTransport([exchange({"name": "?"})]))
    with pytest.raises(Malformed) as caught:
        await calls.verify(adapter)
    assert caught.value.status_code == 200
    assert caught.value.may_have_arrived


async def test_no_error_leaves_with_a_secret_in_it() -> None:
    adapter = Given(Writing).adapter(CREDENTIALS, ReplayTransport([]))
    with pytest.raises(Rejected) as caught:
        await calls.find(adapter, ResourceEnum.USER, {}, operation_key="k")
    assert "secret-pass" not in f"{caught.value} {caught.value.detail} {caught.value!r}"


async def test_what_an_adapter_has_no_function_for_is_unsupported() -> None:
    adapter = Given(Bare).adapter(CREDENTIALS, ReplayTransport([]))
    with pytest.raises(Unsupported, match="vehicle"):
        await calls.update(adapter, ResourceEnum.VEHICLE, "1", {})


def sample(**changes: object) -> Sample:
    usual = {
        "name": "s.json",
        "about": "",
        "credentials": CREDENTIALS,
        "verb": "verify",
        "exchanges": [exchange({"id": "1"})],
        "result": {"id": "1", "name": "*****"},
    }
    return Sample(**(usual | changes))  # type: ignore[arg-type] # put together from parts


async def test_a_sample_that_is_true_passes() -> None:
    await play(Given(Bare), sample())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"result": {"id": "2"}}, 'result.id: the sample says "2", the adapter "1"'),
        ({"result": None, "error": {"class": "AuthFailed"}}, "error: the sample says .*, the adapter nothing"),
        ({"exchanges": []}, "one request more"),
        ({"exchanges": [exchange({"id": "1"}), exchange({})]}, "the adapter did not send 1 request of the sample"),
        (
            {"exchanges": [{"request": {"method": "POST", "path": "/me"}, "response": {"status": 200}}]},
            "another request than POST /me",
        ),
    ],
)
async def test_a_sample_that_is_not_true_fails_and_says_why(changes: dict[str, object], message: str) -> None:
    with pytest.raises(Mismatch, match=message):
        await play(Given(Bare), sample(**changes))


def test_what_no_sample_shows_is_named() -> None:
    given = [sample(), sample(verb="read", resource=ResourceEnum.USER), sample(error={"class": "Rejected"})]
    assert missing_samples(Given(Writing), given) == [
        "create of user",
        "find of user",
        "AuthFailed",
        "RateLimited",
        "Unavailable",
        "ServerFailed",
        "NoAnswer",
        "Malformed",
        "Unsupported",
    ]


def test_a_file_that_is_no_sample_is_named(make: Callable[..., str], tmp_path: Path) -> None:
    provider = Provider(make("acme_sampled"))
    (tmp_path / "acme_sampled" / "samples").mkdir()
    (tmp_path / "acme_sampled" / "samples" / "bad.json").write_text('{"about": "nothing"}')
    with pytest.raises(Mismatch, match=r"bad\.json is no sample"):
        load_samples(provider)


def test_what_cannot_be_done_has_its_reason_by_verb_or_by_resource() -> None:
    text = DEFINITION + "[not_supported]\nmessage = 'No messages.'\n[cannot.vehicle]\ncreate = 'Gateways make them.'"
    definition = parse(text, path="acme/provider.toml")
    assert definition.why_not(ResourceEnum.VEHICLE, "create") == "Gateways make them."
    assert definition.why_not(ResourceEnum.VEHICLE, "update") is None
    assert definition.why_not(ResourceEnum.MESSAGE, "create") == "No messages."
