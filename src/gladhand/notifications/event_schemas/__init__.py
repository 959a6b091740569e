"""The schemas of the bodies of events, by the event's name."""
