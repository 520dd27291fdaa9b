"""Numbered, rendered, hashed papers and stored files; issued in two phases and never rendered again."""
