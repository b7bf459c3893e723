"""Which Go can be had, from which source, and who vouches for the bytes."""

from gowizard.releases.model import Archive, Catalogue, Release, ReleaseFile, Voucher
from gowizard.releases.version import Version

__all__ = ["Archive", "Catalogue", "Release", "ReleaseFile", "Version", "Voucher"]
