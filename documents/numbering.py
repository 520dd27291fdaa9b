"""The grammar of official numbers. Pure."""

from documents.enums import Family, PaperKind

# First letters of the type's name, as both families of rules form them.
TYPE_SYMBOLS = {
    PaperKind.INVITATION: "GM",
    PaperKind.MINUTES: "BB",
    PaperKind.CONCLUSION_NOTICE: "TB",
    PaperKind.ANNUAL_REPORT: "BC",
}


def number_text(family: Family, kind: PaperKind, number: int | None, body: str) -> str:
    """Party: "Số 05-GM/ĐU"; State: "Số: 05/GM-UBND"; below ten with a leading zero.

    Without a number the place for it stays open, as on a draft.
    """
    digits = "      " if number is None else f"{number:02d}"
    symbol = TYPE_SYMBOLS[PaperKind(kind)]
    if family == Family.PARTY:
        return f"Số {digits}-{symbol}/{body}"
    return f"Số: {digits}/{symbol}-{body}"


def within_sentence(number: str) -> str:
    """A number as text cites it: "số 05-GM/ĐU", and "số 05/GM-UBND" without the colon of the heading."""
    return number.replace("Số: ", "số ", 1).replace("Số ", "số ", 1)
