"""One file of factories per app; each makes the least row that its constraints allow."""
