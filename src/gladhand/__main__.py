"""`python -m gladhand`."""

from gladhand.cli import main

main()
