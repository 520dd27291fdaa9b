"""The ledger of what is owed by when, its watch and its reminders.

Answers for the clocks of Điều 9, Điều 13 and Điều 20 khoản 2.
"""
