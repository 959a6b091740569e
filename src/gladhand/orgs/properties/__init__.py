"""Properties of fleets and of partners: values by their keys, each key once."""
