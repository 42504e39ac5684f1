"""Apache's mod_auth_openidc, as Debian packages it: a page for people of one group, and nobody else."""

import socket
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

import world
from browser import Browser
from calls import connect

MODULES = Path("/usr/lib/apache2/modules")
PROGRAM = "/usr/sbin/apache2"
# In this order: what comes later builds upon what comes earlier.
LOADED = ["mpm_event", "authn_core", "authz_core", "authz_user", "auth_openidc"]
CONFIGURATION = """
ServerRoot {place}
ServerName localhost
PidFile {place}/pid
ErrorLog {place}/error.log
DefaultRuntimeDir {place}
Mutex posixsem
DocumentRoot {place}/site
KeepAlive Off
{modules}

OIDCProviderMetadataURL {issuer}/.well-known/openid-configuration
OIDCClientID {client_id}
OIDCClientSecret {secret}
OIDCRedirectURI {redirect_uri}
OIDCCryptoPassphrase of-the-tests-only
OIDCScope "openid email"
OIDCPKCEMethod S256
OIDCRemoteUserClaim email

<Location />
  AuthType openid-connect
  Require valid-user
</Location>
<Location /editors>
  Require claim cognito:groups:editors
</Location>
"""


class Apache:
    """One Apache on a free port: drawn just before it starts, and drawn anew if somebody else took it meanwhile."""

    def __init__(self, place, issuer, app_for):
        (place / "site/editors").mkdir(parents=True)
        (place / "site/index.html").write_text("for everybody who signed in")
        (place / "site/editors/index.html").write_text("for editors")
        self.place, self.issuer, self.app_for = place, issuer, app_for
        for _ in range(5):
            if self._start():
                return
        raise AssertionError((place / "error.log").read_text())

    def _start(self):
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            port = listener.getsockname()[1]
        self.url = f"http://localhost:{port}"
        redirect_uri = f"{self.url}/callback"
        app = self.app_for(redirect_uri)
        modules = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in LOADED)
        text = CONFIGURATION.format(
            place=self.place, modules=modules, issuer=self.issuer, client_id=app.client_id, secret=app.secret,
            redirect_uri=redirect_uri,
        )
        file = self.place / "apache.conf"
        file.write_text(f"Listen 127.0.0.1:{port}\n{text}")
        # Comes back when it listens, or when it cannot.
        self.command = [PROGRAM, "-f", str(file), "-k"]
        return subprocess.run([*self.command, "start"]).returncode == 0

    def stop(self):
        subprocess.run([*self.command, "stop"], check=True)


@pytest.fixture(scope="module")
def cognito(punctual_server, record):
    return connect(punctual_server.url, record)


@pytest.fixture(scope="module")
def pool_id(cognito):
    pool_id = world.new_pool(cognito, UsernameAttributes=["email"])
    cognito.create_group(UserPoolId=pool_id, GroupName="editors")
    return pool_id


@pytest.fixture(scope="module")
def apache(punctual_server, cognito, pool_id):
    def app_for(redirect_uri):
        settings = {"AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid", "email"]}
        return world.new_app(
            cognito, pool_id, GenerateSecret=True, CallbackURLs=[redirect_uri], AllowedOAuthFlowsUserPoolClient=True,
            **settings, **world.RIGHTS,
        )

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        # Its workers are another user when root starts it.
        place.chmod(0o755)
        apache = Apache(place, f"{punctual_server.url}/{pool_id}", app_for)
        yield apache
        apache.stop()


@pytest.fixture
def somebody(cognito, pool_id):
    _, email = world.new_name()
    person = world.Person(pool_id, email, email)
    attributes = world.as_list({"email": email, "email_verified": "true"})
    cognito.admin_create_user(**person.admin, UserAttributes=attributes, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(**person.admin, Password=person.password, Permanent=True)
    return person


def test_apache_signs_people_in(record, apache, somebody):
    page = Browser().sign_in(f"{apache.url}/index.html", somebody.username, somebody.password)
    assert (page.status_code, page.text) == (200, "for everybody who signed in")
    for path in ["/.well-known/openid-configuration", "/.well-known/jwks.json", "/oauth2/authorize", "/oauth2/token"]:
        record.add(path, "success", client="mod_auth_openidc")


def test_apache_asks_for_a_group(cognito, apache, somebody):
    stranger = Browser().sign_in(f"{apache.url}/editors/index.html", somebody.username, somebody.password)
    assert stranger.status_code == 401
    cognito.admin_add_user_to_group(**somebody.admin, GroupName="editors")
    editor = Browser().sign_in(f"{apache.url}/editors/index.html", somebody.username, somebody.password)
    assert (editor.status_code, editor.text) == (200, "for editors")


def test_apache_refuses_a_foreign_answer(apache):
    answer = requests.get(f"{apache.url}/callback?code=made-up&state=made-up", timeout=20, allow_redirects=False)
    assert answer.status_code >= 400
    assert urlsplit(answer.headers.get("location", "")).path == ""
