"""What the network check found, in words. It declares no checks of its own."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from gowizard.dataclass import replace
from gowizard.doctor import commands
from gowizard.doctor.endpoints import Answer
from gowizard.doctor.go_folders import Folder, origins_of
from gowizard.doctor.mending import without_lines
from gowizard.doctor.model import Evidence, Finding, Likelihood, Origin, Remedy, Severity
from gowizard.doctor.scene import Scene
from gowizard.locales import _
from gowizard.proxy import DEFAULT, SUMDB_COMPANION, addresses
from gowizard.redact import redacted, without_credentials
from gowizard.releases import Version

_MOD = "https://go.dev/ref/mod#environment-variables"
_SUM = "https://go.dev/ref/mod#checksum-database"
_MIRROR = "goproxy.cn"
_VARIABLES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")
_LOCAL = {"localhost", "127.0.0.1", "::1"}


def nothing_answers(answers: Sequence[Answer], environment: Mapping[str, str]) -> Finding:
    """No server that Go would ask can be reached: one advice, whatever the layers."""
    proxy = without_credentials(_proxy_in(environment))
    through = _("Everything goes through the proxy {url}: it may be the one that is silent.")
    alone = _("There may be no network at this moment; behind a company proxy, HTTPS_PROXY has to be set.")
    return Finding(
        id="no-network",
        entry=(17,),
        severity=Severity.ADVICE,
        title=_("No server on the network could be reached"),
        affects=_("Go itself works without one; what is not here yet cannot be fetched."),
        evidence=tuple(_evidence(answer) for answer in answers[:3]),
        explanation=through.format(url=proxy) if proxy else alone,
        likelihood=Likelihood.POSSIBLE,
        links=(_MOD,),
    )


def proxy_fails(scene: Scene, answer: Answer, default: Answer | None) -> Finding:
    """One module proxy; its setting is taken away where its host does not exist and Go's own default answers."""
    value, origin = scene.setting("GOPROXY")
    unknown = answer.kind == "dns" and not answer.passing and answer.endpoint.role == "proxy"
    gone = unknown and default is not None and default.ok
    wanted = _newer_wanted(scene)
    title = _("GOPROXY names a server that does not exist: {url}") if gone else _("No way to the module proxy {url}")
    entry = (41, 17) if answer.endpoint.role == "proxy" else (17,)
    return Finding(
        id="goproxy-host" if gone else "module-proxy",
        about=answer.endpoint.host,
        entry=(*entry, 12) if wanted else entry,
        severity=Severity.HURTS,
        title=title.format(url=answer.endpoint.shown),
        affects=_("Modules cannot be fetched.")
        if not wanted
        else _("Modules cannot be fetched, nor {version}, which this project asks for.").format(version=wanted),
        evidence=(_stored(value, origin), _evidence(answer)),
        explanation=_("After “,” Go asks the next in the list only where this one says that it has no such module."),
        likelihood=Likelihood.CERTAIN if gone else Likelihood.LIKELY,
        origin=(origin,),
        remedy=_drop(scene, origin) if gone else _other_proxy(value),
        links=(_MOD,),
    )


def _drop(scene: Scene, origin: Origin) -> Remedy:
    origins = origins_of(scene, Folder(key="GOPROXY", path=scene.home, origin=origin))
    remedy = without_lines(scene, "GOPROXY", origins or (origin,))
    return replace(remedy, alternative=_("Or name another: gowizard proxy use NAME"))


def _other_proxy(value: str) -> Remedy:
    default = addresses(value)[:1] == (DEFAULT.url,)
    return Remedy(
        title=_("Look for a module proxy that answers here"),
        commands=("gowizard proxy", f"gowizard proxy use {_MIRROR if default else 'default'}"),
        reason=_(
            "Another operator would see the names of your modules, and a company may want its own: you decide. "
            "Downloads stay checked."
        ),
    )


def _newer_wanted(scene: Scene) -> str:
    """The version that the project asks for, where the Go here is older; "" otherwise."""
    project, go = scene.host.project, scene.go
    wanted = Version.try_parse(f"go{project.minimum}") if project and project.minimum else None
    here = Version.try_parse(go.version) if go else None
    return wanted.name if wanted and here and wanted > here else ""


def sums_fail(scene: Scene, failed: Answer, *, companion: bool) -> Finding:
    """The checksum database; its companion is named where that answers. It is never switched off."""
    value, origin = scene.setting("GOSUMDB")
    commands = (f"go env -w GOSUMDB={SUMDB_COMPANION}",) if companion else (f"gowizard proxy use {_MIRROR}",)
    return Finding(
        id="checksum-database",
        entry=(42,),
        severity=Severity.HURTS,
        title=_("No way to the checksum database {host}").format(host=failed.endpoint.host),
        affects=_("Modules that are new here cannot be checked, so Go refuses them."),
        evidence=(_evidence(failed),),
        explanation=_("{host} holds the same, under another name.").format(host=SUMDB_COMPANION)
        if companion
        else _("Some module proxies pass it on."),
        likelihood=Likelihood.LIKELY,
        origin=(origin,) if value else (),
        remedy=Remedy(
            title=_("Take another way to the checksum database"),
            commands=commands,
            reason=_("It is a decision about whom to trust. Never switch the check off: GOSUMDB=off protects nobody."),
        ),
        links=(_SUM,),
    )


_TRUST = {
    "windows": ('certutil -addstore -user Root "company.crt"',),
    "darwin": ("sudo security add-trusted-cert -d -k /Library/Keychains/System.keychain company.crt",),
}
_TRUST_LINUX = (
    "sudo cp company.crt /usr/local/share/ca-certificates/ && sudo update-ca-certificates",
    "sudo apt-get install ca-certificates",
)


def not_trusted(scene: Scene, answers: Sequence[Answer], environment: Mapping[str, str]) -> Finding:
    """Certificates that nobody here knows: a company's inspection, a missing store, or an attack."""
    issuers = list(dict.fromkeys(answer.issuer for answer in answers if answer.issuer))
    file = next((environment[name] for name in ("SSL_CERT_FILE", "SSL_CERT_DIR") if environment.get(name)), "")
    return Finding(
        id="tls-untrusted",
        entry=(20, 97) if file else (20,),
        severity=Severity.HURTS,
        title=_("Secure connections are signed by somebody unknown here: {issuer}").format(issuer=issuers[0])
        if issuers
        else _("Secure connections cannot be trusted here"),
        affects=_("Modules cannot be fetched: “certificate signed by unknown authority”."),
        evidence=tuple(_evidence(answer) for answer in answers[:4]),
        explanation=_("A company or a security program reads connections here, or the system's list is missing."),
        likelihood=Likelihood.LIKELY,
        remedy=Remedy(
            title=_("Let your company's administrator tell you which certificate to install"),
            commands=_TRUST.get(scene.host.system.os, _TRUST_LINUX),
            reason=_("Whom to trust is your decision. Never switch the check off (GOINSECURE, GONOSUMDB)."),
        ),
        links=("https://pkg.go.dev/crypto/x509#SystemCertPool",),
    )


def is_local_proxy(environment: Mapping[str, str]) -> bool:
    """Whether the proxy that the environment names is on this very machine."""
    value = _proxy_in(environment)
    return urlsplit(value if "://" in value else f"http://{value}").hostname in _LOCAL


def _proxy_in(environment: Mapping[str, str]) -> str:
    names = (*_VARIABLES, "ALL_PROXY", "all_proxy")
    return next((environment[name] for name in names if environment.get(name)), "")


def http_proxy_fails(scene: Scene, answers: Sequence[Answer], environment: Mapping[str, str]) -> Finding:
    """The company's proxy does not let through."""
    origins = tuple(origin for name in _VARIABLES for origin in scene.origins(name))
    wanted = any(answer.status == 407 for answer in answers)
    return Finding(
        id="http-proxy-fails",
        entry=(21,),
        severity=Severity.HURTS,
        title=_("The proxy {url} does not let Go through").format(url=without_credentials(_proxy_in(environment))),
        affects=_("Nothing can be fetched: “proxyconnect tcp”, “Proxy Authentication Required”."),
        evidence=(*(_stored(o.text, o) for o in origins), *(_evidence(answer) for answer in answers[:2])),
        explanation=_("It wants a user name and a password.") if wanted else _("Its address or its port may be wrong."),
        likelihood=Likelihood.LIKELY,
        origin=origins,
        remedy=Remedy(
            title=_("Set the right address"),
            commands=(commands.set_variable(scene, "HTTPS_PROXY", "http://NAME:PASSWORD@HOST:PORT"),)
            if wanted
            else (
                commands.set_variable(scene, "HTTPS_PROXY", "http://HOST:PORT"),
                commands.unset_variable(scene, "HTTPS_PROXY", "HTTP_PROXY"),
            ),
            reason=_("Which it is, your network's administrator knows. Special characters are written as %XX."),
        ),
        links=("https://pkg.go.dev/net/http#ProxyFromEnvironment",),
    )


def web_page(answers: Sequence[Answer]) -> Finding:
    """A sign-in page, or a company's refusal, in the place of an answer."""
    return Finding(
        id="sign-in-page",
        entry=(45,),
        severity=Severity.HURTS,
        title=_("A web page comes where Go asks for modules"),
        affects=_("Downloads fail, with “checksum mismatch” and “SECURITY ERROR” among other messages."),
        evidence=tuple(Evidence(where=answer.endpoint.shown, what="text/html") for answer in answers),
        explanation=_("A network that wants you to sign in answers so, and so do some company proxies."),
        likelihood=Likelihood.LIKELY,
        remedy=Remedy(
            title=_("Sign in to the network"),
            commands=("http://neverssl.com",),
            reason=_("Open any page in a browser. Nothing has to be changed here; go.sum above all."),
        ),
        links=("https://go.dev/ref/mod#goproxy-protocol",),
    )


def clock_wrong(scene: Scene, answer: Answer, now: float) -> Finding:
    """This machine's clock against a server's."""

    def shown(seconds: float) -> str:
        return time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(seconds))

    wsl = scene.host.system.wsl
    command = {"windows": "w32tm /resync", "darwin": "sudo sntp -sS time.apple.com"}.get(
        scene.host.system.os, "sudo hwclock -s" if wsl else "sudo timedatectl set-ntp true"
    )
    return Finding(
        id="clock",
        entry=(87,),
        severity=Severity.HURTS,
        title=_("This machine's clock is wrong: it says {time}").format(time=shown(now)),
        affects=_("Secure connections fail: “certificate has expired or is not yet valid”."),
        evidence=(Evidence(where=answer.endpoint.shown, what=shown(answer.clock or 0)),),
        explanation=_("Virtual machines lose time while they sleep, and small computers have no clock of their own."),
        remedy=Remedy(
            title=_("Set the clock"),
            commands=(command,),
            reason=_("It needs the administrator, and may disturb services that run."),
        ),
        links=(),
    )


def odd_ways(remarks: Sequence[str]) -> Finding:
    """IPv6 that leads nowhere, a slow name server."""
    return Finding(
        id="ipv6",
        entry=(88,),
        severity=Severity.ADVICE,
        title=_("The network answers, but some of its ways lead nowhere"),
        affects=_("Downloads hang for a while, or break off with a time-out."),
        evidence=tuple(Evidence(where=_("network"), what=remark) for remark in remarks),
        explanation=_("This is for whoever runs the network; a module proxy nearby may help until then."),
        likelihood=Likelihood.LIKELY,
        links=("https://go.dev/issue/76375",),
    )


def _evidence(answer: Answer) -> Evidence:
    parts = [answer.title, *answer.cause.splitlines()[:1]]
    return Evidence(where=answer.endpoint.shown, what=": ".join(part for part in parts if part) or _("no answer"))


def _stored(value: str, origin: Origin) -> Evidence:
    if origin.path is None:
        return Evidence(where="GOPROXY", what=redacted(value))
    return Evidence(where=origin.place, what=redacted(origin.text or value))
