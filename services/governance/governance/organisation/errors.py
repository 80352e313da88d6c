from kit.errors import Denied


class NotInDirectory(Denied):
    """The account is known, the person behind it is nobody's in the directory."""

    code = "not-in-directory"
