"""The drills themselves: their counting, their scratch, the command. Real processes are in tests/services."""
