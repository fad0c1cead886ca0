"""What the examples share: facts from Kafka, commands to it, and their answers.

Needs Python 3.11 and confluent-kafka (Debian: apt install python3-confluent-kafka).
"""

import argparse
import http.client
import json
import os
import signal
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass
from typing import Callable, Iterator, TypeVar

from confluent_kafka import Consumer, Message, Producer

T = TypeVar("T")

COMMANDS = "vitrine.commands"
RESULTS = "vitrine.command-results"

# What tells that a cluster is away for a moment, or has too much to do.
AWAY = {429, 502, 503, 504}
AGAIN_SECONDS = 5

# Set when the process is told to stop.
STOP = threading.Event()

# Ids of commands are made from what led to them: who does the same again, after a crash, sends
# the same command again, and Vitrine carries it out once.
NAMESPACE = uuid.UUID("5b0b6a5e-6f2a-5d0c-9d4e-0d6a3f7f9c11")


def arguments(description: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--brokers", default=os.environ.get("KAFKA_BROKERS", "127.0.0.1:9192"))
    parser.add_argument("--group", help="consumer group: it remembers how far this one has come")
    parser.add_argument(
        "--kafka", action="append", default=[], metavar="KEY=VALUE",
        help="a setting of librdkafka, such as security.protocol=SASL_SSL")
    return parser


def settings(given: argparse.Namespace) -> dict[str, str]:
    extra = dict(pair.split("=", 1) for pair in given.kafka)
    return {"bootstrap.servers": given.brokers, **extra}


def say(text: str) -> None:
    print(text, flush=True)


@dataclass(frozen=True)
class Event:
    """A CloudEvent."""

    id: str
    type: str
    key: str
    data: dict

    @staticmethod
    def of(record: Message) -> "Event | None":
        headers = {name: (value or b"").decode() for name, value in record.headers() or []}
        if "ce_type" not in headers or record.value() is None:
            return None
        key = (record.key() or b"").decode()
        return Event(headers.get("ce_id", ""), headers["ce_type"], key, json.loads(record.value()))


def batches(config: dict[str, str], group: str, topic: str, size: int) -> Iterator[list[Message]]:
    """The records of a topic, from where the group has come to, until the process is told to stop.

    A batch counts as done when the next one is asked for. What is done is committed each second:
    after a crash the records of the last second come again.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: STOP.set())
    consumer = Consumer({
        **config, "group.id": group, "auto.offset.reset": "earliest",
        "auto.commit.interval.ms": 1000, "enable.auto.offset.store": False,
        # How soon another one takes over from one that was killed.
        "session.timeout.ms": 10000})
    consumer.subscribe([topic])
    try:
        while not STOP.is_set():
            batch = []
            for record in consumer.consume(size, timeout=0.5):
                if record.error():
                    say(f"Kafka: {record.error()}")
                else:
                    batch.append(record)
            if batch:
                yield batch
            for record in batch:
                consumer.store_offsets(record)
    finally:
        consumer.close()


def records(config: dict[str, str], group: str, topic: str) -> Iterator[Message]:
    for batch in batches(config, group, topic, 1):
        yield from batch


def persistently(action: Callable[[], T]) -> T:
    """Does what may be done twice, again and again while a cluster is away.

    Ends with SystemExit if the process is told to stop meanwhile; nothing is committed then.
    """
    while True:
        try:
            return action()
        except urllib.error.HTTPError as e:
            if e.code not in AWAY:
                raise
            reason = f"{e.url}: {e.code} {e.read(1000).decode(errors='replace')}"
        except (urllib.error.URLError, http.client.HTTPException, ConnectionError) as e:
            reason = str(e)
        say(f"again in {AGAIN_SECONDS} s: {reason}")
        if STOP.wait(AGAIN_SECONDS):
            sys.exit(0)


def events(config: dict[str, str], group: str, topic: str) -> Iterator[Event]:
    for record in records(config, group, topic):
        event = Event.of(record)
        if event:
            yield event


def newest(config: dict[str, str], group: str, topic: str) -> Iterator[Event]:
    """Of the facts that wait, the last one of each key: for those who follow states, not steps."""
    for batch in batches(config, group, topic, 1000):
        events = (event for event in map(Event.of, batch) if event)
        yield from {event.key: event for event in events}.values()


class Commands:
    """Sends commands and waits for their answers."""

    def __init__(self, config: dict[str, str], token=None, patience: float = 60):
        """
        :param token: gives a token for each command; None where the topic itself is trusted
        """
        self._producer = Producer({**config, "enable.idempotence": True})
        self._answers = Consumer({
            **config, "group.id": f"answers-{uuid.uuid4()}", "auto.offset.reset": "earliest",
            "enable.auto.commit": False})
        self._answers.subscribe([RESULTS])
        self._token = token
        self._patience = patience

    def send(self, because: str, command: str, key: str, **data) -> Event:
        """Sends one command and returns its answer.

        :param because: what led to it; the same reason makes the same command
        :param command: as in ``hide-image``
        :param key: those with the same key are carried out in order
        """
        id = str(uuid.uuid5(NAMESPACE, f"{because}/{command}/{key}"))
        headers = {
            "ce_specversion": "1.0", "ce_id": id, "ce_source": "automation",
            "ce_type": f"io.vitrine.command.{command}.v1", "content-type": "application/json"}
        if self._token:
            headers["authorization"] = f"Bearer {self._token()}"
        self._producer.produce(
            COMMANDS, json.dumps(data).encode(), key.encode(),
            headers=[(name, value.encode()) for name, value in headers.items()])
        self._producer.flush(self._patience)
        return self._answer(id)

    def _answer(self, id: str) -> Event:
        end = time.monotonic() + self._patience
        while time.monotonic() < end:
            record = self._answers.poll(0.5)
            event = Event.of(record) if record is not None and not record.error() else None
            if event and event.data.get("command_id") == id:
                return event
        raise TimeoutError(f"no answer to command {id} in {self._patience:.0f} s")


def refusal(answer: Event) -> str | None:
    """Why a command was refused; None if it was carried out."""
    problem = answer.data.get("problem")
    return problem["message"] if problem else None


class Keystone:
    """Tokens of a user, each used for half of its life."""

    def __init__(self, environment=os.environ, prefix: str = "OS_"):
        self._of = {name: environment.get(prefix + name, "") for name in (
            "AUTH_URL", "USERNAME", "PASSWORD", "PROJECT_NAME")}
        if not all(self._of.values()):
            sys.exit(f"{prefix}AUTH_URL, _USERNAME, _PASSWORD and _PROJECT_NAME say who acts.")
        self._token, self._until = "", 0.0

    def __call__(self) -> str:
        if time.monotonic() > self._until:
            self._token = self._issue()
            self._until = time.monotonic() + 120
        return self._token

    def _issue(self) -> str:
        domain = {"id": "default"}
        body = {"auth": {
            "identity": {"methods": ["password"], "password": {"user": {
                "name": self._of["USERNAME"], "password": self._of["PASSWORD"],
                "domain": domain}}},
            "scope": {"project": {"name": self._of["PROJECT_NAME"], "domain": domain}}}}
        request = urllib.request.Request(
            self._of["AUTH_URL"] + "/auth/tokens", json.dumps(body).encode(),
            {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.headers["X-Subject-Token"]
