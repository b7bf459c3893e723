"""SSL_CERT_FILE left over."""

from __future__ import annotations

from tests.doctor.case import Case
from tests.doctor.cases.stored_values import exported
from tests.doctor.patient import Patient


def _empty_bundle(patient: Patient) -> None:
    path = patient.write("certs.pem", "none\n")
    exported(f"export SSL_CERT_FILE={path}")(patient)


CASES = (
    Case(97, "SSL_CERT_FILE gone", exported("export SSL_CERT_FILE=/opt/conda/cacert.pem"), finds="certificates-gone"),
    Case(97, "SSL_CERT_FILE without certificates", _empty_bundle, finds="certificates-gone"),
    Case(97, "SSL_CERT_DIR gone", exported("export SSL_CERT_DIR=/opt/gone"), finds="certificates-gone"),
)  # fmt: skip
