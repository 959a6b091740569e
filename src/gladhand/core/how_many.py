"""Numbers of things in texts for people."""


def how_many(number: int, noun: str, plural: str | None = None) -> str:
    """`1 row`, `2,000 rows`; with the plural of a noun that takes no `s`: `2 deliveries`."""
    return f"1 {noun}" if number == 1 else f"{number:,} {plural or f'{noun}s'}"
