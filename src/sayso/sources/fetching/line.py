"""One connection: to an address that was checked before, and cut when its time is up, whatever the other side does."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Sequence
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

_MOST_TRIED = 4  # addresses of one host


class Line:
    """The way to one host, and the watch that cuts it.

    Args:
        addresses: the checked addresses of the host, the best first; None for a proxy, which is connected to by name.
        connect: seconds that one try to connect may take.
        total: seconds after which the line is cut.
    """

    def __init__(self, addresses: Sequence[str] | None, connect: float, total: float) -> None:
        self.late = False  # it was cut because its time was up
        self._addresses, self._connect = addresses, connect
        self._deadline = time.monotonic() + total
        self._held: socket.socket | None = None
        self._lock = threading.Lock()
        self._cut = False
        self._timer = threading.Timer(total, self._too_late)
        self._timer.daemon = True
        self._timer.start()

    def connect(self, host: str, port: int) -> socket.socket:
        """Return a socket to the host, at one of the addresses.

        Raises:
            OSError: none of them answers.
        """
        error: OSError | None = None
        for address in (self._addresses or [host])[:_MOST_TRIED]:
            left = self._deadline - time.monotonic()
            if left <= 0 or self._cut:
                break
            try:
                sock = socket.create_connection((address, port), min(self._connect, left))
            except OSError as failed:
                error = error or failed
            else:
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._hold(sock)
                return sock
        raise error or TimeoutError("timed out")

    def cut(self) -> None:
        """End the connection at once; whoever reads from it finds it at its end."""
        with self._lock:
            self._cut = True
            if self._held is not None:
                with contextlib.suppress(OSError):  # the other side was faster
                    self._held.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Stop the watch."""
        self._timer.cancel()
        with self._lock:
            if self._held is not None:
                self._held.close()
                self._held = None

    def _hold(self, sock: socket.socket) -> None:
        """Keep a second handle of the socket: the first one moves about while TLS begins."""
        with self._lock:
            self._held = sock.dup()
            if self._cut:
                self._held.shutdown(socket.SHUT_RDWR)

    def _too_late(self) -> None:
        self.late = True
        self.cut()


class _Plain(HTTPConnection):
    def __init__(self, *args: Any, line: Line, **options: Any) -> None:
        super().__init__(*args, **options)
        self._line = line

    def _new_conn(self) -> socket.socket:
        return self._line.connect(self._dns_host, self.port)


class _Secure(HTTPSConnection):
    def __init__(self, *args: Any, line: Line, **options: Any) -> None:
        super().__init__(*args, **options)
        self._line = line

    def _new_conn(self) -> socket.socket:
        return self._line.connect(self._dns_host, self.port)


class PlainPool(HTTPConnectionPool):
    """Urllib3's pool for one request over a `Line`, which is given as the option `line`."""

    ConnectionCls = _Plain


class SecurePool(HTTPSConnectionPool):
    """The same, with TLS; the certificate must be that of the host's name, whatever address was connected to."""

    ConnectionCls = _Secure
