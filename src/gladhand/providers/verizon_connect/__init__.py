"""Verizon Connect Reveal, formerly Fleetmatics."""
