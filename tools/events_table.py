"""Writes the table of published events into `docs/webhooks.md`, from the texts at their declarations."""

import sys
from pathlib import Path

from gladhand.notifications.published import PUBLISHED

PAGE = Path(__file__).resolve().parent.parent / "docs" / "webhooks.md"
BEGIN = "<!-- Written by `make docs` from src/gladhand/notifications/published.py; changes made here are lost. -->\n"
END = "<!-- End of the written part. -->\n"


def page() -> str:
    """The page with the table of today."""
    before, _, rest = PAGE.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    rows = "".join(f"| `{name}` | {sentence} |\n" for name, sentence in PUBLISHED.items())
    return f"{before}{BEGIN}| event | when |\n|---|---|\n{rows}{END}{after}"


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(0 if PAGE.read_text() == page() else f"{PAGE.name} is stale; run `make docs`")
    PAGE.write_text(page())
    print(f"wrote {PAGE}")
