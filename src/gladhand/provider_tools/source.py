"""What an adapter's code shows without being run: its functions, what it imports, which limits it names."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable

from gladhand.integrations.hosting.capabilities import function_names
from gladhand.integrations.hosting.registry import Provider

_PARAMETERS: dict[str, tuple[str, ...]] = {
    "list": ("cursor",),
    "get": ("source_id",),
    "create": ("change", "*operation_key"),
    "find": ("change", "*operation_key"),
    "update": ("source_id", "change"),
}
_OURS = ("gladhand.sdk", "gladhand.resources")
# An adapter reads no environment and opens no socket: its client is handed to it, with time limits and the budget.
_OUTSIDE = frozenset({"os", "socket", "ssl", "subprocess", "http.client", "urllib.request", "ftplib", "smtplib"})


def faults_of_functions(provider: Provider) -> Iterator[str]:
    """Functions that the hub could not call."""
    adapter = provider.adapter_class
    wanted = {"verify": ()} | {
        name: _PARAMETERS[verb]
        for resource in provider.capabilities
        for verb, name in function_names(resource).items()
        if hasattr(adapter, name)
    }
    for name, parameters in wanted.items():
        function = getattr(adapter, name)
        if not inspect.iscoroutinefunction(function):
            yield f"adapter.py: {name} has to be an async function."
        has = tuple(
            f"*{each.name}" if each.kind is inspect.Parameter.KEYWORD_ONLY else each.name
            for each in list(inspect.signature(function).parameters.values())[1:]
        )
        if has != parameters:
            yield f"adapter.py: {name} has to take ({_signature(parameters)}), not ({_signature(has)})."


def faults_of_modules(provider: Provider) -> Iterator[str]:
    """Imports of what is not an adapter's to use, and limits that are named in one place only."""
    used: set[str] = set()
    is_dynamic = False
    for place in _modules(files(provider.package)):
        try:
            tree = ast.parse(place.read_text("utf-8"))
        except SyntaxError as error:
            yield f"{place.name}: line {error.lineno}: {error.msg}"
            continue
        yield from _imports(provider, place.name, tree)
        for kind in _kinds(tree):
            if isinstance(kind, ast.Constant):
                used |= {str(kind.value)} - {"None"}
            else:
                is_dynamic = True
    declared = set(provider.definition.limits.kinds)
    for kind_name in sorted(used - declared):
        yield f"provider.toml: limits.kinds: the adapter marks requests as {kind_name}, and there is no such limit."
    if not is_dynamic:
        for kind_name in sorted(declared - used):
            yield f"provider.toml: limits.kinds.{kind_name}: the adapter marks no request with it."


def _imports(provider: Provider, name: str, tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level:
            modules = [node.module or ""]
        elif isinstance(node, ast.Import):
            modules = [each.name for each in node.names]
        else:
            continue
        for module in modules:
            top = module.partition(".")[0]
            own = module == provider.package or module.startswith(f"{provider.package}.")
            if own or any(module == each or module.startswith(f"{each}.") for each in _OURS):
                continue
            if top not in sys.stdlib_module_names:
                yield f"{name}: imports {module}; adapters have the standard library and {' and '.join(_OURS)}."
            elif {module, top} & _OUTSIDE:
                yield f"{name}: imports {module}; the client that is handed in is an adapter's only way out."


def _kinds(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "request":
            yield from (each.value for each in node.keywords if each.arg == "kind")


def _modules(folder: Traversable) -> Iterator[Traversable]:
    for each in sorted(folder.iterdir(), key=lambda found: found.name):
        if each.is_dir() and each.name.isidentifier() and each.name != "samples":
            yield from _modules(each)
        elif each.name.endswith(".py") and not each.name.startswith("test_"):
            yield each


def _signature(parameters: tuple[str, ...]) -> str:
    shown = ["self", *(each for each in parameters if not each.startswith("*"))]
    named = [each.removeprefix("*") for each in parameters if each.startswith("*")]
    return ", ".join([*shown, *(["*", *named] if named else [])])
