"""How our pages grow with what there is: sessions in the store, attributes in the list, connections.

Prints a table and draws docs/pictures/growth.svg. One server on one core with SQLite, the load on another; of each figure the
median of ROUNDS rounds. SERVER is another build of ours.
"""

import os
import re
import sqlite3
import statistics
import tempfile
from pathlib import Path

import peers
from peers import ROOT, ROUNDS, Contest

SESSIONS = (1_000, 1_000_000)
ATTRIBUTES = (1, 4, 16)
CONNECTIONS = (1, 100, 1_000)
MEASURED = ("profile page", "JSON")
PICTURE = ROOT / "docs/pictures/growth.svg"
# Rows that are written in one transaction.
BATCH = 50_000


def list_of(count, folder):
    """The shipped list with its first attributes only."""
    head, *attributes = re.split(r"(?m)^(?=\[\[attribute\]\])", (ROOT / "attributes.toml").read_text(encoding="utf-8"))
    if len(attributes) < count:
        raise SystemExit(f"attributes.toml has only {len(attributes)} attributes")
    file = folder / f"attributes-{count}.toml"
    file.write_text(head + "".join(attributes[:count]), encoding="utf-8")
    return file


def last_record(database):
    with sqlite3.connect(database, timeout=60) as store:
        return store.execute("SELECT max(number) FROM records").fetchone()[0]


def fill(database, people, last):
    """As many people more, each with the records of the one who is signed in (up to `last`), under keys of their own."""
    with sqlite3.connect(database, timeout=60) as store:
        # What is filled in need not survive anything, and keys at random touch all of the index.
        store.execute("PRAGMA synchronous = OFF")
        store.execute("PRAGMA cache_size = -4000000")
        columns = "kind, id, owner, version, expires_at, value"
        records = store.execute(f"SELECT {columns} FROM records WHERE number <= ?", (last,)).fetchall()
        insert = f"INSERT INTO records ({columns}) VALUES (?, ?, ?, ?, ?, ?)"

        def rows(count):
            for _ in range(count):
                owner = os.urandom(32)
                for kind, key, _, version, expires_at, value in records:
                    yield kind, os.urandom(len(key)), owner, version, expires_at, value

        for done in range(0, people, BATCH):
            store.executemany(insert, rows(min(BATCH, people - done)))
            store.commit()


class Growth:
    """Each figure of each axis."""

    def __init__(self, folder):
        self.folder, self.found = folder, {}

    def measure(self, subject, axis, size):
        rates = {}
        for page in MEASURED:
            subject.rates[page] = []
            for _ in range(ROUNDS):
                subject.measure(page)
            rates[page] = statistics.median(subject.rates[page])
        self.found.setdefault(axis, {})[size] = rates
        print(f"| {axis} | {size:,} | " + " | ".join(f"{rates[page]:,.0f}" for page in MEASURED) + " |", flush=True)

    def of_store(self):
        contest = Contest(self.folder)
        try:
            contest.start_pool()
            database = self.folder / "sessions.db"
            subject = contest.ours("ours", "ours on SQLite", f"sqlite://{database}")
            last = last_record(database)
            for before, size in zip((0, *SESSIONS), SESSIONS):
                fill(database, size - before, last)
                self.measure(subject, "sessions", size)
            for size in CONNECTIONS:
                peers.CONNECTIONS = size
                self.measure(subject, "connections", size)
        finally:
            contest.stop()
            peers.CONNECTIONS = 16

    def of_list(self, size):
        contest = Contest(self.folder)
        try:
            contest.start_pool()
            settings = {"ATTRIBUTES_FILE": str(list_of(size, self.folder))}
            store = f"sqlite://{self.folder}/sessions-{size}.db"
            self.measure(contest.ours("ours", "ours on SQLite", store, settings), "attributes", size)
        finally:
            contest.stop()


def chart(found):
    """One panel for each axis, sizes by their logarithm, rates from zero."""
    width, height, left, bottom = 260, 200, 56, 36
    colours = {"profile page": "#0b6e4f", "JSON": "#8a4f00"}
    parts = []
    for at, (axis, sizes) in enumerate(found.items()):
        steps = len(sizes) - 1
        most = max(rate for rates in sizes.values() for rate in rates.values())
        x = [at * (width + 24) + left + (width - left - 24) * step / steps for step in range(len(sizes))]
        parts.append(f'<text x="{x[0]}" y="16" class="title">{axis}</text>')
        for share in (0, 0.5, 1):
            y = height - bottom - (height - bottom - 32) * share
            parts.append(f'<line x1="{x[0]}" y1="{y}" x2="{x[-1]}" y2="{y}" class="grid"/>')
            parts.append(f'<text x="{x[0] - 8}" y="{y + 4}" class="rate">{most * share:,.0f}</text>')
        for place, size in zip(x, sizes):
            parts.append(f'<text x="{place}" y="{height - bottom + 18}" class="size">{size:,}</text>')
        for page in MEASURED:
            y = [height - bottom - (height - bottom - 32) * rates[page] / most for rates in sizes.values()]
            points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y))
            parts.append(f'<polyline points="{points}" stroke="{colours[page]}" fill="none" stroke-width="2"/>')
            parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colours[page]}"/>' for a, b in zip(x, y)]
    total = len(found) * (width + 24)
    for at, page in enumerate(MEASURED):
        parts.append(f'<rect x="{left + at * 140}" y="{height - 4}" width="12" height="3" fill="{colours[page]}"/>')
        parts.append(f'<text x="{left + at * 140 + 18}" y="{height}" class="key">{page}</text>')
    style = (
        "text{font:12px system-ui,sans-serif;fill:#444}.title{font-weight:600;fill:#111}"
        ".rate{text-anchor:end}.size{text-anchor:middle}.grid{stroke:#ccc}"
        "@media(prefers-color-scheme:dark){text{fill:#bbb}.title{fill:#eee}.grid{stroke:#444}}"
    )
    label = "Requests a second on one core as sessions, connections and attributes grow"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total} {height + 8}" role="img" aria-label="{label}">'
    return f"{head}\n<style>{style}</style>\n" + "\n".join(parts) + "\n</svg>\n"


def main():
    print(f"Requests a second on one core, keep-alive, 16 connections unless it says otherwise, medians of {ROUNDS} rounds of {peers.SECONDS} s:\n")
    print("| | | " + " | ".join(MEASURED) + " |")
    print("|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        growth = Growth(Path(folder))
        growth.of_store()
        for size in ATTRIBUTES:
            growth.of_list(size)
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(chart(growth.found), encoding="utf-8")
    print(f"\n{PICTURE.relative_to(ROOT)} is drawn.")


if __name__ == "__main__":
    main()
