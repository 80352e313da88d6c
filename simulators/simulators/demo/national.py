"""The gateway's own key to the national exchange."""

from sqlalchemy import select

from lgsp_gateway.national.schemas import PlatformConnect
from lgsp_gateway.national.service import connect
from lgsp_gateway.national.tables import NationalPlatform
from simulators.demo.loading import Loading

NAME = "Nền tảng tích hợp, chia sẻ dữ liệu quốc gia (mô phỏng)"


async def connect_national(loading: Loading) -> None:
    """Follows the simulator to another port; a key that people changed stays."""
    url = loading.settings.ndxp_url
    known = select(NationalPlatform.id).where(NationalPlatform.base_url == url)
    if await loading.session.scalar(known) is not None:
        return
    data = PlatformConnect(
        name=NAME,
        base_url=url,
        token_url=f"{url}/token",
        client_id=loading.settings.ndxp_client_id,
        secret=loading.settings.ndxp_client_secret,
    )
    await connect(loading.session, loading.caller, loading.settings.secret_key, data, loading.now)
