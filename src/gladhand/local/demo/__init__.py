"""The content of `gladhand demo`: the main job, once, against real processes."""
