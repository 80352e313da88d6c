import pytest

from lgsp_gateway.profile.browser import told

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.1 Mobile/15E148 Safari/604.1"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Chrome 156 · Windows"),
        (CHROME.replace("Safari", "Safari Edg/156.0"), "Edge 156 · Windows"),
        (CHROME.replace("Chrome/", "coc_coc_browser/140.0 Chrome/"), "Cốc Cốc 140 · Windows"),
        (SAFARI, "Safari 19 · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox 150 · Linux"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", ""),
    ],
)
def test_a_browser_is_told_in_words(agent: str, words: str) -> None:
    assert told(agent) == words
