"""Proofs that need a real process: worker, beat, broker."""
