"""The grammar of official numbers. Pure."""

from documents.enums import Family, PaperKind, PaperType

# First letters of the type's name, as both families of rules form them.
TYPE_SYMBOLS = {
    PaperType.INVITATION: "GM",
    PaperType.MINUTES: "BB",
    PaperType.NOTICE: "TB",
    PaperType.REPORT: "BC",
    PaperType.LETTER: "CV",
}


def number_text(
    family: Family, kind: PaperKind, number: int | None, body: str, *, drafted_by: str = ""
) -> str:
    """Party: "Số 05-GM/ĐU"; State: "Số: 05/GM-UBND"; below ten with a leading zero.

    A letter of the State has no type in its symbol but who drafted it: "Số: 05/UBND-VP". Without a number the
    place for it stays open, as on a draft.
    """
    digits = "      " if number is None else f"{number:02d}"
    paper_type = PaperKind(kind).paper_type
    symbol = TYPE_SYMBOLS[paper_type]
    if family == Family.PARTY:
        return f"Số {digits}-{symbol}/{body}"
    if paper_type == PaperType.LETTER:
        return f"Số: {digits}/{'-'.join(filter(None, (body, drafted_by)))}"
    return f"Số: {digits}/{symbol}-{body}"


def within_sentence(number: str) -> str:
    """A number as text cites it: "số 05-GM/ĐU", and "số 05/GM-UBND" without the colon of the heading."""
    return number.replace("Số: ", "số ", 1).replace("Số ", "số ", 1)
