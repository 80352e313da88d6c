"""What a service tells of itself: that it runs, and the models it answers with. Said again only when it changed."""

from kit.platform.telling import tell, telling

__all__ = ["tell", "telling"]
