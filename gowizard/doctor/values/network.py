"""Settings of module downloads: GOPROXY, GOSUMDB, and the patterns of private modules."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from gowizard.doctor.model import Likelihood, Severity
from gowizard.doctor.values.fault import Fault
from gowizard.locales import _
from gowizard.redact import redacted

_PROXY_LINK = "https://go.dev/ref/mod#environment-variables"
_SUM_LINK = "https://go.dev/ref/mod#checksum-database"
_PRIVATE_LINK = "https://go.dev/ref/mod#private-modules"
_SUM_HOSTS = ("sum.golang.org", "sum.golang.google.cn")
_DEFAULT_PROXY = "https://proxy.golang.org,direct"


def judge_proxy(hosts: Iterable[str]) -> Callable[[str], Fault | None]:
    """GOPROXY by the go command's rules (modfetch/proxy.go, proxyList); `hosts` are the proxies that are well known."""
    known = tuple(hosts)

    def judge(value: str) -> Fault | None:
        if parted := _parted(value):
            meant = [_mended(word, known) for word in re.split(r"[,|]", parted)]
            if all(meant):
                title = _("GOPROXY is not parted by “,” or “|”: {value}").format(value=redacted(value))
                return _proxy(title, _or_default(",".join(word or "" for word in meant)))
        words = [word.strip() for word in re.split(r"[,|]", value)]
        if not any(words):
            return _proxy(_("GOPROXY is set to nothing: Go's own default is hidden"), None)
        if words[0] == "off":
            return _off()
        marks = re.findall(r"[,|]", value)
        mended = [_mended(word, known) for word in words]
        if any(good is None for good in mended):
            wrong = next(word for word, good in zip(words, mended, strict=True) if good is None)
            kept = [good for good in mended if good]
            new = ",".join(kept) if any(good not in {"direct", "off"} for good in kept) else None
            return _proxy(_("GOPROXY holds what is no address: {value}").format(value=redacted(wrong)), new)
        if changed := [(word, good) for word, good in zip(words, mended, strict=True) if word != good]:
            new = "".join((good or "") + mark for good, mark in zip(mended, [*marks, ""], strict=True))
            if _same_host(*changed[0]):
                title = _("GOPROXY holds a misspelled address: {value}").format(value=redacted(changed[0][0]))
                return _proxy(title, _or_default(new))
            title = _("GOPROXY holds {host}; {meant} may have been meant")
            told = title.format(host=_host(changed[0][0]), meant=_host(changed[0][1] or ""))
            return _proxy(told, _or_default(new), likelihood=Likelihood.LIKELY)
        if "direct" in words[:-1] or "off" in words[:-1]:
            return _unreached(words, marks)
        return None

    return judge


def _parted(value: str) -> str:
    """The list with commas, where it is parted by blanks, semicolons or the commas of Chinese; else nothing."""
    told = re.sub(r"\s*[\uff0c\u3001\uff1b;]\s*|(?<![,|\s])\s+(?![,|\s])", ",", value.strip())
    return told.strip(",") if told != value.strip() else ""


def _mended(word: str, known: tuple[str, ...]) -> str | None:
    """The word as it should be, the word itself where nothing is wrong, None where no sense can be made of it."""
    if word in {"", "off", "direct"}:
        return word
    plain = word.strip("\"'`“”‘’ <>")
    if re.fullmatch(r"(?i)direct|off", plain):
        return plain.lower()
    plain = re.sub(r"^(https?|file):?/{1,2}(?!/)", r"\1://", plain) if not plain.startswith("file:///") else plain
    plain = re.sub(r"^(?:htps|htpps|hhtps|httsp|ttps|htttps)://", "https://", plain)
    address = plain if "://" in plain else f"https://{plain}"
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme == "file":
        return plain if parts.path.startswith("/") else None
    if parts.scheme not in {"http", "https"} or not host or re.search(r"\s", plain):
        return None
    if "." not in host and host != "localhost" and parts.port is None and "://" not in plain:
        return None  # a bare word
    near = next((name for name in known if name != host and near_to(host, name)), "")
    if near and host not in known:
        return plain.replace(host, near, 1)
    return plain


def near_to(word: str, right: str) -> bool:
    """Whether one slip of the keyboard lies between two names: a letter more, less, other, or two swapped."""
    if word == right or abs(len(word) - len(right)) > 1:
        return False
    start = 0
    while start < min(len(word), len(right)) and word[start] == right[start]:
        start += 1
    one, two = word[start:], right[start:]
    return one[1:] == two[1:] or one[1:] == two or one == two[1:] or (one[:2] == two[1::-1] and one[2:] == two[2:])


def _host(word: str) -> str:
    return (urlsplit(word if "://" in word else f"https://{word}").hostname or word).strip("\"'")


def _same_host(one: str, two: str | None) -> bool:
    try:
        return not re.fullmatch(r"[\w.:/-]+", one) or "://" not in one or _host(one) == _host(two or "")
    except ValueError:
        return True


def _or_default(value: str) -> str | None:
    return None if value == _DEFAULT_PROXY else value


def _proxy(title: str, new: str | None, *, likelihood: Likelihood = Likelihood.CERTAIN) -> Fault:
    return Fault(
        id="goproxy",
        entry=(41,),
        severity=Severity.HURTS,
        title=title,
        affects=_("No module and no further version of Go can be downloaded."),
        explanation=_("GOPROXY is a list of addresses parted by “,” or “|”, written without quotation marks."),
        new=new,
        likelihood=likelihood,
        links=(_PROXY_LINK,),
    )


def _off() -> Fault:
    return Fault(
        id="goproxy-off",
        entry=(41,),
        severity=Severity.HURTS,
        title=_("GOPROXY is off: nothing is ever downloaded"),
        affects=_("`go get`, and builds of projects whose modules are not here yet, fail."),
        explanation=_("This may be meant so, on a machine that must not download. Without it, Go uses its default."),
        likelihood=Likelihood.POSSIBLE,
        preselected=False,
        risk=_("If it is a rule of your organisation, leave it."),
        links=(_PROXY_LINK,),
    )


def _unreached(words: list[str], marks: list[str]) -> Fault:
    last = next(index for index, word in enumerate(words) if word in {"direct", "off"})
    kept = "".join(word + mark for word, mark in zip(words[: last + 1], [*marks[:last], ""], strict=True))
    return Fault(
        id="goproxy-unreached",
        entry=(41,),
        severity=Severity.ADVICE,
        title=_("What stands after “{word}” in GOPROXY is never asked").format(word=words[last]),
        explanation=_("Go stops reading the list at “direct” and at “off”."),
        new=_or_default(kept),
        links=(_PROXY_LINK,),
    )


def judge_sumdb(value: str) -> Fault | None:
    """GOSUMDB by the go command's rules (modfetch/sumdb.go, dbDial)."""
    if value == "off":
        return Fault(
            id="gosumdb-off",
            entry=(42,),
            severity=Severity.ADVICE,
            title=_("GOSUMDB is off: downloads are checked by nobody"),
            affects=_("A module that was tampered with would not be noticed when it is first fetched."),
            explanation=_("Where sum.golang.org cannot be reached, sum.golang.google.cn answers the same."),
            alternative="GOSUMDB=sum.golang.google.cn",
            preselected=False,
            links=(_SUM_LINK,),
        )
    words = value.split()
    if words and len(words) <= 2 and (words[0] in _SUM_HOSTS or _is_verifier(words[0])):
        return None
    if not words:
        title = _("GOSUMDB is set to nothing: Go's own default is hidden")
    else:
        title = _("GOSUMDB names no checksum database that Go knows: {value}").format(value=redacted(value))
    chinese = bool(words) and words[0].endswith((".cn", ".google.com"))
    return Fault(
        id="gosumdb",
        entry=(42,),
        severity=Severity.HURTS,
        title=title,
        affects=_("Every download of a module that is new here fails."),
        explanation=_("Go knows sum.golang.org and sum.golang.google.cn; any other needs its whole public key."),
        new="sum.golang.google.cn" if chinese else None,
        links=(_SUM_LINK,),
    )


def _is_verifier(word: str) -> bool:
    """NAME+HASH+KEY, as golang.org/x/mod/sumdb/note writes it: eight hex digits, base64 that begins with 1."""
    match = re.fullmatch(r"([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)", word)
    if match is None:
        return False
    try:
        key = base64.b64decode(match[3], validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(key) == 33 and key[0] == 1


def judge_private(key: str) -> Callable[[str], Fault | None]:
    """GOPRIVATE and its kin that cover every module there is."""

    def judge(value: str) -> Fault | None:
        if parted := _parted(value):
            return Fault(
                id="private-parted",
                entry=(43,),
                severity=Severity.HURTS,
                title=_("{key} is not parted by commas: {value}").format(key=key, value=value),
                affects=_("None of its modules is taken for private: they are asked of a proxy, and fail."),
                explanation=_("Go reads the whole as one pattern, which fits nothing."),
                new=parted,
                links=(_PRIVATE_LINK,),
            )
        globs = [glob.strip() for glob in value.split(",") if glob.strip()]
        wide = [glob for glob in globs if re.fullmatch(r"[*?./]*\*[*?./]*", glob)]
        public = [glob for glob in globs if re.fullmatch(r"(github\.com|gitlab\.com|bitbucket\.org)(/\*)?", glob)]
        if wide:
            kept = ",".join(glob for glob in globs if glob not in wide)
            return _too_wide(key, wide[0], kept or None)
        if public:
            return Fault(
                id="private-wide",
                entry=(43,),
                severity=Severity.ADVICE,
                title=_("{key} takes all of {host} for private").format(key=key, host=public[0].partition("/")[0]),
                affects=_("Public modules of that host are fetched slowly, and checked by nobody."),
                explanation=_("Name your own folder there instead, such as github.com/my-team."),
                likelihood=Likelihood.POSSIBLE,
                preselected=False,
                links=(_PRIVATE_LINK,),
            )
        return None

    return judge


def _too_wide(key: str, glob: str, kept: str | None) -> Fault:
    fails = key in {"GOPRIVATE", "GONOPROXY"}  # the others only leave out checks: nothing fails, and it may be a rule
    return Fault(
        id="private-all",
        entry=(43,),
        severity=Severity.HURTS if fails else Severity.ADVICE,
        title=_("{key}={glob} takes every module for private").format(key=key, glob=glob),
        affects=_("Modules come from their own hosts without a mirror, and are checked by nobody.")
        if fails
        else _("Downloads are checked by nobody."),
        explanation=_("Meant for a company's own modules: only their paths should stand there."),
        new=kept,
        alternative=_("Name what is private: {key}=git.example.com/my-team").format(key=key),
        risk=_("Private modules fail until their paths are named."),
        links=(_PRIVATE_LINK,),
    )
