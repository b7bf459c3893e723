"""What Go would ask over the network, asked: module proxies, the checksum database (12 17 20 21 41 42 45 87 88).

A server that fails is told with the layer at which it fails. Where no server at all can be reached, that is one advice.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from gowizard.doctor.check import ALL, Check
from gowizard.doctor.checks import network_findings as told
from gowizard.doctor.endpoints import NO_WAY, Answer, Endpoint, ask_all
from gowizard.doctor.model import Finding
from gowizard.doctor.origins import read_startup
from gowizard.doctor.scene import Scene
from gowizard.proxy import DEFAULT, SUMDB, SUMDB_COMPANION, addresses

_ITS_OWN = NO_WAY | {"status", "odd", "redirect", "downgrade", "too-large"}  # failures of one server by itself
_SKEW = 300.0  # seconds by which a clock may be wrong
_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")


def look(scene: Scene) -> Iterator[Finding]:
    """Ask everything at once, then say what the answers mean together."""
    environment = _environment(scene)
    if _proxy_not_spoken(environment):
        return
    answers, remarks = ask_all(_endpoints(scene), environment, scene.cancel)
    if remarks and any(answer.ok for answer in answers):
        yield told.odd_ways(remarks)
    far = [answer for answer in answers if not answer.endpoint.is_local]
    near = [answer for answer in answers if answer.endpoint.is_local and answer.endpoint.role == "proxy"]
    if far and all(answer.kind in NO_WAY for answer in far):
        yield told.nothing_answers(far, environment)
        yield from (told.proxy_fails(scene, answer, None) for answer in near if not answer.ok)
        return
    yield from _common(scene, _used(scene, answers), environment)
    yield from _clock(scene, answers)
    yield from _single(scene, answers, environment)


def _environment(scene: Scene) -> dict[str, str]:
    """What a new terminal has; of this session only how it goes out."""
    wanted = {name for variable in _VARIABLES for name in (variable, variable.lower())}
    return {name: value for name, value in scene.session.items() if name in wanted} | dict(scene.fresh)


def _proxy_not_spoken(environment: dict[str, str]) -> bool:
    """Whether Go goes out through a kind of proxy that gowizard does not speak to: it cannot judge the answers."""
    values = [environment.get(name, "") for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")]
    return any("://" in value and not value.lower().startswith("http://") for value in values)


def _endpoints(scene: Scene) -> tuple[Endpoint, ...]:
    value, _origin = scene.setting("GOPROXY")
    bases = [item if "://" in item else f"https://{item}" for item in addresses(value)]
    wanted = [base.rstrip("/") for base in dict.fromkeys(bases) if base.startswith(("http://", "https://"))][:4]
    found = [Endpoint(role="default" if base == DEFAULT.url else "proxy", base=base) for base in wanted]
    if DEFAULT.url not in wanted:
        found.append(Endpoint(role="default", base=DEFAULT.url))
    sums = scene.setting("GOSUMDB")[0].split()
    if sums and sums[0] in {SUMDB, SUMDB_COMPANION} and value.strip() != "off":
        found.append(Endpoint(role="sums", base=f"https://{sums[0]}"))
    # tells a machine without a network from one in whose country only some of Google's servers answer
    found.append(Endpoint(role="companion", base=f"https://{SUMDB_COMPANION}"))
    return tuple(found)


def _used(scene: Scene, answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """The answers of what Go itself would ask; the rest was asked to compare."""
    default = DEFAULT.url in addresses(scene.setting("GOPROXY")[0])
    wanted = {"proxy", "sums", "default"} if default else {"proxy", "sums"}
    return tuple(answer for answer in answers if answer.endpoint.role in wanted)


def _clock(scene: Scene, answers: tuple[Answer, ...]) -> Iterator[Finding]:
    now = time.time()
    if skewed := [answer for answer in answers if answer.clock is not None and abs(answer.clock - now) > _SKEW]:
        yield told.clock_wrong(scene, skewed[0], now)


def _common(scene: Scene, answers: tuple[Answer, ...], environment: dict[str, str]) -> Iterator[Finding]:
    """What is wrong with the way out as a whole."""
    refused = [answer for answer in answers if answer.kind == "proxy"]
    silent = told.is_local_proxy(environment) and all(answer.status is None for answer in refused)
    if refused and not silent:  # a silent one is told without asking anybody: see http_proxies
        yield told.http_proxy_fails(scene, refused, environment)
    if untrusted := [answer for answer in answers if answer.kind == "tls" and answer.clock is None]:
        yield told.not_trusted(scene, untrusted, environment)
    if pages := [answer for answer in answers if answer.kind == "page"]:
        yield told.web_page(pages)


def _single(scene: Scene, answers: tuple[Answer, ...], environment: dict[str, str]) -> Iterator[Finding]:
    """Servers that fail by themselves."""
    default = next((answer for answer in answers if answer.endpoint.role == "default"), None)
    for answer in _used(scene, answers):
        if answer.kind not in _ITS_OWN or (answer.status in {401, 403} and _has_login(scene, answer.endpoint.host)):
            continue
        if answer.endpoint.role == "sums":
            yield from _sums(scene, answer, answers, environment)
        else:
            yield told.proxy_fails(scene, answer, default)


def _has_login(scene: Scene, host: str) -> bool:
    """Whether Go has a name and a password for the host, which gowizard does not use: ~/.netrc, GOAUTH.

    On Windows the file is called _netrc, or .netrc where there is none of that name (cmd/go/internal/auth/netrc.go).
    """
    names = ("_netrc", ".netrc") if scene.host.windows is not None else (".netrc",)
    paths = [Path(scene.variable("NETRC"))] if scene.variable("NETRC") else [scene.home / name for name in names]
    told = next(filter(None, map(read_startup, paths)), b"")
    return host.encode() in told or scene.setting("GOAUTH")[0] not in {"", "netrc", "off"}


def _sums(
    scene: Scene, failed: Answer, answers: tuple[Answer, ...], environment: dict[str, str]
) -> Iterator[Finding]:
    """The checksum database, unless a module proxy passes it on."""
    through = [
        Endpoint(role="sums", base=f"{answer.endpoint.base}/sumdb/{SUMDB}")
        for answer in answers
        if answer.ok and answer.endpoint.role == "proxy"
    ]
    second, _remarks = ask_all(through, environment, scene.cancel, seconds=0.9) if through else ((), ())
    if not any(answer.ok for answer in second):
        companion = any(answer.ok and answer.endpoint.role == "companion" for answer in answers)
        yield told.sums_fail(scene, failed, companion=companion)


CHECKS = (
    Check(
        "network",
        (12, 17, 20, 21, 41, 42, 45, 87, 88),
        look,
        systems=ALL,
        network=True,
        seconds=5.0,
        finds=(
            *("no-network", "module-proxy", "goproxy-host", "checksum-database", "tls-untrusted", "http-proxy-fails"),
            *("sign-in-page", "clock", "ipv6"),
        ),
    ),
)
