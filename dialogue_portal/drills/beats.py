"""Schedulers for drills: the portal's own ticks at a pace that a drill can wait for."""

from datetime import timedelta

from dialogue_portal.celery import PromptScheduler

NAIVE = "dialogue_portal.drills.tasks.send_waiting"
HALF_A_SECOND = 0.5
LATE = 1.2  # seconds
RELAY, WATCH, HEARTBEAT = "outbox.tasks.relay", "duties.tasks.watch", "audit.tasks.heartbeat"


class _QuickScheduler(PromptScheduler):
    ticks: dict[str, float] = {}

    def setup_schedule(self) -> None:
        """The ticks of this drill, each due at once."""
        self.app.conf.beat_schedule = {
            task: {
                "task": task,
                "schedule": timedelta(seconds=period),
                "options": {"expires": max(period, 1)},
            }
            for task, period in self.ticks.items()
        }
        super().setup_schedule()


class RelayScheduler(_QuickScheduler):
    """Letters only."""

    ticks = {RELAY: HALF_A_SECOND}


class FullScheduler(_QuickScheduler):
    """Letters, the watch of deadlines and the heartbeat."""

    ticks = {RELAY: HALF_A_SECOND, WATCH: 2.0, HEARTBEAT: 1.0}


class _DoublingScheduler(_QuickScheduler):
    """Every tick comes three times: twice at once, and once more late. None expires."""

    def apply_async(self, entry, producer=None, advance=True, **named):
        """Send the tick late and now, and now again."""
        for options in ({"countdown": LATE}, {}):
            entry.options = options
            super().apply_async(entry, producer=producer, advance=False, **named)
        return super().apply_async(entry, producer=producer, advance=advance, **named)


class RedeliveringScheduler(_DoublingScheduler):
    """The portal's ticks and the naive sweep through a broker that delivers again and late."""

    ticks = {RELAY: HALF_A_SECOND, NAIVE: HALF_A_SECOND, WATCH: 4.0}
