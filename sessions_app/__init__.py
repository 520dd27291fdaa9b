"""Before and during a session: plan, guests, letters, registrations, minutes, conclusions (D6-D9.2, D10-D13.2)."""
