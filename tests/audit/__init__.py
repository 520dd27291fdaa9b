"""The door for states, the trail, versions and forms sent twice."""
