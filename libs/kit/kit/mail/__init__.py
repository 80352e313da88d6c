"""Mail, written in the transaction that is its reason, sent in the background, erased once it is sent."""

from kit.mail.composing import CalendarPart, write
from kit.mail.sending import clear_out, deliver, send_due

__all__ = ["CalendarPart", "clear_out", "deliver", "send_due", "write"]
