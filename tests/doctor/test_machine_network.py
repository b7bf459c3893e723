"""What Go would ask over the network: servers that fail, each told with its layer, all within their time."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence

import pytest

from gowizard import net
from gowizard.cancellation import Cancel
from gowizard.doctor.checks import http_proxies, network
from gowizard.doctor.checks.network_findings import is_local_proxy
from gowizard.doctor.endpoints import SECONDS, Answer, Endpoint, ask_all
from gowizard.doctor.model import Severity
from gowizard.doctor.scene import Scene
from tests.doctor.bench import Bench
from tests.support.module_proxy import module_proxy
from tests.support.net_faults import raw_server, says, unused_port
from tests.support.own_time import OwnTime

GONE = {"kind": "dns", "title": "Cannot find it"}


def _proxy(base: str) -> Endpoint:
    return Endpoint(role="proxy", base=base)


def _one(base: str, environment: Mapping[str, str] | None = None, role: str = "proxy") -> Answer:
    ((answer,), _remarks) = ask_all([Endpoint(role=role, base=base)], environment or {}, Cancel(), seconds=30)
    return answer


@contextlib.contextmanager
def _black_hole() -> Iterator[int]:
    """A server that takes connections and never says a word; the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        held: list[socket.socket] = []

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    held.append(listener.accept()[0])

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield int(listener.getsockname()[1])
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)
        for connection in held:
            connection.close()


def test_a_module_proxy_and_a_checksum_database_answer() -> None:
    with module_proxy() as proxy:
        assert _one(proxy.url).ok
        assert _one(proxy.url, role="sums").ok
        proxy.answers["/golang.org/x/text/@v/list"] = (404, "text/plain", b"not found: private modules only")
        assert _one(proxy.url).ok


def test_each_failure_is_told_with_its_layer() -> None:
    assert _one(f"http://127.0.0.1:{unused_port()}").kind == "refused"
    with raw_server(says("HTTP/1.1 403 Forbidden", body=b"policy")) as port:
        answer = _one(f"http://127.0.0.1:{port}")
        assert (answer.kind, answer.status) == ("status", 403)
    with raw_server(says("HTTP/1.1 200 OK", "Content-Type: text/html", body=b"<html>")) as port:
        assert _one(f"http://127.0.0.1:{port}").kind == "page"
    with raw_server(says("HTTP/1.1 200 OK", body=b"v1.0.0\n"), tls=True) as port:
        answer = _one(f"https://127.0.0.1:{port}")
        assert (answer.kind, answer.issuer) == ("tls", "O=Example Inspection, CN=loopback test")
    with raw_server(says("HTTP/1.1 407 Proxy Authentication Required")) as port:
        answer = _one("https://proxy.example.invalid", {"HTTPS_PROXY": f"http://127.0.0.1:{port}"})
        assert (answer.kind, answer.status) == ("proxy", 407)


@pytest.mark.slow
def test_nothing_that_answers_takes_no_longer_than_agreed() -> None:
    with _black_hole() as port:
        many = [_proxy(f"http://127.0.0.1:{port}/{number}") for number in range(4)]
        many.append(_proxy(f"https://127.0.0.1:{port}"))
        watch = OwnTime()
        answers, _remarks = ask_all(many, {}, Cancel())
        assert watch.seconds < SECONDS + 1.0
    assert {answer.kind for answer in answers} == {"timeout"}


@pytest.mark.slow
def test_name_servers_that_never_answer_take_no_longer_either(monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()

    def hang(*_: object, **_more: object) -> list[object]:
        done.wait(60)
        raise socket.gaierror(socket.EAI_AGAIN, "no answer")

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    watch = OwnTime()
    answers, _remarks = ask_all(
        [Endpoint(role=role, base=f"https://{role}.example") for role in ("default", "proxy", "sums")], {}, Cancel()
    )
    passed = watch.seconds
    done.set()
    assert passed < SECONDS + 1.0
    assert all(answer.kind in {"dns", "timeout"} for answer in answers)


def test_a_silent_server_does_not_hold_up_the_one_that_answers() -> None:
    with _black_hole() as port, module_proxy() as proxy:
        answers, _remarks = ask_all([_proxy(f"http://127.0.0.1:{port}"), _proxy(proxy.url)], {}, Cancel(), seconds=2.5)
    assert [answer.ok for answer in answers] == [False, True]


def _looking(bench: Bench, monkeypatch: pytest.MonkeyPatch, settings: str, **variables: str) -> Scene:
    path = bench.home / ".config" / "go" / "env"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(settings)
    return bench.scene(hello=None, **variables)


def _answering(monkeypatch: pytest.MonkeyPatch, facts: Mapping[str, Mapping[str, object]], *remarks: str) -> None:
    """Every server answers well but those whose host is named, which answer as these facts say."""

    def ask(endpoints: Sequence[Endpoint], *_: object, **_more: object) -> tuple[tuple[Answer, ...], tuple[str, ...]]:
        told = [{"kind": "ok", **facts.get(item.host, facts.get("*", {}))} for item in endpoints]
        return tuple(Answer(endpoint=item, **more) for item, more in zip(endpoints, told, strict=True)), remarks  # type: ignore[arg-type]

    monkeypatch.setattr(network, "ask_all", ask)


def test_where_all_answers_nothing_is_found(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    _answering(monkeypatch, {})
    assert list(network.look(_looking(bench, monkeypatch, ""))) == []


def test_no_network_at_all_is_one_advice(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    _answering(monkeypatch, {"*": GONE})
    (found,) = network.look(_looking(bench, monkeypatch, "GOPROXY=https://goproxy.corp.example,direct\n"))
    assert (found.id, found.severity) == ("no-network", Severity.ADVICE)


def test_a_goproxy_that_does_not_exist_is_taken_out_where_gos_default_answers(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answering(monkeypatch, {"goproxy.gone.example": GONE})
    (found,) = network.look(_looking(bench, monkeypatch, "GOPROXY=https://goproxy.gone.example,direct\n"))
    assert (found.key, found.preselected) == ("goproxy-host:goproxy.gone.example", True)
    assert 41 in found.entry
    assert found.remedy is not None
    assert [edit.edit(b"GOPROXY=x\nGOFLAGS=-v\n") for edit in found.remedy.edits] == [b"GOFLAGS=-v\n"]


@pytest.mark.parametrize(
    "more", [{"proxy.golang.org": {"kind": "timeout"}}, {"goproxy.corp.example": {"passing": True}}]
)
def test_it_is_left_where_that_is_not_certain(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, more: dict[str, dict[str, object]]
) -> None:
    facts: dict[str, dict[str, object]] = {"goproxy.corp.example": dict(GONE)}
    for host, added in more.items():
        facts[host] = {**facts.get(host, {}), **added}
    _answering(monkeypatch, facts)
    (found,) = network.look(_looking(bench, monkeypatch, "GOPROXY=https://goproxy.corp.example\n"))
    assert (found.id, found.severity) == ("module-proxy", Severity.HURTS)
    assert found.remedy is not None
    assert not found.remedy.automatic
    assert "off" not in "".join(found.remedy.commands)


def test_gos_default_out_of_reach_leads_to_a_mirror_and_never_off(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answering(monkeypatch, {"proxy.golang.org": {"kind": "timeout"}, "sum.golang.org": {"kind": "timeout"}})
    found = {one.id: one for one in network.look(_looking(bench, monkeypatch, ""))}
    assert set(found) == {"module-proxy", "checksum-database"}  # the companion answers: there is a network
    _answering(monkeypatch, {"proxy.golang.org": {"kind": "timeout"}})
    (one,) = network.look(_looking(bench, monkeypatch, ""))
    assert one.remedy is not None
    assert one.remedy.commands == ("gowizard proxy", "gowizard proxy use goproxy.cn")


def test_the_checksum_databases_companion_is_named_where_it_answers(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answering(monkeypatch, {"sum.golang.org": {"kind": "timeout"}})
    (found,) = network.look(_looking(bench, monkeypatch, ""))
    assert (found.id, found.entry) == ("checksum-database", (42,))
    assert found.remedy is not None
    assert found.remedy.commands == ("go env -w GOSUMDB=sum.golang.google.cn",)
    passing = _looking(bench, monkeypatch, "GOPROXY=https://goproxy.cn,direct\n")
    assert list(network.look(passing)) == []  # a proxy that passes it on is way enough


def test_what_was_only_asked_to_compare_is_no_fault(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    _answering(monkeypatch, {"proxy.golang.org": {"kind": "tls"}, "sum.golang.google.cn": {"kind": "page"}})
    assert list(network.look(_looking(bench, monkeypatch, "GOPROXY=https://goproxy.corp.example\n"))) == []


def test_a_company_proxy_that_wants_gos_login_is_no_fault(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    _answering(monkeypatch, {"goproxy.corp.example": {"kind": "status", "status": 401}})
    scene = _looking(bench, monkeypatch, "GOPROXY=https://goproxy.corp.example\n")
    assert [found.id for found in network.look(scene)] == ["module-proxy"]
    (bench.home / ".netrc").write_text("machine goproxy.corp.example login me password x\n")
    assert list(network.look(scene)) == []


def test_interception_names_who_signed_and_a_sign_in_page_is_told(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    _answering(monkeypatch, {"*": {"kind": "tls", "issuer": "O=Corp Inspection"}})
    (found,) = network.look(_looking(bench, monkeypatch, ""))
    assert (found.id, found.entry) == ("tls-untrusted", (20,))
    assert "Corp Inspection" in found.title
    _answering(monkeypatch, {"*": {"kind": "page"}})
    (found,) = network.look(_looking(bench, monkeypatch, ""))
    assert (found.id, found.entry) == ("sign-in-page", (45,))


def test_a_clock_that_is_off_by_more_than_five_minutes(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    _answering(monkeypatch, {"*": {"clock": time.time() - 200}})
    assert list(network.look(_looking(bench, monkeypatch, ""))) == []
    _answering(monkeypatch, {"*": {"kind": "tls", "clock": time.time() + 90_000}})
    (found,) = network.look(_looking(bench, monkeypatch, ""))
    assert (found.id, found.entry) == ("clock", (87,))


def test_ways_that_lead_nowhere_are_advice(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    _answering(monkeypatch, {}, "IPv6 to proxy.golang.org leads nowhere from here; IPv4 is used instead.")
    (found,) = network.look(_looking(bench, monkeypatch, ""))
    assert (found.id, found.entry, found.severity) == ("ipv6", (88,), Severity.ADVICE)


def test_a_proxy_that_refuses_is_one_finding_and_a_kind_not_spoken_none(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answering(monkeypatch, {"*": {"kind": "proxy", "status": 407}})
    scene = _looking(bench, monkeypatch, "", HTTPS_PROXY="http://me:secret@proxy.corp.example:3128")
    (found,) = network.look(scene)
    assert (found.id, found.entry) == ("http-proxy-fails", (21,))
    assert "secret" not in f"{found.title}{found.evidence}{found.remedy}"
    socks = _looking(bench, monkeypatch, "", HTTPS_PROXY="socks5://127.0.0.1:1080")
    assert list(network.look(socks)) == []


@pytest.mark.parametrize(
    ("value", "mended"),
    [
        ("http://proxy.corp.example:3128", None),
        ("proxy.corp.example:3128", None),
        ("http://me:p%23ss@proxy.corp.example:3128/", None),
        ("socks5://127.0.0.1:1080", None),
        ("http://[fd00::1]:3128", None),
        ('"http://proxy.corp.example:3128"', "http://proxy.corp.example:3128"),
        (" http://proxy.corp.example:3128", "http://proxy.corp.example:3128"),
        ("http:/proxy.corp.example:3128", "http://proxy.corp.example:3128"),
        ("http//proxy.corp.example:3128", "http://proxy.corp.example:3128"),
        ("htp://proxy:80", "http://proxy:80"),
        ("socks://127.0.0.1:7891", "socks5://127.0.0.1:7891"),
        ("http://me:pa#s/s@proxy:3128", "http://me:pa%23s%2Fs@proxy:3128"),
        ("http://me:p@ss@proxy:3128", "http://me:p%40ss@proxy:3128"),
    ],
)
def test_addresses_of_proxies(value: str, mended: str | None) -> None:
    fault = http_proxies.judge(value)
    assert (fault.new if fault else None) == mended
    if fault is not None:
        assert "pa#s" not in fault.title
        assert "p@ss" not in fault.title


@pytest.mark.parametrize("value", ["http://proxy:99999", "ftp://proxy:21", "http://pro xy:80", "http://"])
def test_an_address_without_sense_is_a_guess(value: str) -> None:
    fault = http_proxies.judge(value)
    assert fault is not None
    assert (fault.new, fault.preselected) == (None, False)


def test_a_program_on_this_machine_that_does_not_run(bench: Bench) -> None:
    address = f"http://127.0.0.1:{unused_port()}"
    (bench.home / ".bashrc").write_text(f"export https_proxy={address}\n")
    (found,) = http_proxies.look(bench.scene(https_proxy=address))
    assert (found.id, found.entry, found.preselected) == ("http-proxy-silent", (21,), False)
    with module_proxy() as proxy:
        assert list(http_proxies.look(bench.scene(https_proxy=proxy.url))) == []
    assert list(http_proxies.look(bench.scene(https_proxy="http://proxy.corp.example:3128"))) == []
    assert is_local_proxy({"HTTPS_PROXY": "localhost:3128"})
    assert not is_local_proxy({"HTTPS_PROXY": "http://proxy.corp.example"})


def test_a_clock_that_the_server_knows_better_is_carried_by_the_error() -> None:
    error = net.NetError("tls", "t")
    assert (error.clock, error.issuer) == (None, "")
