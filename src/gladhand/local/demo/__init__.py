"""What `gladhand demo` plays: the main job, once, against real processes."""
