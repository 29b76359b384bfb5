"""The platform's three tiny services, as their source text. They start quickly: no module but the smallest."""

# The served release is what was imported and what lay in the tree at the start: a service that was started
# on a half-exchanged tree says a digest that neither release has.
COMMON = '''
import _socket as socket
import os
import sys
import zlib

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, ROOT)
from app.version import RELEASE

def digest():
    total = 0
    for folder, folders, names in os.walk(os.path.join(ROOT, "app")):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                total = zlib.crc32(os.path.relpath(path, ROOT).encode() + b"\\0" + file.read(), total)
    return "%08x" % total

DIGEST = digest()

def listener(port):
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", port))
    server.listen(64)
    return server

def serve(server, service):
    while True:
        number, _ = server._accept()
        client = socket.socket(fileno=number)
        client.settimeout(5)
        try:
            path = client.recv(65536).split(b" ")[1]
            good = RELEASE == "good" or path != b"/health"
            body = b"release=%s digest=%s service=%s ok\\n" % (
                RELEASE.encode(), DIGEST.encode(), service.encode())
            status = b"200 OK" if good else b"500 Internal Server Error"
            client.sendall(b"HTTP/1.1 " + status + b"\\r\\nContent-Type: text/plain\\r\\nConnection: close\\r\\n"
                           b"Content-Length: %d\\r\\n\\r\\n" % len(body) + body)
        except (OSError, IndexError):
            pass
        finally:
            client.close()
'''

# Serves from a child, as servers with workers do: both belong to the service, and both must end with it.
API = '''
import _signal as signal
from common import *

server = listener(int(sys.argv[1]))
child = os.fork()
if child == 0:
    serve(server, "api")

def end(number, frame):
    os.kill(child, signal.SIGTERM)
    os.waitpid(child, 0)
    os._exit(0)

signal.signal(signal.SIGTERM, end)
while True:
    signal.pause()
'''

WEB = '''
from common import *

serve(listener(int(sys.argv[1])), "web")
'''

# Without a port: what it runs is to be read in its process name, which is made to look like the end of one.
WORKER = '''
import time
from common import *

with open("/proc/self/comm", "w") as name:
    name.write("w) " + RELEASE[0] + DIGEST)
while True:
    time.sleep(3600)
'''
