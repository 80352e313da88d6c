"""token → Caller → what a route requires."""

from kit.auth.bearer import Bearer
from kit.auth.caller import Caller
from kit.auth.keys import Keys, RemoteKeys
from kit.auth.requirement import other_proof, public, requires

__all__ = ["Bearer", "Caller", "Keys", "RemoteKeys", "other_proof", "public", "requires"]
