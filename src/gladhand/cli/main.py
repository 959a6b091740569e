"""The command line: imports only the module of the requested command.

This keeps processes small and `gladhand --help` fast.
"""

import os
import signal
import sys
from importlib import import_module

import typer
from typer.core import TyperGroup

from gladhand.config.environment import ignore_libpq_variables
from gladhand.local.managed_process import end_with_stack
from gladhand.resources.cleaning import clean_secret

#: Names of modules in `gladhand.cli`. Each has `command` (a function) or `group` (a Typer with sub-commands).
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
    "application",
    "person",
    "fleet",
    "connection",
    "console",
    "branding",
    "consent",
    "embed-key",
    "external-tsps",
    "provider",
    "invitations",
    "audit",
    "mail",
    "webhooks",
    "operations",
    "records",
    "coverage",
    "doctor",
    "new-key",
    "keys",
    "version",
)


class CleanedArguments(TyperGroup):
    """Takes what copying brings along out of all arguments: blanks around them and invisible characters."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]  # TyperGroup's context has a private type
        for argument in args:
            # The system hands over other bytes as halves of characters, which nothing can store.
            if any("\udc80" <= character <= "\udcff" for character in argument):
                raise typer.BadParameter(f"{argument!r} is not written in UTF-8")
        return super().parse_args(ctx, [clean_secret(argument) for argument in args])


def main() -> None:
    """The entry point. Errors that an operator can fix are printed in one line, without a traceback."""
    # Nothing is open while modules are imported, and an exception that a signal raises there may be swallowed.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    end_with_stack()
    ignore_libpq_variables()
    try:
        cli = build(sys.argv[1:2])
        # A command ends cleanly. Servers and workers replace this handler.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        cli()
    except Exception as error:
        # Imported only after an error, because it imports the modules of all errors.
        explanations = import_module("gladhand.cli.explanations")
        line = explanations.explanation(error)
        if line is None:
            raise
        print(f"gladhand: {line}", file=sys.stderr)
        sys.exit(explanations.exit_code(error))


def build(requested: list[str]) -> typer.Typer:
    """The application with the requested command, or with all commands for help and unknown names."""
    cli = typer.Typer(
        cls=CleanedArguments,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="A self-hosted telematics hub.",
    )
    cli.callback(invoke_without_command=False)(_nothing)
    is_known = bool(requested) and _command(requested[0]) in COMMANDS
    for name in requested if is_known else COMMANDS:
        module = import_module(f"gladhand.cli.{_command(name).replace('-', '_')}")
        if hasattr(module, "group"):
            cli.add_typer(module.group, name=name)
        else:
            cli.command(name)(module.command)
    return cli


def _command(requested: str) -> str:
    """The command that is meant: `clients` is `client`, and `invitation` is `invitations`."""
    spellings = (requested, f"{requested}s", requested.removesuffix("s"))
    return next((spelling for spelling in spellings if spelling in COMMANDS), requested)


def _nothing() -> None:
    """A self-hosted telematics hub."""
