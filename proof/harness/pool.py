"""Workers of a proof: each has its own platforms, ports and descendants, and does one task at a time."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import socket
import sys
import tempfile
import time
import traceback
from multiprocessing.connection import Connection, wait
from typing import Any, Callable, Iterable, Iterator, Optional

from . import processes
from .fixture import Ports

# What a worker does: its own context, made once, and a task, to an answer that can be pickled.
Make = Callable[[str, Ports], Any]
Work = Callable[[Any, Any], Any]


class Worker:
    def __init__(self, place: str, ports: Ports, make: Make, work: Work) -> None:
        (self.connection, other) = multiprocessing.Pipe()
        context = multiprocessing.get_context("fork")
        self.process = context.Process(target=serve, args=(other, place, ports, make, work))
        self.process.start()
        other.close()


def serve(connection: Connection, place: str, ports: Ports, make: Make, work: Work) -> None:
    processes.end_with_parent()
    processes.adopt_orphans()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        os.makedirs(place)
        context = make(place, ports)
        while (task := connection.recv()) is not None:
            try:
                connection.send((work(context, task), None))
            except Exception:
                connection.send((None, traceback.format_exc()))
    except EOFError:
        pass
    except Exception:
        connection.send((None, traceback.format_exc()))
    finally:
        processes.end(processes.descendants(os.getpid()))


class Pool:
    """Use as a context: whatever happens inside, every process it started is ended and its files are removed."""

    def __init__(self, count: int, make: Make, work: Work) -> None:
        processes.adopt_orphans()
        # A shell starts background jobs with SIGINT ignored.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        self.place = tempfile.mkdtemp(prefix="proof-", dir=os.environ.get("PROOF_DIR"))
        # The platform's user has to get through.
        os.chmod(self.place, 0o755)
        self.workers: list[Worker] = []
        try:
            for number in range(count):
                self.workers.append(Worker(f"{self.place}/{number}", free_ports(), make, work))
        except BaseException:
            self.__exit__("failed")
            raise

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, kind: object = None, *_: object) -> None:
        for worker in self.workers if kind is None else []:
            try:
                worker.connection.send(None)
                worker.process.join(10)
            except OSError:
                continue
        processes.end(processes.descendants(os.getpid()))
        shutil.rmtree(self.place, ignore_errors=True)

    def map(self, tasks: Iterable[Any], limit: float) -> Iterator[tuple[Any, Any, Optional[str]]]:
        """Task, answer and trouble of each, as they end. Stops when the limit in seconds has passed."""
        pending = iter(tasks)
        end = time.monotonic() + limit
        busy: dict[Connection, Any] = {}
        for worker in self.workers:
            self.give(worker.connection, pending, busy)
        while busy:
            ready = wait(list(busy), timeout=max(0.0, end - time.monotonic()))
            if not ready:
                yield (None, None, f"not ended within {limit:.0f} s; still running: {list(busy.values())}")
                return
            for connection in [connection for connection in busy if connection in ready]:
                task = busy.pop(connection)
                try:
                    (answer, trouble) = connection.recv()
                except EOFError:
                    yield (task, None, "the worker has ended")
                    continue
                self.give(connection, pending, busy)
                yield (task, answer, trouble)
        for task in pending:
            yield (task, None, "no worker is left")

    def give(self, connection: Connection, pending: Iterator[Any], busy: dict[Connection, Any]) -> None:
        for task in pending:
            connection.send(task)
            busy[connection] = task
            return


def free_ports() -> Ports:
    """Two ports outside the range from which the kernel takes ports for clients."""
    while True:
        first = random.randint(20000, 32000)
        if all(is_free(port) for port in (first, first + 1)):
            return Ports(first, first + 1)


def is_free(port: int) -> bool:
    with socket.socket() as test:
        try:
            test.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
