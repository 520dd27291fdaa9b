"""No test reaches the network: only this machine's loopback and unix sockets answer."""

import ipaddress
import socket


class NetworkRefused(AssertionError):
    """A test tried to reach another machine."""


def _is_here(address) -> bool:
    if not isinstance(address, tuple):
        return True  # a unix socket
    host = address[0]
    if host in ("localhost", ""):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def install() -> None:
    """Guard ``connect`` of every socket of this process."""
    for name in ("connect", "connect_ex"):
        original = getattr(socket.socket, name)

        def guarded(self, address, *, original=original):
            if self.family != socket.AF_UNIX and not _is_here(address):
                raise NetworkRefused(f"Tests stay on this machine; {address!r} was asked for.")
            return original(self, address)

        setattr(socket.socket, name, guarded)
