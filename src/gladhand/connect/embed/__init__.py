"""Connect inside a partner's site: launch parameters, messages, colours, the probe."""
