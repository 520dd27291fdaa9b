"""Files that people send: looked into before they are kept.

What a file is, its bytes say, never its name or what the browser claims. Pictures are drawn anew, so that
places, devices and hidden parts do not travel with them.
"""

import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

import pikepdf
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps

from documents import storage
from documents.models import StoredFile
from organizations.models import Unit
from regulation.text import clean

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SUFFIXES = {PDF: (".pdf",), JPEG: (".jpg", ".jpeg"), PNG: (".png",), DOCX: (".docx",)}

MAX_PIXELS = 40_000_000
MAX_SIDE = 3_500
MAX_MEMBERS = 2_000
MAX_UNPACKED = 100 * 1024 * 1024

# How a whole picture ends. The library itself forgives a missing end once another part of the portal asks it to.
_PICTURE_ENDS = (b"\xff\xd9", b"IEND\xaeB`\x82")

WRONG_TYPE = "Chỉ nhận tệp PDF, JPG, PNG hoặc DOCX."
DAMAGED = "Tệp bị hỏng, không đọc được. Ông/bà vui lòng chọn tệp khác."
PROTECTED = "Tệp có mật khẩu. Ông/bà vui lòng bỏ mật khẩu rồi gửi lại."
ACTIVE = (
    "Tệp có chứa mã lệnh (macro, JavaScript) nên không được nhận. Ông/bà vui lòng lưu thành PDF rồi gửi lại."
)


@dataclass(frozen=True, kw_only=True)
class CheckedUpload:
    """A file that passed the checks: its bytes as they will be kept, its name and true type."""

    name: str
    content_type: str
    content: bytes


def check(uploaded: UploadedFile) -> CheckedUpload:
    """The file, looked into. Raises ValidationError with a sentence for the field.

    Taken: pdf, jpg, png, docx of at most ``settings.UPLOAD_LIMIT_BYTES``; no passwords, macros or scripts.
    """
    limit = settings.UPLOAD_LIMIT_BYTES
    if uploaded.size > limit:
        raise ValidationError(f"Tệp lớn hơn {limit // (1024 * 1024)} MB. Ông/bà vui lòng chọn tệp nhỏ hơn.")
    uploaded.seek(0)
    content = uploaded.read(limit + 1)
    if not content:
        raise ValidationError("Tệp trống. Ông/bà vui lòng chọn tệp khác.")
    content_type = _sniff(content)
    content = _EXAMINE[content_type](content)
    return CheckedUpload(
        name=_name(uploaded.name or "", content_type), content_type=content_type, content=content
    )


def store(checked: CheckedUpload, *, owner: Unit, at: datetime) -> StoredFile:
    """Keep a checked file of ``owner`` under a random name; the row belongs to the caller's transaction."""
    stored = storage.written(
        checked.content, name=checked.name, content_type=checked.content_type, owner=owner, at=at
    )
    try:
        stored.save()
    except BaseException:
        storage.forget(stored)
        raise
    return stored


def _sniff(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"PK\x03\x04"):
        return DOCX
    raise ValidationError(WRONG_TYPE)


def _name(given: str, content_type: str) -> str:
    """The name people see: without folders and control characters, ending as its true type does."""
    path = PurePath(clean(given.replace("\\", "/")).strip())
    stem = re.sub(r'[<>:"/|?*\n\t]+', "_", path.stem).strip(". ") or "tep"
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES[content_type]:
        suffix = SUFFIXES[content_type][0]
    return f"{stem[:150]}{suffix}"


def _examined_pdf(content: bytes) -> bytes:
    """A PDF that opens without a password, has pages, and starts nothing."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if not len(pdf.pages):
                raise ValidationError(DAMAGED)
            if any(map(_starts_something, pdf.objects)):
                raise ValidationError(ACTIVE)
    except pikepdf.PasswordError as error:
        raise ValidationError(PROTECTED) from error
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise ValidationError(DAMAGED) from error
    return content


def _starts_something(item: pikepdf.Object) -> bool:
    """Whether an object of a PDF, or a part written inside it, is a script or starts a program."""
    if isinstance(item, pikepdf.Dictionary):
        if "/JS" in item or item.get("/S") in ("/JavaScript", "/Launch"):
            return True
        parts = list(item.values())
    elif isinstance(item, pikepdf.Array):
        parts = list(item)
    else:
        return False
    inside = (part for part in parts if isinstance(part, pikepdf.Object) and not part.is_indirect)
    return any(map(_starts_something, inside))


def _redrawn_picture(content: bytes) -> bytes:
    """The same picture from its pixels only, upright, at most ``MAX_SIDE`` on its longer side."""
    if not any(end in content for end in _PICTURE_ENDS):
        raise ValidationError(DAMAGED)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
            if picture.width * picture.height > MAX_PIXELS:
                raise ValidationError("Ảnh quá lớn. Ông/bà vui lòng chụp hoặc lưu ảnh nhỏ hơn.")
            kind = picture.format
            picture.load()
            picture = ImageOps.exif_transpose(picture)
    except ValidationError:
        raise
    except (
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise ValidationError(DAMAGED) from error
    picture.thumbnail((MAX_SIDE, MAX_SIDE))
    plain = Image.new(
        "RGB" if kind == "JPEG" or picture.mode not in ("RGBA", "LA", "P") else "RGBA", picture.size
    )
    plain.paste(picture.convert(plain.mode))
    drawn = io.BytesIO()
    plain.save(drawn, format=kind, **({"quality": 88} if kind == "JPEG" else {}))
    return drawn.getvalue()


def _examined_docx(content: bytes) -> bytes:
    """A Word file whose parts were counted and measured before anything was unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if "word/document.xml" not in names or "[Content_Types].xml" not in names:
                raise ValidationError(WRONG_TYPE)
            if any(member.flag_bits & 0x1 for member in members):
                raise ValidationError(PROTECTED)
            if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
                raise ValidationError("Tệp giải nén ra quá lớn nên không được nhận.")
            if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js")) for name in names):
                raise ValidationError(ACTIVE)
            _measure(archive, members)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, zipfile.LargeZipFile) as error:
        raise ValidationError(DAMAGED) from error
    return content


def _measure(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Read every part to its end in small pieces: what the directory claims may be a lie."""
    unpacked = 0
    for member in members:
        with archive.open(member) as part:
            while piece := part.read(1 << 16):
                unpacked += len(piece)
                if unpacked > MAX_UNPACKED:
                    raise ValidationError("Tệp giải nén ra quá lớn nên không được nhận.")


_EXAMINE = {PDF: _examined_pdf, JPEG: _redrawn_picture, PNG: _redrawn_picture, DOCX: _examined_docx}
