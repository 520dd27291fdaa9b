"""The proofs: mirrors the apps, and beside them factories, journeys, the house rules and real services."""
