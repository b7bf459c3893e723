"""Lets the kernel refuse a system call to this thread and all that it starts, as containers do."""

from __future__ import annotations

import ctypes
import errno
import platform
import struct

FLOCK = {"x86_64": 73, "aarch64": 32}.get(platform.machine(), 73)
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06  # struct sock_filter's codes (linux/bpf_common.h)
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_NUMBER, _SECOND_ARGUMENT = 0, 24  # places in struct seccomp_data


def refuse(number: int, error: int = errno.EPERM, *, second: int | None = None) -> None:
    """Answer `error` to the system call from now on, for good; with `second` only where its second argument is that."""
    rules = [(_LOAD, 0, 0, _NUMBER), (_EQUAL, 0, 1 if second is None else 3, number)]
    if second is not None:
        rules += [(_LOAD, 0, 0, _SECOND_ARGUMENT), (_EQUAL, 0, 1, second)]
    rules += [(_RETURN, 0, 0, _ERROR | error), (_RETURN, 0, 0, _ALLOW)]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *rule) for rule in rules))
    program = ctypes.create_string_buffer(struct.pack("HL", len(rules), ctypes.addressof(code)))
    library = ctypes.CDLL(None, use_errno=True)
    for call in ((_NO_NEW_PRIVILEGES, 1, 0, 0, 0), (_SECCOMP, _FILTER, program, 0, 0)):
        if library.prctl(*call):
            raise OSError(ctypes.get_errno(), "prctl")
