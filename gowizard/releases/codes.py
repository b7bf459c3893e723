"""The join code: ten characters on the teacher's screen that say which kit is meant.

Nine of them (45 bits, Crockford's base 32) come from the SHA-256 of the kit's manifest, stretched by 200,000 rounds
of PBKDF2; the tenth is a check character. Who wants another kit with the same code has to try about 2^45 manifests
at 400,000 SHA-256 computations each, 2^63 altogether: some fifty years of a card that does 10^10 a second. Looking
for any two kits with one code is easier and gains nothing, since the teacher's own is honestly made. The check
character finds every single wrong character and every swap of two neighbours, so that a typo is told from another kit.
"""

from __future__ import annotations

import hashlib

from gowizard.errors import UsageError
from gowizard.locales import _

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", "－": "", "—": "", "–": "", " ": "", "\u3000": ""})
_DATA = 9
_ROUNDS = 200_000
_SALT = b"gowizard kit 1"


def join_code(manifest: bytes) -> str:
    """The code of a manifest, as it is shown: `7K2QX-M4RTB`. Takes about a tenth of a second."""
    digest = hashlib.sha256(manifest).digest()
    number = int.from_bytes(hashlib.pbkdf2_hmac("sha256", digest, _SALT, _ROUNDS)) >> (256 - 5 * _DATA)
    values = [number >> 5 * place & 31 for place in reversed(range(_DATA))]
    text = "".join(_ALPHABET[value] for value in (*values, _check(values)))
    return f"{text[:5]}-{text[5:]}"


def parse_code(typed: str) -> str:
    """The code as it is shown, from what was typed: case, blanks and hyphens are free; O is 0, I and L are 1.

    Raises UsageError for a text of another length, and where the check character finds a typo.
    """
    text = typed[:100].strip().upper().translate(_READ_AS)
    if len(text) != _DATA + 1 or any(char not in _ALPHABET for char in text):
        raise UsageError(
            _("That is no code of a kit"),
            _("It has ten letters and digits, such as {example}.").format(example="7K2QX-M4RTB"),
            _("Type it again from the teacher's screen."),
        )
    values = [_ALPHABET.index(char) for char in text]
    if _check(values[:-1]) != values[-1]:
        raise UsageError(
            _("The code of the kit has a typo"),
            _("Its last character does not fit the others."),
            _("Type it again from the teacher's screen."),
        )
    return f"{text[:5]}-{text[5:]}"


def _check(values: list[int]) -> int:
    """A sum over GF(32) in which every place has a weight of its own, a power of x modulo x^5 + x^2 + 1."""
    total = 0
    for value in values:
        total = (total ^ value) << 1
        total = total ^ 0x25 if total & 32 else total
    return total
