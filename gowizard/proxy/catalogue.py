"""The module proxies that are known, as data. What is unverified says so: probes count."""

from __future__ import annotations

from gowizard.dataclass import dataclass
from gowizard.locales import N_


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A module proxy. `operator` sees the name and version of every module that is fetched through it.

    `sumdb` says whether it also passes on the checksum database; None where that is not known.
    """

    name: str  # what `--goproxy NAME` and `gowizard proxy use NAME` take
    url: str  # the base, without a slash at its end
    title: str
    operator: str
    note: str = ""  # what is known of its state
    sumdb: bool | None = None
    official: bool = False  # run by the Go project: the only ones contacted unasked

    @property
    def setting(self) -> str:
        """The value for GOPROXY."""
        return f"{self.url},direct"


DEFAULT = Entry(
    name="default",
    url="https://proxy.golang.org",
    title=N_("Go's default"),
    operator=N_("Google, for the Go project"),
    note=N_("Keeps module names as its privacy page says. Not reachable from mainland China."),
    sumdb=False,
    official=True,
)

CATALOGUE = (
    DEFAULT,
    Entry(
        name="goproxy.cn",
        url="https://goproxy.cn",
        title="goproxy.cn",
        operator=N_("the goproxy.cn project with Qiniu Cloud, China"),
        note=N_("Open source; the one most used in China."),
        sumdb=True,
    ),
    Entry(
        name="goproxy.io",
        url="https://goproxy.io",
        title="goproxy.io",
        operator=N_("the goproxy.io project, China"),
        note=N_("Open source, but quiet since 2024; wrong answers have been reported."),
        sumdb=True,
    ),
    Entry(
        name="aliyun",
        url="https://mirrors.aliyun.com/goproxy",
        title=N_("Aliyun"),
        operator=N_("Alibaba Cloud, China"),
        note=N_("How it treats the checksum database is not verified."),
    ),
    Entry(
        name="tencent",
        url="https://mirrors.cloud.tencent.com/go",
        title=N_("Tencent Cloud"),
        operator=N_("Tencent Cloud, China"),
        note=N_("How it treats the checksum database is not verified."),
    ),
    Entry(
        name="huawei",
        url="https://repo.huaweicloud.com/repository/goproxy",
        title=N_("Huawei Cloud"),
        operator=N_("Huawei Cloud, China"),
        note=N_("Its pages pair it with a setting that switches verification off: gowizard does not."),
    ),
    Entry(
        name="baidu",
        url="https://goproxy.baidu.com",
        title=N_("Baidu"),
        operator=N_("Baidu, China"),
        note=N_("How it treats the checksum database is not verified."),
    ),
)

SUMDB = "sum.golang.org"
SUMDB_COMPANION = "sum.golang.google.cn"  # the same log and key under another name; the go command knows it


def named(name: str) -> Entry | None:
    """The entry that is called that, or that has that base."""
    wanted = name.strip().rstrip("/").lower()
    return next((entry for entry in CATALOGUE if wanted in (entry.name, entry.url)), None)


def custom(url: str) -> Entry:
    """An entry for an address that is not in the catalogue; credentials are kept in `url` only."""
    from urllib.parse import urlsplit

    try:
        host = urlsplit(url).hostname or url
    except ValueError:  # an IPv6 address with one bracket; the probe will say that it is none
        host = url
    return Entry(name=host, url=url.rstrip("/"), title=host, operator=N_("whoever runs it"))
