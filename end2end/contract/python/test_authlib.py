"""Authlib's Flask client, configured by the discovery document alone: code flow with S256, refresh, userInfo, machines."""

from contextlib import contextmanager
from types import SimpleNamespace

import flask
import pytest
from authlib.integrations.flask_client import OAuth
from authlib.integrations.requests_client import OAuth2Session

from browser import Browser
from seeded import CALLBACK, MACHINE, PERSON, POOL, WEB


@pytest.fixture
def record_for(record):
    return lambda path: record.add(path, "success", client="Authlib")


@pytest.fixture
def site(punctual_server, monkeypatch):
    # Authlib insists on https except where this is set.
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "true")
    app = flask.Flask("relying party")
    app.secret_key = "of the tests only"
    client = OAuth(app).register(
        "cognito",
        client_id=WEB.id,
        client_secret=WEB.secret,
        server_metadata_url=f"{punctual_server.url}/{POOL}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email", "code_challenge_method": "S256", "trust_env": False},
    )
    return SimpleNamespace(app=app, client=client, visitor=app.test_client())


@contextmanager
def request_of(site, path):
    """A request of the one visitor, whose session lasts from one to the next."""
    with site.visitor.session_transaction() as kept:
        before = dict(kept)
    with site.app.test_request_context(path):
        flask.session.update(before)
        yield
        after = dict(flask.session)
    with site.visitor.session_transaction() as kept:
        kept.clear()
        kept.update(after)


def signed_in(site):
    """The tokens after a sign-in at the pool's pages, ID token verified."""
    with request_of(site, "/login"):
        start = site.client.authorize_redirect(CALLBACK).location
    assert "code_challenge_method=S256" in start and "nonce=" in start
    callback = Browser().sign_in(start, *PERSON, stop_at=CALLBACK).headers["location"]
    with request_of(site, callback):
        return site.client.authorize_access_token()


def test_authlib_signs_in_with_s256(site, record_for):
    claims = signed_in(site)["userinfo"]
    assert (claims["email"], claims["token_use"], claims["aud"]) == (PERSON[0], "id", WEB.id)
    for path in ["/.well-known/openid-configuration", "/.well-known/jwks.json", "/oauth2/authorize", "/oauth2/token"]:
        record_for(path)


def test_authlib_reads_user_info(site, record_for):
    token = signed_in(site)
    answer = site.client.userinfo(token=token)
    assert (answer["sub"], answer["email"]) == (token["userinfo"]["sub"], PERSON[0])
    record_for("/oauth2/userInfo")


def test_authlib_refreshes(punctual_server, site):
    token = signed_in(site)
    with site.app.app_context(), site.client._get_oauth_client(**site.client.load_server_metadata()) as session:
        fresh = session.refresh_token(f"{punctual_server.url}/oauth2/token", token["refresh_token"])
    assert fresh["access_token"] != token["access_token"]
    assert site.client.userinfo(token=fresh)["sub"] == token["userinfo"]["sub"]


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_authlib_gets_machine_tokens(punctual_server, monkeypatch, method, record_for):
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "true")
    scope = "https://printer.example.com/print"
    with OAuth2Session(MACHINE.id, MACHINE.secret, scope=scope, token_endpoint_auth_method=method) as session:
        session.trust_env = False
        token = session.fetch_token(f"{punctual_server.url}/oauth2/token", grant_type="client_credentials")
    assert token["token_type"] == "Bearer" and "refresh_token" not in token
    record_for("/oauth2/token")


def test_authlib_refuses_a_changed_state(site):
    with request_of(site, "/login"):
        start = site.client.authorize_redirect(CALLBACK).location
    callback = Browser().sign_in(start, *PERSON, stop_at=CALLBACK).headers["location"]
    with request_of(site, callback.replace("state=", "state=x")), pytest.raises(Exception, match="state"):
        site.client.authorize_access_token()


