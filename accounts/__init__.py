"""Users, seats (a person in a unit in a role), links of citizens, and the Decision that policies give."""
