"""rFMS, the interface that European truck makers offer for their own vehicles: one adapter for all of them."""
