"""Verbs: everything that changes a session, its guests, letters, registrations, minutes and conclusions."""
