"""Events on their way to the addresses that want them."""
