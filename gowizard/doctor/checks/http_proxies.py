"""HTTP_PROXY and its kin: values that Go cannot use, and a proxy on this machine that does not run (entry 21)."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from gowizard.doctor.check import ALL, Check
from gowizard.doctor.mending import without_lines
from gowizard.doctor.model import Evidence, Finding, Likelihood, Origin, Severity
from gowizard.doctor.scene import Scene
from gowizard.doctor.stored import look_at
from gowizard.doctor.values.fault import Fault
from gowizard.locales import _
from gowizard.redact import redacted, without_credentials

_KEYS = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
_SCHEMES = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}  # net/http: Transport.Proxy
_LINK = "https://pkg.go.dev/net/http#ProxyFromEnvironment"
_LOCAL = {"localhost", "127.0.0.1", "::1"}


def look(scene: Scene) -> Iterator[Finding]:
    """Each variable by itself, then whether what they name answers on this machine."""
    found = [finding for key in _KEYS for finding in look_at(scene, key, judge, in_file=False)]
    yield from found
    if not found:
        yield from _silent(scene)


def judge(value: str) -> Fault | None:
    """What is wrong with the address of a proxy."""
    if not value:
        return None
    mended = _mended(value)
    if mended is None:
        return _fault(_("A proxy's address makes no sense: {value}").format(value=_shown(value)), None, sure=False)
    if mended == value:
        return None
    return _fault(_("A proxy's address is written wrongly: {value}").format(value=_shown(value)), mended, sure=True)


def _mended(value: str) -> str | None:
    """The address as it should be, the value itself where it is right, None where no sense can be made of it."""
    plain = value.strip().strip("\"'`“”‘’").strip()
    plain = re.sub(r"(?i)^(https?|socks5h?):?/{1,3}(?=[^/])", lambda found: f"{found[1].lower()}://", plain)
    plain = re.sub(r"(?i)^(?:htp|htttp|hhtp|ttp|htpp)://", "http://", plain)
    plain = re.sub(r"(?i)^socks://", "socks5://", plain)
    scheme, mark, rest = plain.partition("://")
    if not mark:
        scheme, rest = "", plain
    if scheme and scheme.lower() not in _SCHEMES:
        return None
    user, at, place = rest.rpartition("@")
    if at:
        name, colon, word = user.partition(":")
        rest = f"{_encoded(name)}{colon}{_encoded(word)}@{place}"
    if not re.fullmatch(r"(?:\[[0-9A-Fa-f:.%]+\]|[\w.-]+)(?::(\d{1,5}))?/?(?:[?].*)?", place):
        return None
    port = re.search(r":(\d{1,5})/?$", place)
    if port and not 0 < int(port[1]) < 65536:
        return None
    return f"{scheme}{mark}{rest}" if mark else rest


def _encoded(text: str) -> str:
    """What stands for itself is left alone, and so are escapes that are there."""
    return re.sub(r"%(?![0-9A-Fa-f]{2})|[^%\w.~!$&'()*+,;=-]", lambda found: quote(found[0], safe=""), text)


def _shown(value: str) -> str:
    """Without a user's name and password, however wrongly they stand there."""
    return without_credentials(re.sub(r"[^/@\"']*[:#][^@]*@|(?<=//)[^/]*@", "", value))


def _fault(title: str, new: str | None, *, sure: bool) -> Fault:
    return Fault(
        id="http-proxy",
        entry=(21,),
        severity=Severity.HURTS,
        title=title,
        affects=_("Nothing can be fetched: “proxyconnect tcp”, “no such host”."),
        explanation=_("It reads http://HOST:PORT, with NAME:PASSWORD@ before HOST if need be, and no quotation marks."),
        new=new,
        likelihood=Likelihood.CERTAIN if sure else Likelihood.LIKELY,
        preselected=sure,
        alternative="" if sure else _("Set the right address instead, if this network needs a proxy."),
        links=(_LINK,),
    )


def _silent(scene: Scene) -> Iterator[Finding]:
    """A proxy program on this machine that is not running; nothing leaves the machine to find that out."""
    for key in _KEYS:
        value = scene.variable(key)
        parts = urlsplit(value if "://" in value else f"http://{value}")
        host, port = parts.hostname or "", parts.port or _SCHEMES.get(parts.scheme, 80)
        if host in _LOCAL and not _listens(host, port):
            yield _not_running(scene, key, value)
            return


def _listens(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=0.5).close()
    except ConnectionRefusedError:
        return False
    except OSError:
        return True
    return True


def _not_running(scene: Scene, key: str, value: str) -> Finding:
    keys = [name for name in _KEYS if scene.variable(name) == value]
    origins = tuple(origin for name in keys for origin in scene.origins(name)) or (Origin(kind="session"),)
    address = without_credentials(value)
    return Finding(
        id="http-proxy-silent",
        about=key,
        entry=(21,),
        severity=Severity.HURTS,
        title=_("{key} names a proxy on this machine that is not running: {url}").format(key=key, url=address),
        affects=_("Nothing can be fetched: “proxyconnect tcp … connection refused”."),
        evidence=tuple(Evidence(where=o.place, what=redacted(o.text or f"{key}={value}")) for o in origins),
        explanation=_("Go sends every request there, and nobody listens."),
        likelihood=Likelihood.LIKELY,
        origin=origins,
        remedy=without_lines(
            scene,
            key,
            scene.origins(key) or (Origin(kind="session"),),
            preselected=False,
            alternative=_("Start the program that belongs there."),
        ),
        links=(_LINK,),
    )


CHECKS = (
    Check("http-proxies", (21,), look, systems=ALL, finds=("http-proxy", "http-proxy-silent", "session-value")),
)
