"""Pages of the hierarchy, and the merging of units: what every app hands over, put together in one act."""
