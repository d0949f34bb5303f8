"""A real mail server on this machine, which answers as it is told."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message as Mail
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pytest_django import Settings


@dataclass
class Postman:
    """What arrived, and what the server says to a recipient or to a whole mail instead of 250."""

    arrived: list[Mail] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    says: str = "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, to: str, options: Any) -> str:
        if to in self.refusals:
            return self.refusals[to]
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.arrived.append(message_from_bytes(envelope.content))
        return self.says


@dataclass
class PostOffice:
    """The server; it can be closed and opened again at the same port."""

    postman: Postman
    port: int
    controller: Controller | None = None

    def open(self) -> None:
        self.controller = Controller(self.postman, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def close(self) -> None:
        if self.controller is not None:
            self.controller.stop()
            self.controller = None


@pytest.fixture
def office(settings: Settings, free_port: int) -> Iterator[PostOffice]:
    made = PostOffice(Postman(), free_port)
    made.open()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port
    settings.EMAIL_TIMEOUT = 2
    settings.EMAIL_IS_SET_UP = True
    settings.DEFAULT_FROM_EMAIL = "The office <office@association.example>"
    yield made
    made.close()


@pytest.fixture
def free_port() -> int:

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
