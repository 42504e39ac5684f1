"""The operations a local pool must have (operations.json), each with members that a client would let through."""

import json
from pathlib import Path

OPERATIONS = json.loads((Path(__file__).resolve().parents[1] / "operations.json").read_text())
ACCESS_TOKEN, CLIENT_ID, ADMIN = (OPERATIONS[caller] for caller in ["accessToken", "clientId", "admin"])
ALL = {**ACCESS_TOKEN, **CLIENT_ID, **ADMIN}

# Exceptions of the model that no pool here can come to, by name and by (operation, name), with the reason.
TRIGGERS = "there are no Lambda triggers"
MESSAGES = "messages go to the outbox, which takes them all"
FEATURE = "a feature that requests cannot turn on: they are refused by name"
NEVER = {
    "UnexpectedLambdaException": TRIGGERS,
    "UserLambdaValidationException": TRIGGERS,
    "InvalidLambdaResponseException": TRIGGERS,
    "CodeDeliveryFailureException": MESSAGES,
    "InvalidEmailRoleAccessPolicyException": MESSAGES,
    "InvalidSmsRoleAccessPolicyException": MESSAGES,
    "InvalidSmsRoleTrustRelationshipException": MESSAGES,
    "ForbiddenException": "there is no web application firewall",
    "OperationNotEnabledException": FEATURE,
    "TierChangeNotAllowedException": FEATURE,
    "UserPoolTaggingException": FEATURE,
    "UserImportInProgressException": FEATURE,
    "PasswordHistoryPolicyViolationException": FEATURE,
    "InvalidUserPoolConfigurationException": FEATURE,
    "MFAMethodNotFoundException": FEATURE,
    "ConcurrentModificationException": "changes are made one after the other",
    "PreconditionNotMetException": "no request has preconditions",
}
CONFIRMED = "who is not confirmed has no token and gets no challenge"
GONE = "the tokens of an app that is gone are invalid"
KEYS = "any AWS credentials are good enough"
LIMIT = "nobody counts these"
NOT_OF = {
    **{
        name: {
            "ResourceNotFoundException": GONE,
            "UserNotConfirmedException": CONFIRMED,
        }
        for name in ACCESS_TOKEN
    },
    **{name: {"NotAuthorizedException": KEYS, "LimitExceededException": LIMIT} for name in ADMIN},
}
STATE_MATTERS = ["AdminConfirmSignUp", "AdminInitiateAuth", "AdminResetUserPassword", "AdminRespondToAuthChallenge"]
for depends_on_the_user in STATE_MATTERS:
    del NOT_OF[depends_on_the_user]["NotAuthorizedException"]
for about_codes in ["CodeMismatchException", "ExpiredCodeException"]:
    NOT_OF["UpdateUserAttributes"][about_codes] = "no request has a code"
NOT_OF["VerifySoftwareToken"]["CodeMismatchException"] = "a wrong code is an EnableSoftwareTokenMFAException"
NOT_OF["ConfirmSignUp"] = {"TooManyFailedAttemptsException": "it is a LimitExceededException"}
NOT_OF["AdminConfirmSignUp"]["TooManyFailedAttemptsException"] = "it has no code"
NOT_OF["DescribeUserPoolDomain"]["ResourceNotFoundException"] = "a domain that nobody has is described by nothing"
NOT_OF["CreateUserPool"]["FeatureUnavailableInTierException"] = "what a request can ask for here is in every plan"
NOT_OF["SignUp"] = {"LimitExceededException": LIMIT}
for starts_auth in ["InitiateAuth", "AdminInitiateAuth"]:
    NOT_OF.setdefault(starts_auth, {})["UnsupportedOperationException"] = FEATURE
    NOT_OF[starts_auth]["FeatureUnavailableInTierException"] = "what the cheapest plan lacks is refused when it is set up"
PLANS = "the pool's own tests try each plan (tests/it/strictness.rs)"
SETS_UP = ["CreateUserPoolClient", "UpdateUserPoolClient", "CreateUserPoolDomain", "UpdateUserPoolDomain"]
for sets_up in [*SETS_UP, "SetUserPoolMfaConfig"]:
    NOT_OF[sets_up]["FeatureUnavailableInTierException"] = PLANS
for answers_challenge in ["RespondToAuthChallenge", "AdminRespondToAuthChallenge"]:
    NOT_OF.setdefault(answers_challenge, {})["UserNotConfirmedException"] = CONFIRMED
NOT_OF["AddUserPoolClientSecret"]["AccessDeniedException"] = KEYS
del NOT_OF["AddUserPoolClientSecret"]["LimitExceededException"]
