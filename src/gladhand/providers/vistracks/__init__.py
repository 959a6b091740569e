"""VisTracks, an electronic logbook that several companies offer under their own names."""
