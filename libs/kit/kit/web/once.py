"""The key of a form that was shown: sent twice with it, the form does once what it is for (kit.once).

The macro form.form() writes it, anew each time the form is shown.
"""

from uuid import uuid4

FIELD = "once_key"


def key() -> str:
    return uuid4().hex
