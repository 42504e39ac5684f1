"""Pools, app clients and people to test with, all made by the API."""

import base64
import hashlib
import hmac
import itertools
from dataclasses import dataclass, field

PASSWORD = "Tweedledum-1871"
NUMBERS = itertools.count(1)
FLOWS = [
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
]
SCHEMA = [
    {"Name": "theme", "AttributeDataType": "String", "Mutable": True,
     "StringAttributeConstraints": {"MinLength": "2", "MaxLength": "8"}},
    {"Name": "desk", "AttributeDataType": "Number", "Mutable": True,
     "NumberAttributeConstraints": {"MinValue": "1", "MaxValue": "500"}},
    {"Name": "started", "AttributeDataType": "DateTime", "Mutable": True},
    {"Name": "newsletter", "AttributeDataType": "Boolean", "Mutable": True},
    {"Name": "badge", "AttributeDataType": "String", "Mutable": False},
    {"Name": "role", "AttributeDataType": "String", "Mutable": True},
]
STANDARD = [
    "address", "birthdate", "email", "family_name", "gender", "given_name", "locale", "middle_name", "name", "nickname",
    "phone_number", "picture", "preferred_username", "profile", "updated_at", "website", "zoneinfo",
]
VERIFIED = ["email_verified", "phone_number_verified"]
CUSTOM = [f"custom:{attribute['Name']}" for attribute in SCHEMA]
RIGHTS = {"ReadAttributes": STANDARD + VERIFIED + CUSTOM, "WriteAttributes": STANDARD + CUSTOM}


@dataclass
class App:
    """An app client, and what its program needs to call the API."""

    cognito: object
    pool_id: str
    client_id: str
    secret: str | None = None

    def hash(self, username):
        message = (username + self.client_id).encode()
        return base64.b64encode(hmac.digest(self.secret.encode(), message, hashlib.sha256)).decode()

    def hashed(self, username):
        """`SecretHash` for a call about `username`, or nothing for an app without a secret."""
        return {"SecretHash": self.hash(username)} if self.secret else {}

    def caller(self, username):
        return {"ClientId": self.client_id, "Username": username, **self.hashed(username)}

    def password_auth(self, username, password):
        parameters = {"USERNAME": username, "PASSWORD": password}
        if self.secret:
            parameters["SECRET_HASH"] = self.hash(username)
        return {"ClientId": self.client_id, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}

    def sign_in(self, person):
        answer = self.cognito.initiate_auth(**self.password_auth(person.username, person.password))
        return answer["AuthenticationResult"]

    def access_token(self, person):
        return self.sign_in(person)["AccessToken"]


@dataclass
class Person:
    pool_id: str
    username: str
    email: str
    password: str = PASSWORD
    admin: dict = field(init=False)

    def __post_init__(self):
        self.admin = {"UserPoolId": self.pool_id, "Username": self.username}


def new_pool(cognito, **settings):
    settings = {"PoolName": "Contract", "Schema": SCHEMA, "AutoVerifiedAttributes": ["email"], **settings}
    return cognito.create_user_pool(**settings)["UserPool"]["Id"]


def new_app(cognito, pool_id, **settings):
    """An app client."""
    settings = {"ClientName": "App", "ExplicitAuthFlows": FLOWS, **settings}
    made = cognito.create_user_pool_client(UserPoolId=pool_id, **settings)["UserPoolClient"]
    return App(cognito, pool_id, made["ClientId"], made.get("ClientSecret"))


def new_name():
    """A user name and an address that nobody has yet."""
    name = f"person{next(NUMBERS)}"
    return name, f"{name}@example.com"


def new_person(cognito, pool_id, **attributes):
    """Somebody with a confirmed account, a proven address and a password of their own."""
    username, email = new_name()
    attributes = {"email": email, "email_verified": "true", **attributes}
    person = Person(pool_id, username, email)
    cognito.admin_create_user(**person.admin, UserAttributes=as_list(attributes), MessageAction="SUPPRESS")
    cognito.admin_set_user_password(**person.admin, Password=PASSWORD, Permanent=True)
    return person


def sign_up(app, **attributes):
    """Somebody who has signed up and not confirmed yet."""
    username, email = new_name()
    attributes = as_list({"email": email, **attributes})
    app.cognito.sign_up(**app.caller(username), Password=PASSWORD, UserAttributes=attributes)
    return Person(app.pool_id, username, email)


def as_list(attributes):
    return [{"Name": name, "Value": value} for name, value in attributes.items()]


def as_dict(attributes):
    return {item["Name"]: item["Value"] for item in attributes}
