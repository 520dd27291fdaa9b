"""What follows a session. Read the file names as a table of contents."""
