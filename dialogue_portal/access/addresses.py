"""The addresses of the portal, read from the URL configuration: the table of pages is held against them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One address: the name for ``reverse``, the pattern as it is written, and the names of its parameters."""

    name: str
    pattern: str
    parameters: tuple[str, ...]


def addresses() -> list[Address]:
    """Every address that can be asked for, in the order of the configuration."""
    return list(_below(get_resolver()))


def _below(
    resolver: URLResolver,
    pattern: str = "",
    namespaces: tuple[str, ...] = (),
    parameters: tuple[str, ...] = (),
) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        whole = pattern + str(entry.pattern)
        known = (*parameters, *entry.pattern.converters)
        if isinstance(entry, URLPattern):
            yield Address(":".join((*namespaces, entry.name or "")), whole, known)
        else:
            inside = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _below(entry, whole, inside, known)
