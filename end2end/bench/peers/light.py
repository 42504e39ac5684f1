"""What our server takes by itself: until it answers, in memory, and of a callback what is not the pool's.

Prints a table. SERVER is another build of ours. Times are of this machine, and say something beside each other only.
"""

import os
import re
import select
import socket
import statistics
import tempfile
import time
from pathlib import Path
from threading import Thread

import peers
import requests
from peers import PERSON, Contest
from browser import Browser

STARTS, SIGN_INS, CONNECTIONS = 20, 500, 10_000
# As of docs/decisions/0048-what-a-page-costs.md, in milliseconds and megabytes.
GOALS = {"start": 100, "start with the pool inside": 150, "idle": 30, "connected": 150, "callback": 5}


def until_answered(contest, name, settings):
    """Milliseconds from the start of a process to its first answer."""
    port = contest.ports[name]
    command = [os.environ.get("SERVER", peers.ROOT / "target/release/server")]
    # Nothing else runs meanwhile: both keys of the pool inside are drawn at the same time.
    program = contest.run(name, name, command, settings, cores=f"{peers.SERVER_CORE},{peers.LOAD_CORE}")
    began = time.perf_counter()
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
                connection.sendall(f"GET /readyz HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n".encode())
                if b" 200 " in connection.recv(64):
                    break
        except OSError:
            pass
        time.sleep(0.001)
    took = 1000 * (time.perf_counter() - began)
    contest.programs.remove(program)
    return took, program


def memory(program):
    """Resident, in megabytes."""
    status = Path(f"/proc/{program.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024


def connect(program):
    """Ten thousand connections that have asked once, and megabytes with them."""
    connections = []
    for number in range(CONNECTIONS):
        connection = socket.socket()
        # An address has fewer ports than that.
        connection.bind((f"127.0.0.{2 + number % 4}", 0))
        connection.connect(("127.0.0.1", program.port))
        connection.sendall(f"GET /healthz HTTP/1.1\r\nHost: localhost:{program.port}\r\n\r\n".encode())
        if not connection.recv(256).startswith(b"HTTP/1.1 200"):
            raise SystemExit("a connection was not answered")
        connections.append(connection)
    taken = memory(program)
    for connection in connections:
        connection.close()
    return taken


class Relay:
    """Stands between a server and its pool, and adds up how long the pool takes: from each request to its answer's last byte."""

    def __init__(self, port):
        self.port, self.took = port, 0.0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.origin = f"http://localhost:{self.listener.getsockname()[1]}"
        Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            near, _ = self.listener.accept()
            Thread(target=self.carry, args=(near, socket.create_connection(("127.0.0.1", self.port))), daemon=True).start()

    def carry(self, near, far):
        near.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        far.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        since = None
        with near, far:
            while True:
                for ready in select.select([near, far], [], [])[0]:
                    data = ready.recv(65536)
                    if not data:
                        return
                    if ready is far:
                        # An answer in several pieces takes until the last of them.
                        self.took += time.perf_counter() - since
                    (far if ready is near else near).sendall(data)
                    since = time.perf_counter()


def callback(program, relay):
    """Milliseconds of one callback, on a connection that is open, and how many of them the pool took."""
    browser, back = Browser(), f"{program.origin}/logged_in"
    answer = browser.sign_in(f"{program.origin}/login", *PERSON, stop_at=back)
    asked = browser.session.prepare_request(requests.Request("GET", answer.headers["location"]))
    lines = [f"GET {asked.path_url} HTTP/1.1", f"Host: localhost:{program.port}", *(f"{name}: {value}" for name, value in asked.headers.items())]
    with socket.create_connection(("127.0.0.1", program.port), timeout=20) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        request = "\r\n".join([*lines, "", ""]).encode()
        relay.took = 0.0
        # No library in between: what it takes would be counted as the server's.
        began = time.perf_counter()
        connection.sendall(request)
        head = connection.recv(65536)
        took = time.perf_counter() - began
    if not head.startswith(b"HTTP/1.1 303"):
        raise SystemExit(f"the callback answered {head[:15]}")
    return 1000 * took, 1000 * relay.took


def starts(contest, name, settings):
    times = []
    for _ in range(STARTS):
        took, program = until_answered(contest, name, settings)
        times.append(took)
        program.stop()
    return statistics.median(times)


def measure(contest):
    contest.start_pool()
    beside = contest.settings("ours on SQLite", f"sqlite://{contest.folder}/sessions.db") | {"ATTEMPTS_SCALE": "1000"}
    inside = {name: value for name, value in beside.items() if name not in ("COGNITO_USER_POOL_ID", "COGNITO_ENDPOINT", "CLIENT_ID", "CLIENT_SECRET")}
    yield "start", "ms until ready, the pool answers", starts(contest, "ours on SQLite", beside)
    yield "start with the pool inside", "ms until ready, the pool inside", starts(contest, "ours on SQLite", inside | {"LOCAL_POOL_PORT": str(contest.ports["express"])})
    relay = Relay(contest.pool.port)
    _, program = until_answered(contest, "ours on SQLite", beside | {"COGNITO_DOMAIN": relay.origin})
    contest.programs.append(program)
    time.sleep(1)
    yield "idle", "MB while nothing is asked", memory(program)
    taken = [callback(program, relay) for _ in range(SIGN_INS)]
    own = [took - pool for took, pool in taken]
    yield None, "ms of a callback, median", statistics.median(took for took, _ in taken)
    yield None, "ms of the pool's exchange in it, median", statistics.median(pool for _, pool in taken)
    yield None, "ms of a callback without the pool's, median", statistics.median(own)
    yield "callback", "ms of a callback without the pool's, p99", statistics.quantiles(own, n=100)[98]
    yield "connected", "MB with 10,000 idle connections", connect(program)


def main():
    with tempfile.TemporaryDirectory() as folder:
        contest = Contest(Path(folder))
        try:
            print("| | | goal |\n|---|---|---|")
            for goal, what, value in measure(contest):
                print(f"| {what} | {value:.1f} | {GOALS.get(goal, '–')} |", flush=True)
        finally:
            contest.stop()


if __name__ == "__main__":
    main()
