"""What the demo knows: enough of it, all of it marked as not verified, loaded once."""

import re

from assistant_citizen.procedure.values import read_fees, read_time
from kit.text import fold
from simulators.demo.citizen.loading import add_knowledge, faqs_of_demo, offices_of_demo, procedures_of_demo
from tests.assistant_citizen.assistant import NOW, Assistant

ASKED = """khai sinh; khai tử; kết hôn; tình trạng hôn nhân; chứng thực; thường trú; tạm trú; tạm vắng; căn cước
hộ chiếu
giấy phép lái xe; đăng ký xe; hộ kinh doanh; thành lập công ty; quyền sử dụng đất lần đầu; chuyển nhượng; tách thửa
thế chấp; chuyển mục đích; giấy phép xây dựng; bảo hiểm xã hội; bảo hiểm y tế; trợ cấp thất nghiệp; trợ cấp xã hội
liệt sĩ; chuyển trường; dự tuyển; giấy phép hành nghề; giấy phép lao động; môi trường; an toàn thực phẩm; quảng cáo
karaoke; phòng cháy; lý lịch tư pháp; thuế"""


def test_what_people_ask_for_most_is_there() -> None:
    procedures = list(procedures_of_demo())
    names = [fold(one.name) for one in procedures]
    assert [asked for asked in re.split(r"[;\n]", ASKED) if not any(fold(asked) in name for name in names)] == []
    assert len(procedures) >= 60
    assert len(list(faqs_of_demo())) >= 30
    assert all(one.laws and one.documents is not None and one.result for one in procedures)
    codes = {one.code for one in procedures}
    assert {one.procedure_code for one in faqs_of_demo()} - codes == {""}


def test_times_and_plain_fees_are_read_as_values() -> None:
    channels = [channel for one in procedures_of_demo() for channel in one.channels]
    read = [channel for channel in channels if read_time(channel.time_limit)]
    assert len(read) > 0.9 * len(channels)
    amounts = [fee.amount for channel in channels for fee in read_fees(channel.fee)]
    assert sum(amount is not None for amount in amounts) > len(amounts) / 2


def test_every_commune_of_today_has_an_office() -> None:
    offices = list(offices_of_demo(NOW))
    communes = [one for one in offices if one.level == "commune"]
    assert len(communes) == 99
    assert len({one.code for one in offices}) == len(offices)
    assert not any(one.verified for one in offices)
    assert all("Dữ liệu mẫu" in one.source for one in offices)


async def test_it_is_loaded_once_and_shown_as_not_verified(assistant: Assistant) -> None:
    async with assistant.app.state.database.session() as session:
        assert await add_knowledge(session, assistant.now) > 200
    async with assistant.app.state.database.session() as session:
        assert await add_knowledge(session, assistant.now) == 0
    assert (await assistant.public.get("/procedures", state="verified")).json()["items"] == []
    page = (await assistant.public.page("/procedures/1.004222")).text
    assert "Chưa đối chiếu" in page
    told = (await assistant.public.get("/procedures/MAU-XC-01/answers/conditions")).json()
    assert (told["known"], "Quản lý xuất nhập cảnh" in told["sentences"][1]["text"]) == (False, True)
    time = (await assistant.public.get("/procedures/MAU-XC-01/answers/time")).json()
    assert time["sentences"][0]["text"] == "Trực tiếp, Trực tuyến: 8 ngày làm việc"
    for path in ("/procedures", "/offices", "/faqs"):
        for language in ("vi", "en"):
            shown = await assistant.keeper.page(path, headers={"Cookie": f"lang={language}"})
            assert shown.status_code == 200
