"""What the go command knows by name, from its source (Go 1.16 to 1.27)."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# cmd/go/internal/cfg and internal/cfg, KnownEnv, of all these versions
KNOWN_KEYS = _words(
    """
    AR CC CGO_CFLAGS CGO_CFLAGS_ALLOW CGO_CFLAGS_DISALLOW CGO_CPPFLAGS CGO_CPPFLAGS_ALLOW CGO_CPPFLAGS_DISALLOW
    CGO_CXXFLAGS CGO_CXXFLAGS_ALLOW CGO_CXXFLAGS_DISALLOW CGO_ENABLED CGO_FFLAGS CGO_FFLAGS_ALLOW
    CGO_FFLAGS_DISALLOW CGO_LDFLAGS CGO_LDFLAGS_ALLOW CGO_LDFLAGS_DISALLOW CXX FC GCCGO GO111MODULE GO386 GOAMD64
    GOARCH GOARM GOARM64 GOAUTH GOBIN GOCACHE GOCACHEPROG GODEBUG GOENV GOEXE GOEXPERIMENT GOFIPS140 GOFLAGS
    GOGCCFLAGS GOHOSTARCH GOHOSTOS GOINSECURE GOMIPS GOMIPS64 GOMODCACHE GONOPROXY GONOSUMDB GOOS GOPATH GOPPC64
    GOPRIVATE GOPROXY GORISCV64 GOROOT GOSUMDB GOTELEMETRY GOTMPDIR GOTOOLCHAIN GOTOOLDIR GOVCS GOWASM GOWORK
    GO_EXTLINK_ENABLED PKG_CONFIG
    """
)

# read with cmd/internal/quoted.Split: quotes belong to the value
SPLIT_KEYS = _words("AR CC CXX FC GCCGO PKG_CONFIG GOFLAGS GOCACHEPROG GOAUTH") | frozenset(
    f"CGO_{name}FLAGS" for name in ("C", "CPP", "CXX", "F", "LD")
)

# every flag of any command: GOFLAGS may hold it (base.InitGOFLAGS); tried with go1.26.6 and go1.27.3
FLAGS = _words(
    """
    C a artifacts asan asmflags bench benchmem benchtime blockprofile blockprofilerate buildmode buildvcs c cache
    changed compat compiled compiler count cover covermode coverpkg coverprofile cpu cpuprofile d deps diff
    dropexclude dropgodebug dropignore dropreplace droprequire dropretract droptool dropuse e exclude exec export f
    failfast find fix fixtool fmt fullpath fuzz fuzzcache fuzzminimizetime fuzztime gccgoflags gcflags go godebug i
    ignore insecure installsuffix json ldflags linkshared list m memprofile memprofilerate modcache modcacherw
    mod modfile module msan mutexprofile mutexprofilefraction n o outputdir overlay p parallel pgo pkgdir print r race
    replace require retract retracted reuse run short shuffle skip t tags test testcache timeout tool toolchain
    toolexec trace trimpath u use v vendor versions vet vettool w work x
    """
)
NEED_VALUE = _words(  # of `go build`: without `=VALUE` every build fails
    """
    asmflags buildmode compiler gccgoflags gcflags installsuffix ldflags mod modfile overlay p pgo pkgdir tags toolexec
    """
)
MOD_VALUES = ("", "mod", "readonly", "vendor")

# internal/platform/zosarch.go of Go 1.27.3, and what earlier versions had besides
PLATFORMS = {
    "aix": "ppc64",
    "android": "386 amd64 arm arm64",
    "darwin": "amd64 arm64",
    "dragonfly": "amd64",
    "freebsd": "386 amd64 arm arm64 riscv64",
    "illumos": "amd64",
    "ios": "amd64 arm64",
    "js": "wasm",
    "linux": "386 amd64 arm arm64 loong64 mips mips64 mips64le mipsle ppc64 ppc64le riscv64 s390x sparc64",
    "nacl": "386 amd64p32 arm",
    "netbsd": "386 amd64 arm arm64",
    "openbsd": "386 amd64 arm arm64 mips64 ppc64 riscv64",
    "plan9": "386 amd64 arm",
    "solaris": "amd64",
    "wasip1": "wasm",
    "windows": "386 amd64 arm arm64",
}

# internal/buildcfg/cfg.go
LEVELS = {
    "GOAMD64": r"v[1-4]",
    "GO386": r"sse2|softfloat",
    "GOARM": r"[567](,(hardfloat|softfloat))?",
    "GOARM64": r"(v8\.[0-9]|v9\.[0-5])(,(lse|crypto)){0,2}",
    "GOMIPS": r"hardfloat|softfloat",
    "GOMIPS64": r"hardfloat|softfloat",
    "GOPPC64": r"power(8|9|10)",
    "GORISCV64": r"rva(20|22|23)u64",
    "GOWASM": r"(satconv|signext)?(,(satconv|signext))*",
    "GOFIPS140": r"off|latest|inprocess|certified|v\d+\.\d+\.\d+(-.*)?",
}
