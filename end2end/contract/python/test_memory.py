"""How much memory the app that `make build` made takes, idle and from those who are slow. Limits are for a release build."""

import re
import socket
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest

from app_server import SITE, Server, free_ports
from local_pool import LocalPool

# In bytes.
KB, MB = 1024, 1024 * 1024
IDLE, WITH_TEN_THOUSAND = 30 * MB, 150 * MB
# So many that what one takes is told from what happens anyway; fewer than the files a process may usually open.
CONNECTIONS, READERS = 600, 200
# What one that never takes its answer may hold: two buffers of the connection, one of the file, and no more.
SLOW = 200 * KB
# In seconds: a pause between two requests, and what a busy machine adds.
CUT_OFF = 75 + 25


@pytest.fixture(scope="module")
def server():
    (port,) = free_ports(1)
    with tempfile.TemporaryDirectory() as folder:
        pool = LocalPool("--app-origin", f"http://localhost:{port}", source=())
        server = Server(Path(folder), port, f"http://localhost:{port}", pool.url)
        yield server
        server.stop()
        pool.stop()


def memory(server):
    """Resident, in bytes."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * KB


def ask(server, path, **options):
    """A connection on which something was asked for."""
    connection = socket.socket()
    for name, value in options.items():
        connection.setsockopt(socket.SOL_SOCKET, getattr(socket, name), value)
    connection.connect(("127.0.0.1", int(server.origin.rsplit(":", 1)[1])))
    host = server.origin.removeprefix("http://")
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    return connection


def test_idle_server_is_light(server):
    assert memory(server) < IDLE


def test_idle_connections_are_light(server):
    before = memory(server)
    connections = [ask(server, "/healthz") for _ in range(CONNECTIONS)]
    for connection in connections:
        assert connection.recv(KB).startswith(b"HTTP/1.1 200")
    each = (memory(server) - before) / CONNECTIONS
    for connection in connections:
        connection.close()
    assert before + 10_000 * each < WITH_TEN_THOUSAND


def test_slow_readers_are_cut_off(server):
    (wasm,) = (SITE / "pkg").glob("*.wasm")
    before = memory(server)
    began = time.monotonic()
    # A small window, so that the system does not take the whole file for them.
    readers = [ask(server, f"/pkg/{wasm.name}", SO_RCVBUF=2 * KB) for _ in range(READERS)]
    most = 0
    while still_sent(server, readers):
        assert time.monotonic() - began < CUT_OFF
        most = max(most, memory(server) - before)
        for reader in readers:
            # Once it is cut off, the system may tell it so.
            with suppress(ConnectionResetError):
                reader.recv(1)
        time.sleep(1)
    assert 0 < most < READERS * SLOW
    for reader in readers:
        reader.close()


def still_sent(server, readers):
    """Those whose connection the server has not ended: `/proc/net/tcp` has its side of them."""
    port = f"{int(server.origin.rsplit(':', 1)[1]):04X}"
    ours = {f"{reader.getsockname()[1]:04X}" for reader in readers}
    lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    # 01 is ESTABLISHED.
    return [line for line in lines if line[1].endswith(f":{port}") and line[2][-4:] in ours and line[3] == "01"]
