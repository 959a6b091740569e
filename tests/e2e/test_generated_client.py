"""Our own documents, with all extensions, make a client without a warning."""

import importlib
import json
import urllib.request
from pathlib import Path

import pytest
from tests.contract.clients.python import generate

from gladhand.apidocs.services import SERVICES

pytestmark = [pytest.mark.e2e, pytest.mark.long]


@pytest.mark.parametrize("service", SERVICES)
def test_a_document_makes_a_client_with_every_operation(
    service: str, server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with urllib.request.urlopen(f"{server}/v2/{service}/openapi.json?extensions=true", timeout=10) as answer:
        document = json.load(answer)
    file = tmp_path / "document.json"
    file.write_text(json.dumps(document))
    package = f"generated_{service}"
    generate(file, tmp_path, package)
    monkeypatch.syspath_prepend(str(tmp_path))
    modules = {path.stem: path.parent.name for path in (tmp_path / package / "api").glob("*/*.py")}
    for item in document["paths"].values():
        for spec in item.values():
            name = spec["operationId"]
            made = importlib.import_module(f"{package}.api.{modules[name]}.{name}")
            assert callable(made.sync_detailed)
