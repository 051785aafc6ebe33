"""Whether a request comes from Slack: looked at before anything of it is read."""

import hashlib
import hmac
import re
from collections.abc import Mapping

#: Seconds by which a request may be late or early.
WINDOW = 300
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


def is_slacks(headers: Mapping[str, str], body: bytes, secret: str, now: float) -> bool:
    """Return whether Slack signed these bytes, and lately; whatever looks odd is a no."""
    timestamp = headers.get("X-Slack-Request-Timestamp", "")
    signature = headers.get("X-Slack-Signature", "")
    if not _TIMESTAMP.fullmatch(timestamp) or not _SIGNATURE.fullmatch(signature):
        return False
    if abs(now - int(timestamp)) > WINDOW:
        return False
    signed = b"v0:" + timestamp.encode() + b":" + body
    wanted = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"v0={wanted}", signature)
