from kit.errors import Denied, Unavailable


class ProviderUnavailable(Unavailable):
    code = "oidc-unavailable"


class ProviderRefused(Denied):
    """The provider did not vouch for anybody, or its answer does not fit what was asked."""

    code = "oidc-refused"


class SignInHere(Denied):
    """Whose roles ask for a second factor proves it here: no outside provider opens such an account."""

    code = "oidc-sign-in-here"


class NobodyHere(Denied):
    """The provider vouches for somebody who has no account here, or a locked one."""

    code = "oidc-nobody"
