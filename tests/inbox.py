"""A real SMTP server for tests, on 127.0.0.1, which keeps what it is sent."""

import email
import email.policy
import socket
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


class Inbox:
    """Keeps what it is sent; refuses while it is closed."""

    def __init__(self) -> None:
        self.got: list[Any] = []
        self.logins: list[tuple[bytes, bytes]] = []
        self.closed = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        if self.closed:
            return "451 try again later"
        self.got.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"

    def check(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"hemligt", handled=False)


@contextmanager
def receiving(inbox: Inbox) -> Generator[int]:
    """Serve until the block ends; yield the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port, authenticator=inbox.check, auth_require_tls=False)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
