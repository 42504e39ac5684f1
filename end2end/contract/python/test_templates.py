"""`operator pool template`: what programs by others say of six attribute lists and option sets.

`cfn-lint` and `checkov` wrote neither of them; what Terraform's provider takes stands in `terraform_arguments.json`.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import hcl2
import pytest
import requests

import world
from browser import Browser
from calls import connect
from local_pool import ROOT, LocalPool

TOOLS = ROOT / ".tools/templates/bin"
ARGUMENTS = json.loads((ROOT / "end2end/contract/templates/terraform_arguments.json").read_text())
ATTRIBUTE = '\n[[attribute]]\nname = "custom:a{0}"\ntype = "String"\nlabel = "A {0}"\nmin_length = 1\n'
SMALLEST = 'version = 1\n[sign_up]\npages = "hosted"\n'
APP = "https://app.example.com"
PREFIX = ["--domain-prefix", "app-example", "--app-origin", APP]
CERTIFICATE = "arn:aws:acm:us-east-1:111122223333:certificate/11112222-3333-4444-5555-666677778888"
SETS = {
    "shipped": ((ROOT / "attributes.toml").read_text(), PREFIX),
    "smallest": (SMALLEST, [*PREFIX, "--sign-up", "closed"]),
    "largest": (
        "version = 1\n" + "".join(ATTRIBUTE.format(number) for number in range(50)),
        [*PREFIX, "--passkeys", "app-example.auth.eu-west-1.amazoncognito.com", "--group", "staff", "--group", "editors", "--tier", "plus",
         "--brand", str(ROOT / "docs/guide/examples/acme.toml"), "--session-limit", "36h"],
    ),
    "own domain": (
        SMALLEST,
        ["--custom-domain", "auth.example.com", "--certificate", CERTIFICATE, "--app-origin", APP,
         "--mail-from", "App <no-reply@example.com>", "--mail-reply-to", "help@example.com", "--language", "he,en",
         "--passkeys", "auth.example.com"],
    ),
    "telephone": (
        SMALLEST + 'username = "phone_number"\n[contact]\nphone_number = "verified first"\nemail = "verified first"\n',
        [*PREFIX, "--mail-from", "no-reply@example.com", "--language", "en,es,he", "--app-name", "Acme & Co",
         "--mail-identity", "arn:aws:ses:eu-west-1:111122223333:identity/example.com"],
    ),
    "no second factor": (SMALLEST, [*PREFIX, "--mfa", "off", "--rotation", "off"]),
}


def operator(folder, *arguments, **environment):
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    command = [target / "debug/operator", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env={**os.environ, **environment})


def write(folder, name, format_):
    text, options = SETS[name]
    (folder / "attributes.toml").write_text(text)
    written = operator(folder, "pool", "template", "--format", format_, *options)
    assert written.returncode == 0, written.stderr
    return written.stdout


def run(program, *arguments):
    ran = subprocess.run([TOOLS / program, *arguments], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def members(block):
    """A body of HCL as JSON has it, without what the parser adds; names of resources come in quotes."""
    return {key.strip('"'): value for key, value in block.items() if not key.startswith("__")}


def check_arguments(place, block, known):
    for name, value in members(block).items():
        if name == "lifecycle":
            continue
        assert name in known, f"{place} has no argument {name}"
        for inner in value if known[name] else []:
            check_arguments(f"{place}.{name}", inner, known[name])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """All sets in both formats, so that each judge starts once."""
    folder = tmp_path_factory.mktemp("templates")
    for name in SETS:
        (folder / f"{name}.yaml").write_text(write(folder, name, "cloudformation"))
        (folder / f"{name}.tf").write_text(write(folder, name, "terraform"))
    return folder


def test_cfn_lint_finds_nothing(folder):
    run("cfn-lint", "--include-checks", "W", "--", *(folder / f"{name}.yaml" for name in SETS))


def test_checkov_finds_nothing(folder):
    out = run("checkov", "--directory", folder, "--framework", "cloudformation", "terraform", "--compact", "--quiet",
              "--skip-download", "--output", "json")
    reports = json.loads(out)
    reports = reports if isinstance(reports, list) else [reports]
    for report in reports:
        assert report["results"]["failed_checks"] == [] if "results" in report else True, report
        assert report.get("summary", {}).get("parsing_errors", 0) == 0
    assert sorted(report["check_type"] for report in reports) == ["cloudformation", "terraform"]


@pytest.mark.parametrize("name", SETS)
def test_terraform_has_each_argument(folder, name):
    parsed = hcl2.loads((folder / f"{name}.tf").read_text())
    resources = [members(resource) for resource in parsed["resource"]]
    for resource in resources:
        for kind, labelled in resource.items():
            for label, body in members(labelled).items():
                check_arguments(f"{kind}.{label}", body, ARGUMENTS[kind])
    kinds = {kind for resource in resources for kind in resource}
    assert {"aws_cognito_user_pool", "aws_cognito_user_pool_client", "aws_cognito_user_pool_domain"} <= kinds


def test_terraform_itself_validates(folder, tmp_path):
    program = shutil.which("tofu") or shutil.which("terraform")
    if program is None:
        pytest.skip("neither tofu nor terraform is on PATH")
    for name in SETS:
        place = tmp_path / name.replace(" ", "-")
        place.mkdir()
        shutil.copy(folder / f"{name}.tf", place / "main.tf")
        subprocess.run([program, "fmt", "-check", "-diff"], check=True, cwd=place)
    first = [program, "init", "-backend=false", "-no-color"]
    for place in tmp_path.iterdir():
        started = subprocess.run(first, cwd=place, capture_output=True, text=True)
        if "no such host" in started.stderr:
            pytest.skip("formatted as it should be; the provider's registry cannot be reached")
        assert started.returncode == 0, started.stderr
        subprocess.run([program, "validate"], check=True, cwd=place)


def test_two_runs_write_the_same(folder):
    for name in SETS:
        assert write(folder, name, "cloudformation") == (folder / f"{name}.yaml").read_text()
        assert write(folder, name, "terraform") == (folder / f"{name}.tf").read_text()


def test_scripts_are_valid_bash(folder):
    for name in SETS:
        if name == "telephone":
            continue
        subprocess.run(["bash", "-n"], input=write(folder, name, "cli"), text=True, check=True)


@pytest.fixture(params=SETS)
def replayed(request, folder):
    """A local pool made of the template, with the name of its set."""
    pool = LocalPool(source=("--template", str(folder / f"{request.param}.yaml")))
    yield request.param, pool
    pool.stop()


def test_pool_of_a_template_agrees_with_its_list(replayed, folder):
    name, pool = replayed
    (folder / "attributes.toml").write_text(SETS[name][0])
    places = {"COGNITO_ENDPOINT": pool.url, "COGNITO_USER_POOL_ID": pool.pool_id, "CLIENT_ID": pool.client_id}
    limit = SETS[name][1][-1] if "--session-limit" in SETS[name][1] else "7d"
    ran = operator(folder, "attributes", "check", "--json", APP_ORIGIN=APP, SESSION_LIMIT=limit, **places)
    report = json.loads(ran.stdout)
    assert (ran.returncode, report["agrees"]) == (0, True), ran.stdout


def test_template_pool_takes_sign_up_and_sign_in(folder, record):
    """The flow of a Flask app: the code is exchanged with the secret in the body, then userInfo."""
    pool = LocalPool(source=("--template", str(folder / "shipped.yaml")))
    cognito = connect(pool.url, record)
    client = cognito.describe_user_pool_client(UserPoolId=pool.pool_id, ClientId=pool.client_id)["UserPoolClient"]
    app = world.App(cognito, pool.pool_id, pool.client_id, client["ClientSecret"])
    email = "ana@example.com"
    attributes = world.as_list({"email": email, "name": "Ana", "custom:job_title": "Gardener", "custom:employee_id": "E-1"})
    cognito.sign_up(**app.caller(email), Password=world.PASSWORD, UserAttributes=attributes)
    cognito.confirm_sign_up(**app.caller(email), ConfirmationCode=pool.code_sent_to(email))

    callback = f"{APP}/logged_in"
    query = {"client_id": app.client_id, "response_type": "code", "redirect_uri": callback, "scope": " ".join(client["AllowedOAuthScopes"])}
    start = f"{pool.url}/oauth2/authorize?{urlencode(query)}"
    back = Browser().sign_in(start, email, world.PASSWORD, stop_at=callback).headers["location"]
    form = {"grant_type": "authorization_code", "code": parse_qs(urlsplit(back).query)["code"], "redirect_uri": callback,
            "client_id": app.client_id, "client_secret": app.secret}
    tokens = requests.post(f"{pool.url}/oauth2/token", form, timeout=20).json()
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    claims = requests.get(f"{pool.url}/oauth2/userInfo", headers=bearer, timeout=20).json()
    assert (claims["email"], claims["name"], claims["custom:employee_id"]) == (email, "Ana", "E-1")

    as_admin = {"UserAttributes": world.as_list({"custom:role": "admin"})}
    with pytest.raises(cognito.exceptions.NotAuthorizedException):
        cognito.update_user_attributes(AccessToken=tokens["access_token"], **as_admin)
    pool.stop()
