"""The doors of the browser."""
