"""What is asked for twice is done once: a double click, a retry through the front door, a lost answer.

Programs name a wish in the header `Idempotency-Key`, forms in a hidden field (kit.web.once). The first POST with a key
does it and keeps its answer in the same transaction; whoever sends the same again within KEPT is given that answer. Who
comes while it is still being done waits for it. Without a key, and for callers who are nobody, nothing changes.
"""

from kit.once.answering import answer_once
from kit.once.keeping import forget

__all__ = ["answer_once", "forget"]
