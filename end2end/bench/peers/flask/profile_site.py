"""A profile page behind Authlib's Flask client, as its documentation sets it up, with sessions in files (Flask-Session)."""

import os
from functools import wraps

from authlib.integrations.flask_client import OAuth
from cachelib.file import FileSystemCache
from flask import Flask, redirect, render_template, session, url_for
from flask_session import Session

app = Flask(__name__)
app.config.update(
    SESSION_TYPE="cachelib",
    SESSION_CACHELIB=FileSystemCache(os.environ["SESSION_FOLDER"]),
    SECRET_KEY="of this benchmark only",
)
Session(app)
cognito = OAuth(app).register(
    "cognito",
    client_id=os.environ["CLIENT_ID"],
    client_secret=os.environ["CLIENT_SECRET"],
    server_metadata_url=os.environ["ISSUER"] + "/.well-known/openid-configuration",
    client_kwargs={"scope": os.environ["SCOPES"], "code_challenge_method": "S256", "trust_env": False},
)


def signed_in(view):
    @wraps(view)
    def guarded():
        return view(session["person"]) if "person" in session else redirect(url_for("login"))

    return guarded


@app.get("/healthz")
def alive():
    return "ok"


@app.get("/login")
def login():
    return cognito.authorize_redirect(os.environ["ORIGIN"] + "/logged_in")


@app.get("/logged_in")
def logged_in():
    session["person"] = dict(cognito.authorize_access_token()["userinfo"])
    return redirect("/")


@app.get("/")
def home():
    return render_template("home.html", person=session.get("person"))


@app.get("/profile")
@signed_in
def profile(person):
    return render_template("profile.html", person=person)


@app.get("/api/me")
@signed_in
def me(person):
    return person
