"""From the bytes of an answer to text: content coding undone under a cap, and the character set found by rule."""

from __future__ import annotations

import codecs
import re
import zlib
from email.message import Message

from calls.archive.exchange import Answer
from calls.failures import NotAnswered, TooLarge, UnknownCoding, UnreadableText
from calls.model import Page

_CHUNK = 1 << 16
_GZIP = b"\x1f\x8b"
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w:.-]{2,40})""",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4096
# The WHATWG Encoding Standard reads these labels as windows-1252, which is what the pages mean.
_LATIN = frozenset({"iso8859-1", "ascii", "cp1252"})
_WEB_CHARSETS = re.compile(
    r"utf-8|utf-16(-le|-be)?|ascii|iso8859-\d+|cp125\d|cp866|koi8-[ru]|mac-roman|gbk|gb2312|gb18030|big5|euc_(jp|kr)|"
    r"shift_jis|iso2022_jp"
)
_UNDEFINED_1252 = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))


def unpacked(answer: Answer, url: str, limit: int) -> bytes:
    """The body with its Content-Encoding undone, at most `limit` bytes.

    A body that is declared as gzip and does not begin as gzip was stored unpacked, and is taken as it is.
    TooLarge beyond the limit, NotAnswered for a body that stops early or is damaged, UnknownCoding for a coding that
    nothing installed can undo (br and zstd: we never ask for them, but other people's archives hold them).
    """
    body = answer.body
    for coding in reversed([part.strip().lower() for part in answer.header("content-encoding").split(",")]):
        if coding in ("", "identity") or not body:
            continue
        if coding in ("gzip", "x-gzip"):
            body = _inflated(body, zlib.MAX_WBITS | 16, url, limit) if body.startswith(_GZIP) else body
        elif coding == "deflate":
            # RFC 9110: the zlib form. Some servers leave its two-byte head out.
            has_head = body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0
            body = _inflated(body, zlib.MAX_WBITS if has_head else -zlib.MAX_WBITS, url, limit)
        else:
            raise UnknownCoding(url, f"Svaret er pakket med «{coding[:20]}», som programmet ikke kan pakke ut.")
    if len(body) > limit:
        raise TooLarge(url, f"Svaret er større enn grensen på {limit} byte.")
    return body


def _inflated(body: bytes, form: int, url: str, limit: int) -> bytes:
    found: list[bytes] = []
    length = 0
    while body:
        inflater = zlib.decompressobj(form)
        while not inflater.eof:
            try:
                part = inflater.decompress(body, _CHUNK)
            except zlib.error as error:
                raise NotAnswered(url, "Svaret er skadet: pakkingen kan ikke leses.") from error
            body = inflater.unconsumed_tail
            length += len(part)
            if length > limit:
                raise TooLarge(url, f"Svaret er større enn grensen på {limit} byte når det pakkes ut.")
            found.append(part)
            if not part and not body and not inflater.eof:
                raise NotAnswered(url, "Svaret er avkuttet: pakkingen slutter for tidlig.")
        # Several gzip members follow each other; anything else after the end is no part of the body.
        body = inflater.unused_data if inflater.unused_data.startswith(_GZIP) else b""
    return b"".join(found)


def content_type(answer: Answer) -> tuple[str, str]:
    """Media type and character set that the answer's header names, both in lower case; empty where it names none."""
    named = answer.header("content-type")
    message = Message()
    message["Content-Type"] = named
    charset = message.get_param("charset", "")
    return named.partition(";")[0].strip().lower(), charset.strip().lower() if isinstance(charset, str) else ""


def page_text(page: Page) -> str:
    """The page's text.

    1. A byte order mark settles it (WHATWG Encoding Standard).
    2. Else the character set of the header, then that of a meta tag or XML declaration, then UTF-8. A name that
       nobody knows counts as none; Latin-1 and ASCII are read as windows-1252, as browsers do.
    3. Bytes beyond ASCII that are valid UTF-8 are UTF-8 although windows-1252 is named: Norwegian text in
       windows-1252 is never valid UTF-8.
    4. Bytes that are not valid in UTF-8, and hold not one valid UTF-8 letter beyond ASCII, are windows-1252.
    UnreadableText otherwise: a letter is never replaced silently.
    """
    for mark, charset in _BOMS:
        if page.body.startswith(mark):
            return _strictly(page, page.body[len(mark) :], charset)
    charset = _known(page.charset) or _known(_declared(page)) or "utf-8"
    if charset in _LATIN or charset == "utf-8":
        return _western(page)
    return _strictly(page, page.body, charset)


def _declared(page: Page) -> str:
    if page.content_type.endswith("json"):
        return ""
    found = _DECLARED.search(page.body[:_DECLARED_WITHIN])
    if not found:
        return ""
    name = (found[1] or found[2]).decode("ascii", "replace")
    # Read as bytes, the tag cannot itself be in UTF-16: the standard takes it for UTF-8.
    return "utf-8" if name.lower().startswith("utf-16") else name


def _known(charset: str) -> str:
    """Python's name of a character set that the web uses; empty for any other (UTF-7 and escapes are not text here)."""
    if not (charset.isascii() and charset.isprintable()):
        return ""
    try:
        name = codecs.lookup(charset.strip()).name
    except LookupError:
        return ""
    return name if _WEB_CHARSETS.fullmatch(name) else ""


def _western(page: Page) -> str:
    try:
        return page.body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    has_utf8 = any(letter > "\x7f" for letter in page.body.decode("utf-8", "ignore"))
    if has_utf8 or any(byte in page.body for byte in _UNDEFINED_1252):
        raise UnreadableText(page.url, "Siden har skadede tegn: den er verken hel UTF-8 eller windows-1252.")
    return page.body.decode("cp1252")


def _strictly(page: Page, body: bytes, charset: str) -> str:
    try:
        return body.decode(charset)
    except UnicodeDecodeError as error:
        raise UnreadableText(page.url, f"Siden sier at den er {charset}, men har tegn som ikke er det.") from error
