"""After a session: notice of conclusions, assignments, answers, extensions, tracking by the citizen (D9.3, D13.3)."""
