"""By when something is to be done, as people write it in Vietnamese or English: "trước ngày 15", "trong tuần tới",
"thứ Sáu tuần sau", "hết quý I", "by Friday", "in two weeks"."""

from kit.text.due.finding import Due, find_dues, first_due

__all__ = ["Due", "find_dues", "first_due"]
