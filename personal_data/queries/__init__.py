"""What is known of personal data: what is due to be erased, who asked what, who looked."""
