"""The command line: finds the module of the command that is asked for, and imports only that.

A process of the stack then holds what it needs and no more, and `gladhand --help` stays quick.
"""

import sys
from importlib import import_module

import typer

from gladhand.local.managed_process import end_with_stack

#: Name to module below `gladhand.cli`; each has `command` (a function) or `group` (a Typer of sub-commands).
COMMANDS = (
    "up",
    "demo",
    "serve",
    "worker",
    "simulator",
    "migrate",
    "openapi",
    "docs",
    "partner",
    "client",
    "branding",
    "embed-key",
    "external-tsps",
    "provider",
    "invitations",
    "webhooks",
    "operations",
    "doctor",
    "new-key",
    "version",
)


def main() -> None:
    """The entry point: what an operator can put right is told in one line, without a trace."""
    end_with_stack()
    try:
        build(sys.argv[1:2])()
    except Exception as error:
        # Knowing all errors takes importing what raises them: only when there is one.
        line = import_module("gladhand.cli.explanations").explanation(error)
        if line is None:
            raise
        sys.exit(f"gladhand: {line}")


def build(wanted: list[str]) -> typer.Typer:
    """The application with the wanted command, or with all of them when it is none (for help and typing errors)."""
    cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False, help="A self-hosted telematics hub.")
    cli.callback(invoke_without_command=False)(_nothing)
    for name in wanted if wanted and wanted[0] in COMMANDS else COMMANDS:
        module = import_module(f"gladhand.cli.{name.replace('-', '_')}")
        if hasattr(module, "group"):
            cli.add_typer(module.group, name=name)
        else:
            cli.command(name)(module.command)
    return cli


def _nothing() -> None:
    """A self-hosted telematics hub."""
