"""Definitions, capabilities and the registry: what a folder has to be, and what is said when it is not."""

import importlib
import importlib.metadata
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gladhand.integrations.hosting import calls, registry
from gladhand.integrations.hosting.capabilities import Capability, capabilities
from gladhand.integrations.hosting.registry import Provider, discover, providers
from gladhand.integrations.hosting.samples import Mismatch, ReplayTransport, Sample, load, missing, play
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.adapter import Account, Adapter, Change, Page, Record, Written
from gladhand.sdk.definition import BadDefinition, Definition, parse
from gladhand.sdk.errors import Malformed, Rejected, Unsupported

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
from gladhand.sdk.adapter import Account, Adapter


class Acme(Adapter):
    async def verify(self):
        return Account(id="1")
"""
CREDENTIALS = {"username": "u", "password": "secret-pass"}


class Bare(Adapter):
    async def verify(self) -> Account:
        me = (await self.client.get("/me")).object()
        return Account(id=me["id"], name=str(self.credentials["password"]))


class Writing(Bare):
    async def find_user(self, change: Change, *, operation_key: str | None) -> Record | None:
        raise Rejected(f"{operation_key} {change} {self.credentials['password']}")

    async def create_user(self, change: Change, *, operation_key: str) -> Written:
        return {"X": operation_key}[change["username"]]  # type: ignore[return-value] # an adapter with a mistake in it

    async def list_users(self, cursor: str | None) -> Page:
        return Page(records=[], cursor=cursor)


def parsed(**changes: str) -> Definition:
    text = DEFINITION
    for old, new in changes.items():
        text = text.replace(old, new)
    return parse(text, place="acme/provider.toml")


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
        parse('source_name = "nobody"\nconn_type = "api_key"\nbase_url = "x"\ncolour = "red"', place="p/provider.toml")
    lines = str(caught.value).splitlines()
    assert all(line.startswith("p/provider.toml: ") for line in lines)
    places = {line.split(": ")[1] for line in lines}
    assert {"source_name", "base_url", "colour", "where_to_find", "brands"} <= places


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "password"', 'kind = "select"', "a select has choices"),
        ("secret = true", "secret = false", "a password is secret"),
        ('name = "password"', 'name = "username"', "the field username is there twice"),
        ('slug = "acme"', 'slug = "Acme Inc"', "brands.0.slug"),
        ("[[brands]]", "[intervals]\nuser = 60\n[not_supported]\nuser = 'no'\n[[brands]]", "user has an interval"),
        ("[[brands]]", "[not_supported]\nhorses = 'no'\n[[brands]]", "not_supported.horses"),
        ("[[brands]]", "[[brands]", "line"),
    ],
)
def test_a_definition_that_does_not_fit_together_is_refused(old: str, new: str, message: str) -> None:
    with pytest.raises(BadDefinition, match=message.replace("[", r"\[")):
        parse(DEFINITION.replace(old, new), place="acme")


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


def test_a_provider_may_take_one_form_or_another() -> None:
    place = DEFINITION.index("[[brands]]")
    label, table = ALTERNATIVE.split("\n\n", 1)
    found = parse(DEFINITION[:place] + label + "\n" + DEFINITION[place:] + table, place="acme")
    assert found.conn_types == ("api_basic", "token")
    assert [field.name for field in found.forms[found.conn_types[1]]] == ["token"]
    assert found.public_fields == {"username"}
    assert found.missing({"token": "t"}) == []
    assert found.missing(CREDENTIALS) == []
    assert [field.name for field in found.missing({"username": "u"})] == ["password"]
    with pytest.raises(BadDefinition, match="needs form_label"):
        parse(DEFINITION + table, place="acme")
    again = table[table.index("[[alternatives.form]]") :]
    with pytest.raises(BadDefinition, match="token is there twice"):
        parse(DEFINITION[:place] + label + "\n" + DEFINITION[place:] + table + again, place="acme")


def test_functions_are_the_capabilities() -> None:
    assert capabilities(Bare) == {}
    assert capabilities(Writing) == {ResourceEnum.USER: Capability(read=True, create=True, find=True)}


def test_a_function_that_means_nothing_is_a_mistake() -> None:
    class Misspelt(Bare):
        async def create_usr(self) -> None: ...

    with pytest.raises(BadDefinition, match="create_usr is the name of no capability"):
        capabilities(Misspelt)


def test_whoever_creates_must_also_find() -> None:
    class Careless(Bare):
        async def create_user(self) -> None: ...

    with pytest.raises(BadDefinition, match="create_user needs find_user"):
        capabilities(Careless)


def test_the_own_folders_are_found_and_the_simulator_is_one() -> None:
    simulator = providers()["catena_simulator"]
    for resource in (ResourceEnum.USER, ResourceEnum.VEHICLE, ResourceEnum.TRAILER):
        assert simulator.can(resource) == Capability(read=True, create=True, update=True, find=True, get=True)
    assert simulator.can(ResourceEnum.MESSAGE) == Capability()
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
        (DEFINITION + "[intervals]\nuser = 60", ADAPTER, "intervals.user: the adapter cannot read it"),
        (
            DEFINITION + "[not_supported]\nuser = 'no'",
            ADAPTER + "    async def update_user(self, source_id, change): ...",
            "not_supported.user: the adapter can do it",
        ),
        (
            DEFINITION + "[cannot.user]\nlist = 'no'",
            ADAPTER + "\n    async def list_users(self, cursor):\n        return None\n",
            "cannot.user.list: the adapter can do it",
        ),
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


async def test_a_mistake_in_an_adapter_before_anything_is_sent_is_unsupported() -> None:
    adapter = Given(Writing).adapter(CREDENTIALS, ReplayTransport([exchange({"id": "1"})]))
    await calls.verify(adapter)
    with pytest.raises(Unsupported) as caught:
        await calls.create(adapter, ResourceEnum.USER, {"username": "Y"}, operation_key="k")
    assert isinstance(caught.value.__cause__, KeyError)


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
        "function": "verify",
        "exchanges": [exchange({"id": "1"})],
        "result": {"id": "1", "name": "secret-pass"},
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
        ({"exchanges": [exchange({"id": "1"}), exchange({})]}, "1 requests of the sample were not sent"),
        (
            {"exchanges": [{"request": {"method": "POST", "path": "/me"}, "response": {"status": 200}}]},
            "another request than POST /me",
        ),
        ({"function": "create_usr"}, "there is no function create_usr"),
    ],
)
async def test_a_sample_that_is_not_true_fails_and_says_why(changes: dict[str, object], message: str) -> None:
    with pytest.raises(Mismatch, match=message):
        await play(Given(Bare), sample(**changes))


def test_what_no_sample_shows_is_named() -> None:
    given = [sample(), sample(function="list_users"), sample(error={"class": "Rejected"})]
    assert missing(Given(Writing), given) == [
        "create_user",
        "find_user",
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
        load(provider)


def test_what_cannot_be_done_has_its_reason_by_verb_or_by_resource() -> None:
    text = DEFINITION + "[not_supported]\nmessage = 'No messages.'\n[cannot.vehicle]\ncreate = 'Gateways make them.'"
    definition = parse(text, place="acme/provider.toml")
    assert definition.why_not(ResourceEnum.VEHICLE, "create") == "Gateways make them."
    assert definition.why_not(ResourceEnum.VEHICLE, "update") is None
    assert definition.why_not(ResourceEnum.MESSAGE, "create") == "No messages."
