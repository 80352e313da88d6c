from urllib.parse import urlsplit

from hypothesis import given
from hypothesis import strategies as st

from lgsp_gateway.session.target import safe_next, with_next

ODD = st.text(alphabet=st.sampled_from("/\\:@.?#% \t\n\r\x00abctps|;"), max_size=30)


@given(ODD | st.text(max_size=50) | ODD.map(lambda text: f"/{text}") | ODD.map(lambda text: f"//{text}"))
def test_wherever_it_points_it_stays_here(wanted: str) -> None:
    target = safe_next(wanted)
    parts = urlsplit(target)
    assert target.startswith("/")
    assert not target.startswith(("//", "/\\"))
    assert not parts.scheme
    assert not parts.netloc
    assert target.isprintable()


def test_addresses_of_this_site_are_kept() -> None:
    for wanted in ("/", "/monitoring/", "/lgsp-gateway/members?q=S%E1%BB%9F&sort=-name", "/sign-inner"):
        assert safe_next(wanted) == wanted


def test_doors_lead_home() -> None:
    for wanted in ("", None, "/sign-in", "/sign-in/code", "/sign-out", "/sign-in?next=/x", "x" * 3000):
        assert safe_next(wanted) == "/"


def test_home_needs_no_mention() -> None:
    assert with_next("/sign-in/code", "https://elsewhere.example") == "/sign-in/code"
    assert with_next("/sign-in/code", "/account") == "/sign-in/code?next=%2Faccount"
