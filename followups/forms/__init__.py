"""What is typed after a session."""
