"""The TypeScript classes with one method for each operation, and the types of bodies and answers."""

import json
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tools.clients.documents import referenced
from tools.clients.operations import Operation, Parameter, Schema, class_name, groups_of, schemas_of

_TYPES = {"integer": "number", "number": "number", "boolean": "boolean", "string": "string", "null": "null"}
_ANYTHING = "Record<string, unknown>"
# Allows all texts, and lets editors still propose the known ones.
_ANY_TEXT = "(string & {})"
_MODELS_HEADER = "// The records and bodies of the API. Generated from its OpenAPI documents by `make client`.\n\n"


def models_module(document: Mapping[str, Any], package: Path) -> str:
    """The text of `models.ts`, made by openapi-typescript, which is among the packages of the client."""
    with tempfile.TemporaryDirectory() as name:
        source = Path(name, "document.json")
        source.write_text(json.dumps(document))
        script = package / "scripts/models.mjs"
        made = subprocess.run(["node", script, source], capture_output=True, text=True, timeout=120, check=True).stdout
    kept = re.sub(r"^export type (paths|webhooks|\$defs|operations) = .*\n", "", made, flags=re.MULTILINE)
    return _MODELS_HEADER + re.sub(r'(components\["schemas"\]\["\w+Enum"\]) \| string\b', rf"\1 | {_ANY_TEXT}", kept)


def groups_module(published: Sequence[Mapping[str, Any]]) -> str:
    """The text of `groups.ts`."""
    groups, types = groups_of(published), _TypeScriptTypes(schemas_of(published))
    classes = [line for group, operations in groups.items() for line in _class(group, operations, types)]
    lines = [
        "// The operations of the API. Generated from its OpenAPI documents by `make client`.",
        'import type { CallOptions, Caller, ListOptions, Moment } from "./calls.js";',
        'import type * as models from "./models.js";',
        'import type { Pages } from "./pages.js";',
        *classes,
        "",
        "/** The operations, by what they are about. */",
        "export class Groups {",
        *(f"  readonly {_camel(group)}: {class_name(group)};" for group in groups),
        "",
        "  constructor(caller: Caller) {",
        *(f"    this.{_camel(group)} = new {class_name(group)}(caller);" for group in groups),
        "  }",
        "}",
    ]
    return "\n".join(lines) + "\n"


class _TypeScriptTypes:
    """TypeScript's types of schemas."""

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self._schemas = schemas

    def answer(self, operation: Operation) -> str:
        """The type of the answer, or of the items of its list."""
        return "void" if operation.answer is None else self._type(operation.answer)

    def body(self, schema: Schema) -> str:
        return self._type(schema)

    def parameter(self, parameter: Parameter) -> str:
        return self._type(parameter.schema, is_parameter=True)

    def _type(self, schema: Schema, *, is_parameter: bool = False) -> str:
        name = referenced(schema)
        if name is not None:
            return (
                f"models.{name} | {_ANY_TEXT}" if is_parameter and "enum" in self._schemas[name] else f"models.{name}"
            )
        if "anyOf" in schema:
            kinds = [self._type(each, is_parameter=is_parameter) for each in schema["anyOf"]]
            # A parameter that may be null is one that may be left out.
            return " | ".join(dict.fromkeys(kind for kind in kinds if not is_parameter or kind != "null"))
        if schema.get("type") == "array":
            item = self._type(schema["items"], is_parameter=is_parameter)
            listed = f"({item})[]" if " " in item else f"{item}[]"
            return f"readonly {listed}" if is_parameter else listed
        if is_parameter and schema.get("format") in ("date", "date-time"):
            return "Moment"
        return _TYPES.get(schema.get("type", ""), _ANYTHING)


def _class(group: str, operations: Iterable[Operation], types: _TypeScriptTypes) -> Iterator[str]:
    yield from ("", f"/** Operations of `hub.{_camel(group)}`. */", f"export class {class_name(group)} {{")
    yield "  constructor(private readonly caller: Caller) {}"
    for operation in operations:
        yield ""
        yield from _comment(operation)
        yield from _method(operation, types)
    yield "}"


def _method(operation: Operation, types: _TypeScriptTypes) -> Iterator[str]:
    arguments = [f"{_camel(each.name)}: {types.parameter(each)}" for each in operation.in_path]
    if operation.body is not None:
        optional = "?" if operation.has_optional_body else ""
        arguments.append(f"body{optional}: {types.body(operation.body)}")
    query = operation.in_query
    if query:
        is_required = any(each.is_required for each in query)
        fields = [f"      {each.name}{'' if each.is_required else '?'}: {types.parameter(each)};" for each in query]
        arguments.append("\n".join(["query: {", *fields, "    }" + ("" if is_required else " = {}")]))
    options = "ListOptions" if operation.is_list else "CallOptions"
    arguments.append(f"options: {options} = {{}}")
    kind = types.answer(operation)
    answer = f"Pages<{kind}>" if operation.is_list else f"Promise<{kind}>"
    yield f"  {_camel(operation.name)}("
    yield from (f"    {each}," for each in arguments)
    yield f"  ): {answer} {{"
    parts = [f'method: "{operation.method}"', f"path: {_path(operation)}"]
    parts += ["query"] if query else []
    parts += ["body"] if operation.body is not None else []
    parts += ["isKeyed: true"] if operation.has_key else []
    run = "pages" if operation.is_list else "call"
    yield f"    return this.caller.{run}({{ {', '.join(parts)} }}, options);"
    yield "  }"


def _path(operation: Operation) -> str:
    if not operation.in_path:
        return json.dumps(operation.path)
    return "`" + re.sub(r"{(\w+)}", lambda found: f"${{encodeURIComponent({_camel(found[1])})}}", operation.path) + "`"


def _comment(operation: Operation) -> Iterator[str]:
    described = [each for each in operation.in_query if each.text and each.name != "size"]
    lines = operation.text.replace("*/", "* /").split("\n")
    lines += (
        ["", "Parameters of the query:", *(f"- `{each.name}`: {each.text}" for each in described)] if described else []
    )
    yield "  /**"
    yield from (f"   * {line}".rstrip() for line in lines)
    yield "   */"


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
