"""The entry point of `gladhand-client`, which says what is missing if the extra `cli` is not installed."""

import sys


def main() -> None:
    try:
        from gladhand_client.command_line.commands import cli  # noqa: PLC0415 - its packages are an extra
    except ModuleNotFoundError as error:
        if error.name not in ("typer", "rich"):
            raise
        sys.exit("gladhand-client: the commands need more packages: pip install 'gladhand-client[cli]'")
    cli()


if __name__ == "__main__":
    main()
