"""Packages of the operating system: seen whether they are there, installed when we may, else named."""

import ctypes
import importlib.util
import os
import shlex
import shutil
import subprocess
from pathlib import Path

from console import ROOT, SetupError, run, say

LIST = ROOT / "script" / "apt-packages.txt"


def _wanted(sections: tuple[str, ...]) -> list[tuple[str, str]]:
    """(package, probe) of the given sections, in the order of the list."""
    section, found = "", []
    for line in LIST.read_text(encoding="utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text.startswith("["):
            section = text.strip("[]")
        elif text and section in sections:
            found.append(tuple(text.split(maxsplit=1)))
    return found


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


_PROBES = {
    "module": lambda name: importlib.util.find_spec(name) is not None,
    "library": _loads,
    "file": lambda pattern: any(Path("/").glob(pattern.lstrip("/"))),
    "command": lambda names: any(shutil.which(name) for name in names.split("|")),
}


def _is_there(probe: str) -> bool:
    kind, _, argument = probe.partition(":")
    return _PROBES[kind](argument)


def ensure(*sections: str) -> None:
    """See that the packages of these sections are there; install the missing ones if root or sudo allows."""
    missing = [package for package, probe in _wanted(sections) if not _is_there(probe)]
    if missing:
        install(missing)


def ensure_for_papers() -> None:
    """Install all libraries of the PDF engine, whatever the probes say: its import failed."""
    install([package for package, probe in _wanted(("server",)) if probe.startswith("library:")])


def install(packages: list[str]) -> None:
    """Install by apt, or print the one command that a person with the right to do so has to run."""
    names = " ".join(packages)
    command = f"apt-get update && apt-get install -y --no-install-recommends {names}"
    if shutil.which("apt-get") is None:
        raise SetupError(f"These packages of the operating system are missing: {names}")
    prefix = _privileged_prefix()
    if prefix is None:
        who, line = ("", f"sudo sh -c '{command}'") if shutil.which("sudo") else (" as root", command)
        raise SetupError(
            f"Packages of the operating system are missing. Run this once{who}, then start again:\n\n   {line}\n"
        )
    say(f"Installing from apt: {names}")
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    apt = [*prefix, "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    run([*apt, "update"], env=env, quiet=True)
    done = subprocess.run(
        [*apt, "install", "-y", "--no-install-recommends", *packages],
        env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-12:])
        raise SetupError(
            f"apt could not install {names}:\n{tail}\n\nRun this and start again:\n\n   {command}\n"
        )


def _privileged_prefix() -> list[str] | None:
    """What to put before apt-get: nothing for root, sudo when it asks no password, None when neither."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and run(shlex.split(f"{sudo} -n true"), quiet=True) == 0:
        return [sudo, "-n", "DEBIAN_FRONTEND=noninteractive"]
    return None
