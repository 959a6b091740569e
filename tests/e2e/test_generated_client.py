"""A client that nobody wrote: generated from our documents by a tool, and put to use."""

import importlib
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import PartnerFixture

from gladhand.apidocs.services import SERVICES

pytestmark = pytest.mark.e2e

PROGRAM = Path(sys.executable).with_name("openapi-python-client")


@pytest.fixture(scope="module")
def clients(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, ModuleType]]:
    """One generated package per service, importable."""
    folder = tmp_path_factory.mktemp("clients")
    sys.path.insert(0, str(folder))
    try:
        yield {service: generate(server, service, folder) for service in SERVICES}
    finally:
        sys.path.remove(str(folder))


def generate(server: str, service: str, folder: Path) -> ModuleType:
    with urllib.request.urlopen(f"{server}/v2/{service}/openapi.json", timeout=10) as answer:
        document = json.load(answer)
    file = folder / f"{service}.json"
    file.write_text(json.dumps(document))
    package = f"generated_{service}"
    # Formatting what comes out is none of our business.
    settings = folder / "settings.yaml"
    settings.write_text("post_hooks: []\n")
    done = subprocess.run(
        [
            *(PROGRAM, "generate", "--path", file, "--config", settings),
            *("--meta", "none", "--output-path", folder / package, "--fail-on-warning"),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return importlib.import_module(package)


def call(clients: dict[str, ModuleType], service: str, operation: str) -> Any:
    """The module of one operation, whatever folder the tag has put it into."""
    root = Path(str(clients[service].__file__)).parent
    (found,) = root.glob(f"api/*/{operation}.py")
    return importlib.import_module(f"{clients[service].__name__}.api.{found.parent.name}.{operation}")


@contextmanager
def signed_in(package: ModuleType, server: str, partner: PartnerFixture) -> Iterator[Any]:
    made = package.AuthenticatedClient(base_url=server, token=partner.token, raise_on_unexpected_status=True)
    with made as client:
        yield client


def test_every_document_makes_a_client_with_every_operation(clients: dict[str, ModuleType], server: str) -> None:
    for service in SERVICES:
        with urllib.request.urlopen(f"{server}/v2/{service}/openapi.json", timeout=10) as answer:
            document = json.load(answer)
        for item in document["paths"].values():
            for spec in item.values():
                assert callable(call(clients, service, spec["operationId"]).sync_detailed)


def test_a_generated_client_creates_reads_and_lists_invitations(
    clients: dict[str, ModuleType], server: str, partner: PartnerFixture
) -> None:
    models = importlib.import_module(f"{clients['orgs'].__name__}.models")
    fleet_ref = f"fleet-{uuid4().hex[:8]}"
    wanted = models.InvitationCreate(fleet_ref=fleet_ref, fleet_name="Rolling Thunder", expires_in_hours=48)
    with signed_in(clients["orgs"], server, partner) as client:
        made = call(clients, "orgs", "create_invitation").sync(client=client, body=wanted)
        assert (made.fleet_ref, made.fleet_name, made.expires_in_hours) == (fleet_ref, "Rolling Thunder", 48)
        assert made.status == models.InvitationStatusEnum.ACTIVE
        read = call(clients, "orgs", "get_invitation").sync(made.id, client=client)
        assert read.to_dict() == made.to_dict()
        page = call(clients, "orgs", "list_invitations").sync(client=client, fleet_ref=fleet_ref, size=10)
        assert (page.total, page.items[0].id) == (1, made.id)
        missing = call(clients, "orgs", "get_invitation").sync(uuid4(), client=client)
        assert (type(missing).__name__, missing.code) == ("NotFound", 404)


def test_a_generated_client_understands_a_refused_write(
    clients: dict[str, ModuleType], server: str, partner: PartnerFixture
) -> None:
    models = importlib.import_module(f"{clients['telematics'].__name__}.models")
    create = call(clients, "telematics", "create_user").sync
    with signed_in(clients["telematics"], server, partner) as client:
        assert create(client=client, body=models.UserCreate(connection_id=uuid4(), username="ann")).code == 404
        wrong = models.UserCreate(connection_id=uuid4(), license_country="Germany")
        refused = create(client=client, body=wrong)
        assert (refused.code, refused.detail[0].path) == (422, "body.license_country")
