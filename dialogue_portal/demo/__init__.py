"""The demo city: invented holders of posts, accounts and sessions over the real bodies.

Nobody here exists. Every person carries the family name "Minh Họa" (illustration), which is no Vietnamese family
name, so that he is known as invented on every page and every paper; middle and given names are ordinary ones,
so that lists sort and look as they do in life. Telephone numbers begin with 028 0000, which the network does
not give out, and e-mail addresses end in ``minhhoa.example``, a domain that can never receive.

Everything is made from positions and dates, nothing from chance: the same day gives the same city.
"""
