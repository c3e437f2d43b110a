"""What an address says of who is behind it: robots, ourselves, nobody at all."""

import re
from functools import cache
from typing import Final

from publicsuffixlist import PublicSuffixList

_LABEL: Final = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOMAIN: Final = re.compile(rf"(?:{_LABEL}\.)+{_LABEL}\.?")
_LITERAL: Final = re.compile(r"\[(?:ipv6:)?[0-9a-f.:]{3,45}\]", re.IGNORECASE)
_LOCAL: Final = re.compile(r'[^\s<>()\[\],;:@\\"\x00-\x20\x7f]{1,64}|"[^"\\\r\n]{1,62}"')
_LONGEST_ADDRESS: Final = 254
_LONGEST_REWRITTEN: Final = 600
# RFC 2606 and 6761: nobody ever reads mail there.
_NOWHERE: Final = ("invalid", "localhost", "localdomain", "local", "onion", "arpa")

# Addresses that robots write from, or that RFC 2142 keeps for machines and their keepers. People's
# names do not look like these; `support`, `info` and `help` are people or another desk.
_ROBOTS: Final = frozenset(
    {"mailer-daemon", "mailerdaemon", "mail-daemon", "postmaster", "listserv", "majordomo"}
    | {"nobody", "root", "daemon", "www-data", "autoresponder", "auto-reply", "autoreply"}
    | {"listproc", "mailman", "uucp", "mailer", "mdaemon", "notify", "autoanswer"}
    | {"notification", "notifications", "newsletter", "newsletters", "alerts", "auto-confirm"}
)
_ROLES: Final = frozenset({"abuse", "hostmaster", "webmaster", "noc", "security"})
_ROBOT: Final = re.compile(
    r"microsoftexchange[0-9a-f]{20,40}|auto[-_.]?(?:responder|response|responses|replies)|"
    r"owner-.+|.+-owner|.+-request|.+-bounces?|bounces?(?:[-+=._].*)?|mailer-daemon.*|"
    r"(?:.+[-_.])?(?:no|not|do[-_.]?not|dont|never)[-_.]?(?:reply|respond|answer)(?:[-_.+\d].*)?|"
    r"(?:.+[-_.])?(?:nao|no|non)[-_.]?(?:responda|responder|respondas|rispondere)|"
    r"(?:.+[-_.])?ne[-_.]?pas[-_.]?repondre|(?:.+[-_.])?(?:nicht|keine)[-_.]?antworten?|"
    r"(?:.+[-_.])?nie[-_.]?odpowiada[cj]|(?:.+[-_.])?niet[-_.]?beantwoorden"
)
_BATV: Final = re.compile(r"(?:prvs=[0-9a-z]{6,16}=|btv1==[0-9a-z]+==)(.+)", re.IGNORECASE)
_BATV_TAIL: Final = re.compile(r"(.+)=[0-9a-z]{6,16}", re.IGNORECASE)
_SRS: Final = re.compile(
    r"srs[01][+=-].*?[+=-]?[0-9a-z/+]{2,6}=[0-9a-z]{2}=([^=@]+)=([^@]+)", re.IGNORECASE
)


def is_sendable(address: str) -> bool:
    """Return whether an address can be put into RCPT (RFC 5321 section 4.5.3.1, RFC 6531)."""
    local, at, domain = address.rpartition("@")
    if not at or len(address) > _LONGEST_ADDRESS or not _LOCAL.fullmatch(local):
        return False
    if _LITERAL.fullmatch(domain):
        return True
    top = domain.rstrip(".").rpartition(".")[2].lower()
    return _DOMAIN.fullmatch(domain) is not None and top not in _NOWHERE


def is_robot(address: str) -> bool:
    """Return whether the local part names a robot or one of RFC 2142's keepers of machines."""
    return is_machine(address) or _local(address).partition("+")[0] in _ROLES


def is_machine(address: str) -> bool:
    """Return whether the local part is one that only software writes from."""
    local = _local(address)
    return local.partition("+")[0] in _ROBOTS or _ROBOT.fullmatch(local) is not None


def _local(address: str) -> str:
    return (address.rpartition("@")[0] or address)[-_LONGEST_REWRITTEN:].casefold().strip('"')


def bare_address(address: str) -> str:
    """Return an address lower-cased, with SRS, BATV and a plus-tag undone.

    SRS (`SRS0=hash=tt=domain=local@relay`) names the address that a relay rewrote; BATV
    (`prvs=tag=local@domain`) signs it.
    """
    address = address.strip().strip("<>").lower()
    local, at, domain = address.rpartition("@")
    if len(address) > _LONGEST_REWRITTEN:
        return address
    if rewritten := _SRS.fullmatch(local):
        local, domain = rewritten[2], rewritten[1]
    if signed := _BATV.fullmatch(local) or _BATV_TAIL.fullmatch(local):
        local = signed[1]
    return f"{local.partition('+')[0] or local}{at}{domain.rstrip('.')}"


def organisational_domain(domain: str) -> str:
    """Return the domain that an organisation registered (RFC 7489 section 3.2).

    By the public suffix list that the package carries; the domain itself where the list knows
    nothing shorter.
    """
    domain = domain.lower().rstrip(".")
    return _suffixes().privatesuffix(domain) or domain


@cache
def _suffixes() -> PublicSuffixList:
    """Read the list once; 0.16 s, so not before it is wanted."""
    return PublicSuffixList()
