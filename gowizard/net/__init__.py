"""The one HTTP client: the system's trust store, proxies, time limits, no way down to plain http.

Importing this costs nothing much; httpx itself is loaded by the first request.
"""

from gowizard.net.client import Client
from gowizard.net.errors import NetError
from gowizard.net.response import Headers, Response, Stream

__all__ = ["Client", "Headers", "NetError", "Response", "Stream"]
