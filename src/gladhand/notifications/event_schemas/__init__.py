"""What the body of each event looks like, to be asked for by its name."""
