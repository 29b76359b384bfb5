"""Asks services for their answers at an even pace, from a process of its own, and remembers each exactly.

`python3 prober.py` reads a line of JSON, a list of targets {name, port, path, rate, marker}; says `ready` once it
has asked for a while; and after a line `finish` goes on until every target's last answer is the new version's, then
prints {name: [[sent, answered, code], ...]}. Times are the monotonic clock's, the same in all processes.
The pace does not wait for answers: a request that hangs must not hide what the next ones would have seen.
"""

import asyncio
import json
import os
import sys
from typing import Any

FAILED, OLD, NEW = 0, 1, 2
# A client that waits longer has given up.
ANSWER_SECONDS = 2.0
WARM_SECONDS = 0.25
# Asked on after the new version was seen: it must stay.
SETTLED_SECONDS = 0.15
PATIENCE_SECONDS = 90.0

Record = tuple[float, float, int]


async def ask(port: int, request: bytes, marker: bytes) -> int:
    """NEW for a 200 that contains the marker, OLD for any other 200."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(request)
            answer = await reader.read(-1)
        finally:
            writer.close()
    except OSError:
        return FAILED
    status = answer.split(b"\r\n", 1)[0].split()
    if len(status) < 2 or status[1] != b"200":
        return FAILED
    return NEW if marker in answer else OLD


class Target:
    def __init__(self, spec: dict[str, Any]) -> None:
        self.name: str = spec["name"]
        self.port: int = spec["port"]
        self.period = 1 / float(spec["rate"])
        self.marker: bytes = spec["marker"].encode()
        self.request = (f"GET {spec['path']} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
                        f"Accept: */*\r\nConnection: close\r\n\r\n").encode()
        self.records: list[Record] = []
        self.lateness = 0.0
        self.under_way: set[asyncio.Task[None]] = set()

    async def once(self, sent: float) -> None:
        try:
            code = await asyncio.wait_for(ask(self.port, self.request, self.marker), ANSWER_SECONDS)
        except asyncio.TimeoutError:
            code = FAILED
        self.records.append((sent, asyncio.get_running_loop().time(), code))

    async def keep_asking(self) -> None:
        clock = asyncio.get_running_loop()
        due = clock.time()
        while True:
            now = clock.time()
            self.lateness = max(self.lateness, now - due)
            task = asyncio.create_task(self.once(now))
            self.under_way.add(task)
            task.add_done_callback(self.under_way.discard)
            due += self.period
            if due < now:  # behind: ask now, and at the same pace from here
                due = now
            await asyncio.sleep(due - clock.time())

    def settled(self, now: float) -> bool:
        """True when only the new version has answered for a while."""
        recent = [code for _, answered, code in self.records if answered > now - SETTLED_SECONDS - self.period]
        return bool(recent) and all(code == NEW for code in recent)


async def main() -> None:
    try:
        # Real clients are other machines: the platform's own load must not keep them from asking.
        os.nice(-10)
    except PermissionError:
        pass
    clock = asyncio.get_running_loop()
    lines = asyncio.StreamReader()
    await clock.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    targets = [Target(spec) for spec in json.loads(await lines.readline())]
    asking = [asyncio.create_task(target.keep_asking()) for target in targets]
    await asyncio.sleep(WARM_SECONDS)
    print("ready", flush=True)
    await lines.readline()
    deadline = clock.time() + PATIENCE_SECONDS
    while not all(target.settled(clock.time()) for target in targets) and clock.time() < deadline:
        await asyncio.sleep(0.02)
    for task in asking:
        task.cancel()
    for target in targets:
        if target.under_way:
            await asyncio.wait(set(target.under_way))
    print(json.dumps({
        "records": {target.name: sorted(target.records) for target in targets},
        "lateness": max(target.lateness for target in targets),
    }))


if __name__ == "__main__":
    asyncio.run(main())
