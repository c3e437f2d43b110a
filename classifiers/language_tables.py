"""What is known about languages before any text is seen: rarity, and letters of their own."""

from collections.abc import Mapping
from types import MappingProxyType

ROMANISED: Mapping[str, str] = MappingProxyType(
    {
        "pcm": "en",
        **{f"{name}_latin": name for name in ("hi", "ur", "ar", "bn", "fa", "ru")},
    }
)
"""Ways of writing that are no language of their own, with their language."""

# Languages per writing with the logarithm of how rare they are among customers; writing alone
# decides the others.
_COMMON, _RARE, _SELDOM = -4.0, -5.5, -7.0
_LATIN: Mapping[str, float] = MappingProxyType(
    {
        "en": 0.0,
        **dict.fromkeys(("es", "pt", "fr", "de", "it", "ro", "nl", "pl", "tr", "id"), _COMMON),
        **dict.fromkeys(("vi", "sw", "az", "uz", "hi_latin", "ur_latin", "ar_latin"), _COMMON),
        "pcm": -1.0,
        **dict.fromkeys(("cs", "hu", "sv", "bn_latin", "fa_latin", "ru_latin"), _RARE),
        **dict.fromkeys(("no", "da", "fi", "hr", "sk", "ca", "tl", "af"), _SELDOM),
    }
)
GROUPS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "latin": _LATIN,
        "cyrillic": {"ru": 0.0, "uk": -0.5, "bg": -4.0, "mk": -5.0},
        "arabic": {"ar": 0.0, "fa": -0.5, "ur": -0.5},
        "devanagari": {"hi": 0.0, "mr": -4.0, "ne": -4.0},
    }
)
# Letters that only these write; one of them in a text is worth as much as a telling word.
OWN_LETTERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ə": ("az",),
        "ğ": ("tr", "az"),
        "ı": ("tr", "az"),
        "ş": ("tr", "az", "ro"),
        "ț": ("ro",),
        "ș": ("ro",),
        "ă": ("ro", "vi"),
        "ł": ("pl",),
        "ż": ("pl",),
        "ę": ("pl",),
        "ą": ("pl",),
        "ś": ("pl",),
        "ć": ("pl", "hr"),
        "ñ": ("es", "tl"),
        "¿": ("es",),
        "¡": ("es",),
        "ã": ("pt", "vi"),
        "õ": ("pt", "vi"),
        "ß": ("de",),
        "ä": ("de", "sv", "fi", "sk"),
        "å": ("sv", "no", "da"),
        "ø": ("no", "da"),
        "æ": ("no", "da"),
        "ř": ("cs",),
        "ě": ("cs",),
        "ů": ("cs",),
        "ő": ("hu",),
        "ű": ("hu",),
        "đ": ("vi", "hr"),
        "ơ": ("vi",),
        "ư": ("vi",),
        "ạ": ("vi",),
        "ế": ("vi",),
        "ệ": ("vi",),
        "ộ": ("vi",),
        "ề": ("vi",),
        "і": ("uk",),
        "ї": ("uk",),
        "є": ("uk",),
        "ґ": ("uk",),
        "ы": ("ru",),
        "э": ("ru",),
        "ё": ("ru",),
        "ъ": ("ru", "bg"),
        "ѓ": ("mk",),
        "ќ": ("mk",),
        "ј": ("mk",),
        "ٹ": ("ur",),
        "ڈ": ("ur",),
        "ڑ": ("ur",),
        "ں": ("ur",),
        "ے": ("ur",),
        "ہ": ("ur",),
        "ھ": ("ur",),
        "ژ": ("fa",),
        "پ": ("fa", "ur"),
        "چ": ("fa", "ur"),
        "گ": ("fa", "ur"),
        "ک": ("fa", "ur"),
        "ی": ("fa", "ur"),
        "ة": ("ar",),
        "ي": ("ar",),
        "ك": ("ar",),
        "ى": ("ar",),
        "أ": ("ar",),
        "إ": ("ar",),
    }
)
