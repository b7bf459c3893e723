"""Read by the Windows Python of the tests before anything else: what Wine could not start is started again.

Nothing of such a process has run (see `tests.support.wine`). `subprocess` and asyncio start theirs with this function.
"""

import _winapi

_NOT_BEGUN = 1359
_TRIES = 4
_create = _winapi.CreateProcess  # type: ignore[attr-defined,unused-ignore]


def _started(*given: object) -> tuple[int, int, int, int]:
    for _try in range(_TRIES - 1):
        try:
            return _create(*given)
        except OSError as error:
            if error.winerror != _NOT_BEGUN:  # type: ignore[attr-defined,unused-ignore]
                raise
    return _create(*given)


_winapi.CreateProcess = _started  # type: ignore[attr-defined,unused-ignore]
