"""How long a full examination takes: `python -m tests.benchmarks.doctor_speed`.

A healthy account with a real Go and a warm build cache is examined by the real program, offline (limit 1.5 s) and, in
a network of its own in which every packet is taken and nobody answers, with the network checks (limit 6 s; needs root).
Figures are medians of whole processes; beside them, in turn, runs `go run hello.go` with the same cache.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.doctor.patient import Patient
from tests.doctor.ward import Ward

RUNS = 7
OFFLINE_LIMIT, SILENT_LIMIT = 1.5, 6.0


def _seconds(patient: Patient, *words: str) -> float:
    start = time.perf_counter()
    done = patient.gowizard("doctor", "--json", *words)
    passed = time.perf_counter() - start
    if done.returncode not in {0, 1}:
        raise SystemExit(done.stderr)
    return passed


def _hello(patient: Patient, folder: Path) -> float:
    cache = str(patient.home / ".cache" / "go-build")
    told = {**patient.environment, "GOCACHE": cache, "GOTOOLCHAIN": "local"}
    start = time.perf_counter()
    command = [patient.tree / "bin" / "go", "run", "hello.go"]
    subprocess.run(command, cwd=folder, env=told, check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def silent(base: str, name: str) -> None:
    """In a network namespace of its own: every address is here, every port takes a call, nobody says a word."""
    for words in (["link", "set", "lo", "up"], ["route", "add", "local", "0.0.0.0/0", "dev", "lo"]):
        subprocess.run(["ip", *words], check=True)
    resolver = Path(base) / "resolv.conf"
    resolver.write_text("nameserver 192.0.2.53\n")
    subprocess.run(["mount", "--bind", resolver, "/etc/resolv.conf"], check=True)
    deaf = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    deaf.bind(("0.0.0.0", 53))
    patient = Ward(Path(base)).admit(name)
    print(statistics.median(_seconds(patient) for _run in range(3)))


def main() -> int:
    """Print the figures; 1 where one is over its limit."""
    ward = Ward.open()
    try:
        patient = ward.admit("speed")
        work = patient.home / "work"
        work.mkdir()
        (work / "hello.go").write_text('package main\n\nfunc main() { println("hello") }\n')
        _seconds(patient, "--offline"), _hello(patient, work)  # both warm
        pairs = [(_seconds(patient, "--offline"), _hello(patient, work)) for _run in range(RUNS)]
        offline, hello = (statistics.median(column) for column in zip(*pairs, strict=True))
        beside = f"go run hello.go beside it {hello:.2f} s"
        print(f"doctor --offline        {offline:5.2f} s (limit {OFFLINE_LIMIT} s; {beside})")
        slow = offline > OFFLINE_LIMIT
        if os.getuid() == 0 and shutil.which("unshare") and shutil.which("ip"):
            command = ["unshare", "--net", "--mount", sys.executable, "-m", "tests.benchmarks.doctor_speed"]
            done = subprocess.run([*command, str(ward.base), "silent"], capture_output=True, text=True, check=True)
            seconds = float(done.stdout)
            print(f"doctor, nothing answers {seconds:5.2f} s (limit {SILENT_LIMIT} s)")
            slow = slow or seconds > SILENT_LIMIT
        else:
            print("doctor, nothing answers: not measured (needs root, unshare and ip)")
        return 1 if slow else 0
    finally:
        ward.close()


if __name__ == "__main__":
    if len(sys.argv) == 3:
        silent(*sys.argv[1:])
    else:
        sys.exit(main())
