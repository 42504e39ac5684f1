"""`operator doctor --app` at the app that `make build` made: itself, and behind Apache, which leaves it alone or does not."""

import json
import subprocess
import tempfile
from pathlib import Path

import pytest

from app_server import CLIENT, Server, free_ports
from local_pool import ROOT, LocalPool
from test_templates import operator

MODULES = Path("/usr/lib/apache2/modules")
APACHE = "/usr/sbin/apache2"
# What a site of Apache has besides handing everything on, and what doctor calls it.
SITES = {
    "": [],
    "ProxyPreserveHost Off": ["app-elsewhere"],
    "Header unset Content-Security-Policy": ["app-csp"],
    'Header set Content-Security-Policy "frame-ancestors https://example.com"': ["app-csp"],
    "Header unset Strict-Transport-Security": ["app-hsts"],
    "Header set Cross-Origin-Opener-Policy unsafe-none": ["app-headers"],
    'Header set Cache-Control "public, max-age=600"': ["app-cached"],
    "Header unset Set-Cookie": ["app-no-cookie"],
    "ProxyPassReverseCookiePath / /app": ["app-cookie-attributes"],
    "RequestHeader unset Cookie": ["app-cookie-lost"],
    "<Location />\n    Require all denied\n  </Location>": ["app-unreachable"],
}
CONFIGURATION = """
ServerRoot {place}
ServerName localhost
PidFile {place}/pid
ErrorLog {place}/error.log
DefaultRuntimeDir {place}
Mutex posixsem
SSLSessionCache none
{modules}
"""
# An app on https wants its pool on https, too, where the local pool has none.
POOL = """
Listen 127.0.0.1:{port}
<VirtualHost 127.0.0.1:{port}>
  SSLEngine on
  SSLCertificateFile {place}/certificate.pem
  SSLCertificateKeyFile {place}/key.pem
  ProxyPass / {behind}/
  AddOutputFilterByType SUBSTITUTE application/json
  Substitute "s|{behind}|https://localhost:{port}|n"
</VirtualHost>
"""
SITE = """
Listen 127.0.0.1:{port}
<VirtualHost 127.0.0.1:{port}>
  SSLEngine on
  SSLCertificateFile {place}/certificate.pem
  SSLCertificateKeyFile {place}/key.pem
  ProxyPreserveHost On
  RequestHeader set Host localhost:{home}
  ProxyPass / http://127.0.0.1:{behind}/
  {directive}
</VirtualHost>
"""


def found(server, place, origin=None):
    """What doctor finds of the app."""
    environment = {
        **CLIENT, "COGNITO_ENDPOINT": server.pool, "APP_ORIGIN": origin or server.origin,
        "REDIRECT_URI": f"{server.origin}/logged_in", "SSL_CERT_FILE": str(place / "certificate.pem"),
        "ATTRIBUTES_FILE": str(ROOT / "attributes.toml"),
    }
    looked = operator(place, "doctor", "--app", "--json", **environment)
    assert looked.returncode in (0, 1), looked.stderr
    codes = [finding["code"] for finding in json.loads(looked.stdout)["findings"]]
    return [code for code in codes if code.startswith("app-")]


@pytest.fixture(scope="module")
def place():
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        # Apache's workers are another user when root starts it.
        place.chmod(0o755)
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
             "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=CA:FALSE",
             "-keyout", place / "key.pem", "-out", place / "certificate.pem"],
            check=True, capture_output=True,
        )
        yield place


@pytest.fixture(scope="module")
def sites(place):
    """Sites of Apache by their directive, all before one app, whose own address is the first."""
    behind, pool_port, *ports = free_ports(2 + len(SITES))
    origins = [f"https://localhost:{port}" for port in ports]
    pool = LocalPool("--app-origin", origins[0], source=())
    loaded = ["mpm_event", "authz_core", "headers", "proxy", "proxy_http", "ssl", "alias", "filter", "substitute"]
    modules = "\n".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in loaded)
    text = CONFIGURATION.format(place=place, modules=modules)
    text += POOL.format(place=place, port=pool_port, behind=pool.url)
    for directive, port in zip(SITES, ports):
        text += SITE.format(place=place, port=port, home=ports[0], behind=behind, directive=directive)
    file = place / "apache.conf"
    file.write_text(text)
    subprocess.run([APACHE, "-f", file, "-k", "start"], check=True)
    server = Server(place, behind, origins[0], f"https://localhost:{pool_port}")
    yield server, dict(zip(SITES, origins))
    server.stop()
    subprocess.run([APACHE, "-f", file, "-k", "stop"], check=True)
    pool.stop()


def test_the_app_itself_has_no_findings(place):
    (port,) = free_ports(1)
    origin = f"http://localhost:{port}"
    pool = LocalPool("--app-origin", origin, source=())
    server = Server(place, port, origin, pool.url)
    assert found(server, place) == []
    server.stop()
    pool.stop()


@pytest.mark.parametrize("directive", SITES)
def test_sites_of_apache_are_told_apart(place, sites, directive):
    server, origins = sites
    assert found(server, place, origins[directive]) == SITES[directive]
