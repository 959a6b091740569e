"""Two providers that are signed in to at their own pages, as another distribution would add them, and their fake.

`install` writes that distribution's metadata into a folder, to be put on `PYTHONPATH`.
"""

from pathlib import Path

#: At its own pages only.
ONLY = "azuga"
#: At its own pages, or with a key. An in-house system, with a name that the contract does not have.
ALSO = "x-signpost"


def install(folder: Path) -> Path:
    metadata = folder / "signpost-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: signpost\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(
        "[gladhand.providers]\nonly = tests.fakes.oauth_providers.only\nalso = tests.fakes.oauth_providers.also\n"
    )
    return folder
