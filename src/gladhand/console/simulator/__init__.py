"""Fault injection of the installation's own simulator, as a page of the operator."""
