"""The regulation as code: clauses, working days, terms, who may preside, grounds of refusal.

Knows no other app.
"""
