"""People at work: who sits where, inviting them by a link that is good once, ending a seat, handing one over.

Above the apps, because a seat that passes on takes minutes to write, deputies and calendar addresses with it.
"""
