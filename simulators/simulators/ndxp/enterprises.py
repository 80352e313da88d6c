"""Business registration. Every enterprise here is invented: their codes fail the tax code's check digit."""

import tomllib
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query

_FILE = Path(__file__).parent / "enterprises.toml"

router = APIRouter(prefix="/apiCSDLDKDN")
_ENTERPRISES: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))


@router.get("/chiTietDoanhNghiep")
async def show_enterprise(
    msdn: Annotated[str, Query(max_length=14, description="Mã số doanh nghiệp")],
) -> dict[str, Any]:
    found = _ENTERPRISES.get(msdn)
    if found is None:
        return {"DataCount": 0, "Status": 0, "Message": f"Không tìm thấy doanh nghiệp có mã số {msdn}"}
    main = found["main"] | {"ENTERPRISE_ID": msdn, "ENTERPRISE_GDT_CODE": msdn}
    return {
        "MainInformation": main,
        "HOAdress": found["address"],
        "BusinessActivity": found["activities"],
        "Member": found["members"],
        "DataCount": 1,
        "Status": 1,
        "Message": "Dữ liệu mẫu, không phải doanh nghiệp có thật",
    }
