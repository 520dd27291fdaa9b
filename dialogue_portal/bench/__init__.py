"""Measurements that the README quotes, each beside its baseline in the same run."""
