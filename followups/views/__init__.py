"""Pages of what follows a session."""
