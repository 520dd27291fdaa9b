"""What happens in the demo city: who met whom about what, counted in working days from the day it is built.

Pure data. Offsets of sessions count from the anchor, the last working day not after today; everything that follows
a session counts from it, as the regulation does.
"""

from dataclasses import dataclass, field, replace
from enum import IntEnum

from followups.enums import AnswerOutcome, DeliveryChannel
from organizations.enums import PostKind
from sessions_app.enums import LineOutcome, SessionKind

BEN_THANH, SAI_GON = "phuong-ben-thanh", "phuong-sai-gon"


@dataclass(frozen=True, kw_only=True)
class Host:
    """Who holds a session in a commune: keys of its body and office before the commune's own, the post, its words."""

    body: str
    office: str
    post: PostKind
    told: str


PARTY_COMMITTEE = Host(
    body="dang-uy",
    office="van-phong-dang-uy",
    post=PostKind.PARTY_SECRETARY,
    told="tình hình kinh tế - xã hội và công tác lãnh đạo, chỉ đạo của cấp ủy",
)
PEOPLES_COMMITTEE = Host(
    body="ubnd",
    office="van-phong-hdnd-ubnd",
    post=PostKind.COMMITTEE_CHAIR,
    told="tình hình kinh tế - xã hội và kết quả cải cách hành chính của phường",
)


class Stage(IntEnum):
    """How far a session has come; each stage includes those before it."""

    PREPARING = 1
    INVITED = 2
    HELD = 3
    RETURNED = 4
    SUBMITTED = 5
    CONCLUDED = 6


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What an agency does ``after`` so many working days from the notice; ``handed`` days later for paper."""

    after: int
    outcome: AnswerOutcome = AnswerOutcome.RESOLVED
    channel: DeliveryChannel = DeliveryChannel.PORTAL
    handed: int | None = None
    summary: str = "Cơ quan đã kiểm tra và xử lý xong nội dung kiến nghị."


@dataclass(frozen=True, kw_only=True)
class MoreTime:
    """A written notice of extension ``after`` so many working days, stating a date ``by`` days from the notice."""

    after: int
    by: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One matter: what was registered or said, what was concluded, what followed."""

    summary: str
    text: str
    field: str
    outcome: LineOutcome = LineOutcome.ASSIGNED
    agency: str = ""
    instruction: str = (
        "Giao cơ quan chủ trì kiểm tra, giải quyết và trả lời bằng văn bản cho người kiến nghị."
    )
    extension: MoreTime | None = None
    reply: Reply | None = None
    registered: bool = True
    withheld: bool = False


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """One session. ``held`` is its day in working days from the anchor; ``invited`` how many before it.

    ``key`` stands in the title's place when the session is looked for again: it never changes. A ``conference`` is
    also the yearly one of Điều 43 of the law on local government; once held, both its publications are recorded.
    """

    key: str
    ward: str
    title: str
    content: str
    stage: Stage
    held: int
    invited: int = 8
    kind: SessionKind = SessionKind.PERIODIC
    fields: tuple[str, ...] = ()
    guests: int = 12
    noticed: int = 8
    late_reason: str = ""
    topics: tuple[Topic, ...] = field(default_factory=tuple)
    reports_on_year: bool = False
    host: Host = PARTY_COMMITTEE
    conference: bool = False


DRAINS = Topic(
    summary="Nắp cống đầu hẻm 45 hư hỏng, mất an toàn",
    text="Nắp cống ở đầu hẻm 45 vỡ từ đầu tháng, buổi tối không có rào chắn. Đề nghị thay nắp mới và rà soát cả tuyến.",
    field="ngap-nuoc-thoat-nuoc",
    agency="trung-tam-quan-ly-ha-tang-ky-thuat",
    instruction="Giao Trung tâm Quản lý hạ tầng kỹ thuật kiểm tra, thay nắp cống và trả lời bằng văn bản.",
)
CAMERAS = Topic(
    summary="Lắp thêm camera an ninh tại hẻm 12",
    text="Hẻm 12 vắng vẻ về đêm, đã có hai vụ mất xe. Đề nghị lắp camera và tăng tuần tra.",
    field="an-ninh-trat-tu",
    agency="cong-an-{ward}",
    instruction="Giao Công an phường khảo sát, đề xuất lắp camera và trả lời bằng văn bản.",
)
WASTE = Topic(
    summary="Giờ thu gom rác gây ùn ứ buổi chiều",
    text="Xe gom rác vào hẻm lúc 17 giờ, đúng giờ tan tầm nên hay kẹt xe. Đề nghị đổi sang sau 20 giờ.",
    field="ve-sinh-rac-thai",
    agency="citenco",
    instruction="Giao Công ty Môi trường đô thị điều chỉnh giờ thu gom và trả lời bằng văn bản.",
)
LIGHTS = Topic(
    summary="Đèn đường trước trường học không sáng",
    text="Năm bóng đèn trước cổng trường không sáng từ hai tháng nay. Đề nghị sửa trước mùa mưa.",
    field="chieu-sang-cay-xanh",
    agency="trung-tam-quan-ly-ha-tang-ky-thuat",
)
ALLEYS = Topic(
    summary="Mở rộng hẻm 18 theo quy hoạch",
    text="Hẻm 18 có quy hoạch mở rộng từ nhiều năm. Đề nghị cho biết khi nào thực hiện và mức bồi thường.",
    field="quy-hoach",
    agency="so-quy-hoach-kien-truc",
)
PAPERS = Topic(
    summary="Đổi giấy tờ theo tên phường mới",
    text="Nhiều hộ chưa rõ có phải đổi giấy tờ theo tên phường mới không. Đề nghị hướng dẫn tại khu phố.",
    field="doi-giay-to-sau-sap-xep",
    outcome=LineOutcome.ANSWERED,
    instruction="Giấy tờ đã cấp vẫn có giá trị; phường hướng dẫn tại khu phố vào sáng thứ Bảy hằng tuần.",
)
PARK_HOURS = Topic(
    summary="Kéo dài giờ mở cửa công viên",
    text="Đề nghị công viên mở cửa đến 22 giờ để người dân tập thể dục sau giờ làm việc.",
    field="thiet-che-van-hoa",
    outcome=LineOutcome.ESCALATED,
    instruction="Nội dung vượt thẩm quyền của phường; giao Văn phòng soạn văn bản kiến nghị cấp trên.",
)
COURT_CASE = Topic(
    summary="Tranh chấp đất đang được tòa án thụ lý",
    text="Đề nghị phường xem lại ranh đất giữa hai hộ, vụ việc đang được tòa án thụ lý.",
    field="giay-chung-nhan",
    outcome=LineOutcome.OUT_OF_SCOPE,
    instruction="Vụ việc do tòa án giải quyết, không thuộc nội dung đối thoại (khoản 2, Điều 2).",
    registered=False,
)
MANNERS = Topic(
    summary="Thái độ tiếp dân tại bộ phận một cửa",
    text="Có lần nộp hồ sơ phải chờ lâu và không được hướng dẫn rõ. Đề nghị chấn chỉnh thái độ phục vụ.",
    field="dao-duc-thai-do-phuc-vu",
    agency="trung-tam-phuc-vu-hanh-chinh-cong-{ward}",
    withheld=True,
)
PLAYGROUND = Topic(
    summary="Sân chơi cho trẻ em ở khu phố 5",
    text="Khu phố 5 chưa có sân chơi. Đề nghị tận dụng khu đất trống cạnh trụ sở khu phố.",
    field="thiet-che-van-hoa",
    agency="phong-van-hoa-xa-hoi-{ward}",
    registered=False,
)


def answered(topic: Topic, after: int, **reply) -> Topic:
    """The topic with an answer so many working days after the notice."""
    return replace(topic, reply=Reply(after=after, **reply))


OF_BEN_THANH = (
    Scenario(
        key="nam-truoc",
        ward=BEN_THANH,
        title="Đối thoại với Nhân dân về sắp xếp đơn vị hành chính và dịch vụ công",
        content="Kết quả sau sắp xếp đơn vị hành chính; giải quyết thủ tục hành chính; an sinh xã hội",
        stage=Stage.CONCLUDED,
        held=-255,
        topics=(answered(LIGHTS, 14), answered(PLAYGROUND, 18), PAPERS),
        reports_on_year=True,
    ),
    Scenario(
        key="quy-ba",
        ward=BEN_THANH,
        title="Đối thoại với Nhân dân về chỉnh trang hẻm và an ninh trật tự khu dân cư",
        content="Chỉnh trang hẻm; an ninh trật tự khu dân cư; vệ sinh môi trường",
        stage=Stage.CONCLUDED,
        held=-34,
        invited=9,
        noticed=9,
        fields=("giao-thong-ha-tang", "an-ninh-trat-tu-pccc", "moi-truong-ngap-nuoc"),
        topics=(
            DRAINS,
            answered(CAMERAS, 15),
            replace(
                WASTE,
                extension=MoreTime(
                    after=16, by=34, reason="Cần làm việc với đơn vị thu gom của ba phường lân cận."
                ),
            ),
            answered(
                LIGHTS,
                19,
                channel=DeliveryChannel.PAPER,
                summary="Đã thay năm bóng đèn; đang theo dõi tuyến hẻm còn lại.",
            ),
            PAPERS,
            PARK_HOURS,
            COURT_CASE,
            replace(MANNERS, reply=Reply(after=12, outcome=AnswerOutcome.EXPLAINED)),
        ),
    ),
    Scenario(
        key="thang-truoc",
        ward=BEN_THANH,
        title="Đối thoại với đoàn viên, hội viên về nhà văn hóa và sân chơi khu phố",
        content="Nhà văn hóa, sân chơi khu phố; phong trào đoàn thể",
        stage=Stage.CONCLUDED,
        kind=SessionKind.THEMATIC,
        held=-16,
        invited=7,
        noticed=6,
        fields=("van-hoa-the-thao", "mat-tran-doan-the"),
        topics=(PLAYGROUND, answered(LIGHTS, 5), replace(DRAINS, registered=False), PAPERS),
    ),
    Scenario(
        key="cho-duyet",
        ward=BEN_THANH,
        title="Đối thoại với Nhân dân khu phố 3 về vệ sinh môi trường",
        content="Thu gom rác; thoát nước; cây xanh trong khu dân cư",
        stage=Stage.SUBMITTED,
        kind=SessionKind.THEMATIC,
        held=-8,
        fields=("moi-truong-ngap-nuoc",),
        topics=(WASTE, DRAINS, PAPERS, PARK_HOURS),
    ),
    Scenario(
        key="moi-to-chuc",
        ward=BEN_THANH,
        title="Đối thoại với Nhân dân khu phố 5 về trật tự đô thị",
        content="Lòng đường, vỉa hè; bãi giữ xe; chợ tự phát",
        stage=Stage.RETURNED,
        kind=SessionKind.THEMATIC,
        held=-5,
        fields=("trat-tu-do-thi",),
        topics=(CAMERAS, ALLEYS, PAPERS),
    ),
    Scenario(
        key="da-moi",
        ward=BEN_THANH,
        title="Đối thoại với Nhân dân về thoát nước và chiếu sáng mùa mưa",
        content="Thoát nước; chiếu sáng công cộng; vệ sinh môi trường",
        stage=Stage.INVITED,
        held=7,
        invited=9,
        fields=("moi-truong-ngap-nuoc", "giao-thong-ha-tang"),
        topics=(DRAINS, LIGHTS, replace(MANNERS, registered=True)),
    ),
    Scenario(
        key="sap-toi",
        ward=BEN_THANH,
        title="Đối thoại với thanh niên về việc làm và chuyển đổi số",
        content="Việc làm cho thanh niên; chuyển đổi số; khởi nghiệp",
        stage=Stage.PREPARING,
        kind=SessionKind.THEMATIC,
        held=15,
        fields=("an-sinh-lao-dong-nha-o", "chuyen-doi-so"),
    ),
)

# Held by the chair of the People's Committee: papers of the State, and the second clock of the commune's conference.
BY_THE_CHAIR = (
    Scenario(
        key="hoi-nghi",
        ward=BEN_THANH,
        title="Hội nghị đối thoại của Chủ tịch Ủy ban nhân dân phường với Nhân dân",
        content="Hoạt động của chính quyền phường; trật tự xây dựng; giải quyết thủ tục hành chính",
        stage=Stage.CONCLUDED,
        held=-22,
        noticed=6,
        fields=("trat-tu-do-thi",),
        topics=(answered(WASTE, 12), DRAINS, PAPERS),
        host=PEOPLES_COMMITTEE,
        conference=True,
    ),
    Scenario(
        key="hoi-nghi-toi",
        ward=BEN_THANH,
        title="Hội nghị đối thoại của Chủ tịch Ủy ban nhân dân phường về dịch vụ công trực tuyến",
        content="Dịch vụ công trực tuyến; thái độ phục vụ; hỗ trợ người cao tuổi nộp hồ sơ",
        stage=Stage.INVITED,
        held=8,
        invited=9,
        topics=(PAPERS,),
        host=PEOPLES_COMMITTEE,
        conference=True,
    ),
)

OF_SAI_GON = (
    Scenario(
        key="quy-ba",
        ward=SAI_GON,
        title="Đối thoại với Nhân dân về phòng cháy, chữa cháy chung cư cũ",
        content="Phòng cháy, chữa cháy; chung cư cũ; trật tự xây dựng",
        stage=Stage.CONCLUDED,
        held=-50,
        noticed=7,
        topics=(answered(CAMERAS, 10), answered(DRAINS, 17), replace(ALLEYS, reply=Reply(after=27))),
    ),
    Scenario(
        key="da-moi",
        ward=SAI_GON,
        title="Đối thoại với Nhân dân về trật tự lòng đường, vỉa hè",
        content="Lòng đường, vỉa hè; bãi giữ xe; buôn bán rong",
        stage=Stage.INVITED,
        held=9,
        invited=10,
        topics=(WASTE,),
    ),
)

# Other communes, so that the city has something to oversee: what they talked about and how it went varies by place.
OTHER_COMMUNES = (
    "phuong-tan-dinh", "phuong-cau-ong-lanh", "phuong-thu-duc", "phuong-binh-thanh", "phuong-gia-dinh",
    "phuong-go-vap", "phuong-tan-binh", "phuong-tan-son-nhat", "phuong-phu-tho-hoa", "phuong-hiep-binh",
    "xa-hoc-mon", "xa-cu-chi", "xa-nha-be", "xa-can-gio", "phuong-thu-dau-mot", "phuong-di-an",
    "phuong-thuan-an", "xa-dau-tieng", "phuong-vung-tau", "phuong-ba-ria", "xa-long-dien", "dac-khu-con-dao",
)  # fmt: skip


def of_commune(number: int, ward: str) -> Scenario:
    """The session of another commune; ``number`` decides how well its three clocks were kept."""
    held = -(20 + (number * 17) % 170)
    topics = [answered(DRAINS, 12 + number % 6), replace(CAMERAS, registered=False)]
    if number % 3 == 0 or held < -60:
        topics[1] = answered(topics[1], 24 if number % 4 == 1 else 19)
    elif number % 3 == 1:
        topics[1] = answered(topics[1], 16)
    late_letter = number % 7 == 3
    late_notice = number % 5 == 4
    return Scenario(
        key="thuong-ky",
        ward=ward,
        title="Đối thoại định kỳ giữa Bí thư Đảng ủy với Nhân dân",
        content="Tình hình kinh tế - xã hội; hạ tầng, an ninh trật tự; ý kiến của Nhân dân",
        stage=Stage.CONCLUDED if number % 11 != 10 else Stage.HELD,
        held=held,
        invited=4 if late_letter else 7 + number % 3,
        noticed=13 if late_notice else 5 + number % 5,
        late_reason="Thay đổi lịch theo yêu cầu của cấp trên." if late_letter or late_notice else "",
        guests=3,
        topics=tuple(topics),
    )


def all_scenarios() -> list[Scenario]:
    """Every session of the demo city; within one commune in the order of its papers."""
    others = [of_commune(number, ward) for number, ward in enumerate(OTHER_COMMUNES)]
    return [*OF_BEN_THANH, *BY_THE_CHAIR, *OF_SAI_GON, *others]
