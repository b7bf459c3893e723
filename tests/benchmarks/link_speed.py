"""How long does an install take over a slow link, beside the bare transfer?

    python -m tests.benchmarks.link_speed               100 Mbit/s

A loopback server in a process of its own paces every byte of the archive, as a shaped link would. Beside
`gowizard install --no-proof` runs `curl -O` of the same archive, by turns, on tmpfs; printed are medians and
their ratio. What is above 1.00 is starting, asking for the list, and what comes after the last byte.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.install_speed import ROOT, Round, measure, ours, rounds, told_others
from tests.support import real_go
from tests.support.real_go import RealArchive
from tests.support.release_server import Handler, ReleaseServer

_TICK = 0.004  # seconds between two portions
_BUFFER = 1 << 16  # bytes the sending side may hold: with more, curl and we would both run ahead of the link


class Bucket:
    """Lets `rate` bytes a second through, and never more than one tick's worth at once."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self.portion = max(1, int(rate * _TICK))
        self._free = time.perf_counter()

    def take(self, count: int) -> None:
        """Wait until `count` bytes may be sent."""
        now = time.perf_counter()
        self._free = max(self._free, now - _TICK) + count / self.rate
        if self._free > now:
            time.sleep(self._free - now)


def serve(path: str, version: str, system: str, arch: str, sha256: str, rate: str) -> None:
    """Serve one archive at `rate` bytes a second until standard input ends; print the URL first."""

    def paced(request: Handler, place: str) -> bool:
        file = request.server.files.get(place.rsplit("/", 1)[-1])
        if file is None:
            return False
        request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
        request.send_response(200)
        request.send_header("Content-Type", "application/octet-stream")
        request.send_header("Content-Length", str(file.stat().st_size))
        request.end_headers()
        bucket = Bucket(float(rate))
        with file.open("rb") as stream:
            while piece := stream.read(bucket.portion):
                bucket.take(len(piece))
                request.write(piece)
        return True

    with ReleaseServer([RealArchive(Path(path), version, system, arch, sha256)]) as server:
        server.faults.append(paced)
        sys.stdout.write(server.url + "\n")
        sys.stdout.flush()
        sys.stdin.read()


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--megabits", type=float, default=100.0, help="of the link, a second")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--calm", action="store_true", help="wait for rounds in which the machine did nothing else")
    given = options.parse_args()
    archive = real_go.archive()
    where = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=where, prefix="gowizard-link-") as name:
        folder = Path(name)
        served = shutil.copyfile(archive.path, folder / archive.path.name)
        words = [str(served), archive.version, archive.os, archive.arch, archive.sha256]
        code = "import sys; from tests.benchmarks.link_speed import serve; serve(*sys.argv[1:])"
        server = subprocess.Popen(
            [sys.executable, "-c", code, *words, str(given.megabits * 1e6 / 8)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert server.stdout is not None
        url = server.stdout.readline().strip()

        def one() -> Round:
            fetched = measure(["curl", "-sSO", f"{url}/{archive.path.name}"], folder / "bare", server.pid)
            return fetched, measure(ours(url, archive, folder / "ours", False), folder / "ours", server.pid)

        try:
            pairs = rounds(one, given.runs, given.calm)
        finally:
            server.kill()
            server.wait()
        bare, mine = ([each.seconds for each in side] for side in zip(*pairs, strict=True))
        least = archive.size * 8 / given.megabits / 1e6
        transfer, whole = statistics.median(bare), statistics.median(mine)
        print(f"link                    {given.megabits:6.0f} Mbit/s; {archive.size} bytes need {least:.2f} s")
        print(f"bare transfer (curl)    {transfer:6.2f} s   ({', '.join(f'{each:.2f}' for each in bare)})")
        print(f"gowizard install        {whole:6.2f} s   ({', '.join(f'{each:.2f}' for each in mine)})")
        print(f"ratio                   {whole / transfer:6.3f}     (limit 1.03)")
        print(told_others(pairs))


if __name__ == "__main__":
    main()
