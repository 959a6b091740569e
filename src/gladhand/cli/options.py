"""Options that several commands have."""

from typing import Annotated

import typer

Limit = Annotated[int, typer.Option(min=1, max=10_000, help="Number of rows, the newest first.")]
PartnerSlug = Annotated[str | None, typer.Option("--partner", help="Slug of a partner. Without it, all partners.")]
