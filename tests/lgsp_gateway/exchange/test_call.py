"""A call that goes well."""

from tests.lgsp_gateway.exchange.gateway import CLIENT, Gateway
from tests.lgsp_gateway.exchange.provider import Provider, json


async def test_a_safe_call_is_forwarded_answered_and_on_record(gateway: Gateway, provider: Provider) -> None:
    provider.answers(json('{"tên":"Đặng Thị Hương"}'.encode(), "X-Tuy-Chon: có".encode().decode("latin-1")))
    answer = await gateway.call("/nguoi/42?q=a%2Fb&q=c+d", headers={"X-Tham-Chieu": "abc"})
    assert (answer.status_code, answer.json()) == (200, {"tên": "Đặng Thị Hương"})
    (asked,) = provider.requests
    assert asked.line == "GET /goc/nguoi/42?q=a%2Fb&q=c+d HTTP/1.1"
    assert asked.header("x-road-client") == CLIENT
    assert asked.header("x-tham-chieu") == "abc"
    assert asked.header("authorization") is None
    record = await gateway.record()
    assert record["outcome"] == "ok"
    assert (record["actor"], record["object"]) == (CLIENT, "VN/GOV/H02.01/dan-cu/tra-cuu")
    assert (record["template"], record["status"], record["fault"]) == ("/nguoi/{id}", 200, "")
    assert answer.headers["x-road-request-id"] == record["id"]
