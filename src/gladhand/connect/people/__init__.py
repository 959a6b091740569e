"""Pages for people with an account: signing in, registering a fleet, and what the fleet shares."""
