"""What our server takes by itself: until it answers, in memory, and of a callback what is not the pool's.

Prints a table. SERVER is another build of ours. Times are of this machine, and say something beside each other only.
"""

import os
import re
import socket
import statistics
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import requests

import peers
from peers import CLIENT_ID, CLIENT_SECRET, PERSON, POOL_ID, SCOPES, Contest
from browser import Browser

STARTS, SIGN_INS, CONNECTIONS = 20, 100, 10_000
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


def timed(ask):
    began = time.perf_counter()
    answer = ask()
    return 1000 * (time.perf_counter() - began), answer


def callback(program):
    """Milliseconds of one callback."""
    browser = Browser()
    back = f"{program.origin}/logged_in"
    answer = browser.sign_in(f"{program.origin}/login", *PERSON, stop_at=back)
    took, page = timed(lambda: browser.session.get(answer.headers["location"], allow_redirects=False, timeout=20))
    if page.status_code != 303:
        raise SystemExit(f"the callback answered {page.status_code}")
    return took


def exchange(contest, program):
    """Milliseconds of what the pool does in it: one code against tokens."""
    back = f"{program.origin}/logged_in"
    query = {"client_id": CLIENT_ID, "response_type": "code", "scope": SCOPES, "redirect_uri": back, "state": "any"}
    answer = Browser().sign_in(f"{contest.pool.origin}/oauth2/authorize?{urlencode(query)}", *PERSON, stop_at=back)
    code = re.search(r"code=([^&]+)", urlsplit(answer.headers["location"]).query)[1]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back}
    pool = requests.Session()
    # As our client does: the connection is there.
    pool.get(f"{contest.pool.origin}/{POOL_ID}/.well-known/jwks.json", timeout=20)
    took, tokens = timed(lambda: pool.post(f"{contest.pool.origin}/oauth2/token", form, auth=(CLIENT_ID, CLIENT_SECRET), timeout=20))
    tokens.raise_for_status()
    return took


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
    _, program = until_answered(contest, "ours on SQLite", beside)
    contest.programs.append(program)
    time.sleep(1)
    yield "idle", "MB while nothing is asked", memory(program)
    ours, theirs = [], []
    for _ in range(SIGN_INS):
        ours.append(callback(program))
        theirs.append(exchange(contest, program))
    pool = statistics.median(theirs)
    yield None, "ms of a callback, median", statistics.median(ours)
    yield None, "ms of the pool's exchange in it, median", pool
    yield "callback", "ms of a callback without the pool's median, p99", statistics.quantiles(ours, n=100)[98] - pool
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
