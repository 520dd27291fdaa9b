"""Pages on personal data."""
