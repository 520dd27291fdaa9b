"""The matrix as a page to read: one line per address and object, a letter per subject."""

from itertools import groupby

from dialogue_portal.access.fields import FIELDS
from dialogue_portal.access.matrix import cells
from dialogue_portal.access.subjects import Answer, Subject

_LETTERS = {
    Answer.ALLOW: "●",
    Answer.REFUSE: "3",
    Answer.HIDE: "4",
    Answer.LOGIN: "→",
    Answer.METHOD: "·",
}
_HEAD = """# Who gets which answer where

Written by `manage.py access_matrix --write`; what stands here is walked by `tests/access`.

● served · 3 refused with the reason (403) · 4 does not exist for them (404) · → asked to sign in, or for the code ·
· the address does not take this method (405)

The object asked about belongs to phường Bến Thành. Columns, from left:

"""


def as_page() -> str:
    """The whole page, Markdown."""
    columns = "".join(f"{number}. `{subject}`\n" for number, subject in enumerate(Subject, start=1))
    lines = ["| address | object | method | answers |", "| --- | --- | --- | --- |"]
    for (pattern, of, method), row in groupby(cells(), key=lambda cell: (cell.pattern, cell.of, cell.method)):
        answers = "".join(_LETTERS[cell.answer] for cell in row)
        lines.append(f"| `/{pattern}` | {of} | {method} | `{answers}` |")
    fields = [
        "",
        "## Private fields",
        "",
        "Found in no answer to anybody else, whatever the page, file, letter or log.",
        "",
        "| field | seen by |",
        "| --- | --- |",
    ]
    fields += [f"| `{field.label}` | {', '.join(sorted(field.seen_by)) or 'nobody'} |" for field in FIELDS]
    return _HEAD + columns + "\n" + "\n".join((*lines, *fields)) + "\n"
