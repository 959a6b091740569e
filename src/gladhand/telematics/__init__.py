"""The data itself: reading and writing normalised resources."""
