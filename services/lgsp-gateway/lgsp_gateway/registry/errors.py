from kit.errors import Denied


class BeyondReach(Denied):
    """Nothing that is there already, whose id would answer 404: something new, in another agency's name."""

    code = "beyond-reach"


class InstanceDiffers(RuntimeError):
    def __init__(self, recorded: str, wanted: str) -> None:
        super().__init__(
            f"PROVINCE__INSTANCE is {wanted}, but this database has recorded exchanges of {recorded}: "
            f"set it back, or start with an empty database"
        )
