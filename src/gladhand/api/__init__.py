"""APIs whose routes follow from declarations."""
