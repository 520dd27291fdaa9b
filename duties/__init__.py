"""The ledger of what is owed by when, its watch and its reminders. Answers for the clocks of D9, D13 and D20.2."""
