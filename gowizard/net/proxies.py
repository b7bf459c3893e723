"""Which proxy a request goes through, from the environment alone, as Go itself decides."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit


def proxy_for(url: str, environment: Mapping[str, str]) -> str:
    """The proxy's URL for a request (credentials included: never show it), "" for none.

    The lower-case names win over the upper-case ones. HTTP_PROXY is not looked at in a CGI program, where a
    client could set it. Loopback addresses are never proxied (golang.org/x/net/http/httpproxy).
    """
    parts = urlsplit(url)
    host, port = (parts.hostname or "").lower(), parts.port or (443 if parts.scheme == "https" else 80)
    name = f"{parts.scheme}_proxy"
    value = environment.get(name) or environment.get(name.upper()) or ""
    if parts.scheme == "http" and "REQUEST_METHOD" in environment:
        value = environment.get(name, "")
    value = value or environment.get("all_proxy") or environment.get("ALL_PROXY") or ""
    if not value or host == "localhost" or _excepted(host, port, environment):
        return ""
    value = value.strip()
    return value if "://" in value else f"http://{value}"


def _excepted(host: str, port: int, environment: Mapping[str, str]) -> bool:
    import ipaddress

    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        address = None
    if address is not None and address.is_loopback:
        return True
    for item in (environment.get("no_proxy") or environment.get("NO_PROXY") or "").split(","):
        rule = item.strip().lower()
        if rule == "*":
            return True
        if address is not None and "/" in rule:
            try:
                if address in ipaddress.ip_network(rule, strict=False):
                    return True
            except ValueError:
                continue
        name, colon, wanted = rule.rpartition(":") if rule.count(":") == 1 else (rule, "", "")
        if colon and wanted != str(port):
            continue
        name = name.removeprefix("*").strip("[]")
        if name and (host == name.lstrip(".") or host.endswith(name if name.startswith(".") else f".{name}")):
            return True
    return False


def names_script(proxy: str) -> bool:
    """Whether a proxy's address is that of a PAC file, a script for browsers."""
    path = proxy.split("?")[0].lower()
    return path.startswith("pac") or path.endswith((".pac", "/wpad.dat"))


def script_in(environment: Mapping[str, str]) -> str:
    """The address of the PAC file that the environment names, "" for none (GNOME, KDE and curl's wrappers set it)."""
    for name in ("auto_proxy", "AUTO_PROXY", "autoproxy"):
        if value := environment.get(name, "").strip():
            return value
    return ""
