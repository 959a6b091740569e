"""The pages: forms, texts, rendering, and the visit that they belong to."""
