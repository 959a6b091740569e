"""Deliveries of events to webhooks and callback URLs."""
