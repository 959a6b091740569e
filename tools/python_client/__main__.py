"""`make client`: writes the generated modules of `clients/python` from the published documents.

python -m tools.python_client            writes them
python -m tools.python_client --check    fails if one of them would change
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.python_client.documents import documents, models_document
from tools.python_client.groups import groups_module
from tools.python_client.models import models_module

_ROOT = Path(__file__).parents[2]
_PACKAGE = _ROOT / "clients/python/src/gladhand_client"


def write(folder: Path) -> None:
    """Write all generated modules into this folder."""
    published = documents()
    (folder / "models.py").write_text(models_module(models_document(published)))
    (folder / "groups.py").write_text(groups_module(published, is_async=False))
    (folder / "async_groups.py").write_text(groups_module(published, is_async=True))
    # Receivers need no hub, and a hub no client: each has the file.
    shutil.copy(_ROOT / "src/gladhand/webhooks.py", folder / "webhooks.py")
    generated = [str(folder / name) for name in ("models.py", "groups.py", "async_groups.py")]
    ruff = Path(sys.executable).parent / "ruff"
    settings = ("-q", "--config", str(_ROOT / "pyproject.toml"), *generated)
    subprocess.run((str(ruff), "check", "--select=I", "--fix", *settings), check=True)
    subprocess.run((str(ruff), "format", *settings), check=True)


def main() -> None:
    if "--check" not in sys.argv:
        write(_PACKAGE)
        return
    with tempfile.TemporaryDirectory() as name:
        write(Path(name))
        changed = [path.name for path in Path(name).iterdir() if path.read_text() != (_PACKAGE / path.name).read_text()]
    if changed:
        sys.exit(f"clients/python is not up to date; run `make client`: {', '.join(sorted(changed))}")


if __name__ == "__main__":
    main()
