"""Whether an e-mail address is an office's or a person's: only the former is kept of organisations."""

import re
from typing import Final

_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?P<domain>(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63})"
)
# What offices call their mailboxes, in the languages addresses are written in: beginnings, then whole words.
_OFFICE: Final = re.compile(
    r"(?:academ|admin|admis|alumn|ambas|atenc|bibliot|cabinet|cancel|centr|chancel|citizen|cons[uo]l|contact"
    r"|correo|correu|council|coord|cultur|decan|depart|direc|econom|educ|embass|erasmus|escola|escuela|europ"
    r"|event|exchange|faculta|foreign|formac|gener|gest|glob|govern|incom|inform|instit|inter|kanzlei|kontakt"
    r"|legal|library|local|mobil|municip|offic|ofici|outgo|plan|posteingang|prens|press|premsa|proj|proy"
    r"|protocol|public|rector|regist|relac|relat|repre|secret|serv|stud|support|team|tech|territ|visa).*"
    r"|adm|amb|city|com|cons|dep|dg|dir|emb|eu|ext|gen|hello|help|hola|hr|ies|inf|info|int|intl|iro|it|mail"
    r"|main|mayor|media|net|news|oari|off|opi|ori|post|ref|reg|rel|rep|res|sec|tic|uni|vis|web|world"
)
_NAME: Final = re.compile(r"[a-z]{2,}[._-][a-z]{2,}|[a-z][._-][a-z]{3,}")


def is_address(text: str) -> bool:
    """Whether ``text`` has the form of one e-mail address with a domain that could exist."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None


def looks_personal(address: str, *, known: tuple[str, ...] = ()) -> bool:
    """Whether the address seems to be a person's: two bare words, such as name.surname@ or n.surname@.

    It is an office's where one of the words begins like a department, stands in the domain, or is among the
    words of ``known`` (the name of the organisation, its city). A guess, and on the careful side.
    """
    local, _, domain = address.casefold().partition("@")
    if not _NAME.fullmatch(local):
        return False
    words = re.split("[._-]", local)
    places = {word for text in known for word in re.findall(r"\w+", text.casefold())}
    return not any(
        word in places or word in domain or _OFFICE.fullmatch(word) for word in words if len(word) > 1
    )
