"""People who act for a partner or for the operator, through the API."""
