"""The one door for changes of state, the chained log of acts, versions, idempotency of forms.

Answers for D20.3.a: oversight needs a record.
"""
