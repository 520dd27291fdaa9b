"""Everything that changes the ledger: its verbs, the watch and its reminders."""
