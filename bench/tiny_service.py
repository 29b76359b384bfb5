"""tiny_service.py PORT [FILE]: answers each request with the version that FILE held at its start, and when that was.

Nothing but the built-in socket is imported, so that it is up in milliseconds; SIGTERM ends it at once.
A bench of services like this shows the work around stopping and starting, not the services' own.
"""

import _socket
import sys
import time

with open(sys.argv[2] if len(sys.argv) > 2 else "app/VERSION") as file:
    version = file.read().strip()
head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"

server = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
server.setsockopt(_socket.SOL_SOCKET, _socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", int(sys.argv[1])))
server.listen(128)
# By the clock that all processes share, so that a bench of many services need not ask each all the time.
body = b'{"status": "healthy", "version": "%s", "up": %.4f}\n' % (version.encode(), time.monotonic())
answer = (head % len(body)).encode() + body
while True:
    descriptor, _ = server._accept()  # type: ignore[attr-defined]
    client = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM, 0, descriptor)
    try:
        # One client must not hold up all others.
        client.settimeout(1)
        client.recv(4096)
        client.sendall(answer)
    except OSError:
        pass
    client.close()
