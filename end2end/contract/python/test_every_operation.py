"""What all operations of a kind have in common."""

import urllib.error
import urllib.request

import botocore.exceptions
import botocore.session
import pytest

import world
from calls import connect, refuses
from model_check import problems_of
from operations import ACCESS_TOKEN, ADMIN, ALL, CLIENT_ID


def method(operation):
    return botocore.xform_name(operation)


MODEL = botocore.session.get_session().get_service_model("cognito-idp")


def models(operation, error):
    return error in {shape.name for shape in MODEL.operation_model(operation).error_shapes}


def with_token(operation, members):
    return {**members, "AccessToken": "no.such.token"} if operation in ACCESS_TOKEN else members


TROUBLES = [
    ("429", "TooManyRequestsException"),
    ("500", "InternalErrorException"),
    ("500", "InternalServerException"),
]


@pytest.mark.parametrize(
    "operation, misbehaviour, error",
    [(operation, *trouble) for operation in ALL for trouble in TROUBLES if models(operation, trouble[1])],
)
def test_service_errors_have_their_exception(server, cognito, operation, misbehaviour, error):
    server.misbehave(misbehaviour)
    refuses(cognito, error, method(operation), **with_token(operation, ALL[operation]))


@pytest.fixture(scope="module")
def foreign_token(strict_server, record):
    """A genuine access token, of a pool that lives elsewhere and has other keys."""
    cognito = connect(strict_server.url, record)
    pool_id = world.new_pool(cognito)
    return world.new_app(cognito, pool_id).access_token(world.new_person(cognito, pool_id))


@pytest.mark.parametrize("operation", ACCESS_TOKEN)
class TestAccessTokens:
    @pytest.fixture(autouse=True)
    def _members(self, operation):
        self.members = ACCESS_TOKEN[operation]

    def refused(self, cognito, operation, token, error="NotAuthorizedException", match=None):
        return refuses(cognito, error, method(operation), match=match, **self.members, AccessToken=token)

    def test_garbage_is_no_token(self, cognito, operation):
        self.refused(cognito, operation, "no.such.token")

    def test_other_characters_are_no_parameter(self, cognito, operation):
        self.refused(cognito, operation, "no such token!", "InvalidParameterException")

    def test_a_broken_signature_is_refused(self, cognito, operation, token):
        head, claims, signature = token.split(".")
        self.refused(cognito, operation, ".".join([head, claims, signature[::-1]]))

    def test_the_token_of_another_service_is_refused(self, cognito, operation, foreign_token):
        self.refused(cognito, operation, foreign_token)

    def test_an_id_token_is_refused(self, cognito, operation, app, person):
        id_token = app.sign_in(person)["IdToken"]
        self.refused(cognito, operation, id_token, match="Invalid Access Token")

    def test_after_an_hour_it_has_expired(self, server, cognito, operation, token):
        server.advance(3601)
        self.refused(cognito, operation, token, match="Access Token has expired")

    def test_after_a_global_sign_out_it_is_revoked(self, cognito, operation, token):
        cognito.global_sign_out(AccessToken=token)
        self.refused(cognito, operation, token, match="Access Token has been revoked")

    def test_the_user_may_be_disabled(self, cognito, operation, token, person):
        cognito.admin_disable_user(**person.admin)
        self.refused(cognito, operation, token)

    def test_the_password_may_have_been_reset(self, cognito, operation, token, person):
        cognito.admin_reset_user_password(**person.admin)
        has_own = models(operation, "PasswordResetRequiredException")
        error = "PasswordResetRequiredException" if has_own else "NotAuthorizedException"
        self.refused(cognito, operation, token, error)

    def test_the_user_may_be_gone(self, cognito, operation, token, person):
        cognito.admin_delete_user(**person.admin)
        has_own = models(operation, "UserNotFoundException")
        self.refused(cognito, operation, token, "UserNotFoundException" if has_own else "NotAuthorizedException")


@pytest.mark.parametrize("operation", ["GetUser", "UpdateUserAttributes"])
def test_token_parameters_must_be_strings(server, record, operation):
    unchecked = connect(server.url, record, parameter_validation=False)
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        getattr(unchecked, method(operation))(AccessToken=17)
    assert caught.value.response["Error"]["Code"] == "SerializationException"


@pytest.mark.parametrize("operation", CLIENT_ID)
def test_an_unknown_client_is_not_found(cognito, operation):
    error = "UnauthorizedException" if operation == "RevokeToken" else "ResourceNotFoundException"
    refuses(cognito, error, method(operation), **CLIENT_ID[operation])


BLANKS = {
    "ConfirmForgotPassword": {"ConfirmationCode": "1 2 3"},
    "ConfirmSignUp": {"ConfirmationCode": "1 2 3"},
    "ForgotPassword": {"Username": "two words"},
    "GetTokensFromRefreshToken": {"RefreshToken": "no such token!"},
    "ResendConfirmationCode": {"Username": "two words"},
    "SignUp": {"Username": "two words"},
}


@pytest.mark.parametrize("operation", BLANKS)
def test_blanks_are_no_parameter(cognito, app, operation):
    members = {**CLIENT_ID[operation], "ClientId": app.client_id, **BLANKS[operation]}
    refuses(cognito, "InvalidParameterException", method(operation), **members)


def test_limits_have_their_range(server, record):
    unchecked = connect(server.url, record, parameter_validation=False)
    for limit in (0, 61):
        refuses(unchecked, "InvalidParameterException", "list_user_pools", MaxResults=limit)


@pytest.mark.parametrize("operation", [name for name in ADMIN if "UserPoolId" in ADMIN[name]])
def test_an_unknown_pool_is_not_found(cognito, operation):
    error = "ResourceNotFoundException"
    message = refuses(cognito, error, method(operation), **ADMIN[operation])
    assert message == "User pool eu-west-1_nowhere01 does not exist."


@pytest.mark.parametrize("operation", [name for name in ADMIN if "UserPoolId" in ADMIN[name]])
def test_a_pool_id_has_its_form(cognito, operation):
    members = {**ADMIN[operation], "UserPoolId": "not a pool id"}
    refuses(cognito, "InvalidParameterException", method(operation), **members)


NAMED = [name for name in ADMIN if "Username" in ADMIN[name] and name != "AdminCreateUser"]


@pytest.mark.parametrize("operation", NAMED)
def test_an_unknown_user_is_not_found(cognito, pool_id, operation):
    cognito_members = {**ADMIN[operation], "UserPoolId": pool_id}
    refuses(cognito, "UserNotFoundException", method(operation), **cognito_members)


@pytest.mark.parametrize("operation", [name for name in CLIENT_ID if "Username" in CLIENT_ID[name]])
class TestSecretHashes:
    def members(self, operation, app, **more):
        return {**CLIENT_ID[operation], "ClientId": app.client_id, **more}

    def test_a_wrong_hash_is_refused(self, cognito, operation, secret_app):
        members = self.members(operation, secret_app, SecretHash=secret_app.hash("somebody else"))
        message = refuses(cognito, "NotAuthorizedException", method(operation), **members)
        assert message == f"Unable to verify secret hash for client {secret_app.client_id}"

    def test_a_missing_hash_is_refused(self, cognito, operation, secret_app):
        members = self.members(operation, secret_app)
        message = refuses(cognito, "NotAuthorizedException", method(operation), **members)
        assert message.startswith(f"Client {secret_app.client_id} is configured ")

    def test_an_app_without_a_secret_sends_none(self, cognito, operation, app):
        members = self.members(operation, app, SecretHash="aGFzaA==")
        refuses(cognito, "NotAuthorizedException", method(operation), **members)


@pytest.mark.parametrize("operation", ADMIN)
def test_administrators_sign_their_requests(server, operation):
    request = urllib.request.Request(server.url, b"{}", {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": f"AWSCognitoIdentityProviderService.{operation}",
    })
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    answer = caught.value
    model = MODEL.operation_model(operation)
    body = answer.read()
    assert not problems_of(model, answer.code, answer.headers, body)
    assert b'"MissingAuthenticationTokenException"' in body


def test_what_is_not_there_is_refused_by_name(cognito):
    with pytest.raises(botocore.exceptions.ClientError, match="ListDevices") as caught:
        cognito.list_devices(AccessToken="no.such.token")
    assert caught.value.response["Error"]["Code"] == "UnknownOperationException"


def test_deleted_pool_takes_its_contents_along(cognito):
    pool_id = world.new_pool(cognito)
    person, app = world.new_person(cognito, pool_id), world.new_app(cognito, pool_id)
    app.sign_in(person)
    cognito.delete_user_pool(UserPoolId=pool_id)
    refuses(cognito, "ResourceNotFoundException", "admin_get_user", **person.admin)
    refuses(cognito, "ResourceNotFoundException", "initiate_auth", **app.password_auth(person.username, "x"))
