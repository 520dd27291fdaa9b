"""What can happen to a session. Read the file names as a table of contents."""
