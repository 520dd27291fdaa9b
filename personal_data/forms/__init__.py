"""What is typed about personal data."""
