"""``manage.py due``: the worked examples, the forms of a clause, bad input, the real process."""

import json
import os
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.regulation.examples import ANSWERS, INVITATIONS, NOTICES, TENTATIVE_EXAMPLES

ROOT = Path(__file__).resolve().parents[2]


def due(*args: str) -> str:
    out = StringIO()
    call_command("due", *args, stdout=out)
    return out.getvalue()


def due_json(*args: str) -> dict:
    return json.loads(due(*args, "--json"))


EXAMPLES = (
    [(number, "1.b", base_on, due_on) for number, base_on, due_on, _ in INVITATIONS]
    + [(number, "3.a", *dates) for number, *dates in NOTICES]
    + [(number, "3.b", *dates) for number, *dates in ANSWERS]
)


def test_the_table_holds_all_twenty_one_examples():
    assert {number for number, *_ in EXAMPLES} == set(range(1, 22))


@pytest.mark.django_db
@pytest.mark.rule("D9.1.b-2.s1", "D9.3.a", "D9.3.b.s1", "D13.1.b-2.s1", "D13.3.a", "D13.3.b.s1")
@pytest.mark.parametrize("article", ["D9", "D13"])
@pytest.mark.parametrize(("number", "point", "base_on", "due_on"), EXAMPLES)
def test_every_worked_example_is_answered_exactly_for_both_branches(article, number, point, base_on, due_on):
    rule = f"{article}.{point}"
    assert due(rule, base_on.isoformat()) == f"{due_on.isoformat()}\n"

    answer = due_json(rule, base_on.isoformat())
    assert (answer["rule"], answer["date"], answer["due"]) == (rule, base_on.isoformat(), due_on.isoformat())
    assert answer["tentative"] is (number in TENTATIVE_EXAMPLES)


@pytest.mark.django_db
def test_the_example_of_the_contract_with_every_skipped_day():
    assert due_json("D9.1.b", "2026-02-24") == {
        "rule": "D9.1.b",
        "clause": "D9.1.b-2.s1",
        "date": "2026-02-24",
        "due": "2026-02-09",
        "lawful_until": "2026-02-09",
        "amber_until": "2026-02-10",
        "skipped": [
            {"date": "2026-02-14", "reason": "Thứ Bảy"},
            {"date": "2026-02-15", "reason": "Chủ nhật"},
            {"date": "2026-02-16", "reason": "Tết Nguyên đán"},
            {"date": "2026-02-17", "reason": "Tết Nguyên đán"},
            {"date": "2026-02-18", "reason": "Tết Nguyên đán"},
            {"date": "2026-02-19", "reason": "Tết Nguyên đán"},
            {"date": "2026-02-20", "reason": "Tết Nguyên đán"},
            {"date": "2026-02-21", "reason": "Thứ Bảy"},
            {"date": "2026-02-22", "reason": "Chủ nhật"},
        ],
        "tentative": False,
        "reading": "strict",
        "calendar_version": due_json("D9.3.a", "2026-02-24")["calendar_version"],
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    "rule", ["D9.1.b", "D9.1.b-2", "D9.1.b-2.s1", "D13.1.b", "D13.1.b-2", "D13.1.b-2.s1", "9.1.b", "d9.1.B"]
)
def test_the_invitation_rule_is_known_by_all_its_names(rule):
    assert due(rule, "2026-02-24") == "2026-02-09\n"


@pytest.mark.django_db
@pytest.mark.parametrize("rule", ["D9.3.b", "D9.3.b.s1", "D13.3.b", "D13.3.b.s1"])
def test_the_answer_rule_is_known_by_all_its_names(rule):
    assert due(rule, "2026-04-17") == "2026-05-20\n"


@pytest.mark.django_db
def test_the_explanation_counts_forward_day_by_day():
    assert due("D13.3.a", "2026-08-10", "--explain").splitlines() == [
        "2026-08-22",
        "điểm a, khoản 3, Điều 13: Chậm nhất 10 ngày làm việc sau khi kết thúc, thông báo ý kiến kết luận.",
        "Tính từ 10/08/2026 (không tính ngày này).",
        "11/08/2026   1  Ngày làm việc",
        "12/08/2026   2  Ngày làm việc",
        "13/08/2026   3  Ngày làm việc",
        "14/08/2026   4  Ngày làm việc",
        "15/08/2026   –  Thứ Bảy",
        "16/08/2026   –  Chủ nhật",
        "17/08/2026   5  Ngày làm việc",
        "18/08/2026   6  Ngày làm việc",
        "19/08/2026   7  Ngày làm việc",
        "20/08/2026   8  Ngày làm việc",
        "21/08/2026   9  Ngày làm việc",
        "22/08/2026  10  Làm bù cho ngày nghỉ 31/08/2026 (Thông báo 9441/TB-BNV ngày 16/10/2025)",
        "Hạn: hết ngày 22/08/2026.",
    ]


@pytest.mark.django_db
def test_the_explanation_of_an_invitation_counts_back_and_says_what_is_tentative():
    lines = due("D9.1.b", "2027-02-15", "--explain").splitlines()
    assert lines[0] == "2027-01-29"
    assert lines[3:6] == [
        "14/02/2027   –  Chủ nhật",
        "13/02/2027   –  Thứ Bảy",
        "12/02/2027   1  Ngày làm việc",
    ]
    assert "10/02/2027   –  Tết Nguyên đán (Chưa có thông báo nghỉ Tết năm 2027, dự kiến)" in lines
    assert lines[-4:] == [
        "Hạn gửi nên theo: 29/01/2027 (ngày làm việc).",
        "Gửi đến hết 31/01/2027 vẫn đúng hạn.",
        "Gửi đến hết 01/02/2027 là sát hạn, sau đó là trễ hạn.",
        "Tạm tính: có ngày chưa được xác nhận bằng văn bản.",
    ]


@pytest.mark.django_db
def test_the_explanation_for_machines_numbers_add_up():
    days = due_json("D9.3.b", "2026-08-14", "--explain")["days"]
    assert sum(day["counted"] for day in days) == 20
    assert [day["date"] for day in days][0::31] == ["2026-08-15", "2026-09-15"]
    assert date.fromisoformat(days[-1]["date"]) == date(2026, 9, 15)


BAD_INPUT = [
    pytest.param(["D9.3.z", "2026-01-05"], "Không có điều khoản “D9.3.z” trong Quy chế.", id="no-clause"),
    pytest.param(
        ["D5.1", "2026-01-05"],
        "Không có quy định về thời hạn theo D5.1 có hiệu lực vào ngày 05/01/2026.",
        id="clause-without-term",
    ),
    pytest.param(
        ["D9.3.a", "2017-04-27"],
        "Không có quy định về thời hạn theo D9.3.a có hiệu lực vào ngày 27/04/2017.",
        id="before-the-decision",
    ),
    pytest.param(
        ["D9.3.a", "2029-01-01"],
        "Chưa có lịch ngày làm việc cho năm 2029 (ngày 01/01/2029).",
        id="outside-the-calendar",
    ),
    pytest.param(
        ["D9.3.b", "2028-12-11"],
        "Chưa có lịch ngày làm việc cho năm 2029 (tính từ ngày 11/12/2028).",
        id="leaves-the-calendar",
    ),
    *[
        pytest.param(
            ["D9.3.a", typed],
            f"Ngày “{typed}” không hợp lệ; cần dạng năm-tháng-ngày, ví dụ 2026-02-24.",
            id=f"date-{typed or 'empty'}",
        )
        for typed in ["24/02/2026", "2026-02-30", "2026-2-4", "20260224", "2026-W09-2", "mai", ""]
    ],
]


@pytest.mark.django_db
@pytest.mark.parametrize(("args", "sentence"), BAD_INPUT)
def test_bad_input_is_one_sentence_and_status_2(args, sentence):
    with pytest.raises(CommandError) as refusal:
        due(*args)
    assert (str(refusal.value), refusal.value.returncode) == (sentence, 2)


def test_a_real_process_answers_and_fails_as_promised(tmp_path):
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'due.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "dialogue_portal.settings.local",
    }

    def manage(*args: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "manage.py", *args],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    migrated = manage("migrate", "regulation", "-v0")
    assert migrated.returncode == 0, migrated.stderr

    answered = manage("due", "D9.1.b", "2026-02-24")
    assert (answered.returncode, answered.stdout, answered.stderr) == (0, "2026-02-09\n", "")

    refused = manage("due", "D9.3.a", "2035-01-01")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "CommandError: Chưa có lịch ngày làm việc cho năm 2035 (ngày 01/01/2035).\n"

    incomplete = manage("due", "D9.3.a")
    assert (incomplete.returncode, incomplete.stdout) == (2, "")
    assert incomplete.stderr == "the following arguments are required: date\n"
