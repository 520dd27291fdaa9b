"""/viec-cua-toi/: what every app asks of a seat, merged into one queue with a calendar beside it."""
