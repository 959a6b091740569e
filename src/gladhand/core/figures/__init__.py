"""Figures by the minute: what all processes have counted together, for charts."""
