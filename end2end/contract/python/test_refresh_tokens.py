"""Refresh tokens used, rotated and revoked."""

import pytest

import world
from calls import refuses

FLOWS_WITH_ROTATION = ["ALLOW_USER_PASSWORD_AUTH"]
DAY = 24 * 3600


@pytest.fixture(scope="module")
def rotating_app(cognito, pool_id):
    rotation = {"Feature": "ENABLED", "RetryGracePeriodSeconds": 20}
    return world.new_app(cognito, pool_id, ExplicitAuthFlows=FLOWS_WITH_ROTATION, RefreshTokenRotation=rotation)


def by_flow(app, person, tokens):
    parameters = {"REFRESH_TOKEN": tokens["RefreshToken"]}
    if app.secret:
        parameters["SECRET_HASH"] = app.hash(person.username)
    return {"ClientId": app.client_id, "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": parameters}


def by_call(app, _, tokens):
    secret = {"ClientSecret": app.secret} if app.secret else {}
    return {"ClientId": app.client_id, "RefreshToken": tokens["RefreshToken"], **secret}


WAYS = {"initiate_auth": by_flow, "get_tokens_from_refresh_token": by_call}


@pytest.mark.parametrize("operation", WAYS)
class TestBothWays:
    def members(self, operation, app, person, tokens):
        return WAYS[operation](app, person, tokens)

    @pytest.mark.parametrize("kind", ["app", "secret_app"])
    def test_refresh_token_earns_tokens_and_stays(self, cognito, operation, kind, person, request):
        app = request.getfixturevalue(kind)
        members = self.members(operation, app, person, app.sign_in(person))
        for _ in range(2):
            result = getattr(cognito, operation)(**members)["AuthenticationResult"]
            assert "RefreshToken" not in result
            cognito.get_user(AccessToken=result["AccessToken"])

    def test_garbage_is_refused(self, cognito, operation, app, person):
        members = self.members(operation, app, person, {"RefreshToken": "no.such.refresh.token.x"})
        message = refuses(cognito, "NotAuthorizedException", operation, **members)
        assert message == "Invalid Refresh Token"

    def test_another_app_cannot_use_it(self, cognito, operation, app, secret_app, person):
        members = self.members(operation, secret_app, person, app.sign_in(person))
        refuses(cognito, "NotAuthorizedException", operation, match="Invalid Refresh Token", **members)

    def test_it_expires(self, server, cognito, operation, pool_id, person):
        units = {"RefreshToken": "hours"}
        app = world.new_app(cognito, pool_id, RefreshTokenValidity=1, TokenValidityUnits=units)
        members = self.members(operation, app, person, app.sign_in(person))
        server.advance(3601)
        message = refuses(cognito, "NotAuthorizedException", operation, **members)
        assert message == "Refresh Token has expired"

    def test_it_can_be_revoked(self, cognito, operation, app, person):
        tokens = app.sign_in(person)
        cognito.revoke_token(ClientId=app.client_id, Token=tokens["RefreshToken"])
        members = self.members(operation, app, person, tokens)
        message = refuses(cognito, "NotAuthorizedException", operation, **members)
        assert message == "Refresh Token has been revoked"
        refuses(cognito, "NotAuthorizedException", "get_user", AccessToken=tokens["AccessToken"])

    def test_disabled_user_is_refused(self, cognito, operation, app, person):
        members = self.members(operation, app, person, app.sign_in(person))
        cognito.admin_disable_user(**person.admin)
        refuses(cognito, "NotAuthorizedException", operation, **members)

    def test_deleted_user_is_not_found(self, cognito, operation, app, person):
        members = self.members(operation, app, person, app.sign_in(person))
        cognito.admin_delete_user(**person.admin)
        refuses(cognito, "UserNotFoundException", operation, **members)

    def test_a_secret_app_proves_it(self, cognito, operation, secret_app, person):
        members = self.members(operation, secret_app, person, secret_app.sign_in(person))
        if operation == "initiate_auth":
            members["AuthParameters"]["SECRET_HASH"] = secret_app.hash("somebody else")
        else:
            members["ClientSecret"] = "x" * 40
        refuses(cognito, "NotAuthorizedException", operation, **members)


def test_rotation_gives_a_new_one_each_time(server, cognito, rotating_app, person):
    tokens = rotating_app.sign_in(person)
    members = by_call(rotating_app, person, tokens)
    renewed = cognito.get_tokens_from_refresh_token(**members)["AuthenticationResult"]
    assert renewed["RefreshToken"] != tokens["RefreshToken"]
    cognito.get_tokens_from_refresh_token(**members)
    server.advance(21)
    refuses(cognito, "RefreshTokenReuseException", "get_tokens_from_refresh_token", **members)


def test_rotation_goes_with_its_own_call_only(cognito, rotating_app, pool_id, person):
    members = by_flow(rotating_app, person, rotating_app.sign_in(person))
    refuses(cognito, "NotAuthorizedException", "initiate_auth", match="Invalid Refresh Token", **members)
    settings = {"ClientName": "App", "RefreshTokenRotation": {"Feature": "ENABLED"}}
    refuses(
        cognito, "InvalidParameterException", "create_user_pool_client",
        UserPoolId=pool_id, ExplicitAuthFlows=["ALLOW_REFRESH_TOKEN_AUTH"], **settings,
    )


class TestRevocation:
    def test_a_secret_app_sends_its_secret(self, cognito, secret_app, person):
        token = secret_app.sign_in(person)["RefreshToken"]
        members = {"ClientId": secret_app.client_id, "Token": token}
        refuses(cognito, "UnauthorizedException", "revoke_token", **members)
        refuses(cognito, "UnauthorizedException", "revoke_token", **members, ClientSecret="x" * 40)
        for _ in range(2):
            cognito.revoke_token(**members, ClientSecret=secret_app.secret)

    def test_only_refresh_tokens_are_revoked(self, cognito, app, token):
        members = {"ClientId": app.client_id, "Token": token}
        refuses(cognito, "UnsupportedTokenTypeException", "revoke_token", **members)

    def test_unknown_tokens_are_revoked_already(self, cognito, app):
        cognito.revoke_token(ClientId=app.client_id, Token="no.such.refresh.token.x")

    def test_other_characters_are_no_parameter(self, cognito, app):
        members = {"ClientId": app.client_id, "Token": "no such token!"}
        refuses(cognito, "InvalidParameterException", "revoke_token", **members)

    def test_another_app_cannot_revoke_it(self, cognito, app, secret_app, person):
        token = app.sign_in(person)["RefreshToken"]
        members = {"ClientId": secret_app.client_id, "ClientSecret": secret_app.secret, "Token": token}
        refuses(cognito, "UnauthorizedException", "revoke_token", **members)

    def test_an_app_may_do_without(self, cognito, pool_id, person):
        app = world.new_app(cognito, pool_id, EnableTokenRevocation=False)
        members = {"ClientId": app.client_id, "Token": app.sign_in(person)["RefreshToken"]}
        refuses(cognito, "UnsupportedOperationException", "revoke_token", **members)
