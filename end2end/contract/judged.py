"""Which client judged which operation: a table in the README of the pool, made from what the tests really called.

judged.py          writes the table
judged.py --check  says what is wrong with it, and what the tests left out
"""

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

import botocore.session

HERE = Path(__file__).resolve().parent
README = HERE.parents[1] / "crates/local-pool/README.md"
BEGIN, END = "<!-- judged-by:begin -->", "<!-- judged-by:end -->"
sys.path.insert(0, str(HERE / "python"))

from operations import ALL, NEVER, NOT_OF  # noqa: E402

# In the order of the columns. The first two judge every operation of the JSON API.
CLIENTS = [
    "boto3", "AWS SDK for JavaScript", "amazon-cognito-identity-js", "openid-client", "aws-jwt-verify", "Chromium",
    "pycognito", "Authlib", "mod_auth_openidc", "Amplify", "Auth.js",
]
BROWSER = "Chromium"
PAGES = ["/login", "/signup", "/confirm", "/resendcode", "/forgotPassword", "/confirmforgotPassword", "/logout"]
MODEL = botocore.session.get_session().get_service_model("cognito-idp")


def read_calls():
    """Outcomes by operation and client."""
    outcomes = defaultdict(lambda: defaultdict(set))
    for file in sorted((HERE / ".calls").glob("*.jsonl")):
        for line in file.read_text().splitlines():
            call = json.loads(line)
            outcomes[call["operation"]][call["client"]].add(call["outcome"])
    return outcomes


def wanted_errors(operation):
    """Exceptions of the model that a pool without triggers, firewalls and the like can come to."""
    modelled = {shape.name for shape in MODEL.operation_model(operation).error_shapes}
    return modelled - NEVER.keys() - NOT_OF.get(operation, {}).keys()


def claimed(readme):
    """The operations that the README says are there."""
    section = readme.partition("### Operations of the JSON API")[2].partition("\n#")[0]
    return set(re.findall(r"`(\w+)`", section)) & set(MODEL.operation_names)


def gaps(outcomes):
    """What should have been judged and was not."""
    for operation in ALL:
        for client in CLIENTS[:2]:
            if "success" not in outcomes[operation][client]:
                yield f"{operation} never succeeded for {client}"
            for error in sorted(wanted_errors(operation) - outcomes[operation][client]):
                yield f"{operation} was never refused with {error} for {client}"
    for page in PAGES:
        if "success" not in outcomes[page][BROWSER]:
            yield f"{page} was never used in {BROWSER}"


def refusals(by_client):
    """Names of refusals; with the clients that came to it, if it was not both that come to all."""
    clients_of = defaultdict(set)
    for client, outcomes in by_client.items():
        for outcome in outcomes - {"success"}:
            clients_of[outcome.removesuffix("Exception")].add(client)
    for name, clients in sorted(clients_of.items()):
        of = [client for client in CLIENTS if client in clients]
        yield name if set(CLIENTS[:2]) <= clients or len(by_client) == 1 else f"{name} ({', '.join(of)})"


def table(outcomes):
    yield "| Operation, endpoint or token | Accepted by | Refusals |"
    yield "|---|---|---|"
    for operation in sorted(outcomes, key=lambda name: (name not in ALL, name)):
        by_client = outcomes[operation]
        accepted = [client for client in CLIENTS if "success" in by_client[client]]
        by_client = {client: found for client, found in by_client.items() if found}
        yield f"| `{operation}` | {', '.join(accepted)} | {', '.join(refusals(by_client))} |"


def with_table(text, lines):
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + "\n".join([BEGIN, *lines, END]) + after


def main(arguments):
    outcomes, text = read_calls(), README.read_text()
    if BEGIN not in text or END not in text:
        return [f"{README.name} has no place for the table: {BEGIN} … {END}"]
    fresh = with_table(text, table(outcomes))
    if arguments != ["--check"]:
        README.write_text(fresh)
        return []
    problems = list(gaps(outcomes))
    for name in sorted(claimed(text) ^ ALL.keys()):
        problems.append(f"{name} is in the README or in operations.json, not in both")
    if fresh != text:
        problems.append("the table in crates/local-pool/README.md is not what the tests called: run judged.py")
    return problems


if __name__ == "__main__":
    found = main(sys.argv[1:])
    print("\n".join(found), end="\n" if found else "")
    sys.exit(1 if found else 0)
