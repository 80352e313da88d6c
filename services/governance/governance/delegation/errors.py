from kit.errors import NotFound


class DelegationNotFound(NotFound):
    code = "delegation-not-found"
