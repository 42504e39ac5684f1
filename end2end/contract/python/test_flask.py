"""The Flask demo that this product replaces, at a local pool of each template: it sends people to the sign-in page, exchanges the
code with the secret in the body, asks userInfo, and writes an attribute with the access token.
"""

from urllib.parse import urlencode, urlsplit

import boto3
import flask
import pytest
import requests

import world
from browser import Browser
from calls import connect
from local_pool import LocalPool
from test_templates import APP, SETS, write

PHONE = "+4930901820"


def demo(settings):
    """The routes and variables of the demo."""
    app = flask.Flask(__name__)
    app.secret_key = "of the tests only"
    # What fails here fails the test.
    app.testing = True
    domain = settings["COGNITO_DOMAIN"]

    @app.get("/login")
    def login():
        query = {
            "client_id": settings["CLIENT_ID"], "response_type": "code", "redirect_uri": settings["REDIRECT_URI"],
            "scope": settings["SCOPES"],
        }
        return flask.redirect(f"{domain}/login?{urlencode(query)}")

    @app.get("/logged_in")
    def logged_in():
        form = {
            "grant_type": "authorization_code", "client_id": settings["CLIENT_ID"],
            "client_secret": settings["CLIENT_SECRET"], "code": flask.request.args["code"],
            "redirect_uri": settings["REDIRECT_URI"],
        }
        tokens = requests.post(f"{domain}/oauth2/token", data=form, timeout=20)
        tokens.raise_for_status()
        flask.session["access_token"] = tokens.json()["access_token"]
        return flask.redirect("/")

    @app.get("/")
    def profile():
        bearer = {"Authorization": f"Bearer {flask.session['access_token']}"}
        answer = requests.get(f"{domain}/oauth2/userInfo", headers=bearer, timeout=20)
        answer.raise_for_status()
        return answer.json()

    @app.post("/")
    def save():
        cognito = boto3.client(
            "cognito-idp", endpoint_url=domain, region_name=settings["COGNITO_REGION"], aws_access_key_id="x",
            aws_secret_access_key="x",
        )
        attributes = world.as_list(flask.request.form.to_dict())
        cognito.update_user_attributes(AccessToken=flask.session["access_token"], UserAttributes=attributes)
        return flask.redirect("/")

    @app.get("/logout")
    def logout():
        flask.session.clear()
        query = {"client_id": settings["CLIENT_ID"], "logout_uri": settings["SIGN_OUT_URI"]}
        return flask.redirect(f"{domain}/logout?{urlencode(query)}")

    return app


@pytest.fixture(params=SETS)
def named_pool(request, tmp_path):
    (tmp_path / "pool.yaml").write_text(write(tmp_path, request.param, "cloudformation"))
    pool = LocalPool(source=("--template", str(tmp_path / "pool.yaml")))
    yield request.param, pool
    pool.stop()


def new_account(cognito, app, pool, address, attributes):
    """By signing up, or by an administrator where nobody may."""
    settings = cognito.describe_user_pool(UserPoolId=app.pool_id)["UserPool"]
    if not settings["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"]:
        given = world.as_list(attributes)
        cognito.sign_up(**app.caller(address), Password=world.PASSWORD, UserAttributes=given)
        cognito.confirm_sign_up(**app.caller(address), ConfirmationCode=pool.code_sent_to(address))
        return
    who = {"UserPoolId": app.pool_id, "Username": address}
    cognito.admin_create_user(**who, UserAttributes=world.as_list(attributes), MessageAction="SUPPRESS")
    cognito.admin_set_user_password(**who, Password=world.PASSWORD, Permanent=True)


def test_the_demo_works_with_each_template(named_pool, record):
    name, pool = named_pool
    cognito = connect(pool.url, record)
    client = cognito.describe_user_pool_client(UserPoolId=pool.pool_id, ClientId=pool.client_id)["UserPoolClient"]
    app = world.App(cognito, pool.pool_id, pool.client_id, client["ClientSecret"])
    address = PHONE if name == "telephone" else "ana@example.com"
    attribute = "phone_number" if name == "telephone" else "email"
    new_account(cognito, app, pool, address, {attribute: address})

    callback = f"{APP}/logged_in"
    site = demo({
        "COGNITO_DOMAIN": pool.url, "COGNITO_REGION": pool.pool_id.split("_")[0], "CLIENT_ID": app.client_id,
        "CLIENT_SECRET": app.secret, "REDIRECT_URI": callback, "SIGN_OUT_URI": f"{APP}/logged_out",
        "SCOPES": " ".join(client["AllowedOAuthScopes"]),
    }).test_client()
    browser = Browser()
    start = site.get("/login").headers["location"]
    back = browser.sign_in(start, address, world.PASSWORD, stop_at=callback).headers["location"]
    landed = site.get(f"/logged_in?{urlsplit(back).query}")
    assert (landed.status_code, landed.headers["location"]) == (302, "/")
    assert site.get("/").json[attribute] == address

    if name in ("shipped", "largest"):
        custom = "custom:about" if name == "shipped" else "custom:a0"
        assert site.post("/", data={custom: "Down the hole"}).status_code == 302
        assert site.get("/").json[custom] == "Down the hole"

    gone = browser.open(site.get("/logout").headers["location"], stop_at=APP)
    assert gone.headers["location"] == f"{APP}/logged_out"
    # A code is good once.
    with pytest.raises(requests.HTTPError):
        site.get(f"/logged_in?{urlsplit(back).query}")
