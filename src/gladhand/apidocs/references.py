"""Which schemas a document refers to."""

import json
import re
from typing import Any

_REFERENCE = re.compile(r'"#/components/schemas/([^"]+)"')


def referenced_schemas(document: dict[str, Any]) -> dict[str, Any]:
    """The schemas of the document that something outside of them needs, directly or through another schema."""
    schemas = document["components"]["schemas"]
    rest = {name: value for name, value in document.items() if name != "components"}
    found: set[str] = set()
    new = set(_REFERENCE.findall(json.dumps(rest)))
    while new:
        found |= new
        new = {name for each in new for name in _REFERENCE.findall(json.dumps(schemas[each]))} - found
    return {name: schema for name, schema in schemas.items() if name in found}
