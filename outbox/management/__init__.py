"""Back doors of the ledger."""
