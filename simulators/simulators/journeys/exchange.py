"""A provincial system gets a token and calls the national exchange through the gateway, which can prove it after."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from simulators.journeys.patience import until
from simulators.journeys.portal import Portal
from simulators.journeys.telling import Step

CLIENT = "GOV/H02.01.01/mot-cua"
SERVICE = "NAT/NDXP/chia-se/danh-muc-quoc-gia"
PATH = f"/r1/VN/{SERVICE}/Category/madantoc"
EVIDENCE = "/lgsp-gateway/api/v1/evidence"
AUDITOR = "kiemtra"


class ExchangeJourney:
    """Its story has the id that the calling system gave its message, as X-Road has it."""

    name = "exchange"

    def __init__(self, portal: Portal) -> None:
        self.portal, self.system = portal, portal.citizen()
        self.message = str(uuid4())
        self.token = ""
        self.answer: Any = None
        self.record: dict[str, Any] = {}
        self.verdict: dict[str, Any] = {}

    def play(self) -> Iterator[Step]:
        yield self._get_token()
        yield self._call()
        yield self._find()
        yield self._verify()

    def _get_token(self) -> Step:
        key = self.portal.keys.clients[CLIENT]
        proof, wanted = (key.client_id, key.client_secret), {"grant_type": "client_credentials"}
        answer = until(lambda: self.system.once("POST", "/oauth2/token", auth=proof, data=wanted), "a token")
        self.token = answer.json()["access_token"]
        return Step("exchange.token", "system", "/lgsp-gateway/applications", "", "dangky", {"client": CLIENT})

    def _call(self) -> Step:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "X-Road-Client": f"VN/{CLIENT}",
            "X-Road-Id": self.message,
        }
        answer = until(lambda: self.system.once("GET", PATH, headers=headers), "an answer of the national exchange")
        self.answer = answer.json()
        facts = {"service": SERVICE, "bytes": len(answer.content)}
        return Step("exchange.called", "system", "/lgsp-gateway/evidence", answer.headers["x-road-id"], AUDITOR, facts)

    def _find(self) -> Step:
        """Sealed: it has its place in the chain, and a signed end of the chain covers it."""
        auditor = self.portal.person(AUDITOR)

        def sealed() -> Any:
            found = auditor.peek(EVIDENCE, q=self.message)["items"]
            proven = auditor.peek(f"{EVIDENCE}/{found[0]['id']}") if found else None
            return proven if proven and proven["proof"]["checkpoint"] else None

        self.record = until(sealed, "the exchange is sealed")
        facts = {"seq": self.record["proof"]["seq"], "hash": self.record["proof"]["hash"][:16]}
        page = f"/lgsp-gateway/evidence/{self.record['id']}"
        return Step("exchange.sealed", AUDITOR, page, self.record["told"]["message"], AUDITOR, facts)

    def _verify(self) -> Step:
        self.verdict = self.portal.person(AUDITOR).read(f"{EVIDENCE}/verification")
        facts = {"records": self.verdict["records"], "checkpoints": self.verdict["checkpoints"]}
        return Step("exchange.verified", AUDITOR, "/lgsp-gateway/evidence/verification", self.message, AUDITOR, facts)
