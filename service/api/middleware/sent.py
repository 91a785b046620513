"""What was answered, for those who tell of a request after it."""

from __future__ import annotations

from litestar.types import Message, Send


class SentAnswer:
    """Send messages on, and note what they say.

    Attributes
    ----------
    status:
        The status of the answer; 500 where none began.
    size:
        Bytes of its body so far.
    """

    __slots__ = ("_send", "size", "status")

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 500
        self.size = 0

    async def send(self, message: Message) -> None:
        """Note a message and send it on."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif message["type"] == "http.response.body":
            self.size += len(message["body"])
        await self._send(message)
