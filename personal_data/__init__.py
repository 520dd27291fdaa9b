"""Personal data: how long it is kept, what people may ask about theirs, what went wrong with it."""
