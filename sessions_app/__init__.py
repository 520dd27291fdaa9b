"""Before and during a session: plan, guests, invitation, registration, proceedings, minutes, conclusion (D6-D9.2, D10-D13.2)."""
