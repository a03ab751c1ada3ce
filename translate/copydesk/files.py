"""Read bytes into text and write text to files: the only place that opens what a user names.

Text comes in as UTF-8 (with or without a byte order mark) unless an encoding is named, and always leaves
as UTF-8. Line ends are kept as they are. Every way in which a file can be unusable ends in one InputError
that names the file, the byte and the remedy.
"""

from __future__ import annotations

import codecs
import errno
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from copydesk.errors import InputError

STANDARD_INPUT = "standard input"
STANDARD_OUTPUT = "standard output"

# the first bytes of files that people hand in by mistake, and what to do instead
_KNOWN_BINARIES: tuple[tuple[bytes, str, str], ...] = (
    (
        b"PK\x03\x04",
        "a zip archive (Word, OpenDocument, EPUB, ...)",
        "save it as plain text or as a web page",
    ),
    (b"%PDF", "a PDF file", "copy its text into a .txt file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file", "save it as plain text or as a web page"),
    (b"{\\rtf", "a rich text file", "save it as plain text or as a web page"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"\xfd7zXZ", "an xz archive", "unpack it first"),
    (b"\x89PNG", "a picture", "give a text file"),
    (b"\xff\xd8\xff", "a picture", "give a text file"),
)
# what the bytes above 0x7F of a European news text turn into when they are decoded rightly
_LIKELY = {
    **dict.fromkeys("ÉÈÀÊÂÎÔÛÇŒÑÁÍÓÚÄÖÜ«»’‘“”–—…€°\u00a0", 1),
    **dict.fromkeys("éèàêâîôûùçëïüœæñáíóúãõäöß", 2),
}
_CANDIDATES = ("cp1252", "mac_roman", "cp850", "latin-1")


def read_text(path: str | Path, *, encoding: str | None = None) -> str:
    """Return the text of the file *path*, or of standard input for ``-``.

    A byte order mark is dropped; line ends stay as they are. Raises InputError for anything that is not a
    readable, non-empty text file in *encoding* (default UTF-8).
    """
    return decode(read_bytes(path), name_of(path), encoding=encoding)


def name_of(path: str | Path) -> str:
    """Return the name by which messages speak of *path*."""
    return STANDARD_INPUT if str(path) == "-" else str(path)


def read_bytes(path: str | Path) -> bytes:
    """Return the bytes of the file *path*, or of standard input for ``-``; raise InputError."""
    name = name_of(path)
    if str(path) == "-":
        if sys.stdin is None:
            raise InputError("is closed", where=name, remedy="name a file instead of '-'")
        source = getattr(sys.stdin, "buffer", None)
        return bytes(source.read()) if source is not None else sys.stdin.read().encode()
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise InputError("no such file", where=name, remedy="check the name, or use '-' for stdin") from None
    except IsADirectoryError:
        raise InputError("is a folder", where=name, remedy="name the files in it") from None
    except PermissionError:
        raise InputError("may not be read", where=name, remedy="check its permissions") from None
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {reason_of(error)}", where=name) from None


def decode(data: bytes, name: str, *, encoding: str | None = None) -> str:
    """Turn *data* into text; raise InputError naming the byte and the encoding it looks like."""
    if not data:
        raise InputError("is empty", where=name, remedy="give a file with text in it")
    for magic, kind, remedy in _KNOWN_BINARIES:
        if data.startswith(magic):
            raise InputError(f"is {kind}, not text", where=name, remedy=remedy)
    if encoding is not None:
        return _decode_as(data, name, encoding)
    wide = _wide_encoding(data)
    if wide:
        raise InputError(f"is {wide}, not UTF-8", where=name, remedy=f"use --encoding {wide}")
    _refuse_nul(data, name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # error.start counts from after a byte order mark, which utf-8-sig has taken away
        offset = error.start + (3 if data.startswith(codecs.BOM_UTF8) else 0)
        if error.reason == "unexpected end of data":
            raise _cut_off(data, offset, name) from None
        likely = guess_encoding(data)
        raise InputError(
            f"is not UTF-8: byte 0x{data[offset]:02X} at offset {offset}, looks like {likely}",
            where=name,
            remedy=f"use --encoding {likely}",
        ) from None


def _cut_off(data: bytes, offset: int, name: str) -> InputError:
    """Make the error for text that is UTF-8 but for its last bytes, which begin a character."""
    before = data[:offset].removeprefix(codecs.BOM_UTF8)
    other = f", or use --encoding {guess_encoding(data)} if that is what it is" if before.isascii() else ""
    return InputError(
        f"is cut off inside a character: byte 0x{data[offset]:02X} at offset {offset} begins one",
        where=name,
        remedy=f"give the whole file{other}",
    )


def read_utf8(path: Path) -> str:
    """Return the text of a file that must be UTF-8 (settings, word lists); a byte order mark is dropped.

    Raises InputError naming the byte, OSError as the system does.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"is not UTF-8: byte 0x{error.object[error.start]:02X} at offset {error.start}",
            where=str(path),
            remedy="save it as UTF-8",
        ) from None


def guess_encoding(data: bytes) -> str:
    """Name the single-byte encoding under which *data* reads most like European news copy."""
    high = bytes(byte for byte in data[:1_000_000] if byte > 0x7F) or bytes(
        byte for byte in data if byte > 0x7F
    )
    best, best_score = "latin-1", -len(high) - 1
    for candidate in _CANDIDATES:
        try:
            characters = high.decode(candidate)
        except UnicodeDecodeError:
            continue
        score = sum(_LIKELY.get(character, -1) for character in characters)
        if score > best_score:
            best, best_score = candidate, score
    return best


def write_text(path: str | Path, text: str) -> None:
    """Write *text* as UTF-8 to the file *path*, or to standard output for ``-``.

    A file is written beside the old one and renamed over it, so that any failure leaves the old file as it
    was. Line ends are written as they are. Raises InputError when it cannot be written.
    """
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            f"half a character pair (U+{ord(text[error.start]):04X}) cannot be written",
            where=name_of(path) if str(path) != "-" else STANDARD_OUTPUT,
            remedy="mend the input, which holds it",
        ) from None
    write_bytes(path, data)


def write_bytes(path: str | Path, data: bytes) -> None:
    """Write *data* to the file *path* or to standard output for ``-``, in the manner of write_text."""
    if str(path) == "-":
        _write_standard_output(data)
        return
    with open_whole(path) as stream:
        stream.write(data)


@contextmanager
def open_whole(path: str | Path) -> Iterator[IO[bytes]]:
    """Open the file *path* for writing: it appears whole at the end, or stays as it was (write_text)."""
    name = str(path)
    try:
        target = Path(os.path.realpath(path))  # a link stays a link; the file it names is replaced
        mode = target.stat().st_mode if target.exists() else None
        if mode is not None and stat.S_ISDIR(mode):
            raise InputError("is a folder", where=name, remedy="name a file to write")
        if not target.parent.is_dir():
            raise InputError(
                f"the folder {target.parent} does not exist", where=name, remedy="make it, or name another"
            )
        regular = mode is None or stat.S_ISREG(mode)
        if mode is not None and regular and not (mode & 0o222 and os.access(target, os.W_OK)):
            # renaming over it would need no leave but the folder's
            raise InputError("is read-only", where=name, remedy="make it writable, or write elsewhere")
        # a pipe or a device cannot be renamed over
        with _open_beside(target, mode) if regular else target.open("wb") as stream:
            yield stream
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise InputError(
            f"cannot be written: {reason_of(error)}", where=name, remedy=_remedy_of(error)
        ) from None


def reason_of(error: Exception) -> str:
    """Say in the system's words why an operation on a file failed."""
    strerror = getattr(error, "strerror", None)
    return str(strerror or error).lower()


def _remedy_of(error: Exception) -> str:
    number = getattr(error, "errno", None)
    if number in (errno.ENOSPC, errno.EDQUOT):
        return "make room; nothing was changed"
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "check the permissions, or write elsewhere with -o"
    return "nothing was changed"


@contextmanager
def _open_beside(target: Path, mode: int | None) -> Iterator[IO[bytes]]:
    import tempfile

    handle, temporary = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(stat.S_IMODE(mode) if mode is not None else 0o666 & ~_umask())
        Path(temporary).replace(target)
    except BaseException:  # Ctrl-C included: the half-written neighbour must not stay
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    # the system has no way to read the mask without setting it
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _write_standard_output(data: bytes) -> None:
    if sys.stdout is None:
        raise InputError("is closed", where=STANDARD_OUTPUT, remedy="write to a file with -o")
    buffer = getattr(sys.stdout, "buffer", None)
    try:
        sys.stdout.flush()
        raw = getattr(buffer, "raw", None)
        if buffer is None:
            sys.stdout.write(data.decode("utf-8"))
        elif raw is None:
            buffer.write(data)
        else:
            # past the buffer: bytes left in it after a failure would fail once more at exit
            view = memoryview(data)
            while view:
                view = view[raw.write(view) or 0 :]
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(f"cannot be written: {reason_of(error)}", where=STANDARD_OUTPUT) from None


def _decode_as(data: bytes, name: str, encoding: str) -> str:
    try:
        codec = codecs.lookup(encoding)
        if not getattr(codec, "_is_text_encoding", True):
            raise LookupError
    except (LookupError, ValueError):
        raise InputError(
            f"the encoding '{encoding}' is not known", where=name, remedy="try utf-8, cp1252 or utf-16"
        ) from None
    try:
        text = codec.decode(data, "strict")[0]
    except (UnicodeError, ValueError) as error:
        offset = getattr(error, "start", 0)
        raise InputError(
            f"is not {codec.name}: byte 0x{data[min(offset, len(data) - 1)]:02X} at offset {offset}",
            where=name,
            remedy="leave --encoding out, or name another",
        ) from None
    if "\0" in text:
        raise InputError(
            f"holds a NUL character at offset {text.index(chr(0))}: a binary file, or not {codec.name}",
            where=name,
            remedy="give a text file",
        )
    return text.removeprefix("\ufeff")


def _refuse_nul(data: bytes, name: str) -> None:
    offset = data.find(b"\0")
    if offset >= 0:
        raise InputError(
            f"holds a NUL byte at offset {offset}: a binary file, not text",
            where=name,
            remedy="give a text file",
        )


def _wide_encoding(data: bytes) -> str:
    """Name the UTF-16 or UTF-32 flavour of *data*, from its byte order mark or its pattern of NULs."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = data[:4000]
    if len(sample) >= 4 and len(data) % 2 == 0:
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if odd > 0.7 * len(sample) / 2 and even == 0:
            return "utf-16-le"
        if even > 0.7 * len(sample) / 2 and odd == 0:
            return "utf-16-be"
    return ""


def refuse_overwriting(outputs: Iterable[str | Path | None], inputs: Iterable[str | Path]) -> None:
    """Raise InputError when one of *outputs* is an input, another output, or has no folder to be in."""
    read = {real_path(name) for name in inputs if str(name) != "-"}
    written: set[Path] = set()
    for name in outputs:
        if name is None or str(name) == "-":
            continue
        path = real_path(name)
        if path.exists() and not path.is_file() and not path.is_dir():
            continue  # a terminal or a pipe may well be read and written
        if path in read:
            raise InputError("is read and would be overwritten", where=str(name), remedy="write elsewhere")
        if path in written:
            raise InputError("is to be written twice", where=str(name), remedy="give two names")
        if not path.parent.is_dir():
            raise InputError("cannot be written: no such folder", where=str(name), remedy="make the folder")
        written.add(path)


def real_path(name: str | Path) -> Path:
    """Follow the links of *name* to the file itself, so that two names of one file are the same."""
    return Path(os.path.realpath(name))
