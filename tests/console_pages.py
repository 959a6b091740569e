"""The pages of the console that need no data of a test."""


def operator_paths(provider: str) -> list[str]:
    """The operator's pages, below `/console/operator`, with that of a provider."""
    return [
        "",
        "/doctor",
        "/queues",
        "/partners",
        "/clients",
        "/requests",
        "/people",
        "/fleets",
        "/invitations",
        "/connections",
        "/operations",
        "/webhooks",
        "/providers",
        f"/providers/{provider}",
        "/storage",
        "/keys",
        "/simulator",
        "/audit",
    ]
