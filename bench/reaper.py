"""Runs a function in a process whose every descendant is collected, and ended with it.

Services are started in sessions of their own, as people do, so their starter cannot wait for them: without somebody
who collects them, each that is stopped would stay as a zombie, and whoever waits for its end would wait for ever.
What `tini` does in a container, this does for a bench; and nothing outlives it, however it ends.
"""

import ctypes
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def run(main: Callable[[], int], work: Path) -> int:
    """The status of `main`, called in a child; `work` and all processes below this one are gone when it returns."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "cannot collect descendants")
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        os._exit(status(main))
    for number in ENDING:
        # The child unwinds, and then everything below is ended here.
        signal.signal(number, lambda *_: forward(child))
    try:
        return collect(child)
    finally:
        for number in ENDING:
            signal.signal(number, signal.SIG_IGN)
        end_descendants()
        remove(work)


def forward(child: int) -> None:
    try:
        os.kill(child, signal.SIGTERM)
    except ProcessLookupError:  # just collected
        pass


def status(main: Callable[[], int]) -> int:
    try:
        code = main()
    except SystemExit as exit_:
        code = exit_.code if isinstance(exit_.code, int) else 1
        if isinstance(exit_.code, str):
            print(exit_.code, file=sys.stderr)
    except KeyboardInterrupt:
        code = 130
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code


def collect(child: int) -> int:
    while True:
        pid, how = os.wait()
        if pid == child:
            return os.waitstatus_to_exitcode(how) if os.WIFEXITED(how) else 128 + os.WTERMSIG(how)


def end_descendants() -> None:
    """Orphans become children of this process, so its children are all that is left, again and again."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        for pid in children(os.getpid()):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        time.sleep(0.01)


def remove(work: Path) -> None:
    """Several folders at once: deleting a hundred thousand files waits for the disk most of the time."""
    with ThreadPoolExecutor(8) as threads:
        for folder in work.glob("*/*/*/"):
            threads.submit(shutil.rmtree, folder, ignore_errors=True)
    shutil.rmtree(work, ignore_errors=True)


def children(parent: int) -> list[int]:
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                # The name in parentheses may itself hold blanks and parentheses; the parent is the second field after.
                fields = Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()
                if int(fields[1]) == parent:
                    found.append(int(entry))
            except (OSError, IndexError):
                continue
    return found
