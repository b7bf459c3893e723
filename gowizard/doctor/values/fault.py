"""What may be wrong with a value."""

from __future__ import annotations

from collections.abc import Callable

from gowizard.dataclass import dataclass
from gowizard.doctor.model import Likelihood, Severity

ENVIRONMENT_LINK = "https://pkg.go.dev/cmd/go#hdr-Environment_variables"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong with a value. `new` is what it should be, None where it had better not be set."""

    id: str
    entry: tuple[int, ...]
    severity: Severity
    title: str
    affects: str = ""
    explanation: str = ""
    new: str | None = None
    alternative: str = ""
    risk: str = ""
    likelihood: Likelihood = Likelihood.CERTAIN
    preselected: bool = True
    stops: bool = False  # `go run hello.go` fails with it: where it does not, the fault is none
    otherwise: Severity | None = None  # with `stops`: how much it matters where the program runs after all
    links: tuple[str, ...] = (ENVIRONMENT_LINK,)


Judge = Callable[[str], Fault | None]
