"""Two programs of Windows that Wine lacks, or has without what they do: certutil's digest and findstr's comparison.

They are stand-ins, written after Microsoft's pages on the two and built with the tests' Go: programs of Windows to
whoever starts them. Both fail on any words but those that they understand, so that another call of them is seen.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.support import windows_go
from tests.support.real_go import CACHE, _locked

# `certutil -hashfile FILE SHA256`: a line, the digest, a line. With GOWIZARD_TEST_OLD=1 as Windows 7 writes it.
_CERTUTIL = r"""package main

import (
	"crypto/sha256"
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 4 || os.Args[1] != "-hashfile" || os.Args[3] != "SHA256" {
		fmt.Printf("CertUtil: Unknown arg: %q\r\n", os.Args)
		os.Exit(1)
	}
	content, err := os.ReadFile(os.Args[2])
	if err != nil {
		fmt.Print("CertUtil: -hashfile command FAILED: 0x80070002 (WIN32: 2 ERROR_FILE_NOT_FOUND)\r\n")
		fmt.Print("CertUtil: The system cannot find the file specified.\r\n")
		os.Exit(2)
	}
	form := "%x"
	if os.Getenv("GOWIZARD_TEST_OLD") == "1" {
		form = "% x"
	}
	fmt.Printf("SHA256 hash of %s:\r\n"+form+"\r\n", os.Args[2], sha256.Sum256(content))
	fmt.Print("CertUtil: -hashfile command completed successfully.\r\n")
}
"""

# `findstr /b /l /i /c:WORDS FILE`: lines that begin with these words, in either case; status 1 where there is none.
_FINDSTR = r"""package main

import (
	"fmt"
	"os"
	"strings"
)

func main() {
	words := os.Args[1:]
	if len(words) != 5 || strings.Join(words[:3], " ") != "/b /l /i" || !strings.HasPrefix(words[3], "/c:") {
		fmt.Fprintf(os.Stderr, "FINDSTR: Bad command line: %q\r\n", words)
		os.Exit(2)
	}
	content, err := os.ReadFile(words[4])
	if err != nil {
		fmt.Fprintf(os.Stderr, "FINDSTR: Cannot open %s\r\n", words[4])
		os.Exit(2)
	}
	status := 1
	wanted := strings.ToLower(strings.TrimPrefix(words[3], "/c:"))
	for _, line := range strings.Split(string(content), "\n") {
		if strings.HasPrefix(strings.ToLower(line), wanted) {
			fmt.Println(strings.TrimSuffix(line, "\r"))
			status = 0
		}
	}
	os.Exit(status)
}
"""
_SOURCES = {"certutil": _CERTUTIL, "findstr": _FINDSTR}


def folder() -> Path:
    """A folder with certutil.exe and findstr.exe; built once and kept. Skips as `windows_go.archive` does."""
    name = hashlib.sha256("".join(_SOURCES.values()).encode()).hexdigest()[:16]
    with _locked("windows-programs"):
        made = CACHE / "windows-programs" / name
        for program, source in _SOURCES.items():
            windows_go.build(source, made / f"{program}.exe")
    return made
