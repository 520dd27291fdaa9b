"""What is known of sessions. Each file answers for one noun; the names others call stand here."""
