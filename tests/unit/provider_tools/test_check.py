"""The check says what a folder lacks, and nothing when it lacks nothing."""

import importlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.unit.provider_tools.filling import fill_in

from gladhand.provider_tools import check
from gladhand.provider_tools import source_paths as place
from gladhand.provider_tools.accepting import accept
from gladhand.provider_tools.check import findings
from gladhand.provider_tools.scaffold import CannotCreate, new
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.resources.trailer import TRAILER

Folder = Path


@pytest.fixture
def fresh(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Folder]:
    """The package of a provider that was just created; of one that is only read, if the test says `read only`."""
    made = new("x-acme", tmp_path, read_only=getattr(request, "param", None) == "read only")
    path, modules = list(sys.path), set(sys.modules)
    yield made.folder / made.package
    sys.path[:] = path
    for name in [each for each in sys.modules if each.split(".")[0] == made.package and each not in modules]:
        del sys.modules[name]
    importlib.invalidate_caches()


@pytest.fixture
def filled(fresh: Folder) -> Folder:
    fill_in(fresh / "samples")
    return fresh


async def found(folder: Folder) -> list[str]:
    return await findings(place.package(str(folder)))


async def test_a_fresh_folder_lacks_its_address_and_its_samples_and_nothing_else(fresh: Folder) -> None:
    address, *lacking = await found(fresh)
    assert address == (
        "provider.toml: base_url: https://api.x-acme.example is invented. Write the address of the provider's API."
    )
    assert lacking
    for each in lacking:
        assert re.fullmatch(r"samples/\w+\.json: not filled in yet: [\w., ]+\.", each)


@pytest.mark.parametrize("fresh", ["read and written", "read only"], indirect=True)
async def test_a_fresh_folder_whose_samples_are_filled_in_passes(filled: Folder) -> None:
    assert await found(filled) == []
    # Its distribution may be named as well as the package in it.
    assert await found(filled.parent) == []


def test_what_was_begun_is_never_written_over(fresh: Folder) -> None:
    (fresh / "adapter.py").write_text("# my work")
    with pytest.raises(CannotCreate, match="exists already"):
        new("x-acme", fresh.parent.parent)
    assert (fresh / "adapter.py").read_text() == "# my work"


def test_a_name_that_the_contract_does_not_have_is_answered_with_near_ones(tmp_path: Path) -> None:
    for name, near in (("Mappon", "mapon"), ("verizon", "verizon_connect"), ("Geo-Tab", "geotab")):
        with pytest.raises(CannotCreate, match=f"Did you mean .*{near}"):
            new(name, tmp_path)
    with pytest.raises(CannotCreate, match="not one of the contract's 168 source names"):
        new("../../etc", tmp_path)
    with pytest.raises(CannotCreate, match="begins with x-: x-yard-gps"):
        new("Yard GPS", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_in_a_checkout_the_folder_is_written_where_the_others_are_and_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "src/gladhand/providers").mkdir(parents=True)
    (tmp_path / "src/gladhand/app.py").touch()
    made = new("x-acme", tmp_path)
    assert made.folder == tmp_path / "src/gladhand/providers/x_acme"
    assert made.package == "gladhand.providers.x_acme"
    written = {each for each in tmp_path.rglob("*") if each.is_file()}
    assert written == {*made.files, tmp_path / "src/gladhand/app.py"}
    assert all(each.is_relative_to(made.folder) for each in made.files)
    assert "from gladhand.providers.x_acme import users" in (made.folder / "adapter.py").read_text()


def test_a_provider_that_does_not_exist_is_answered_with_near_ones() -> None:
    with pytest.raises(place.NoSuchProvider, match="Did you mean traccar"):
        place.package("tracar")
    with pytest.raises(place.NoSuchProvider, match="There is no folder"):
        place.package("no/such/folder")
    with pytest.raises(place.NoSuchProvider, match=r"has no provider\.toml"):
        place.package(str(Path(__file__).parent))
    assert place.package("catena_simulator") == "gladhand.providers.simulator"


def replaced(file: str, old: str, new_text: str) -> Callable[[Folder], None]:
    def change(folder: Folder) -> None:
        text = (folder / file).read_text()
        assert old in text
        (folder / file).write_text(text.replace(old, new_text))

    return change


def without_sample(name: str) -> Callable[[Folder], None]:
    return lambda folder: (folder / "samples" / name).unlink()


def with_result(folder: Folder) -> None:
    file = folder / "samples/verify.json"
    sample = json.loads(file.read_text())
    sample["result"]["name"] = "Rolling Stones"
    file.write_text(json.dumps(sample))


def with_convert(folder: Folder) -> None:
    replaced("users.py", "import Absent, ", "import Absent, Convert, ")(folder)
    replaced("users.py", 'Takes("first_name",', 'Takes("first_name", value=Convert(lambda name: name[9]),')(folder)


def with_open_result(folder: Folder) -> None:
    file = folder / "samples/verify.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | {"result": "FILL IN: what comes out"}))


def with_another_request(folder: Folder) -> None:
    replaced("samples/verify.json", "Bearer example-key", "Basic example-key")(folder)


def with_secret(folder: Folder) -> None:
    replaced("samples/verify.json", "Rolling Thunder", "example-key")(folder)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (replaced("provider.toml", 'conn_type = "api_key"', 'conn_type = "horse"'), r"provider\.toml: conn_type: "),
        (replaced("provider.toml", 'name = "api_key"', 'name = "key"'), "credentials of the kind api_key have no key"),
        (replaced("provider.toml", 'name = "api_key"', 'name = "key"'), "need api_key, which it does not ask for"),
        (
            replaced("provider.toml", 'kind = "password"\nsecret = true', 'kind = "text"'),
            "api_key looks like a secret",
        ),
        (
            replaced("provider.toml", "[limits]", "[limits.kinds.reads]\nrequests = 1\nseconds = 1\n[limits]"),
            "marks no",
        ),
        (replaced("provider.toml", 'slug = "x-acme"', 'slug = "groundhog"'), "has the slug groundhog already"),
        (replaced("provider.toml", 'source_name = "x-acme"', 'source_name = "traccar"'), "is traccar already"),
        (replaced("provider.toml", "vehicle = ", "# "), "say why there is nothing for vehicle"),
        (replaced("adapter.py", "class ", "clas "), r"adapter\.py cannot be imported: SyntaxError"),
        (replaced("adapter.py", "            find=users.find,\n", ""), "create= needs find="),
        (replaced("adapter.py", "            mode=FULL,\n", ""), "missing 1 required keyword-only argument: 'mode'"),
        (
            replaced("users.py", "async def get(", "def get(api: object, id_: str) -> None: ...\n\n\nasync def _get("),
            "get= of user has to be an async function",
        ),
        (replaced("users.py", "yield batch_of(", "_ = batch_of("), "the read of user has to be an async generator"),
        (
            replaced("users.py", "api: AcmeApi, part: Slice", "api: AcmeApi, part: Slice, page: int"),
            r"has to take \(adapter, part\), not \(api, part, page\)",
        ),
        (
            replaced("users.py", "source_id: str, change: Change)", "source_id: str, *, change: Change)"),
            r"has to take \(adapter, source_id, change\), not \(api, source_id, \*, change\)",
        ),
        (replaced("users.py", "import quote", "import quote\nimport requests"), "imports requests; adapters import"),
        (replaced("users.py", "import quote", "import quote\nimport os"), "imports os; adapters may send"),
        (
            replaced("api.py", 'self.client.get("/me")', 'self.client.request("GET", "/me", kind="slow")'),
            "marks requests as slow, and there is no such limit",
        ),
        (
            replaced("users.py", '    others=Absent("Acme has no field for it."),\n', ""),
            "the field map of user: there is no rule for dot_id, and no others=",
        ),
        (replaced("users.py", '"notes": ', '"remarks": '), "the field map of user: remarks is not a field of a write"),
        (replaced("users.py", '"is_active", "notes")', '"is_active", "remarks")'), "shows: there is no field remarks"),
        (replaced("users.py", '"Acme has no field for it."', '""'), "no reason says why"),
        (
            replaced("users.py", '"is_active", "notes")', '"is_active", "notes", "last_tsp_login")'),
            "no sample shows last_tsp_login: fill",
        ),
        (replaced("users.py", '"is_active", "notes")', '"notes")'), "the read of user: shows lacks is_active"),
        (replaced("provider.toml", "https://api.acme.dev", "https://api.acme.invalid"), "acme.invalid is invented"),
        (replaced("provider.toml", "https://api.acme.dev", "https://example.com/v1"), "base_url: https://example.com"),
        (with_convert, "first_name: create of 'x' raises IndexError"),
        (without_sample("get_user.json"), "samples: none shows get of user"),
        (without_sample("list_users_throttled.json"), "samples: none shows RateLimited"),
        (replaced("samples/verify.json", '"call"', '"calls"'), r"verify\.json is no sample"),
        (
            with_result,
            r'another outcome\n  result\.name: the sample says "Rolling Stones", the adapter "Rolling Thunder"',
        ),
        (with_open_result, r'verify\.json: not filled in yet: result\. The adapter gives:\n{\n  "result": {\n    "id"'),
        (with_another_request, r'another request than GET /me\n  headers\.Authorization: the sample says "Basic'),
        (
            replaced(
                "samples/create_user.json", '"first_name": "Mara",', '"first_name": "Mara", "hos_ruleset_code": "X",'
            ),
            r"change\.hos_ruleset_code: Input should be [^\n]{1,150} \[...\]$",
        ),
        (
            replaced("samples/verify.json", '"api_key": "example-key"', '"key": "example-key"'),
            "the credentials lack api_key, which the form asks for",
        ),
        (
            replaced(
                "provider.toml", 'name = "api_key"', 'name = "username"\nlabel = "User"\n[[form]]\nname = "password"'
            ),
            "credentials that have username, password are of the kind api_basic or verizon_connect",
        ),
        (with_secret, "the outcome shows a credential"),
    ],
)
async def test_what_is_wrong_is_said_in_plain_words(
    filled: Folder, change: Callable[[Folder], None], expected: str
) -> None:
    change(filled)
    lacking = await found(filled)
    assert [each for each in lacking if re.search(expected, each)], lacking


async def test_a_write_that_the_contract_does_not_have_needs_no_reason(
    filled: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = replace(TRAILER, name=ResourceEnum.ASSET, path="assets")
    monkeypatch.setattr(check, "REGISTRY", {**REGISTRY, own.name: own})
    assert await found(filled) == []


async def test_accepting_writes_what_the_adapter_gives_into_open_and_outdated_samples(filled: Folder) -> None:
    place_ = filled / "samples" / "list_users.json"
    right = place_.read_text()
    sample = json.loads(right)
    outcomes: list[object] = ["FILL IN: what the adapter makes of it", {"records": []}]
    for outcome in outcomes:
        place_.write_text(json.dumps(sample | {"result": outcome}))
        assert await accept(place.package(str(filled))) == ["list_users.json"]
        assert json.loads(place_.read_text()) == sample
    assert await accept(place.package(str(filled))) == []
    assert await found(filled) == []


async def test_a_sample_whose_exchanges_are_open_is_not_accepted(fresh: Folder) -> None:
    assert await accept(place.package(str(fresh))) == []
