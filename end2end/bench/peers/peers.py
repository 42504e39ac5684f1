"""Our server beside what people would pick instead: each on one core, the load on another, in turn, in one run.

Everyone is signed in to the same local pool as the same person, who has answered everything. Prints a table of medians and
ratios. What is compared is what each one's own documentation sets up: theirs show what the ID token says, ours reads the
session from its store, and the page has the form with its rules, hints and lists of choices.

ROUNDS, ROUND_SECONDS and CONNECTIONS say how long and how hard; SERVER is another build of ours.
"""

import base64
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(ROOT / "end2end/contract/python"))
from browser import Browser  # noqa: E402

TOOLS = ROOT / ".tools"
POOL_ID = "eu-west-1_local0001"
CLIENT_ID = "4q8vd3m1k7ztn0hx5w2rcyb6ga"
CLIENT_SECRET = "k2v9x0q4+m7w1z8r5t3y6u+p0s4d7f1g9h2j5l8"
SCOPES = "openid email profile aws.cognito.signin.user.admin"
PERSON = ("bob@example.com", "Bob-is-here-7")

ROUNDS = int(os.environ.get("ROUNDS", "5"))
SECONDS = int(os.environ.get("ROUND_SECONDS", "3"))
CONNECTIONS = int(os.environ.get("CONNECTIONS", "16"))
SERVER_CORE, LOAD_CORE = "0", "1"

# What is asked for, and a word that the right answer has.
PAGES = {"profile page": ("/profile", "Your profile"), "home": ("/", "bob@example.com"), "JSON": ("/api/me", "bob@example.com")}
HEALTH = {"health": ("/healthz", "ok")}
LIMIT = {"profile page": ("/page", "Your profile"), "JSON": ("/json", "bob@example.com"), "health": ("/plain", "ok")}


def free_ports(count):
    """Different ones, because all are held until the last is drawn."""
    listeners = [socket.socket() for _ in range(count)]
    try:
        for listener in listeners:
            listener.bind(("127.0.0.1", 0))
        return [listener.getsockname()[1] for listener in listeners]
    finally:
        for listener in listeners:
            listener.close()


class Program:
    """A program that runs on one core until the benchmark ends."""

    def __init__(self, name, command, port, environment=None, folder=ROOT, cores=SERVER_CORE):
        self.name, self.port, self.origin = name, port, f"http://localhost:{port}"
        self.log = open(Path(tempfile.gettempdir()) / f"peer-{port}.log", "w+", encoding="utf-8")
        self.process = subprocess.Popen(
            ["taskset", "--cpu-list", cores, *map(str, command)],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **(environment or {})},
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )

    def wait_for(self, path=None):
        """Until it answers a request, or without a path accepts a connection."""
        for _ in range(300):
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                    if path is None:
                        return self
                    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost:{self.port}\r\nConnection: close\r\n\r\n".encode())
                    if connection.recv(16):
                        return self
            except OSError:
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        self.log.seek(0)
        raise SystemExit(f"{self.name} does not answer:\n{self.log.read()}")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()
        Path(self.log.name).unlink()


class Subject:
    """A program to be measured, with the cookies of somebody signed in."""

    def __init__(self, program, pages, signs_in=True):
        self.program, self.pages = program, pages
        browser = Browser()
        if signs_in:
            browser.sign_in(f"{program.origin}/login", *PERSON)
        self.cookie = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.session.cookies if cookie.value)
        for path, word in pages.values():
            answer = browser.open(program.origin + path)
            if answer.status_code != 200 or word not in answer.text:
                raise SystemExit(f"{program.name} answers {path} with {answer.status_code}: {answer.text[:300]}")
        self.rates = {page: [] for page in pages}
        self.slow = {page: [] for page in pages}
        self.bytes = {page: len(browser.open(program.origin + path).content) for page, (path, _) in pages.items()}

    def measure(self, page):
        path, _ = self.pages[page]
        load = ["taskset", "--cpu-list", LOAD_CORE, "wrk", "--threads", "1", "--connections", str(CONNECTIONS)]
        load += ["--duration", f"{SECONDS}s", "--latency", "--header", f"Cookie: {self.cookie}", self.program.origin + path]
        said = subprocess.run(load, capture_output=True, text=True, check=True).stdout
        if "Non-2xx" in said or "Socket errors" in said:
            raise SystemExit(f"{self.program.name} failed at {path}:\n{said}")
        self.rates[page].append(float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]))
        number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)\b", said).groups()
        self.slow[page].append(float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit])


def seed(folder, ports):
    """The demo pool's seed, with a callback for each program."""
    text = (ROOT / "crates/local-pool/seeds/demo.toml").read_text(encoding="utf-8")
    for line, path in (("callback_urls", "logged_in"), ("logout_urls", "logged_out")):
        urls = ", ".join(f'"http://localhost:{port}/{path}"' for port in ports)
        text = re.sub(rf"(?m)^{line} = .*$", f"{line} = [{urls}]", text)
    file = folder / "seed.toml"
    file.write_text(text, encoding="utf-8")
    return file


class Contest:
    """The local pool, and everything that is measured; all of it ends with this."""

    def __init__(self, folder):
        self.folder, self.programs = folder, []
        # All at once: a port that is drawn twice would be found out late.
        names = ["pool", "redis", "ours on SQLite", "ours on Redis", "express", "flask", "limit"]
        self.ports = dict(zip(names, free_ports(len(names))))

    def run(self, name, port, command, environment=None, folder=ROOT, cores=SERVER_CORE):
        program = Program(name, command, self.ports[port], environment, folder, cores)
        self.programs.append(program)
        return program

    def start_pool(self):
        command = [ROOT / "target/debug/local-pool", "--port", self.ports["pool"], "--seed", seed(self.folder, self.ports.values())]
        self.pool = self.run("local pool", "pool", command, {"RUST_LOG": "error"}).wait_for(f"/{POOL_ID}/.well-known/jwks.json")

    def start(self):
        """Everybody, signed in."""
        self.start_pool()
        ours = [self.ours(*store) for store in self.stores()]
        return [*ours, self.express(), self.flask(), self.limit()]

    def stores(self):
        """For each store a name and a port for a server of ours, and the store's address. Starts Redis."""
        command = ["redis-server", "--port", self.ports["redis"], "--save", "", "--dir", self.folder]
        self.run("Redis", "redis", command).wait_for()
        return [
            ("ours, SQLite", "ours on SQLite", f"sqlite://{self.folder}/sessions.db"),
            ("ours, Redis", "ours on Redis", f"redis://127.0.0.1:{self.ports['redis']}"),
        ]

    def settings(self, port, store):
        """Of one server of ours."""
        return {
            "APP_ORIGIN": f"http://localhost:{self.ports[port]}",
            "LISTEN_ADDR": f"127.0.0.1:{self.ports[port]}",
            "SESSION_STORE": store,
            "SESSION_KEY": base64.b64encode(os.urandom(32)).decode(),
            "COGNITO_USER_POOL_ID": POOL_ID,
            "COGNITO_ENDPOINT": self.pool.origin,
            "CLIENT_ID": CLIENT_ID,
            "CLIENT_SECRET": CLIENT_SECRET,
            "TOKIO_WORKER_THREADS": "1",
        }

    def ours(self, name, port, store, settings=None):
        return Subject(self.run_ours(name, port, store, settings), {**PAGES, **HEALTH})

    def run_ours(self, name, port, store, settings=None):
        environment = {**self.settings(port, store), **(settings or {})}
        server = os.environ.get("SERVER", ROOT / "target/release/server")
        return self.run(name, port, [server], environment).wait_for("/healthz")

    def of_peer(self, port):
        return {
            "ORIGIN": f"http://localhost:{self.ports[port]}",
            "PORT": str(self.ports[port]),
            "ISSUER": f"{self.pool.origin}/{POOL_ID}",
            "CLIENT_ID": CLIENT_ID,
            "CLIENT_SECRET": CLIENT_SECRET,
            "SCOPES": SCOPES,
        }

    def express(self):
        environment = {**self.of_peer("express"), "NODE_ENV": "production"}
        program = self.run("express-openid-connect, EJS", "express", ["node", "server.mjs"], environment, HERE / "express")
        return Subject(program.wait_for("/healthz"), {**PAGES, **HEALTH})

    def flask(self):
        sessions = {"SESSION_FOLDER": f"{self.folder}/flask", "AUTHLIB_INSECURE_TRANSPORT": "true"}
        # With threads, because its plain workers close each connection.
        command = [TOOLS / "peers/bin/gunicorn", "--workers", "1", "--threads", CONNECTIONS]
        command += ["--bind", f"127.0.0.1:{self.ports['flask']}", "profile_site:app"]
        program = self.run("Flask, Authlib, Jinja", "flask", command, {**self.of_peer("flask"), **sessions}, HERE / "flask")
        return Subject(program.wait_for("/healthz"), {**PAGES, **HEALTH})

    def limit(self):
        command = [ROOT / "target/release/limit", self.ports["limit"]]
        program = self.run("limit: axum and Leptos alone", "limit", command)
        return Subject(program.wait_for("/plain"), LIMIT, signs_in=False)

    def stop(self):
        for program in reversed(self.programs):
            program.stop()


def table(subjects):
    pages = [*PAGES, *HEALTH]
    print(f"\nRequests a second on one core, keep-alive, {CONNECTIONS} connections, medians of {ROUNDS} rounds of {SECONDS} s; in brackets p99 in ms:\n")
    print("| | " + " | ".join(pages) + " | profile page, kB |")
    print("|---|" + "---|" * (len(pages) + 1))
    for subject in subjects:
        cells = [
            f"{statistics.median(subject.rates[page]):,.0f} ({statistics.median(subject.slow[page]):.1f})" if page in subject.rates else "–"
            for page in pages
        ]
        print(f"| {subject.program.name} | " + " | ".join(cells) + f" | {subject.bytes['profile page'] / 1000:.1f} |")
    print("\nOurs as a multiple of each (below 1: slower):\n")
    print("| | | " + " | ".join(pages) + " |")
    print("|---|---|" + "---|" * len(pages))
    for own in subjects[:2]:
        for other in subjects[2:]:
            cells = [
                f"{statistics.median(own.rates[page]) / statistics.median(other.rates[page]):.2f}" if page in other.rates else "–"
                for page in pages
            ]
            print(f"| {own.program.name} | {other.program.name} | " + " | ".join(cells) + " |")


def versions():
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    express = json.loads((HERE / "express/package.json").read_text(encoding="utf-8"))["dependencies"]
    flask = (HERE / "flask/requirements.txt").read_text(encoding="utf-8").split()
    print(f"\nNode {node}, " + ", ".join(f"{name} {version}" for name, version in express.items()))
    print(f"Python {sys.version.split()[0]}, " + ", ".join(flask).replace("==", " "))
    profiles = list((ROOT / "target/pgo").glob("*.profdata"))
    print("Ours is " + (os.environ.get("SERVER") or f"built {'with' if profiles else 'without'} a profile (make pgo)") + ".")
    print(f"One worker with {CONNECTIONS} threads for Flask, one thread for ours and for the limit.")


def main():
    with tempfile.TemporaryDirectory() as folder:
        contest = Contest(Path(folder))
        try:
            subjects = contest.start()
            for turn in range(ROUNDS):
                for page in [*PAGES, *HEALTH]:
                    for subject in subjects:
                        if page in subject.pages:
                            subject.measure(page)
                print(f"round {turn + 1} of {ROUNDS}", file=sys.stderr)
            table(subjects)
            versions()
        finally:
            contest.stop()


if __name__ == "__main__":
    main()
