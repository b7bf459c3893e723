"""Secrets are taken out however they are written, and nothing else is."""

from __future__ import annotations

import pytest

from gowizard.redact import redacted, without_credentials

SECRETS = [
    "https://bob:s3cret@proxy.example.com/x",
    "https://bob:p@s3cret@proxy.example.com/x",
    "https://bob:p,s3cret@proxy.example.com",
    "https://bob:p/s3cret@proxy.example.com/x",
    "https://s3cret@proxy.example.com,direct",
    "https://a.example.com,https://bob:s3cret@b.example.com|direct",
    "https://proxy.example.com/dl/?token=s3cret",
    "https://proxy.example.com/dl/?mode=json&access_token=s3cret&include=all",
]
PLAIN = [
    "https://proxy.golang.org/rsc.io/quote/@v/v1.5.2.info",
    "http://127.0.0.1:8080/rsc.io/quote/@v/list",
    "http://[::1]:8080/rsc.io/quote/@v/list",
    "https://goproxy.cn,https://proxy.golang.org,direct",
    "rsc.io/quote@v1.5.2: not found",
    "no secret here, and no token",
    "gowizard repair --only goauth, or sudo -u gopher go version",
    "export GOAUTH='command /usr/bin/helper'",
]


@pytest.mark.parametrize("text", SECRETS)
def test_a_secret_in_a_url_is_taken_out(text: str) -> None:
    assert "s3cret" not in without_credentials(text)
    assert "s3cret" not in redacted(text)


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_no_secret_stays(text: str) -> None:
    assert without_credentials(text) == text
    assert redacted(text) == text


def test_a_url_stays_usable_without_its_credentials() -> None:
    assert without_credentials("https://bob:p@w@h.example/x,direct") == "https://h.example/x,direct"
    assert without_credentials("https://h/?token=a&mode=json") == "https://h/?mode=json"


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer s3cret",
        "PIP_TOKEN=s3cret",
        "password: s3cret",
        "proxy-authorization=s3cret",
        "curl -H 'Cookie: session=s3cret; a=s3cret' https://h.example/",
        "login --api-key s3cret now",
        "curl -u bob:s3cret https://h.example/",
        "export GOAUTH='netrc; command /usr/bin/helper s3cret'",
        "GOAUTH=command helper -x s3cret",
    ],
)
def test_secrets_beside_their_name_are_starred(text: str) -> None:
    assert "s3cret" not in redacted(text)
