"""`python -m gladhand`."""

from gladhand.cli.main import main

main()
