"""Who is believed: what a voucher's word is worth, and when a source has to be named for it."""

import pytest

from gowizard.errors import UsageError
from gowizard.releases import Archive, Contradiction, NotTrusted, Version, Voucher, check_allowed, pinned

DIGEST = "a" * 64
V = Version.parse("1.27.3")


def archive(voucher, *locations, sha256=DIGEST):
    return Archive(
        version=V,
        filename="go1.27.3.linux-amd64.tar.gz",
        locations=locations or ("https://x.test/f",),
        sha256=sha256,
        size=5,
        format="tar.gz",
        voucher=voucher,
        source="x",
    )


@pytest.mark.parametrize("voucher", [Voucher.OFFICIAL, Voucher.LOGGED, Voucher.PINNED])
def test_the_strong_vouchers_need_no_name(voucher):
    check_allowed(archive(voucher, "http://far.test/f"), source_named=False)


@pytest.mark.parametrize("voucher", [Voucher.COMMUNITY, Voucher.SELF])
def test_the_weak_ones_are_asked_for_by_name(voucher):
    with pytest.raises(NotTrusted) as caught:
        check_allowed(archive(voucher), source_named=False)
    assert "--source x" in caught.value.remedy
    check_allowed(archive(voucher), source_named=True)
    check_allowed(archive(voucher), source_named=False, interactive=True)


@pytest.mark.parametrize(
    ("place", "insecure"),
    [
        ("http://far.test/f", True),
        ("http://10.0.0.1/f", True),
        ("http://127.0.0.1.evil.test/f", True),
        ("http://127.0.0.1:8080/f", False),
        ("http://[::1]/f", False),
        ("http://localhost/f", False),
        ("https://far.test/f", False),
        ("/media/kit/f", False),
    ],
)
def test_plain_http_needs_more(place, insecure):
    if insecure:
        with pytest.raises(NotTrusted) as caught:
            check_allowed(archive(Voucher.SELF, place), source_named=True, interactive=True)
        assert "--trust-source" in caught.value.remedy
    check_allowed(archive(Voucher.SELF, place), source_named=True, trust_source=True)


def test_no_digest_is_never_enough():
    for voucher in Voucher:
        with pytest.raises(NotTrusted):
            check_allowed(archive(voucher, sha256=""), source_named=True, trust_source=True, interactive=True)


def test_a_folder_without_digests_is_told_where_one_belongs():
    with pytest.raises(NotTrusted) as caught:
        check_allowed(archive(Voucher.SELF, "/media/usb/go1.27.3.linux-amd64.tar.gz", sha256=""), source_named=True)
    assert ".sha256" in caught.value.remedy


def test_a_digest_from_the_user():
    assert pinned(archive(Voucher.SELF, sha256=""), f" {DIGEST.upper()} ").voucher is Voucher.PINNED
    assert pinned(archive(Voucher.COMMUNITY), DIGEST).voucher is Voucher.PINNED
    assert pinned(archive(Voucher.OFFICIAL), DIGEST).voucher is Voucher.OFFICIAL
    with pytest.raises(Contradiction) as caught:
        pinned(archive(Voucher.OFFICIAL), "b" * 64)
    assert DIGEST in caught.value.cause and "b" * 64 in caught.value.cause
    for wrong in ("", "abc", "g" * 64, DIGEST + "0"):
        with pytest.raises(UsageError):
            pinned(archive(Voucher.SELF), wrong)
