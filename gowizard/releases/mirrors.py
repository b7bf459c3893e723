"""Mirrors of Go's archives, as data (state as last reported in 2026). What counts is what a probe finds."""

from __future__ import annotations

from gowizard.dataclass import dataclass
from gowizard.errors import UsageError
from gowizard.locales import N_, _

PREFIX = "mirror:"


@dataclass(frozen=True, kw_only=True)
class Mirror:
    """A host that copies Go's archives. It gives bytes only: never a list, never a digest."""

    name: str  # `mirror:NAME` is what --source takes
    title: str
    short: str = ""  # for narrow lists; "" where the title is short
    base: str  # the folder of the archives, with a slash at its end
    index: str = ""  # what its folder page is: "fancyindex", "autoindex", "" where unknown or none
    note: str = ""  # what is known of its state
    dead: str = ""  # why it is not asked any more; "" for one that may be

    @property
    def source(self) -> str:
        """What --source takes."""
        return PREFIX + self.name


MIRRORS = (
    Mirror(
        name="aliyun",
        title=N_("Aliyun (Alibaba Cloud)"),
        short=N_("Aliyun"),
        base="https://mirrors.aliyun.com/golang/",
        index="fancyindex",
        note=N_("Used by many tools. Does not always say how long a file is."),
    ),
    Mirror(
        name="nju",
        title=N_("Nanjing University"),
        base="https://mirrors.nju.edu.cn/golang/",
        index="fancyindex",
    ),
    Mirror(
        name="hust",
        title=N_("Huazhong University of Science and Technology"),
        short=N_("Huazhong (HUST)"),
        base="https://mirrors.hust.edu.cn/golang/",
        index="fancyindex",
    ),
    Mirror(
        name="tencent",
        title=N_("Tencent Cloud"),
        base="https://mirrors.cloud.tencent.com/golang/",
        note=N_("Named in many scripts; not verified."),
    ),
    Mirror(
        name="ustc",
        title=N_("University of Science and Technology of China"),
        short=N_("USTC"),
        base="https://mirrors.ustc.edu.cn/golang/",
        index="autoindex",
        dead=N_("It removed Go in December 2025; its addresses only lead to dl.google.com."),
    ),
    Mirror(
        name="tuna",
        title=N_("Tsinghua University (TUNA)"),
        short=N_("Tsinghua (TUNA)"),
        base="https://mirrors.tuna.tsinghua.edu.cn/golang/",
        dead=N_("It never had Go, although many scripts name it."),
    ),
    Mirror(
        name="huawei",
        title=N_("Huawei Cloud"),
        base="https://mirrors.huaweicloud.com/golang/",
        dead=N_("It answers 401 to everybody who is not its customer."),
    ),
    Mirror(
        name="sjtu",
        title=N_("Shanghai Jiao Tong University"),
        short=N_("Shanghai Jiao Tong"),
        base="https://mirror.sjtu.edu.cn/golang/",
        dead=N_("It declined to copy Go: golang.google.cn is fast enough there."),
    ),
)


def mirror_names() -> tuple[str, ...]:
    """What --source takes for each mirror that may be asked: `mirror:aliyun` and so on.

    They are third parties: only for `probe_sources` when the user opens the list or the official hosts fail.
    """
    return tuple(mirror.source for mirror in MIRRORS if not mirror.dead)


def mirror_named(source: str) -> Mirror:
    """The mirror that `mirror:NAME` means. Raises UsageError for none, an unknown and a dead one."""
    name = source.removeprefix(PREFIX).strip().lower()
    found = next((mirror for mirror in MIRRORS if mirror.name == name), None)
    if found is not None and not found.dead:
        return found
    listed = "\n".join(
        _("{name}: {message}").format(name=mirror.source, message=_(mirror.title))
        for mirror in MIRRORS
        if not mirror.dead
    )
    if found is not None:
        raise UsageError(
            _("The mirror “{name}” is not in use any more").format(name=name),
            _(found.dead),
            _("Others: {names}; or the Go project in China: google-cn.").format(names=_(", ").join(mirror_names())),
        )
    if not name:
        example = _("For example: --source {source}").format(source=mirror_names()[0])
        raise UsageError(_("A mirror has a name"), listed, example)
    import difflib

    near = difflib.get_close_matches(name, [mirror.name for mirror in MIRRORS], 1, 0.6)
    raise UsageError(
        _("There is no mirror “{name}”").format(name=name[:100]),
        listed,
        _("Did you mean {versions}?").format(versions=PREFIX + near[0]) if near else "",
    )
