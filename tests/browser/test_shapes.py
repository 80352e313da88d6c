"""Which pages need no second look."""

from tests.browser.shapes import Looked

PAGE = '<ul class="list">{}</ul>'
ITEM = '<li class="{}"><a href="/x/{}">{}</a></li>'


def test_more_of_the_same_is_known_and_whatever_is_new_is_not() -> None:
    looked = Looked()
    assert not looked.has("/x", PAGE.format(ITEM.format("one", 1, "Một")))
    assert looked.has("/x?q=1", PAGE.format(ITEM.format("one", 2, "Hai") * 3))
    assert not looked.has("/y", PAGE.format(ITEM.format("one", 1, "Một")))
    assert not looked.has("/x", PAGE.format(ITEM.format("late", 3, "Ba")))
    assert not looked.has("/x", PAGE.format(ITEM.format("one", 4, "")))
    assert not looked.has("/x", PAGE.format(ITEM.format("one", 5, "Năm") + "<li><button>Xóa</button></li>"))


def test_addresses_differ_by_more_than_their_ids() -> None:
    looked = Looked()
    assert not looked.has("/x/0198a000-0000-7000-8000-000000000001", "<p>a</p>")
    assert looked.has("/x/0198a000-0000-7000-8000-000000000002", "<p>b</p>")
    assert not looked.has("/x/0198a000-0000-7000-8000-000000000002/edit", "<p>b</p>")


def test_it_is_told_whether_there_was_any_page_of_an_address() -> None:
    looked = Looked()
    assert not looked.at("/x/1?q=2")
    looked.has("/x/1?q=2", "<p>a</p>")
    assert looked.at("/x/3")
    assert not looked.at("/y")


def test_what_comes_later_is_looked_at_again() -> None:
    looked = Looked()
    part = '<div hx-get="/today" hx-trigger="load, stirred from:body"></div>'
    for _ in range(2):
        assert not looked.has("/", f"<main>{part}</main>")
    assert not looked.has("/bell", f"{part}<main></main>")
    assert looked.has("/bell", f"{part}<main></main>")
