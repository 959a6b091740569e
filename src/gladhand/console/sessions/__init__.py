"""Who is signed in to the console: one-time links, sessions, and the roles they give."""
