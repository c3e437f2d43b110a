"""Where the author's words end and a signature begins, by rule and never by guess.

Three signs count: the delimiter line `-- ` (RFC 3676 section 4.3), a line that a mail client is
known to add, and a closing formula under which nothing but a name is left.
"""

import re
from typing import Final

from triage.mail.quote_words import CLOSINGS

_DELIMITER: Final = re.compile(r"^--\s*$")
# Software strips the blank after `--`; then only a short ending counts as a signature.
_LONGEST_BARE: Final = 12

# How such a line begins, and in other languages how it ends.
_SENT: Final = re.compile(
    r"""[*_\s\[(]*(?:
    sent\ (?:from|via|with|using)\ |get\ (?:outlook|yahoo|bluemail|spark)\ |download\ outlook\ |
    envoyé\ (?:de|depuis|à\ partir\ de|avec|via)\ |obtenez\ outlook\ |
    gesendet\ (?:von|mit|über|aus)\ |diese\ nachricht\ wurde\ von\ mein|holen\ sie\ sich\ outlook|
    von\ meinem\ |outlook\ für\ (?:ios|android)|
    enviado\ (?:desde|de|do|a\ partir|pelo|con|via)\ |enviada?\ (?:do|a\ partir)\ |
    obtener\ outlook|obtenga\ outlook|obter\ o\ outlook|
    inviato\ (?:da|dal|con)\ |scarica\ outlook|ottieni\ outlook|
    verzonden\ (?:vanaf|met|vanuit|via)\ |verstuurd\ (?:vanaf|met|vanuit)\ |outlook\ voor\ |
    skickat\ (?:från|med|via)\ |skickades\ från|hämta\ outlook|
    sendt\ (?:fra|med|via)\ |hent\ outlook|få\ outlook|lähetetty\ |hanki\ outlook|
    wysłan[eoay]\ (?:z|ze|za\ pomocą)\ |pobierz\ (?:program\ )?outlook|
    uzyskaj\ (?:aplikację\ )?outlook|
    odesláno\ (?:z|ze|pomocí)\ |získat\ outlook|odoslané\ (?:z|zo|pomocou)\ |
    küldve\ |trimis\ (?:de\ pe|din)\ |obțineți\ outlook|
    отправлено\ (?:с|со|из|через)\ |скачайте\ outlook|надіслано\ (?:з|із|зі|через)\ |
    изпратено\ от\ |послато\ са\ |poslano\ (?:z|iz|sa|s)\ |poslato\ sa\ |
    στάλθηκε\ από\ |αποστολή\ από\ |أُ?رسلت?\ من|تم\ الإرسال\ من|ارسال\ شده\ از|נשלח\ (?:מ|באמצעות)|
    (?:đã\ )?gửi\ từ\ |dikirim\ dari\ |terkirim\ dari|dihantar\ dari|hantar\ daripada|ส่งจาก|
    发自|發自|来自我的|傳送自|寄自|從我的|从我的|获取\ outlook|나의\ |
    saadetud\ |nosūtīts\ no|išsiųsta\ iš|enviat\ des\ |imetumwa\ kutoka|ipinadala\ mula|मेरे\ |
    yuborildi
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_WAS_SENT: Final = re.compile(
    r"(?:gesendet|készülékemről|(?:ról|ről) küldve|['’](?:umdan|imden|ımdan|dan|den) gönderildi|"
    r"から送信|에서 보냄|보냄|dən göndərildi|থেকে পাঠানো|से भेजा(?: गया)?|發送|发送|傳送)[.。]?$",
    re.IGNORECASE,
)
_DEVICE: Final = re.compile(
    r"iphone|ipad|ipod|ios\b|android|samsung|galaxy|huawei|xiaomi|redmi|oppo|vivo\b|nokia|sony|"
    r"xperia|htc\b|lg\b|motorola|oneplus|pixel\b|blackberry|windows (?:phone|mail|10|11)|outlook|"
    r"yahoo|gmail|proton|mail for|mail\.ru|yandex|bluemail|typeapp|spark\b|thunderbird|aquamail|"
    r"tutanota|zoho|aol\b|gmx|web\.de|t-online|mobile|mobil|móvil|phone|handy|telefon|smartphone|"
    r"tablet|téléphone|teléfono|celular|телефон|mail app|apple mail|мобильн|мобільн|手机|手機|携帯",
    re.IGNORECASE,
)
# An unknown model is believed only in a short line that is no sentence and not about money.
_SENTENCE: Final = re.compile(r"[.,;!?](?:\s|$)")
_MONEY: Final = re.compile(
    r"wallet|account|bank|card|address|paypal|binance|coinbase|bybit|payeer|skrill|upi\b|"
    r"\b(?:btc|usdt|eth|trx|ltc)\b|konto|cuenta|conta\b|compte|cüzdan|hesab|счет|счёт|кошел|карт",
    re.IGNORECASE,
)
_LONGEST_CLIENT_LINE: Final = 140
_MOST_WORDS: Final = 8

_CLOSING: Final = frozenset(CLOSINGS)
_NAME_LINES: Final = 4
_NAME_WORDS: Final = 3
_LONGEST_NAME: Final = 40
_NO_NAME: Final = re.compile(r"[\d?]|https?:|www\.|\S@\S|:\s")
_SLASHED: Final = re.compile(r"^/\s?[^\W\d_][\w-]{1,20}$")


def is_delimiter(lines: list[str], at: int) -> bool:
    """Return whether a signature begins at this line, after the delimiter of RFC 3676."""
    line = lines[at]
    if not _DELIMITER.match(line):
        return False
    if line.startswith("-- "):
        return True
    rest = [line for line in lines[at + 1 : at + 40] if line.strip() and line[0] != ">"]
    return len(rest) <= _LONGEST_BARE


def is_client_line(line: str) -> bool:
    """Return whether a mail client added this line (`Sent from my …`, in its languages)."""
    line = line.strip()
    if not line or len(line) > _LONGEST_CLIENT_LINE:
        return False
    if not _SENT.match(line) and not _WAS_SENT.search(line):
        return False
    words = re.sub(r"<?https?://\S+", "", line)
    if _MONEY.search(words):
        return False
    if _DEVICE.search(words):
        return len(words.split()) <= 2 * _MOST_WORDS and not re.search(r",\s+\w+\s+\w+", words)
    return len(words.split()) <= _MOST_WORDS and not _SENTENCE.search(words)


def without_closing(lines: list[str]) -> list[str]:
    """Leave out a closing formula and the name under it at the end of the author's words.

    Args:
        lines: The author's lines.

    Returns:
        The lines before the formula; all of them where anything else stands under it, such as an
        order number or an address.
    """
    filled = [at for at, line in enumerate(lines) if line.strip()]
    for back, at in enumerate(reversed(filled[-_NAME_LINES - 1 :])):
        if at == filled[0]:
            break
        if _folded(lines[at]) in _CLOSING:
            return lines[:at] if _is_name(lines, filled[len(filled) - back :]) else lines
    if len(filled) > 1 and _SLASHED.match(lines[filled[-1]].strip()):
        return lines[: filled[-1]]
    return lines


def _folded(line: str) -> str:
    return line.strip(" \t*_,.!;:-–—🙂😊").casefold() if len(line) <= _LONGEST_NAME else ""


def _is_name(lines: list[str], below: list[int]) -> bool:
    """Return whether nothing but a name and what belongs to it stands in these lines."""
    if not below:
        return False
    texts = [lines[at].strip() for at in below]
    if any(len(text) > _LONGEST_NAME or _NO_NAME.search(text) for text in texts):
        return False
    return len(texts[0].split()) <= _NAME_WORDS
