"""For authors of providers: a folder to begin with, and a check that says what is missing."""
