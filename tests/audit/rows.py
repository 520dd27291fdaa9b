"""The rows these tests move: a session is the simplest thing with a state and a version."""

from audit.actors import Actor
from sessions_app.models import DialogueSession
from tests.support import moments

SOMEBODY = Actor.system("kiểm thử")
LINK_HOLDER = Actor.holder_of("invitation:7k4q92mhx0", "Người được mời")
AT = moments.at(moments.ORDINARY_MONDAY, "09:30")


def draft(title: str = "Đối thoại về vệ sinh môi trường") -> DialogueSession:
    """A session that was only begun."""
    return DialogueSession.objects.create(title=title)
