"""Figures of columns, and what of them who may not see values is told."""

from tests.analytics.lab import API, Lab


async def test_figures_of_every_kind_of_column(lab: Lab) -> None:
    rows = "".join(
        f"{'xã A' if place % 3 else 'xã B'},{place},{place % 28 + 1:02d}/01/2026,{'x' if place % 2 else ''}\n"
        for place in range(300)
    )
    made = await lab.loaded(f"Địa bàn,Số,Ngày,Ghi chú\n{rows}")
    found = {
        one["name"]: one for one in (await lab.http.get(f"{API}/{made['id']}/profile", headers=lab.official)).json()
    }
    assert found["dia_ban"]["facts"]["top"] == [["xã A", 200], ["xã B", 100]]
    assert found["dia_ban"]["distinct"] == 2
    so = found["so"]["facts"]
    assert (so["min"], so["max"], so["mean"]) == (0, 299, 149.5)
    assert sum(count for _, count in so["histogram"]) == 300
    assert (found["ngay"]["facts"]["min"], found["ngay"]["facts"]["max"]) == ("2026-01-01", "2026-01-28")
    assert (found["ghi_chu"]["rows"], found["ghi_chu"]["missing"]) == (300, 150)


async def test_of_masked_columns_only_counts(lab: Lab) -> None:
    made = await lab.loaded()
    found = {
        one["name"]: one for one in (await lab.http.get(f"{API}/{made['id']}/profile", headers=lab.analyst)).json()
    }
    assert (found["so_cccd"]["masked"], found["so_cccd"]["facts"], found["so_cccd"]["rows"]) == (True, {}, 20)
    assert found["thu_nhap"]["facts"]["max"] == 19500.5
