"""Numbers of things in texts for people."""


def how_many(number: int, noun: str) -> str:
    """`1 row`, `2 rows`, `2 deliveries`. Nouns with another plural do not fit."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {noun[:-1]}ies" if noun.endswith("ery") else f"{number} {noun}s"
