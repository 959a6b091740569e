"""Static checks of an adapter: the signatures of its functions, its imports, and the limits that it names."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from gladhand.integrations.hosting.registry import Provider

_PARAMETERS: dict[str, tuple[str, ...]] = {
    "read": ("adapter", "part"),
    "get": ("adapter", "source_id"),
    "create": ("adapter", "change", "*operation_key"),
    "find": ("adapter", "change", "*operation_key"),
    "update": ("adapter", "source_id", "change"),
}
_OURS = ("gladhand.sdk", "gladhand.resources")
# Adapters read no environment and open no sockets. The hub passes them a client with time limits and the budget.
_OUTSIDE = frozenset({"os", "socket", "ssl", "subprocess", "http.client", "urllib.request", "ftplib", "smtplib"})


def faults_of_functions(provider: Provider) -> Iterator[str]:
    """Functions that the hub cannot call."""
    if not inspect.iscoroutinefunction(provider.adapter_class.verify):
        yield "adapter.py: verify has to be an async function."
    for verb, where, function in _functions(provider):
        if verb == "read" and not inspect.isasyncgenfunction(function):
            yield f"adapter.py: {where} has to be an async generator: an async function that yields batches."
        elif verb != "read" and not inspect.iscoroutinefunction(function):
            yield f"adapter.py: {where} has to be an async function."
        yield from _parameters(verb, where, function)


def _functions(provider: Provider) -> Iterator[tuple[str, str, Callable[..., Any]]]:
    registration = provider.registration
    for resource, read in registration.reads.items():
        yield "read", f"the read of {resource.value}", read.fetch
    for resource, write in registration.writes.items():
        for verb, function in (
            ("create", write.create),
            ("find", write.find),
            ("get", write.get),
            ("update", write.update),
        ):
            if function is not None:
                yield verb, f"{verb}= of {resource.value}", function


def _parameters(verb: str, where: str, function: Callable[..., Any]) -> Iterator[str]:
    expected = _PARAMETERS[verb]
    given = list(inspect.signature(function).parameters.values())
    named = [f"*{each.name}" for each in given if each.kind is inspect.Parameter.KEYWORD_ONLY]
    positional = [each.name for each in given if each.kind is not inspect.Parameter.KEYWORD_ONLY]
    fits = len(positional) == sum(not name.startswith("*") for name in expected)
    if not fits or named != [name for name in expected if name.startswith("*")]:
        has = _signature((*positional, *named))
        yield f"adapter.py: {where} has to take ({_signature(expected)}), not ({has})."


def faults_of_modules(provider: Provider) -> Iterator[str]:
    """Imports that adapters may not use, and limits that only the code or only `provider.toml` names."""
    used: set[str] = set()
    is_dynamic = False
    for path in _modules(files(provider.package)):
        try:
            tree = ast.parse(path.read_text("utf-8"))
        except SyntaxError as error:
            yield f"{path.name}: line {error.lineno}: {error.msg}"
            continue
        yield from _imports(provider, path.name, tree)
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
                yield f"{name}: imports {module}; adapters import only the standard library and {' and '.join(_OURS)}."
            elif {module, top} & _OUTSIDE:
                yield f"{name}: imports {module}; adapters may send requests through their client only."


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
    shown = [each for each in parameters if not each.startswith("*")]
    named = [each.removeprefix("*") for each in parameters if each.startswith("*")]
    return ", ".join([*shown, *(["*", *named] if named else [])])
