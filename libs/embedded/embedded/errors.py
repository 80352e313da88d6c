"""Why something could not be started, in one line that a person at a terminal can act on."""


class LaunchError(Exception):
    """The message is the line shown: what is wrong and what to do."""


class AlreadyRunning(LaunchError):
    """Somebody else holds this folder."""
