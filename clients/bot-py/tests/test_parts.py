"""The parts that need no server."""

import asyncio
import random

import pytest

from cozy_bot import Progress
from cozy_bot.address import gateway_url
from cozy_bot.backoff import backoff_delay
from cozy_bot.command_line import parse_command_line
from cozy_bot.journal import Journal
from cozy_bot.keyed_queue import KeyedQueue
from cozy_bot.protocol.objects import Place


def test_command_lines_keep_double_quotes_together_and_apostrophes_as_letters() -> None:
    line = parse_command_line('/say don\'t "two words"  ""\nlast')
    assert line == ("say", ["don't", "two words", "", "last"], 'don\'t "two words"  ""\nlast')
    open_quote = parse_command_line('/say "open')
    assert open_quote and open_quote.args == ['"open']


@pytest.mark.parametrize("content", ["ping", "a /ping", "/", "/ ping", "//ping", "/" + "x" * 33])
def test_other_messages_are_no_commands(content: str) -> None:
    assert parse_command_line(content) is None


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("http://localhost:8080", "ws://localhost:8080/gateway"),
        ("https://cozy.example/chat/", "wss://cozy.example/chat/gateway"),
        ("ws://[::1]:80/gateway", "ws://[::1]:80/gateway"),
    ],
)
def test_gateway_addresses(url: str, wanted: str) -> None:
    assert gateway_url(url) == wanted


async def test_the_queue_keeps_the_order_of_a_key_and_lets_other_keys_go_on() -> None:
    queue = KeyedQueue()
    log: list[str] = []
    go = asyncio.Event()

    async def held() -> None:
        log.append("a1 began")
        await go.wait()
        log.append("a1 ended")

    async def note(name: str) -> None:
        log.append(name)

    queue.push("a", held)
    second = asyncio.create_task(queue.run("a", lambda: note("a2")))
    await queue.run("b", lambda: note("b1"))
    assert log == ["a1 began", "b1"]
    assert queue.busy("a")
    go.set()
    await second
    assert log == ["a1 began", "b1", "a1 ended", "a2"]


async def test_the_queue_stops_when_what_runs_is_done_and_drops_what_waits() -> None:
    queue = KeyedQueue()
    log: list[str] = []
    began = asyncio.Event()
    go = asyncio.Event()

    async def held() -> None:
        began.set()
        await go.wait()
        log.append("ended")

    async def never() -> None:
        log.append("never")

    queue.push("a", held)
    queue.push("a", never)
    await began.wait()
    stopping = asyncio.create_task(queue.stop(10))
    await asyncio.sleep(0)
    queue.push("b", never)
    go.set()
    await stopping
    assert log == ["ended"]
    assert queue.size == 0


class MemoryStore:
    """Keeps progress in memory; the first saves may fail."""

    def __init__(self, failures: int = 0) -> None:
        self.saved: Progress | None = None
        self.failures = failures

    async def load(self) -> Progress | None:
        return self.saved

    async def save(self, progress: Progress) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("disk full")
        self.saved = progress


def unexpected(error: Exception) -> None:
    raise error


@pytest.mark.parametrize("seed", range(50))
async def test_a_new_run_gets_exactly_the_events_that_were_not_handled(seed: int) -> None:
    chance = random.Random(seed)
    store = MemoryStore()
    journal = Journal("ws://a", store, unexpected)
    last = {1: 10, 2: 20}
    journal.restart("1", {str(key): value for key, value in last.items()})
    places: list[Place] = []
    running: list[Place] = []
    handled: set[Place] = set()
    for _ in range(chance.randrange(1, 40)):
        partition = chance.choice((1, 2))
        last[partition] += chance.randrange(1, 4)
        place = (partition, last[partition])
        places.append(place)
        running.append(place)
        assert journal.begin(place)
        if chance.random() < 0.7:
            ended = running.pop(chance.randrange(len(running)))
            journal.end(ended)
            handled.add(ended)
            await asyncio.sleep(0)
    await journal.close()
    following = Journal("ws://a", store, unexpected)
    cursors = await following.load() or {}
    again = [place for place in places if place[1] > cursors.get(str(place[0]), 0) and following.begin(place)]
    assert again == [place for place in places if place not in handled]
    assert await Journal("ws://b", store, unexpected).load() is None


async def test_gw_51_places_that_the_server_tells_count_and_never_lead_back_nor_past_what_is_being_handled() -> None:
    store = MemoryStore()
    journal = Journal("ws://a", store, unexpected)
    journal.restart("1", {"1": 10, "2": 20})
    journal.begin((1, 12))
    journal.advance({"1": 15, "2": 19, "3": 30})
    await journal.close()
    assert store.saved and store.saved.cursors == {"1": 11, "2": 20, "3": 30}
    journal.end((1, 12))
    await journal.close()
    assert store.saved.cursors == {"1": 15, "2": 20, "3": 30}


@pytest.mark.parametrize(
    ("attempt", "floor", "longest"), [(0, 0, 0.5), (2, 0, 2), (99, 0, 30), (0, 0.1, 0.6), (0, 20, 40)]
)
def test_gw_30_gw_52_waits_are_random_and_spread_who_was_sent_away_over_as_long_again(
    attempt: int, floor: float, longest: float
) -> None:
    waits = [backoff_delay(attempt, floor) for _ in range(2000)]
    assert floor <= min(waits) < floor + (longest - floor) * 0.1
    assert floor + (longest - floor) * 0.9 < max(waits) <= longest


async def test_a_save_that_failed_is_reported_and_made_good_by_the_next() -> None:
    store = MemoryStore(failures=1)
    errors: list[Exception] = []
    journal = Journal("ws://a", store, errors.append)
    journal.restart("1", {"1": 10})
    await journal.close()
    assert [str(error) for error in errors] == ["disk full"]
    journal.begin((1, 11))
    journal.end((1, 11))
    await journal.close()
    assert store.saved and store.saved.cursors == {"1": 11}


async def test_the_end_of_an_event_of_the_session_before_counts_for_nothing() -> None:
    store = MemoryStore()
    journal = Journal("ws://a", store, unexpected)
    journal.restart("1", {"1": 10})
    journal.begin((1, 11))
    journal.restart("1", {"1": 5})
    journal.end((1, 11))
    await journal.close()
    assert store.saved and (store.saved.cursors, store.saved.done) == ({"1": 5}, {})
