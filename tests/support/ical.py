"""A strict reader of iCalendar (RFC 5545), written for the tests: it shares no line with the library that writes."""

import re
from dataclasses import dataclass, field

LONGEST = 75  # octets of a line without its end (3.1)
_LINE = re.compile(
    r"^(?P<name>[A-Z0-9-]+)(?P<params>(?:;[A-Z0-9-]+=(?:\"[^\"]*\"|[^\";:,]+))*):(?P<value>.*)$", re.DOTALL
)
_TEXT = {"SUMMARY", "DESCRIPTION", "X-WR-CALNAME"}
_ESCAPES = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}
_ONCE = {
    "UID",
    "DTSTAMP",
    "DTSTART",
    "DTEND",
    "SUMMARY",
    "SEQUENCE",
    "STATUS",
    "URL",
    "CLASS",
    "TRANSP",
    "LAST-MODIFIED",
}


class Malformed(ValueError):
    """The text breaks the format; the words say how."""


@dataclass
class Component:
    """A component with its properties in their order: (name, parameters, value)."""

    name: str
    properties: list[tuple[str, str, str]] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        [value] = [value for known, _, value in self.properties if known == name]
        return value

    def parameters(self, name: str) -> str:
        [params] = [params for known, params, _ in self.properties if known == name]
        return params


def parse(raw: bytes) -> Component:
    """The one calendar in ``raw``; raises Malformed."""
    stack: list[Component] = [Component("")]
    for line in _unfolded(raw):
        found = _LINE.match(line)
        if found is None:
            raise Malformed(f"no property: {line!r}")
        name, params, value = found["name"], found["params"][1:], found["value"]
        if name == "BEGIN":
            stack.append(Component(value))
        elif name == "END":
            done = stack.pop()
            if done.name != value:
                raise Malformed(f"{done.name} ends as {value}")
            _check(done)
            stack[-1].parts.append(done)
        else:
            stack[-1].properties.append((name, params, _text(value) if name in _TEXT else value))
    if (
        len(stack) != 1
        or len(stack[0].parts) != 1
        or stack[0].properties
        or stack[0].parts[0].name != "VCALENDAR"
    ):
        raise Malformed("not one calendar")
    return stack[0].parts[0]


def _unfolded(raw: bytes) -> list[str]:
    if not raw.endswith(b"\r\n"):
        raise Malformed("the last line has no end")
    physical = raw[:-2].split(b"\r\n")
    for line in physical:
        if b"\n" in line or b"\r" in line:
            raise Malformed(f"a bare line end in {line!r}")
        if len(line) > LONGEST:
            raise Malformed(f"{len(line)} octets: {line!r}")
        try:
            line.decode()
        except UnicodeDecodeError as error:
            raise Malformed(f"a letter is cut in two: {line!r}") from error
        if any(octet < 0x20 and octet != 0x09 for octet in line):
            raise Malformed(f"a control character in {line!r}")
    return b"\r\n".join(physical).replace(b"\r\n ", b"").replace(b"\r\n\t", b"").decode().split("\r\n")


def _text(value: str) -> str:
    if re.search(r"(?<!\\)(?:\\\\)*[,;]", value):
        raise Malformed(f"a comma or semicolon stands bare in {value!r}")
    if re.search(r"(?<!\\)(?:\\\\)*\\(?![nN,;\\])", value):
        raise Malformed(f"an unknown escape in {value!r}")
    return re.sub(r"\\[nN,;\\]", lambda found: _ESCAPES[found[0]], value)


def _check(component: Component) -> None:
    names = [name for name, _, _ in component.properties]
    if component.name == "VCALENDAR":
        needed = {"PRODID", "VERSION"}
    elif component.name == "VEVENT":
        needed = {"UID", "DTSTAMP", "DTSTART"}
    else:
        raise Malformed(f"unexpected {component.name}")
    if not needed <= set(names):
        raise Malformed(f"{component.name} without {needed - set(names)}")
    for name in _ONCE & set(names):
        if names.count(name) > 1:
            raise Malformed(f"{name} twice")
    for name, params, value in component.properties:
        if params == "VALUE=DATE" and not re.fullmatch(r"\d{8}", value):
            raise Malformed(f"{name} is no date: {value}")
        if name in {"DTSTAMP", "LAST-MODIFIED"} and not re.fullmatch(r"\d{8}T\d{6}Z", value):
            raise Malformed(f"{name} is not in UTC: {value}")
        if name == "SEQUENCE" and not value.isdecimal():
            raise Malformed(f"SEQUENCE is {value}")
