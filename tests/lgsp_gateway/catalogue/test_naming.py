from lgsp_gateway.catalogue.naming import names_by_identifier
from tests.lgsp_gateway.registry.desk import Desk


async def test_what_is_registered_has_a_name_and_nothing_else_has(desk: Desk) -> None:
    client = await desk.application(code="mot-cua", name="Một cửa điện tử")
    service = await desk.service()
    known = {f"VN/{client['identifier']}": "Một cửa điện tử", f"VN/{service['identifier']}": service["name"]}
    strange = {"", "VN", "VN/GOV/H02.99/mot-cua", f"VN/{service['identifier']}/units", "VN/GOV/H02.05/x/'; DROP"}
    async with desk.app.state.database.session() as session:
        assert await names_by_identifier(session, {*known, *strange}) == known
