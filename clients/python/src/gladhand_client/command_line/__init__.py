"""`gladhand-client`: what a partner does often, in a terminal. Needs the extra `cli`."""
