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
    r"cloudapp|1drv\.ms|yapx\.ru|radikal\.ru|hizliresim\.com"
    r"|(?:^|[/.])(?:prnt|prntscr|loom|jam|gyazo|imgur|ibb|streamable|droplr|vidyard|cleanshot|veed)\.)",
    re.IGNORECASE,
)
# What a link is said to lead to, shortly before it; not where it leads to what was ordered.
_SAID = re.compile(
    r"(?:screen|\bshots?\b|\bsnaps?\b|recording|recorded|\bgrab\b|\bpics?\b|picture|photo|image|video"
    r"|\bvid\b|\bgif\b|\bproof\b|captur|pantallazo|\bfotos?\b|\bprint\b|imagen|imagem|grava[çc]|zrzut|nagrani"
    r"|zdj[ęe]ci|ekran|görüntü|скрин|видео|запись|фото|відео|запис|bildschirm|aufnahme|\bbild|schermat"
    r"|immagin|enregistrement|captura|opname|afbeelding|tangkapan|gambar|rekaman|ảnh|hình|صورة|لقطة|فيديو"
    r"|عکس|تصویر|स्क्रीन|फोटो|ছবি|截图|截圖|录屏|图片|スクショ|画像|動画|録画|캡처|스크린|사진|영상|ภาพ|รูป|picha)"
    r"[^/\n]{0,40}$",
    re.IGNORECASE,
)
_SAID_WITHIN = 60
_ORDERED = re.compile(
    r"(?:instagram|tiktok|youtube|youtu|facebook|fb|twitter|telegram|threads|spotify|twitch|vk|x|t"
    r"|linkedin|snapchat|soundcloud|pinterest|discord|reddit|kwai|rumble|likee)\.[a-z]",
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
            is_known = _HOSTS.search(address) or _FILE.search(address.split("?", 1)[0])
            if is_known or _is_said_to_show(text, found.start(), address):
                span = found.start(), found.start() + len(address)
                yield Found(Field.SCREENSHOT, address, *span, "behind a link")


def _is_said_to_show(text: str, start: int, address: str) -> bool:
    """Tell `recording: https://...` from a link to what was ordered."""
    host = address.partition("//")[2] or address
    host = host.removeprefix("www.").partition("/")[0]
    if any(map(_ORDERED.match, (host, host.partition(".")[2]))):
        return False
    return _SAID.search(text[max(0, start - _SAID_WITHIN) : start]) is not None
