FIELDS = ()


def problems():
    return []
