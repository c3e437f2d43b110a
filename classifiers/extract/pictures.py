"""Screenshots: attached, pasted in, or linked to. What an image shows is not read."""

import re
from collections.abc import Iterator, Sequence

from classifiers.extract.found import Found
from classifiers.extract.masks import LINK
from models.vocabulary import Field

_FILE = re.compile(r"\.(?:png|jpe?g|gif|webp|heic|heif|bmp|tiff?|pdf|mp4|mov)$", re.IGNORECASE)
_HOSTS = re.compile(
    r"(?:prnt\.sc|prntscr\.com|imgur\.com|ibb\.co|imgbb\.com|postimg\.cc|gyazo\.com|lightshot|"
    r"snipboard\.io|freeimage\.host|imgbox\.com|screenshot|skr\.sh|joxi\.|drive\.google\.com|"
    r"photos\.app\.goo\.gl|dropbox\.com|icloud\.com/photos|awesomescreenshot|monosnap|loom\.com|"
    r"(?:^|[/.-])(?:screens?|shots?|snap|snaps|imgs?|images?|pics?|capture|screenshots?)[.-]|"
    r"jmp\.sh|paste\.pics|imageshack|imgpile|ctrlv|puu\.sh|flameshot|nimbusweb|cl\.ly|take\.ms|vgy\.me|"
    r"cloudapp|1drv\.ms|yapx\.ru|radikal\.ru|hizliresim\.com)",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"\[(?:image|cid|img|bild|imagen|imagem|inline)[:\s][^\]\n]{1,200}\]", re.IGNORECASE
)


def pictures(text: str, attachments: Sequence[str]) -> Iterator[Found]:
    """Yield images and PDFs by attachment's name, by a mail client's mark, or by a link."""
    for name in attachments:
        if _FILE.search(name.strip()):
            yield Found(Field.SCREENSHOT, name.strip(), 0, 0, "attached")
    if "[" in text:
        for found in _INLINE.finditer(text):
            yield Found(Field.SCREENSHOT, found.group(), *found.span(), "pasted in")
    if "/" in text or "www." in text:
        for found in LINK.finditer(text):
            address = found.group().rstrip(".,;")
            if _HOSTS.search(address) or _FILE.search(address.split("?", 1)[0]):
                span = found.start(), found.start() + len(address)
                yield Found(Field.SCREENSHOT, address, *span, "behind a link")
