"""The ledger: its verbs, badges, watch and pages."""
