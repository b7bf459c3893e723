"""The operating system's own words for what failed; Python hears them in English whatever the locale says."""

from __future__ import annotations

from gowizard.locales import N_, _

# Texts of strerror(3) as glibc, musl and macOS have them: the catalogue translates them like our own.
WORDS = (
    N_("No such file or directory"),
    N_("Permission denied"),
    N_("Operation not permitted"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("Directory not empty"),
    N_("File exists"),
    N_("File name too long"),
    N_("Filename too long"),
    N_("Too many levels of symbolic links"),
    N_("Symbolic link loop"),
    N_("No space left on device"),
    N_("Disk quota exceeded"),
    N_("Quota exceeded"),
    N_("Read-only file system"),
    N_("Input/output error"),
    N_("I/O error"),
    N_("Text file busy"),
    N_("Device or resource busy"),
    N_("Resource busy"),
    N_("Too many open files"),
    N_("No file descriptors available"),
    N_("Cannot allocate memory"),
    N_("Out of memory"),
    N_("Exec format error"),
    N_("Connection refused"),
    N_("Connection reset by peer"),
    N_("Broken pipe"),
    N_("Connection timed out"),
    N_("Operation timed out"),
    N_("Network is unreachable"),
    N_("Network unreachable"),
    N_("No route to host"),
    N_("Host is unreachable"),
)


def system_words(error: OSError) -> str:
    """What the system says about an error, in the language now chosen where its words are known."""
    return _(error.strerror) if error.strerror else str(error)
