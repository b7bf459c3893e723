"""Files that only some releases have: side by side with others they tell that one archive was unpacked over another.

Compared were the archives of 1.21.13, 1.22.10, 1.23.9, 1.24.11, 1.25.5, 1.26.6 and 1.27.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gowizard.host.files import is_file

# minor: files below src that this one is the last to have
_LAST = {
    21: ("os/readfrom_linux.go", "os/str.go", "internal/abi/unsafestring_go120.go", "crypto/sha1/notboring.go"),
    22: ("runtime/exithook.go", "runtime/trace2cpu.go", "runtime/msize_allocheaders.go", "syscall/asan.go"),
    23: ("sort/sort_impl_120.go", "crypto/aes/cipher_asm.go", "crypto/rand/rand_getrandom.go", "crypto/rsa/pss.go"),
    24: ("runtime/sizeclasses.go", "runtime/lock_futex_tristate.go", "net/sendfile_linux.go", "net/sockoptip_posix.go"),
    25: ("runtime/map_swiss.go", "runtime/defs_windows.go", "runtime/typekind.go", "runtime/linkname_swiss.go"),
    26: ("runtime/hash64.go", "internal/strconv/ftoadbox.go", "internal/strconv/math.go", "net/http/h2_bundle.go"),
}  # fmt: skip
# minor: files below src that this one is the first to have
_FIRST = {
    22: ("runtime/rand.go", "runtime/coro.go", "runtime/fds_unix.go"),
    23: ("runtime/badlinkname.go", "runtime/linkname_unix.go", "runtime/tracemap.go"),
    24: ("runtime/mcleanup.go", "runtime/lock_spinbit.go", "runtime/mem_nonsbrk.go"),
    25: ("runtime/cgroup_linux.go", "runtime/valgrind.go", "runtime/set_vma_name_linux.go"),
    26: ("runtime/hexdump.go", "runtime/dit.go", "runtime/os_linux64.go"),
    27: ("runtime/libinit.go", "runtime/os_workdir_stub.go", "internal/runtime/maps/memhash_aes.go"),
}  # fmt: skip
_ENOUGH = 2  # one alone may be a packager's patch


def leftovers(root: Path, minor: tuple[int, int]) -> Iterator[tuple[Path, str]]:
    """Files of other releases than Go `minor`, each with the releases that have it ("up to Go 1.26"); at least two."""
    older = [(name, f"Go ≤ 1.{last}") for last, names in _LAST.items() if minor > (1, last) for name in names]
    newer = [(name, f"Go ≥ 1.{first}") for first, names in _FIRST.items() if minor < (1, first) for name in names]
    found = [(root / "src" / name, words) for name, words in (*older, *newer) if is_file(root / "src" / name)]
    if len(found) >= _ENOUGH:
        yield from found
