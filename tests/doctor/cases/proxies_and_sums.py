"""Settings of downloads that cannot work, or leave downloads unchecked."""

from __future__ import annotations

from tests.doctor.case import Case
from tests.doctor.cases.stored_values import exported, stored

CASES = (
    Case(41, "GOPROXY in double quotes", exported("export GOPROXY='\"https://goproxy.cn\",direct'"), finds="goproxy"),
    Case(41, "GOPROXY misspelled", stored("GOPROXY=https://proxy.golang.og,direct"), finds="goproxy"),
    Case(41, "GOPROXY with one slash", stored("GOPROXY=https:/goproxy.cn,direct"), finds="goproxy"),
    Case(41, "GOPROXY with a comma of Chinese", stored("GOPROXY=https://goproxy.cn\uff0cdirect"), finds="goproxy"),
    Case(41, "GOPROXY with a blank", exported("export GOPROXY='https://goproxy.io direct'"), finds="goproxy"),
    Case(43, "GOPRIVATE with a semicolon", stored("GOPRIVATE=a.example;b.example"), finds="private-parted"),
    Case(41, "GOPROXY empty", stored("GOPROXY="), finds="goproxy"),
    Case(41, "GOPROXY=off", stored("GOPROXY=off"), finds="goproxy-off", repaired=False),
    Case(42, "GOSUMDB misspelled", stored("GOSUMDB=sum.golang.rog"), finds="gosumdb"),
    Case(42, "GOSUMDB empty", stored("GOSUMDB="), finds="gosumdb"),
    Case(42, "GOSUMDB=off", exported("export GOSUMDB=off"), finds="gosumdb-off", repaired=False),
    Case(43, "GOPRIVATE=*", stored("GOPRIVATE=*"), finds="private-all"),
    Case(43, "GONOPROXY=* among others", exported("export GONOPROXY='corp.example,*'"), finds="private-all"),
    Case(43, "GONOSUMDB=*", stored("GONOSUMDB=*"), finds="private-all", repaired=False),
    Case(43, "GOPRIVATE=github.com", stored("GOPRIVATE=github.com"), finds="private-wide", repaired=False),
)
