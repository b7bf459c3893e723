"""Messages that were printed where this account's shells have no say, and settings of a project's editor."""

from __future__ import annotations

import pytest

from gowizard.doctor.checks import editor_settings, elsewhere
from gowizard.doctor.symptoms import entries_of
from tests.doctor.shell_account import Account, account

__all__ = ["account"]


@pytest.mark.parametrize(
    ("message", "id"),
    [
        ('process "/bin/sh -c go build -v" did not complete successfully: exit code: 127', "container-without-go"),
        ("The command '/bin/sh -c go mod download' returned a non-zero code: 127", "container-without-go"),
        ('container process: exec: "go": executable file not found in $PATH: unknown', "container-without-go"),
        ("exec /app: no such file or directory", "container-libraries"),
        ("./app: /lib/libc.so.6: version `GLIBC_2.34' not found (required by ./app)", "container-libraries"),
        ("app.service: Failed at step EXEC spawning go: No such file or directory", "unit-without-go"),
        ("app.service: Main process exited, code=exited, status=203/EXEC", "unit-without-go"),
        ("snap-confine has elevated permissions and is not confined but should be.", "snap-refuses"),
        ("failed to build fetch_repo: build cache is required, but could not be located", "bazel-own-go"),
        ("warning: could not locate GOROOT used by rules_go", "bazel-own-go"),
        ("Restore cache failed: Dependencies file is not found in /github/workspace.", "ci-cache"),
        ("tar: ../../../go/pkg/mod/golang.org/x/text@v0.1.0/LICENSE: Cannot open: File exists", "ci-cache"),
        ("Unable to find Go version '1.99' for platform linux and architecture x64.", "ci-version"),
    ],
)
def test_a_message_from_elsewhere_says_where_it_comes_from(account: Account, message: str, id: str) -> None:
    (found,) = elsewhere.look(account.scene(message))
    assert found.id == id
    assert found.remedy is not None
    assert found.remedy.commands
    assert not found.remedy.automatic
    assert set(found.entry) <= set(entries_of(message))


@pytest.mark.parametrize(
    "message",
    [
        "bash: go: command not found",
        "fork/exec /tmp/go-build1/b001/exe/hello: no such file or directory",
        "go: cannot find GOROOT directory: /snap/go/1",
        "build cache is required, but could not be located: GOCACHE is not defined",
    ],
)
def test_what_comes_from_here_is_left_to_the_other_checks(account: Account, message: str) -> None:
    assert list(elsewhere.look(account.scene(message))) == []


def test_a_project_s_settings_are_named_and_left_to_a_person(account: Account) -> None:
    sound = account.go()
    account.write("work/.git/HEAD", "ref: refs/heads/main\n")
    path = account.write("work/.vscode/settings.json", '{\n  "go.goroot": "/usr/local/go1.16",\n  "a": 1\n}\n')
    xml = account.write("work/.idea/workspace.xml", '<project>\n <component name="GOROOT" url="file:///gone" />\n')
    scene = account.scene()
    assert list(editor_settings.look(scene)) == []  # one is not in that folder
    scene.machine.__dict__["cwd"] = path.parents[1]
    found = list(editor_settings.look(scene))
    assert [one.origin[0].place for one in found] == [f"{path}:2", f"{xml}:2"]
    assert not any(one.remedy.automatic for one in found if one.remedy)
    path.write_text(f'{{\n  "go.goroot": "{sound.parent}"\n}}\n')
    assert [one.origin[0].path for one in editor_settings.look(scene)] == [xml]


def test_goroot_for_the_editor_s_tools_and_terminals_is_taken_out(account: Account) -> None:
    told = '{\n  "go.toolsEnvVars": {\n    "GOROOT": "/gone",\n    "GOFLAGS": "-v"\n  },\n'
    told += '  "terminal.integrated.env.linux": {"GOROOT": "/gone/too"}\n}\n'
    account.write(".config/Code/User/settings.json", told)
    first, second = editor_settings.look(account.scene())
    assert first.remedy is not None
    assert first.remedy.automatic
    assert second.remedy is not None  # it shares its line with what stays
    assert not second.remedy.automatic
