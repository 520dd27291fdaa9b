"""Fault proofs: the portal's promises under silence, kills, redelivery and a database that goes away.

Each module is one drill (``docs/operations/drills.md``). It works on a scratch database of its own, counts at the
receiving end, and shows beside it that a naive way of doing the same fails the same count.
"""
