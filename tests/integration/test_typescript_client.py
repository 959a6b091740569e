"""`clients/typescript` in Node against a running hub."""

import gzip
import json
import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import PartnerFixture, Process
from tests.integration.conftest import Connected
from tests.integration.test_python_client import PERMISSIONS, Flaky, driver
from tests.node import ROOT, built_client, require_packages, run_node
from tests.signed_deliveries import signed_delivery
from tools.clients.documents import documents, models_document
from tools.clients.typescript import models_module

from gladhand.webhooks import NotGenuine, Verifier

_BEGIN = """
import { ApiError, Client, ConnectionFailed, Copy, GladhandError, OperationFailed } from "./index.js";
import { NotGenuine, Verifier } from "./webhooks.js";
const given = JSON.parse(process.argv[2]);
const hub = new Client(given.url, given.login);
const refused = async (promise) => {
  try { return { answered: await promise }; } catch (error) {
    return { name: error.name, isOurs: error instanceof GladhandError, status: error.status, message: error.message,
      faults: error.faults, requestId: error.requestId, operation: error.operation };
  }
};
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the client is built."""
    return built_client(tmp_path_factory.mktemp("typescript"))


class Program:
    """Runs programs that use the client."""

    def __init__(self, package: Path, url: str, login: dict[str, str]) -> None:
        self._package, self._url, self._login = package, url, login

    def run(self, body: str, **given: Any) -> Any:
        """What the program gives to `told`. It has the client as `hub`, and what it was given as `given`."""
        script = self._package / "program.mjs"
        script.write_text(f"{_BEGIN}{body}\nconsole.log(JSON.stringify(told));")
        return json.loads(run_node(script, json.dumps({"url": self._url, "login": self._login, **given}, default=str)))


@pytest.fixture
def program(package: Path, server: str, partner: PartnerFixture) -> Program:
    return Program(package, server, {"clientId": partner.client_id, "clientSecret": partner.client_secret})


def test_the_generated_types_are_up_to_date() -> None:
    """`make check` sees the modules that are made without Node."""
    folder = ROOT / "clients/typescript"
    require_packages(folder)
    assert models_module(models_document(documents()), folder) == (folder / "src/models.ts").read_text()


def test_the_snippets_of_the_readme_compile(package: Path, tmp_path: Path) -> None:
    modules = ROOT / "clients/typescript/node_modules"
    known = {
        "hub": 'declare const hub: import("gladhand-client").Client;',
        "invitation": "declare const invitation: { magic_link: string };",
        "button": "declare const button: HTMLButtonElement;",
    }
    text = (ROOT / "clients/typescript/README.md").read_text()
    snippets = re.findall(r"^```(tsx?)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    assert len(snippets) == 5
    for number, (kind, snippet) in enumerate(snippets):
        before = [line for name, line in known.items() if f"const {name} =" not in snippet]
        (tmp_path / f"snippet{number}.{kind}").write_text("\n".join([*before, snippet]))
    options = {
        "strict": True,
        "noEmit": True,
        # The compiler itself checks the declarations of its own libraries.
        "skipLibCheck": True,
        "target": "es2022",
        "module": "esnext",
        "moduleResolution": "bundler",
        "lib": ["es2022", "dom", "dom.iterable"],
        "jsx": "react-jsx",
        "types": [],
        "paths": {
            "gladhand-client": [str(package / "index.d.ts")],
            "gladhand-client/*": [str(package / "*.d.ts")],
            "*": [str(modules / "@types/*")],
        },
    }
    (tmp_path / "tsconfig.json").write_text(json.dumps({"compilerOptions": options, "include": ["snippet*"]}))
    run_node(modules / "typescript/bin/tsc", "--project", tmp_path)


def test_a_fleet_is_invited_accepts_and_is_listed(program: Program) -> None:
    told = program.run(
        """
        const invitation = await hub.invitations.create({ fleet_ref: "fleet-7", permissions: given.permissions });
        const accepted = await new Client(given.url).invitations.accept(invitation.id);
        const fleets = await hub.fleets.list({ fleet_refs: ["fleet-7"] }).all();
        const fleet = new Client(given.url, { token: accepted.pre_registration_access_token });
        const told = { invitation, accepted, fleets, own: await fleet.fleets.get(accepted.fleet_id) };
        """,
        permissions=PERMISSIONS,
    )
    assert told["invitation"]["id"] in told["invitation"]["magic_link"]
    assert [each["id"] for each in told["fleets"]] == [told["accepted"]["fleet_id"]]
    assert told["own"]["id"] == told["accepted"]["fleet_id"]


def test_a_list_is_read_page_by_page(program: Program) -> None:
    told = program.run(
        """
        const made = [];
        for (let number = 0; number < 7; number += 1) {
          made.push((await hub.invitations.create({ fleet_ref: `fleet-${number}` })).id);
        }
        const listed = [], pages = [];
        for await (const each of hub.invitations.list({ size: 3 })) listed.push(each.id);
        for await (const page of hub.invitations.list({ size: 3 }).pages()) pages.push(page);
        const behind = await hub.invitations.list({ size: 3 }, { cursor: pages[0].next_page }).all();
        const told = { made, listed, counts: pages.map((page) => [page.items.length, page.total]),
          behind: behind.map((each) => each.id), first: (await hub.invitations.list().first()).id };
        """
    )
    assert told["listed"] == told["made"]
    assert told["counts"] == [[3, 7], [3, 7], [1, 7]]
    assert told["behind"] == told["made"][3:]
    assert told["first"] == told["made"][0]


def test_a_write_is_waited_for_and_a_copy_has_it(program: Program, connected: Connected, worker: Process) -> None:
    told = program.run(
        """
        const written = await hub.wait(await hub.users.create(given.driver));
        const user = await hub.users.list({ source_ids: [written.source_id] }).first();
        const copy = new Copy((query) => hub.users.list(query));
        // A change is listed when no older one can become visible any more.
        while (await copy.update() === 0) await new Promise((resolve) => setTimeout(resolve, 100));
        const copied = copy.records.get(user.id).first_name;
        await hub.wait(await hub.users.update(user.id, { ...given.driver, first_name: "Bea" }));
        const differed = [...await copy.differences()];
        while (await copy.update() === 0) await new Promise((resolve) => setTimeout(resolve, 100));
        const differences = [...await copy.differences()];
        const later = new Copy((query) => hub.users.list(query), copy);
        await later.update();
        differences.push(...await later.differences());
        const told = { written, user, copied, differed, differences, now: copy.records.get(user.id).first_name };
        """,
        driver=driver(connected.connection_id),
    )
    assert told["user"]["id"] == told["written"]["resource_id"]
    assert (told["copied"], told["now"]) == ("Ann", "Bea")
    assert (told["differed"], told["differences"]) == ([told["user"]["id"]], [])


async def test_a_write_that_fails_says_why(program: Program, connected: Connected, worker: Process) -> None:
    await connected.account.inject_fault("reject", count=None, method="POST")
    told = program.run(
        "const told = await refused(hub.users.create(given.driver).then((operation) => hub.wait(operation)));",
        driver=driver(connected.connection_id),
    )
    assert (told["name"], told["operation"]["status"]) == ("OperationFailed", "failed")
    assert told["operation"]["logs"][-1]["error_details"] in told["message"]


def test_errors_say_what_is_wrong(program: Program) -> None:
    told = program.run(
        """
        const stranger = new Client(given.url, { clientId: "nobody", clientSecret: "wrong" });
        const told = {
          missing: await refused(hub.fleets.get("00000000-0000-4000-8000-000000000000")),
          wrong: await refused(hub.invitations.create({ fleet_ref: "x", expires_in_hours: -1 })),
          stranger: await refused(stranger.fleets.list().first()),
          path: await refused(hub.fleets.get("../partners")),
        };
        """
    )
    assert (told["missing"]["name"], told["missing"]["status"]) == ("ApiError", 404)
    assert told["missing"]["requestId"]
    assert any("expires_in_hours" in fault["path"] for fault in told["wrong"]["faults"])
    assert (told["stranger"]["status"], told["stranger"]["isOurs"]) == (401, True)
    # An id cannot lead to another path.
    assert told["path"]["status"] in (404, 422)


def test_a_token_that_the_server_refuses_is_replaced_once(package: Path) -> None:
    with Flaky(200, 401, 200, 200) as hub:
        told = Program(package, hub.url, {"clientId": "a", "clientSecret": "b"}).run(
            "const told = await hub.webhooks.replayUndeliveredMessagesFromDlq('7');"
        )
    assert told["replayed"] == 3
    assert not hub.answers


def test_a_write_with_a_key_is_repeated_with_the_same_key(package: Path) -> None:
    with Flaky(0, 503, 409) as hub:
        Program(package, hub.url, {"token": "t"}).run(
            "const told = await hub.webhooks.replayUndeliveredMessagesFromDlq('7');"
        )
    assert len(hub.keys) == 4
    assert len(set(hub.keys)) == 1
    assert hub.keys[0] is not None


def test_a_write_without_a_key_is_not_repeated_unless_nothing_was_done(package: Path) -> None:
    update = "const told = await refused(hub.users.update('7', { connection_id: '8', first_name: 'Ann' }));"
    with Flaky(0) as hub:
        told = Program(package, hub.url, {"token": "t"}).run(update)
    assert (told["name"], len(hub.keys)) == ("ConnectionFailed", 1)
    with Flaky(503, 400) as hub:
        told = Program(package, hub.url, {"token": "t"}).run(update)
    assert (told["status"], len(hub.keys)) == (400, 2)


def test_an_answer_that_is_no_json_is_an_error_of_its_own_and_is_not_repeated(package: Path) -> None:
    with Flaky(body=b"<h1>Welcome</h1>") as hub:
        told = Program(package, hub.url, {"token": "t"}).run(
            "const told = await refused(hub.webhooks.replayUndeliveredMessagesFromDlq('7'));"
        )
    assert (told["name"], told["status"], told["isOurs"], len(hub.keys)) == ("NotJson", 200, True, 1)


def test_calls_share_a_token_and_not_their_signals(package: Path) -> None:
    with Flaky(503, 200, 200) as hub:
        told = Program(package, hub.url, {"clientId": "a", "clientSecret": "b"}).run(
            """
            const stop = new AbortController();
            const replay = (options) => refused(hub.webhooks.replayUndeliveredMessagesFromDlq("7", {}, options));
            const [first, second] = [replay({ signal: stop.signal }), replay({})];
            stop.abort(Error("enough"));
            const told = { first: await first, second: await second };
            """
        )
    assert told["first"]["message"] == "enough"
    assert told["second"]["answered"]["replayed"] == 3
    # One request for a token, which was tried twice, and one for the write.
    assert len(hub.keys) == 3


def test_a_call_ends_with_its_signal(package: Path) -> None:
    with Flaky(503, 503, 503) as hub:
        told = Program(package, hub.url, {"token": "t"}).run(
            "const told = await refused(hub.users.update('7', {}, {}, { signal: AbortSignal.abort(Error('enough')) }));"
        )
    assert (told["message"], hub.keys) == ("enough", [])


SECRET, OLD, ENCODED = "wX9kLmP2nQrT4vYz", "the-one-before-it", f"whsec_{b64encode(b'sixteen bytes or more').decode()}"


def deliveries() -> Iterator[tuple[list[str], dict[str, str], bytes]]:
    """Secrets of receivers, with deliveries that they take and refuse."""
    headers, body = signed_delivery(SECRET)
    standard = {name: value for name, value in headers.items() if name.startswith("webhook-")}
    catena = {name: value for name, value in headers.items() if not name.startswith("webhook-")}
    for kind in (standard, catena):
        yield [SECRET], kind, body
        yield [SECRET], {name.upper(): value for name, value in kind.items()}, gzip.compress(body)
        yield [SECRET], kind, body + b" "
        yield [SECRET], kind, gzip.compress(body)[:20]
        yield ["another secret"], kind, body
        yield ["another secret", SECRET], kind, body
        for name in kind:
            yield [SECRET], {**kind, name: "rubbish"}, body
            yield [SECRET], {each: value for each, value in kind.items() if each != name}, body
    yield [SECRET], {}, body
    yield [SECRET], *signed_delivery(SECRET, age=timedelta(minutes=6))
    yield [SECRET], *signed_delivery(SECRET, age=timedelta(minutes=-6))
    yield [OLD], *signed_delivery(SECRET, OLD)
    yield [ENCODED], *signed_delivery(ENCODED)


def test_the_verifier_takes_and_refuses_what_the_one_in_python_does(program: Program) -> None:
    listed = list(deliveries())
    expected = []
    for secrets, headers, body in listed:
        try:
            expected.append(Verifier(*secrets).event(headers, body)["data"])
        except NotGenuine:
            expected.append(None)
    told = program.run(
        """
        const told = [];
        for (const { secrets, headers, body } of given.deliveries) {
          const verifier = new Verifier(...secrets);
          const bytes = Uint8Array.from(Buffer.from(body, "base64"));
          try { told.push((await verifier.event(headers, bytes)).data); } catch (error) {
            if (!(error instanceof NotGenuine)) throw error;
            told.push(null);
          }
        }
        """,
        deliveries=[
            {"secrets": secrets, "headers": headers, "body": b64encode(body).decode()}
            for secrets, headers, body in listed
        ],
    )
    assert told == expected
    assert {each is None for each in expected} == {True, False}
