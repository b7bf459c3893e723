"""A job: what Windows calls a process with all that it starts, which can be ended as a whole."""

from __future__ import annotations

from typing import Any

SUSPENDED = 0x4  # creation flag: the process waits until `Job` lets it go
_EXTENDED_LIMITS = 9
_KILL_ON_CLOSE = 0x2000


class Job:
    """Takes in a process that was created SUSPENDED and lets it run; none of its children gets away.

    Where Windows allows no job (a process of Windows 7 that is in one already), the process alone is in hand.
    """

    def __init__(self, process: int) -> None:
        import ctypes

        library: Any = getattr(ctypes, "WinDLL")  # noqa: B009 - mypy knows no such name elsewhere
        self._kernel: Any = library("kernel32")
        self._kernel.CreateJobObjectW.restype = ctypes.c_void_p
        handle, self._job = ctypes.c_void_p(process), ctypes.c_void_p(self._kernel.CreateJobObjectW(None, None))
        try:
            # JOBOBJECT_EXTENDED_LIMIT_INFORMATION of 64 and of 32 bits; LimitFlags is its fifth field
            limits = (ctypes.c_uint32 * (36 if ctypes.sizeof(ctypes.c_void_p) == 8 else 28))()
            limits[4] = _KILL_ON_CLOSE
            self._kernel.SetInformationJobObject(
                self._job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
            )
            self._kernel.AssignProcessToJobObject(self._job, handle)
        finally:
            library("ntdll").NtResumeProcess(handle)

    def end(self) -> None:
        """End every process in it."""
        if self._job:
            self._kernel.TerminateJobObject(self._job, 1)

    def close(self) -> None:
        """Let go of it; whatever is still in it ends."""
        if self._job:
            self._kernel.CloseHandle(self._job)
            self._job.value = None
