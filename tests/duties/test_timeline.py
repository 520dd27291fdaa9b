"""Places in the picture of a session's clocks. The example is the one of docs/design.md."""

import itertools
from datetime import date, timedelta

from duties import timeline

SESSION = date(2026, 11, 12)
HOLIDAY = date(2026, 11, 24)


def day(on, kind="done"):
    return timeline.Day(on=on, kind=kind, title=f"{on:%d/%m/%Y}")


def days(first, last):
    one = timedelta(days=1)
    on, drawn = first, []
    while on <= last:
        if on.weekday() < 5:
            kind = "session" if on == SESSION else "holiday" if on == HOLIDAY else "done"
            drawn.append(day(on, kind))
        on += one
    return drawn


def drawing(*, marks=(), spans=(), today=date(2026, 11, 25), drawn=None):
    return timeline.draw(
        days=drawn or days(date(2026, 11, 4), date(2026, 11, 27)),
        spans=list(spans),
        marks=list(marks),
        today=today,
        title="Tiến độ",
    )


def test_days_stand_side_by_side_and_weekends_leave_a_wider_gap():
    blocks = drawing().blocks
    steps = [right.x - (left.x + left.width) for left, right in itertools.pairwise(blocks)]
    fridays = [i for i, on in enumerate(days(date(2026, 11, 4), date(2026, 11, 27))) if on.on.weekday() == 4]
    assert {steps[i] for i in fridays if i < len(steps)} == {timeline.WEEKEND_GAP}
    assert {step for i, step in enumerate(steps) if i not in fridays} == {timeline.GAP}


def test_the_session_is_taller_and_a_holiday_narrow_and_hatched():
    by_kind = {block.kind: block for block in drawing().blocks}
    assert by_kind["session"].height == timeline.BLOCK_HEIGHT + 2 * timeline.SESSION_EXTRA
    assert (by_kind["holiday"].width, by_kind["holiday"].hatched) == (timeline.NARROW, True)
    assert (by_kind["done"].width, by_kind["done"].hatched) == (timeline.BLOCK, False)


def test_a_bracket_covers_its_first_and_last_day():
    span = timeline.Span(
        first=date(2026, 11, 5), last=date(2026, 11, 11), text="Ít nhất 5 ngày làm việc", kind="done"
    )
    picture = drawing(spans=[span])
    assert picture.spans[0].left == picture.blocks[1].x + 1
    assert picture.spans[0].right == picture.blocks[5].x + timeline.BLOCK - 1


def test_words_of_short_brackets_stand_apart():
    texts = ("Ít nhất 5 ngày làm việc", "Chậm nhất 10 ngày làm việc")
    spans = [
        timeline.Span(first=date(2026, 11, 5), last=date(2026, 11, 11), text=texts[0], kind="done"),
        timeline.Span(first=date(2026, 11, 13), last=date(2026, 11, 17), text=texts[1], kind="done"),
    ]
    first, second = drawing(spans=spans).spans
    halves = [timeline.LETTER * len(text) / 2 for text in texts]
    assert first.middle - halves[0] >= -1
    assert second.middle - halves[1] > first.middle + halves[0]
    assert drawing(spans=spans[1:]).spans[0].middle == (second.left + second.right) // 2


def test_today_stands_under_its_day_in_the_gap_of_a_weekend_or_nowhere():
    blocks = drawing().blocks
    assert drawing(today=date(2026, 11, 4)).today == timeline.Today(x=blocks[0].x + 11)
    friday, monday = blocks[2], blocks[3]
    assert drawing(today=date(2026, 11, 7)).today == timeline.Today(
        x=(friday.x + friday.width + monday.x) // 2
    )
    assert drawing(today=date(2027, 1, 4)).today is None


def test_labels_that_would_touch_go_one_row_down():
    near = [
        timeline.Mark(on=date(2026, 11, 4), title="Hạn gửi thư mời", text="Thứ Tư, 04/11/2026"),
        timeline.Mark(on=date(2026, 11, 5), title="Ngày công bố", text="Thứ Năm, 05/11/2026"),
        timeline.Mark(on=date(2026, 11, 27), title="Hạn thông báo", text="Thứ Sáu, 27/11/2026"),
    ]
    first, second, third = drawing(marks=near).marks
    assert second.title_y == first.title_y + timeline.LABEL_ROW_HEIGHT
    assert third.title_y == first.title_y
    assert drawing(marks=near).height > drawing(marks=near[:1]).height


def test_every_label_stays_inside_the_picture():
    ends = [
        timeline.Mark(
            on=on, title="Hạn trả lời kiến nghị (dự kiến)", text="Thứ Sáu, 25/12/2026", expected=True
        )
        for on in (date(2026, 11, 4), date(2026, 11, 18), date(2026, 11, 27))
    ]
    picture = drawing(marks=ends)
    assert [mark.anchor for mark in picture.marks] == ["start", "middle", "end"]


def test_a_mark_outside_the_drawn_days_stands_at_the_nearest_one():
    late = timeline.Mark(on=date(2027, 2, 1), title="Hạn", text="Thứ Hai, 01/02/2027")
    early = timeline.Mark(on=date(2026, 1, 5), title="Hạn", text="Thứ Hai, 05/01/2026")
    picture = drawing(marks=[early, late])
    assert [mark.x for mark in picture.marks] == [picture.blocks[0].x + 11, picture.blocks[-1].x + 11]


def test_the_description_reads_the_marks():
    mark = timeline.Mark(on=SESSION, title="Buổi đối thoại", text="Thứ Năm, 12/11/2026")
    assert drawing(marks=[mark]).description == "Buổi đối thoại: Thứ Năm, 12/11/2026."
