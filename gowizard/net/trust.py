"""Whom to trust: the certificates of this system, so that a company's own authority works as in a browser."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from pathlib import Path

from gowizard.log import logger


def tls_context(environment: Mapping[str, str]) -> ssl.SSLContext:
    """A verifying client context. SSL_CERT_FILE and SSL_CERT_DIR replace the system's store, as for Go.

    A name there that leads nowhere is a leftover and is ignored. Where the store cannot be opened, Python's
    defaults serve.
    """
    file, folder = environment.get("SSL_CERT_FILE", ""), environment.get("SSL_CERT_DIR", "")
    cafile = file if file and Path(file).is_file() else None
    capath = folder if folder and Path(folder).is_dir() else None
    if cafile or capath:
        try:
            return ssl.create_default_context(cafile=cafile, capath=capath)
        except (OSError, ssl.SSLError) as error:
            logger.warning("SSL_CERT_FILE %s and SSL_CERT_DIR %s are unusable: %s", file, folder, error)
    try:
        import truststore

        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    except Exception as error:  # its own errors differ from system to system; the defaults still verify
        logger.warning("truststore cannot be used: %r", error)
        return ssl.create_default_context()
