"""From SignUp to a confirmed account."""

import pytest

import world
from calls import refuses
from world import PASSWORD, as_dict, as_list

DAY = 24 * 3600


@pytest.fixture
def newcomer(app):
    return world.sign_up(app)


def details(email):
    name, domain = email.split("@")
    masked = f"{name[0]}***@{domain[0]}***"
    return {"Destination": masked, "DeliveryMedium": "EMAIL", "AttributeName": "email"}


@pytest.mark.parametrize("kind", ["app", "secret_app"])
def test_people_sign_up_confirm_and_sign_in(server, cognito, kind, request):
    app = request.getfixturevalue(kind)
    username, email = world.new_name()
    attributes = as_list({"email": email, "custom:theme": "dark", "custom:badge": "B-1"})
    answer = cognito.sign_up(**app.caller(username), Password=PASSWORD, UserAttributes=attributes)
    assert answer["UserConfirmed"] is False
    assert answer["CodeDeliveryDetails"] == details(email)
    person = world.Person(app.pool_id, username, email)
    cognito.confirm_sign_up(**app.caller(username), ConfirmationCode=server.code_sent_to(email))
    user = cognito.get_user(AccessToken=app.access_token(person))
    assert user["Username"] == username
    assert as_dict(user["UserAttributes"]) == {
        "sub": answer["UserSub"], "email": email, "email_verified": "true",
        "custom:theme": "dark", "custom:badge": "B-1",
    }


def test_without_an_address_no_code_is_sent(cognito, app):
    answer = cognito.sign_up(**app.caller(world.new_name()[0]), Password=PASSWORD)
    assert "CodeDeliveryDetails" not in answer


def test_a_new_code_replaces_the_old_one(server, cognito, app, newcomer):
    old = server.code_sent_to(newcomer.email)
    answer = cognito.resend_confirmation_code(**app.caller(newcomer.username))
    assert answer["CodeDeliveryDetails"] == details(newcomer.email)
    new = server.code_sent_to(newcomer.email)
    caller = app.caller(newcomer.username)
    if old != new:  # one time in a million they are the same
        refuses(cognito, "CodeMismatchException", "confirm_sign_up", **caller, ConfirmationCode=old)
    cognito.confirm_sign_up(**caller, ConfirmationCode=new)


def test_unconfirmed_user_cannot_sign_in(cognito, app, newcomer):
    message = refuses(
        cognito, "UserNotConfirmedException", "initiate_auth",
        **app.password_auth(newcomer.username, PASSWORD),
    )
    assert message == "User is not confirmed."


def test_a_name_is_taken_once(cognito, app, person):
    message = refuses(cognito, "UsernameExistsException", "sign_up", **app.caller(person.username), Password=PASSWORD)
    assert message == "User already exists"


@pytest.mark.parametrize("password", ["Short-1", "no-capital-1", "NO-SMALL-1", "No-digits-at-all", "NoSymbols1"])
def test_passwords_follow_the_policy(cognito, app, password):
    message = refuses(
        cognito, "InvalidPasswordException", "sign_up", **app.caller(world.new_name()[0]), Password=password
    )
    assert message.startswith("Password did not conform with policy: ")


ATTRIBUTES = {
    "unknown": ({"custom:shoe": "9"}, "custom:shoe: Attribute does not exist in the schema."),
    "too short": ({"custom:theme": "x"}, "custom:theme: "),
    "too long": ({"custom:theme": "x" * 9}, "custom:theme: "),
    "no number": ({"custom:desk": "twelve"}, "custom:desk: "),
    "out of range": ({"custom:desk": "501"}, "custom:desk: "),
    "no boolean": ({"custom:newsletter": "perhaps"}, "custom:newsletter: "),
    "no date": ({"custom:started": "2026-02-30"}, "custom:started: "),
    "no birthdate": ({"birthdate": "30.2.2026"}, "birthdate: "),
}


@pytest.mark.parametrize("given, text", ATTRIBUTES.values(), ids=ATTRIBUTES)
def test_attributes_follow_the_schema(cognito, app, given, text):
    message = refuses(
        cognito, "InvalidParameterException", "sign_up",
        **app.caller(world.new_name()[0]), Password=PASSWORD, UserAttributes=as_list(given),
    )
    assert message.startswith("Attributes did not conform to the schema: ") and text in message


ADDRESSES = [
    ({"email": "nowhere"}, "Invalid email address format."),
    ({"phone_number": "0800"}, "Invalid phone number format."),
]


@pytest.mark.parametrize("given, message", ADDRESSES)
def test_addresses_have_their_form(cognito, app, given, message):
    caller = app.caller(world.new_name()[0])
    members = {**caller, "Password": PASSWORD, "UserAttributes": as_list(given)}
    assert refuses(cognito, "InvalidParameterException", "sign_up", **members) == message


def test_claimed_email_verified_is_ignored(cognito, app):
    given = as_list({"email": "a@example.com", "email_verified": "true"})
    refuses(
        cognito, "NotAuthorizedException", "sign_up", match="A client attempted to write unauthorized attribute",
        **app.caller(world.new_name()[0]), Password=PASSWORD, UserAttributes=given,
    )


def test_required_attributes_are_required(cognito):
    pool_id = world.new_pool(cognito, Schema=[{"Name": "name", "Required": True, "Mutable": True}])
    app = world.new_app(cognito, pool_id)
    message = refuses(cognito, "InvalidParameterException", "sign_up", **app.caller("somebody"), Password=PASSWORD)
    assert message == "Attributes did not conform to the schema: name: The attribute is required\n"


def test_an_app_writes_only_what_it_may(cognito, pool_id):
    app = world.new_app(cognito, pool_id, WriteAttributes=["email"])
    refuses(
        cognito, "NotAuthorizedException", "sign_up", match="A client attempted to write unauthorized attribute",
        **app.caller(world.new_name()[0]), Password=PASSWORD, UserAttributes=as_list({"custom:theme": "dark"}),
    )


def test_a_pool_may_be_closed_to_newcomers(cognito):
    pool_id = world.new_pool(cognito, AdminCreateUserConfig={"AllowAdminCreateUserOnly": True})
    app = world.new_app(cognito, pool_id)
    refuses(
        cognito, "NotAuthorizedException", "sign_up", match="SignUp is not permitted for this user pool",
        **app.caller("somebody"), Password=PASSWORD,
    )


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_wrong_code_confirms_nothing(server, cognito, app, newcomer):
    code = server.code_sent_to(newcomer.email)
    members = {**app.caller(newcomer.username), "ConfirmationCode": wrong(code)}
    message = refuses(cognito, "CodeMismatchException", "confirm_sign_up", **members)
    assert message == "Invalid verification code provided, please try again."


def test_a_code_lives_a_day(server, cognito, app, newcomer):
    code = server.code_sent_to(newcomer.email)
    server.advance(DAY + 1)
    members = {**app.caller(newcomer.username), "ConfirmationCode": code}
    message = refuses(cognito, "ExpiredCodeException", "confirm_sign_up", **members)
    assert message == "Invalid code provided, please request a code again."


def test_second_confirmation_is_refused(cognito, app, person):
    members = {**app.caller(person.username), "ConfirmationCode": "123456"}
    message = refuses(cognito, "NotAuthorizedException", "confirm_sign_up", **members)
    assert message == "User cannot be confirmed. Current status is CONFIRMED"
    refuses(cognito, "InvalidParameterException", "resend_confirmation_code", **app.caller(person.username))


@pytest.mark.parametrize("operation", ["confirm_sign_up", "resend_confirmation_code"])
def test_unknown_users_are_not_found_unless_hidden(cognito, pool_id, app, operation):
    code = {"ConfirmationCode": "123456"} if operation == "confirm_sign_up" else {}
    refuses(cognito, "UserNotFoundException", operation, **app.caller("nobody"), **code)
    discreet = world.new_app(cognito, pool_id, PreventUserExistenceErrors="ENABLED")
    if code:
        refuses(cognito, "ExpiredCodeException", operation, **discreet.caller("nobody"), **code)
    else:
        assert "Destination" in cognito.resend_confirmation_code(**discreet.caller("nobody"))["CodeDeliveryDetails"]


class TestPoolsByEmail:
    @pytest.fixture(scope="class")
    @classmethod
    def app(cls, cognito):
        pool_id = world.new_pool(cognito, UsernameAttributes=["email"])
        return world.new_app(cognito, pool_id, GenerateSecret=True)

    def test_address_is_name_and_username_is_sub(self, server, cognito, app):
        _, email = world.new_name()
        sub = cognito.sign_up(**app.caller(email), Password=PASSWORD)["UserSub"]
        cognito.confirm_sign_up(**app.caller(email), ConfirmationCode=server.code_sent_to(email))
        token = app.access_token(world.Person(app.pool_id, email, email))
        user = cognito.get_user(AccessToken=token)
        assert user["Username"] == sub
        assert as_dict(user["UserAttributes"]) == {"sub": sub, "email": email, "email_verified": "true"}

    def test_an_address_belongs_to_one_user(self, cognito, app):
        _, email = world.new_name()
        cognito.sign_up(**app.caller(email), Password=PASSWORD)
        message = refuses(cognito, "UsernameExistsException", "sign_up", **app.caller(email), Password=PASSWORD)
        assert message == "An account with the given email already exists."

    def test_other_names_are_refused(self, cognito, app):
        message = refuses(cognito, "InvalidParameterException", "sign_up", **app.caller("walrus"), Password=PASSWORD)
        assert message == "Username should be an email."


class TestPoolsWithAliases:
    @pytest.fixture(scope="class")
    @classmethod
    def app(cls, cognito):
        return world.new_app(cognito, world.new_pool(cognito, AliasAttributes=["email"]))

    def newcomers(self, app):
        """Two people who signed up with the same address."""
        _, email = world.new_name()
        names = [world.new_name()[0] for _ in range(2)]
        for name in names:
            app.cognito.sign_up(**app.caller(name), Password=PASSWORD, UserAttributes=as_list({"email": email}))
        return email, names

    def test_a_proven_address_belongs_to_one_user(self, server, cognito, app):
        email, (first, second) = self.newcomers(app)
        second_code = server.code_sent_to(email)
        cognito.resend_confirmation_code(**app.caller(first))
        cognito.confirm_sign_up(**app.caller(first), ConfirmationCode=server.code_sent_to(email))
        members = {**app.caller(second), "ConfirmationCode": second_code}
        refuses(cognito, "AliasExistsException", "confirm_sign_up", **members)
        cognito.confirm_sign_up(**members, ForceAliasCreation=True)
        user = cognito.get_user(AccessToken=app.access_token(world.Person(app.pool_id, email, email)))
        assert user["Username"] == second

    def test_a_name_is_no_address(self, cognito, app):
        refuses(cognito, "InvalidParameterException", "sign_up", **app.caller("a@example.com"), Password=PASSWORD)
