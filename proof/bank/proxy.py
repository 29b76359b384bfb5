"""Stands between the program and the server, counts the statements, and lets something happen at one of them."""

from __future__ import annotations

import os
import socket
import struct
import threading
from typing import Callable, Optional


class Moment:
    """The nth statement, or the COMMIT; before it reaches the server, or after, when its answer is never heard."""

    def __init__(self, number: int, is_commit: bool, sent: bool) -> None:
        (self.number, self.is_commit, self.sent) = (number, is_commit, sent)

    def __str__(self) -> str:
        return f"{'after' if self.sent else 'before'} {'COMMIT' if self.is_commit else f'statement {self.number}'}"


class Proxy:
    def __init__(self, folder: str, upstream: str) -> None:
        self.upstream = f"{upstream}/.s.PGSQL.5432"
        self.folder = folder
        os.makedirs(folder)
        self.lock = threading.Lock()
        self.seen = 0
        self.moment: Optional[Moment] = None
        # Once is enough: what follows has to get through.
        self.fired: Optional[Moment] = None
        self.act: Callable[[], None] = lambda: None
        self.open: list[socket.socket] = []
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(f"{folder}/.s.PGSQL.5432")
        self.listener.listen(16)
        threading.Thread(target=self.accept, daemon=True).start()

    def arm(self, moment: Optional[Moment], act: Callable[[], None]) -> None:
        with self.lock:
            (self.seen, self.moment, self.act) = (0, moment, act)

    def accept(self) -> None:
        while True:
            client = self.listener.accept()[0]
            server = socket.socket(socket.AF_UNIX)
            try:
                server.connect(self.upstream)
            except OSError:
                client.close()
                continue
            self.open += [client, server]
            muted = threading.Event()
            threading.Thread(target=self.forth, args=(client, server, muted), daemon=True).start()
            threading.Thread(target=self.back, args=(client, server, muted), daemon=True).start()

    def forth(self, client: socket.socket, server: socket.socket, muted: threading.Event) -> None:
        try:
            self.copy(client, server, muted)
        except OSError:
            pass
        for one in (client, server):
            shut(one)

    def copy(self, client: socket.socket, server: socket.socket, muted: threading.Event) -> None:
        """The first message has no kind; a statement's messages end with S, Sync (documentation, section 55.7)."""
        (buffer, statement, started) = (b"", b"", False)
        while data := client.recv(65536):
            buffer += data
            while True:
                head = 1 if started else 0
                if len(buffer) < head + 4:
                    break
                size = head + struct.unpack("!I", buffer[head:head + 4])[0]
                if len(buffer) < size:
                    break
                (message, buffer) = (buffer[:size], buffer[size:])
                statement += message
                if not started or message[:1] in (b"S", b"X"):
                    self.pass_on(statement, server, muted, counted=started and message[:1] == b"S")
                    statement = b""
                started = True

    def pass_on(self, statement: bytes, server: socket.socket, muted: threading.Event, counted: bool) -> None:
        due = counted and self.is_due(statement)
        moment = self.fired
        if due and moment and not moment.sent:
            self.act()
        if due and moment and moment.sent:
            muted.set()
        server.sendall(statement)
        if due and moment and moment.sent:
            self.act()
            muted.clear()

    def is_due(self, statement: bytes) -> bool:
        with self.lock:
            self.seen += 1
            if not self.moment:
                return False
            hit = b"COMMIT" in statement[:40] and b"lastgood" not in statement and self.seen > 8 \
                if self.moment.is_commit else self.seen == self.moment.number
            if hit:
                self.fired = self.moment
                self.moment = None
            return hit

    def back(self, client: socket.socket, server: socket.socket, muted: threading.Event) -> None:
        try:
            while data := server.recv(65536):
                if not muted.is_set():
                    client.sendall(data)
        except OSError:
            pass
        for one in (client, server):
            shut(one)

    def drop(self) -> None:
        """Every connection ends, as with a cable pulled."""
        (ending, self.open) = (self.open, [])
        for one in ending:
            shut(one)


def shut(one: socket.socket) -> None:
    try:
        one.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    one.close()
