"""Everything that changes the ledger: its five verbs, the watch and its reminders."""
