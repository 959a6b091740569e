"""`make client`: writes the generated modules of `clients/` from the published documents.

python -m tools.clients                    writes all of them; needs Node and the packages of clients/typescript
python -m tools.clients --check            fails if one of those that need no Node would change
python -m tools.clients --check --node     fails if one of them would change
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.clients import collection, python_groups, python_models, request_file, typescript
from tools.clients.documents import documents, models_document
from tools.clients.example_requests import example_requests

_CLIENTS = Path(__file__).parents[2] / "clients"
_PYTHON, _TYPESCRIPT = _CLIENTS / "python/src/gladhand_client", _CLIENTS / "typescript"


def write(clients: Path, *, with_node: bool) -> None:
    """Write the generated modules into this folder, each in its place."""
    published = documents()
    models = models_document(published)
    _write_python(clients / _PYTHON.relative_to(_CLIENTS), published, models)
    sources = clients / _TYPESCRIPT.relative_to(_CLIENTS) / "src"
    sources.mkdir(parents=True, exist_ok=True)
    _write_requests(clients / "http", published)
    (sources / "groups.ts").write_text(typescript.groups_module(published))
    if with_node:
        (sources / "models.ts").write_text(typescript.models_module(models, _TYPESCRIPT))


def _write_requests(folder: Path, published: list[Mapping[str, Any]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    requests = list(example_requests(published))
    (folder / "gladhand.http").write_text(request_file.requests_file(requests))
    (folder / "gladhand.postman_collection.json").write_text(collection.collection_file(requests))


def _write_python(package: Path, published: list[Mapping[str, Any]], models: Mapping[str, Any]) -> None:
    package.mkdir(parents=True, exist_ok=True)
    (package / "models.py").write_text(python_models.models_module(models))
    (package / "groups.py").write_text(python_groups.groups_module(published, is_async=False))
    (package / "async_groups.py").write_text(python_groups.groups_module(published, is_async=True))
    # Receivers need no hub, and a hub no client: each has the file.
    shutil.copy(_CLIENTS.parent / "src/gladhand/webhooks.py", package / "webhooks.py")
    generated = [str(package / name) for name in ("models.py", "groups.py", "async_groups.py")]
    ruff = Path(sys.executable).parent / "ruff"
    settings = ("-q", "--config", str(_CLIENTS.parent / "pyproject.toml"), *generated)
    subprocess.run((str(ruff), "check", "--select=I", "--fix", *settings), check=True)
    subprocess.run((str(ruff), "format", *settings), check=True)


def main() -> None:
    if "--check" not in sys.argv:
        write(_CLIENTS, with_node=True)
        return
    with tempfile.TemporaryDirectory() as name:
        made = Path(name)
        write(made, with_node="--node" in sys.argv)
        paths = [path.relative_to(made) for path in made.rglob("*") if path.is_file()]
        changed = [str(each) for each in paths if (made / each).read_text() != (_CLIENTS / each).read_text()]
    if changed:
        sys.exit(f"clients are not up to date; run `make client`: {', '.join(sorted(changed))}")


if __name__ == "__main__":
    main()
