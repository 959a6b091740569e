"""Settings, encryption keys, and the values that server and worker derive from them."""
