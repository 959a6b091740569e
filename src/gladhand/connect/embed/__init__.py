"""Connect inside a partner's site: launch parameters, events for the site, colours, the cookie probe."""
