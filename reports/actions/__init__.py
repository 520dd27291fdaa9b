"""What can be done with yearly reports."""
