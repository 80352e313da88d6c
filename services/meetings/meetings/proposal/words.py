"""What a sentence tells the model: its words, and signs that do not hang on the matter it is about.

Signs begin with "@": how it opens, modal verbs, who is charged, a deadline, what is over already, a question. They are
read from folded text, so that they are the same with and without diacritics.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from kit.text import fold
from meetings.proposal import structure

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|\?")
_AGENCY = (
    r"(?:so|ubnd|uy ban|phong|ban|cong an|van phong|trung tam|chi cuc|cuc|thanh tra|cac don vi|cac"
    r" so|cac co quan|to cong tac|hoi|don vi|co quan|doan|truong|benh vien)"
)
_TITLE = (
    r"(?:d/c|dong chi|ong|ba|anh|chi|em|giam doc|truong phong|chu tich|pho chu tich|chanh van"
    r" phong|thu truong|lanh dao)"
)
_SIGNS = {
    "charge": r"^(?:va |dong thoi )?(?:giao|yeu cau|de nghi|phan cong|chi dao|nho|cu)\b",
    "charged": r"\b(?:giao|yeu cau|de nghi|phan cong|nho) (?:cho )?(?:" + _AGENCY + "|" + _TITLE + r")\b",
    "leads": r"\b(?:chu tri|dau moi|phoi hop voi|phu trach|chiu trach nhiem|co trach nhiem)\b",
    "agency_first": "^" + _AGENCY + r"\b",
    "person_first": "^" + _TITLE + r"\b",
    "urge": r"\b(?:khan truong|tap trung|kip thoi|tiep tuc|nghiem tuc|phai|can|hay|luu y|chu dong|bao dam|dam bao)\b",
    "deadline": (
        r"\b(?:truoc|cham nhat|muon nhat|han|xong|hoan thanh|trong|den het)\b[^.;]{0,22}(?:\d|thang"
        r"|tuan|quy|nam|thu|hom nay)"
    ),
    "by": (
        r"\b(?:by|before|until|no later than|due|within|deadline)\b[^.;]{0,16}(?:\d|day\b|week|month"
        r"|quarter|q[1-4]|meeting|jan|feb|mar|apr|jun|jul|aug|sep|oct|nov|dec|tomorrow|eod|noon|lunch)"
    ),
    "agreed": (
        r"\b(?:thong nhat|nhat tri|dong y|thong qua|chap thuan|quyet dinh|quyet nghi|chot|phe duyet"
        r"|bieu quyet)\b"
    ),
    "agreed_first": (
        r"^(?:[^:,]{0,40}[:,] )?(?:hoi nghi |cuoc hop |lanh dao \w+ |cac thanh vien )?(?:da )?(?:thong"
        r" nhat|nhat tri|dong y|thong qua|chap thuan|quyet dinh|chot|khong dong y|khong thong qua)\b"
    ),
    "past": (
        r"\b(?:da|dang|chua|tuan qua|vua qua|thoi gian qua|hien nay|tinh den|den nay|truoc day|tuan"
        r" truoc|nam truoc)\b"
    ),
    "over_first": r"^(?:\S+ ){0,5}(?:da|dang|chua|vua|moi|tung)\b",
    "ago": (
        r"\b(?:truoc day|truoc kia|hoi do|hoi truoc|lan truoc|ky truoc|ky hop truoc|nam ngoai|nam truoc|thang truoc"
        r"|dot truoc|tuan truoc|le ra|dung ra|nhiem ky truoc|last (?:time|week|month|year|meeting)|previous(?:ly)?"
        r"|earlier|years ago|in (?:19|20)\d\d|had (?:\w+ )?(?:agreed|decided|approved|promised)|supposed to|used to)\b"
    ),
    "by_rule": (
        r"^(?:theo|quy dinh|can cu|luat|nghi dinh|thong tu|hop dong|cap tren|the (?:law|policy|contract|rules?))\b"
    ),
    "undecided": (
        r"\b(?:never|not|n't|no|cannot|without|nobody|chua|khong) (?:\w+ ){0,2}"
        r"(?:decided?|agreed?|settled?|resolved|consensus|decision|conclusion|thong nhat|chot|quyet|ket luan|nga ngu)\b"
    ),
    "to_decide": r"\b(?:to|should|shall|can|must) (?:\w+ )?(?:decide|agree|settle|choose|vote)\b",
    "wish": r"\b(?:mong|kien nghi|hy vong|gia ma|de xuat|cho rang|co y kien|co the|nen)\b",
    "if": r"^(?:neu|truong hop|khi|if|when|unless|should (?:the|there))\b",
    "question": (
        r"\?|^(?:ai|bao gio|khi nao|tai sao|lam sao|co nen|who|what|when|why|how|do|does|did|is|are"
        r"|can we|could we|shall we|should we|have we|would)\b|\b(?:hay khong|khong nhi|duoc khong)\b"
    ),
    "cited": (
        r"\b(?:can cu|theo|thuc hien) (?:luat|nghi dinh|thong tu|ke hoach|quyet dinh|thong bao|cong"
        r" van|nghi quyet|chi thi)\b"
    ),
    "will": r"\b(?:will|shall|'ll|gonna|going to|to be done|must|has to|have to|needs? to)\b",
    "se": r"\bse\b",
    "i_will": r"\b(?:i'll|i will|i'm gonna|i am going to|let me|toi se|em se|toi xin|em xin)\b",
    "you_will": (
        r"\b(?:you'll|you will|you're gonna|you are going to|can you|could you|you can|i'd like you to"
        r"|i want you to|your job)\b"
    ),
    "name_to": r"^(?:action(?: item)?s?:? |ai |to ?do:? )?[a-z.]+(?: [a-z]+)? to [a-z]+",
    "please": r"\b(?:please|make sure|don't forget|remember to)\b",
    "decided": (
        r"\b(?:decided|decision|agreed|agree|approved|resolved|settled|chosen|voted|carried|rejected"
        r"|adopted|confirmed|postponed|cancelled|consensus)\b"
    ),
    "lets": r"\b(?:let's|let us|we're going (?:with|for)|we'll (?:go|use|have|keep|skip|take)|we go with|it is then)\b",
    "hedge": (
        r"\b(?:maybe|might|could|would|perhaps|think|suggest(?:ed)?|possible|hope|wonder|not sure"
        r"|probably|depends)\b"
    ),
    "was": r"\b(?:was|were|did|had|sent|finished|reported|presented|said|asked|last|yesterday|so far|already|been)\b",
    "negated": r"\b(?:no|not|n't|don't|didn't|khong|chua)\b",
}
_READ = {name: re.compile(pattern) for name, pattern in _SIGNS.items()}
STEM = 5
"""Letters of a long word that stand for its forms: "postponed", "postponing"."""
_FILLERS = frozenset(
    "uh um mm hmm er uhm ah oh yeah okay ok so well like right and but".split()  # noqa: SIM905 - a list of twenty strings
)
_VERB_FIRST = frozenset(
    [
        "ra",
        "hoan",
        "bao",
        "tham",
        "tong",
        "gui",
        "xay",
        "don",
        "cap",
        "kiem",
        "chuan",
        "khac",
        "lam",
        "ban",
        "tap",
        "trinh",
        "dang",
        "lap",
        "thanh",
        "moi",
        "cong",
        "so",
        "lien",
        "chinh",
        "to",
        "giai",
        "xu",
        "tra",
        "bo",
        "viet",
        "ket",
        "danh",
        "cung",
        "nghiem",
        "in",
        "send",
        "update",
        "prepare",
        "contact",
        "review",
        "circulate",
        "fix",
        "book",
        "write",
        "check",
        "talk",
        "order",
        "finish",
        "draft",
        "collect",
        "look",
        "set",
        "test",
        "translate",
        "share",
        "call",
        "rewrite",
        "clean",
        "find",
        "put",
        "run",
        "make",
        "follow",
        "arrange",
        "organise",
        "ask",
        "invite",
        "publish",
        "submit",
        "confirm",
        "schedule",
        "add",
        "create",
        "buy",
        "hire",
        "get",
        "bring",
    ]
)


_TURNING = frozenset(
    "past was question if wish hedge cited negated ago by_rule undecided to_decide over_first".split()  # noqa: SIM905
)


def tokens(text: str, lead: str, *, point: bool) -> Iterator[str]:
    yield from _worded(text)
    plain = _plain(text)
    signs = [name for name, pattern in _READ.items() if pattern.search(plain)]
    words = [word for word in _WORD.findall(plain) if word not in _FILLERS]
    yield from (f"@{name}" for name in signs)
    yield from (f"@{one}+{other}" for one, other in _crossed(signs))
    yield from (f"@{one}" for one in structure.signs(text))
    yield f"@length_{min(len(words) // 4, 6)}"
    yield f"@first_{words[0] if words else ''}"
    if words and words[0] in _VERB_FIRST:
        yield "@verb_first"
    if point:
        yield "@point"
    bare = [word for word in _WORD.findall(fold(lead)) if len(word) > 1]
    yield from (f"^{word}" for word in bare)
    yield from (f"^{one}_{other}" for one, other in pairwise(bare))


def _crossed(signs: list[str]) -> Iterator[tuple[str, str]]:
    """What turns what: a charge that is over, a decision that is asked about."""
    turning = [name for name in signs if name in _TURNING]
    for one in turning:
        for other in signs:
            if other not in turning:
                yield one, other


def _worded(text: str) -> Iterator[str]:
    """Numbers are one word; fillers are none; each as written too where that tells more."""
    words = _WORD.findall(text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    told = ["0" if word.isdigit() else word for word in words if word not in _FILLERS]
    bare = [structure.bare_of(word) for word in told]
    for word, simple in zip(told, bare, strict=True):
        yield f"~{simple}"
        if word != simple:
            yield word
    yield from (f"~{one}_{other}" for one, other in pairwise(bare))
    yield from (f"${word[:STEM]}" for word in bare if len(word) > STEM)


@lru_cache(maxsize=512)
def _plain(text: str) -> str:
    """Folded, without fillers at its head, apostrophes straight and n't joined as transcripts part them."""
    plain = fold(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")).replace(" '", "'").replace(" n't", "n't")
    words = plain.split()
    while words and words[0].strip(",.") in _FILLERS:
        words.pop(0)
    return " ".join(words)


def seen(sign: str, text: str) -> str:
    """The folded words of `text` that make the sign; empty for signs that no words make."""
    pattern = _READ.get(sign)
    found = pattern.search(_plain(text)) if pattern else None
    return found[0] if found else ""
