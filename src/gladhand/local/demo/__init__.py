"""The main job, once, against real processes: what `gladhand demo` plays."""
