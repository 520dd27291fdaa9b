"""What the strict harness is made of."""
