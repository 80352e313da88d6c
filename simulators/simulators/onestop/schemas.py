"""What is asked and told, with the names the national portal has for it (`DongBoHoSoMC`)."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from simulators.onestop.record import Dossier

Code = Annotated[
    str, Field(pattern=r"^(?:[0-9A-Z]{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3}){0,3})-\d{6}-\d{4,6}$")
]
Proof = Annotated[
    str, Field(pattern=r"^[0-9]{4}$", description="Bốn số cuối của điện thoại hoặc số định danh đã khai khi nộp")
]


class StateAsk(BaseModel):
    model_config = ConfigDict(extra="forbid")

    MaHoSo: Code
    SoXacThuc: Proof


class BoSung(BaseModel):
    NgayYeuCau: str
    HanBoSung: str
    NoiDung: str


class LePhi(BaseModel):
    TenPhiLePhi: str
    Gia: int


class StateRead(BaseModel):
    """Nothing in it names the applicant."""

    MaHoSo: str
    MaTTHC: str
    TenTTHC: str
    TenLinhVuc: str
    DonViXuLy: str
    TrangThaiHoSo: int = Field(ge=1, le=10)
    NgayTiepNhan: str
    NgayHenTra: str
    NgayKetThucXuLy: str
    NgayTra: str
    GhiChu: str
    DanhSachHoSoBoSung: list[BoSung]
    DanhSachLePhi: list[LePhi]

    @classmethod
    def of(cls, one: Dossier) -> Self:
        return cls(
            MaHoSo=one.code,
            MaTTHC=one.procedure,
            TenTTHC=one.name,
            TenLinhVuc=one.field,
            DonViXuLy=one.unit,
            TrangThaiHoSo=one.state,
            NgayTiepNhan=one.received,
            NgayHenTra=one.due,
            NgayKetThucXuLy=one.ended,
            NgayTra=one.returned,
            GhiChu=one.note,
            DanhSachHoSoBoSung=[
                BoSung(NgayYeuCau=more.asked, HanBoSung=more.until, NoiDung=more.what) for more in one.supplements
            ],
            DanhSachLePhi=[LePhi(TenPhiLePhi=fee.name, Gia=fee.amount) for fee in one.fees],
        )
