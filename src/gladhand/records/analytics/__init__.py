"""Figures over the fleets that share with a partner: counts, growth, summaries, live locations."""
