"""Messages waiting to leave, each under a unique key, and their delivery."""
