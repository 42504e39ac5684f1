"""What users read and write about themselves, and how they prove an address."""

import botocore.exceptions
import pytest

import world
from calls import connect, refuses
from world import as_dict, as_list

DAY = 24 * 3600


def attributes_of(cognito, token):
    return as_dict(cognito.get_user(AccessToken=token)["UserAttributes"])


def update(token, **given):
    return {"AccessToken": token, "UserAttributes": as_list(given)}


def test_attributes_change_and_go(cognito, token):
    given = {
        "custom:theme": "light", "custom:desk": "12", "custom:newsletter": "true", "custom:started": "2024-02-29",
        "birthdate": "1832-01-27", "phone_number": "+441632960000", "name": "Élise 🐇",
    }
    answer = cognito.update_user_attributes(**update(token, **given))
    assert answer.get("CodeDeliveryDetailsList", []) == []
    assert given.items() <= attributes_of(cognito, token).items()
    cognito.delete_user_attributes(AccessToken=token, UserAttributeNames=["custom:theme", "name"])
    assert not {"custom:theme", "name"} & attributes_of(cognito, token).keys()
    cognito.update_user_attributes(**update(token, **{"custom:desk": ""}))
    assert "custom:desk" not in attributes_of(cognito, token)


REFUSED = {
    "unknown": ({"custom:shoe": "9"}, "user.custom:shoe: Attribute does not exist in the schema.\n"),
    "immutable": ({"custom:badge": "B-2"}, "user.custom:badge: Attribute cannot be updated.\n"),
    "too short": ({"custom:theme": "x"}, None),
    "too long": ({"custom:theme": "x" * 9}, None),
    "no number": ({"custom:desk": "1e2"}, None),
    "out of range": ({"custom:desk": "0"}, None),
    "no boolean": ({"custom:newsletter": "perhaps"}, None),
    "no date": ({"custom:started": "2023-02-29"}, None),
    "no address": ({"email": "nowhere"}, "Invalid email address format."),
    "no phone number": ({"phone_number": "0800"}, "Invalid phone number format."),
}


@pytest.mark.parametrize("given, message", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("operation", ["update_user_attributes", "admin_update_user_attributes"])
def test_the_schema_holds_and_nothing_is_changed(cognito, token, person, operation, given, message):
    before = attributes_of(cognito, token)
    whose = {"AccessToken": token} if operation.startswith("update") else person.admin
    members = {**whose, "UserAttributes": as_list({"name": "Changed", **given})}
    said = refuses(cognito, "InvalidParameterException", operation, **members)
    assert said == message if message else said.startswith(f"user.{next(iter(given))}: ")
    assert attributes_of(cognito, token) == before


@pytest.mark.parametrize("value", [12, 1.5, True, ["12"], {"N": "12"}])
def test_values_are_text(server, record, token, value):
    unchecked = connect(server.url, record, parameter_validation=False)
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        unchecked.update_user_attributes(**update(token, **{"custom:desk": value}))
    assert caught.value.response["Error"]["Code"] == "SerializationException"


def test_values_and_names_have_their_length(server, record, token):
    unchecked = connect(server.url, record, parameter_validation=False)
    for given in [{"name": "x" * 2049}, {"x" * 33: "x"}]:
        refuses(unchecked, "InvalidParameterException", "update_user_attributes", **update(token, **given))


def test_unknown_and_immutable_attributes_are_not_deleted(cognito, token, person):
    for operation, whose in [
        ("delete_user_attributes", {"AccessToken": token}), ("admin_delete_user_attributes", person.admin),
    ]:
        message = refuses(cognito, "InvalidParameterException", operation, **whose, UserAttributeNames=["custom:shoe"])
        assert message == "Invalid user attributes: user.custom:shoe: Attribute does not exist in the schema.\n"


def test_required_attributes_stay(cognito):
    schema = [{"Name": "name", "Required": True, "Mutable": True}]
    pool_id = world.new_pool(cognito, Schema=schema)
    person = world.new_person(cognito, pool_id, name="Alice")
    token = world.new_app(cognito, pool_id).access_token(person)
    message = "user.name: Required attribute cannot be deleted."
    assert refuses(cognito, "InvalidParameterException", "update_user_attributes", **update(token, name="")) == message
    members = {"AccessToken": token, "UserAttributeNames": ["name"]}
    assert refuses(cognito, "InvalidParameterException", "delete_user_attributes", **members) == message


class TestRights:
    @pytest.fixture(scope="class")
    @classmethod
    def app(cls, cognito, pool_id):
        rights = {"ReadAttributes": ["email", "custom:theme"], "WriteAttributes": ["email", "custom:theme"]}
        return world.new_app(cognito, pool_id, **rights)

    @pytest.mark.parametrize("name", ["custom:role", "name", "email_verified", "sub"])
    def test_what_an_app_may_not_write_stays(self, cognito, token, name):
        match = "A client attempted to write unauthorized attribute"
        members = update(token, **{name: "true"})
        refuses(cognito, "NotAuthorizedException", "update_user_attributes", match=match, **members)

    @pytest.mark.parametrize("name", ["custom:role", "name"])
    def test_nor_may_it_delete_it(self, cognito, token, name):
        members = {"AccessToken": token, "UserAttributeNames": [name]}
        refuses(cognito, "NotAuthorizedException", "delete_user_attributes", **members)

    def test_it_reads_only_what_it_may(self, cognito, token, person):
        given = as_list({"custom:role": "chief", "custom:theme": "dark", "name": "Alice"})
        cognito.admin_update_user_attributes(**person.admin, UserAttributes=given)
        assert attributes_of(cognito, token).keys() == {"sub", "email", "custom:theme"}


class TestProofs:
    def test_a_new_address_is_proven_by_a_code(self, server, cognito, token):
        _, email = world.new_name()
        answer = cognito.update_user_attributes(**update(token, email=email))
        [delivery] = answer["CodeDeliveryDetailsList"]
        assert (delivery["AttributeName"], delivery["DeliveryMedium"]) == ("email", "EMAIL")
        assert attributes_of(cognito, token)["email_verified"] == "false"
        code = server.code_sent_to(email)
        cognito.verify_user_attribute(AccessToken=token, AttributeName="email", Code=code)
        assert attributes_of(cognito, token)["email_verified"] == "true"

    def test_the_old_address_may_stay_until_then(self, server, cognito):
        pool_id = world.new_pool(
            cognito, UserAttributeUpdateSettings={"AttributesRequireVerificationBeforeUpdate": ["email"]}
        )
        person = world.new_person(cognito, pool_id)
        token = world.new_app(cognito, pool_id).access_token(person)
        _, email = world.new_name()
        cognito.update_user_attributes(**update(token, email=email))
        assert attributes_of(cognito, token)["email"] == person.email
        answer = cognito.get_user_attribute_verification_code(AccessToken=token, AttributeName="email")
        assert answer["CodeDeliveryDetails"]["DeliveryMedium"] == "EMAIL"
        code = server.code_sent_to(email)
        cognito.verify_user_attribute(AccessToken=token, AttributeName="email", Code=code)
        assert attributes_of(cognito, token)["email"] == email

    def code_for(self, server, cognito, person, token):
        cognito.get_user_attribute_verification_code(AccessToken=token, AttributeName="email")
        return server.code_sent_to(person.email)

    def refused(self, cognito, error, token, code):
        members = {"AccessToken": token, "AttributeName": "email", "Code": code}
        return refuses(cognito, error, "verify_user_attribute", **members)

    def test_a_wrong_code_proves_nothing(self, server, cognito, person, token):
        code = self.code_for(server, cognito, person, token)
        self.refused(cognito, "CodeMismatchException", token, f"{(int(code) + 1) % 1_000_000:06}")

    def test_a_code_lives_a_day(self, server, cognito, app, person, token):
        code = self.code_for(server, cognito, person, token)
        server.advance(DAY + 1)
        self.refused(cognito, "ExpiredCodeException", app.access_token(person), code)

    def test_other_attributes_have_no_codes(self, cognito, token):
        members = {"AccessToken": token, "AttributeName": "name"}
        refuses(cognito, "InvalidParameterException", "get_user_attribute_verification_code", **members)
        refuses(cognito, "InvalidParameterException", "verify_user_attribute", **members, Code="123456")

    def test_a_missing_address_gets_no_code(self, cognito, token):
        members = {"AccessToken": token, "AttributeName": "phone_number"}
        refuses(cognito, "InvalidParameterException", "get_user_attribute_verification_code", **members)


class TestAddressesThatSignIn:
    @pytest.fixture(scope="class")
    @classmethod
    def pool_id(cls, cognito):
        return world.new_pool(cognito, AliasAttributes=["email"])

    @pytest.fixture(scope="class")
    @classmethod
    def app(cls, cognito, pool_id):
        return world.new_app(cognito, pool_id)

    def test_a_proven_one_is_not_taken_from_others(self, server, cognito, pool_id, app):
        first, second = (world.new_person(cognito, pool_id) for _ in range(2))
        token = app.access_token(second)
        refuses(cognito, "AliasExistsException", "update_user_attributes", **update(token, email=first.email))
        members = {**second.admin, "UserAttributes": as_list({"email": first.email, "email_verified": "true"})}
        refuses(cognito, "AliasExistsException", "admin_update_user_attributes", **members)

    def test_nor_by_proving_it_first(self, server, cognito, pool_id, app):
        first, second = (world.new_person(cognito, pool_id) for _ in range(2))
        _, email = world.new_name()
        tokens = [app.access_token(person) for person in (first, second)]
        codes = []
        for token in tokens:
            cognito.update_user_attributes(**update(token, email=email))
            codes.append(server.code_sent_to(email))
        cognito.verify_user_attribute(AccessToken=tokens[0], AttributeName="email", Code=codes[0])
        members = {"AccessToken": tokens[1], "AttributeName": "email", "Code": codes[1]}
        refuses(cognito, "AliasExistsException", "verify_user_attribute", **members)


def test_administrators_prove_addresses_and_need_one_for_it(cognito, pool_id, app):
    person = world.new_person(cognito, pool_id, email_verified="false")
    proven = as_list({"email_verified": "true", "custom:role": "chief"})
    cognito.admin_update_user_attributes(**person.admin, UserAttributes=proven)
    found = as_dict(cognito.admin_get_user(**person.admin)["UserAttributes"])
    assert (found["email_verified"], found["custom:role"]) == ("true", "chief")
    cognito.admin_delete_user_attributes(**person.admin, UserAttributeNames=["email", "custom:role"])
    message = refuses(
        cognito, "InvalidParameterException", "admin_update_user_attributes",
        **person.admin, UserAttributes=as_list({"email_verified": "true"}),
    )
    assert message == "Email is required to verify/un-verify an email"
