"""Across sessions: city-wide compliance, annual reports (D9.3.c, D13.3.c, D20.1, D20.3)."""
