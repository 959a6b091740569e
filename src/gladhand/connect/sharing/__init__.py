"""What a fleet shares with whom: it can look, pause, disconnect and end it at any time."""
