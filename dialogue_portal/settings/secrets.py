"""Secrets that one machine makes for itself and keeps in its data folder."""

import secrets
from pathlib import Path


def kept_secret(folder: Path, name: str) -> str:
    """The secret called ``name``; made on first use and kept readable by its owner only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    try:
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()
