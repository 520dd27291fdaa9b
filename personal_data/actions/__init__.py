"""Verbs on personal data."""
