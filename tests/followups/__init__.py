"""What follows a session: the notice, answers, extensions, following by code."""
