#!/usr/bin/env python3
"""Prints what the server is made of as a CycloneDX 1.6 document: each crate with version, licence and package URL.

From `cargo metadata` alone, for the target of this machine, without what is for development only; the same tree gives the same bytes.
"""

import json
import subprocess
import sys


def metadata() -> dict:
    host = next(
        line.split()[1]
        for line in subprocess.check_output(["rustc", "-vV"], text=True).splitlines()
        if line.startswith("host:")
    )
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", host]
    return json.loads(subprocess.check_output(command))


def reachable(graph: dict[str, dict], root: str) -> set[str]:
    """The packages that are linked into `root` or run while it is built."""
    seen, todo = set(), [root]
    while todo:
        package = todo.pop()
        if package in seen:
            continue
        seen.add(package)
        for dependency in graph[package]["deps"]:
            if any(kind["kind"] != "dev" for kind in dependency["dep_kinds"]):
                todo.append(dependency["pkg"])
    return seen


def component(package: dict) -> dict:
    purl = f"pkg:cargo/{package['name']}@{package['version']}"
    found = {
        "type": "library",
        "bom-ref": purl,
        "name": package["name"],
        "version": package["version"],
        "purl": purl,
    }
    if package["license"]:
        # Older manifests write a slash for OR, which is no SPDX expression.
        found["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
    return found


def main() -> None:
    read = metadata()
    packages = {package["id"]: package for package in read["packages"]}
    graph = {node["id"]: node for node in read["resolve"]["nodes"]}
    root = next(package["id"] for package in read["packages"] if package["name"] == "server")
    parts = sorted(reachable(graph, root) - {root}, key=lambda part: (packages[part]["name"], packages[part]["version"]))
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {**component(packages[root]), "type": "application"}},
        "components": [component(packages[part]) for part in parts],
    }
    json.dump(document, sys.stdout, indent=1)
    print()


main()
