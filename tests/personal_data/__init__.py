"""Personal data: periods and purges, requests, incidents, corrections, consents."""
