"""Ways on which messages leave the house."""
