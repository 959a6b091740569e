"""The models of the client, made by datamodel-code-generator."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_HEADER = '"""The records and bodies of the API. Generated from its OpenAPI documents by `make client`."""'
_OPTIONS = (
    "--input-file-type=openapi",
    "--openapi-scopes=schemas",
    "--output-model-type=pydantic_v2.BaseModel",
    "--base-class=gladhand_client.base.Model",
    "--target-python-version=3.11",
    "--use-standard-collections",
    "--use-union-operator",
    "--use-schema-description",
    "--use-field-description",
    "--use-annotated",
    "--disable-timestamp",
    "--set-default-enum-member",
    "--formatters=builtin",
)


def models_module(document: Mapping[str, Any]) -> str:
    """The text of `gladhand_client.models`."""
    with tempfile.TemporaryDirectory() as name:
        source, target = Path(name, "document.json"), Path(name, "models.py")
        source.write_text(json.dumps(document))
        program = Path(sys.executable).parent / "datamodel-codegen"
        subprocess.run(
            [program, f"--input={source}", f"--output={target}", *_OPTIONS], check=True, stderr=subprocess.DEVNULL
        )
        text = target.read_text()
    # The generator's header names its input, which is a temporary file.
    return _HEADER + "\n\n" + text[text.index("from __future__") :]
