"""A fleet of trucks that follow rules: all it does follows from its seed, its size and the time.

Nothing is played through from a beginning. A truck's life is cut into weeks, each of which starts and ends at home, so
that any moment of any week can be asked for by itself, and the answer is the same each time.
"""
