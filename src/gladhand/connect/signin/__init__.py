"""Connecting providers: the list, the form of one provider, its own sign-in pages, and requests for missing ones."""
