"""Folders as sources: which words are a path, and the path of a file: URL, on Windows too."""

from __future__ import annotations

import pytest

from gowizard.releases.local import looks_like_path, path_of_url


@pytest.mark.parametrize(
    ("url", "windows", "expected"),
    [
        ("file:///C:/kit/go%201.zip", True, "C:\\kit\\go 1.zip"),
        ("file:///c|/kit", True, "c:\\kit"),
        ("file://server/share/kit", True, "\\\\server\\share\\kit"),
        ("file://localhost/C:/kit", True, "C:\\kit"),
        ("file:///kit", True, "\\kit"),
        ("file://server/", True, None),
        ("file:///srv/go%2520", False, "/srv/go%20"),
        ("file://server/share", False, None),
    ],
)
def test_file_urls_with_drives_and_shares(url: str, windows: bool, expected: str | None) -> None:
    assert path_of_url(url, windows=windows) == expected


def test_what_is_written_as_a_path() -> None:
    paths = ("/x", "~/x", "./x", "..", "C:\\x", "d:/x", "\\\\server\\share\\kit")
    assert all(map(looks_like_path, paths))
    assert not any(map(looks_like_path, ("https://x", "official", "C:", "x/y", "")))
