//! Findings of the list, the pool, its app client and its sign-in pages.

use super::{Entry, asking, entry};

const DOMAIN: &str = "cognito-idp:DescribeUserPoolDomain";
const STYLE: &str = "cognito-idp:DescribeManagedLoginBrandingByClient";
const SECRETS: &str = "cognito-idp:ListUserPoolClientSecrets";

/// The list and the pool, rights, the app client, the pool.
pub const ENTRIES: &[Entry] = &[
    entry(
        "contradiction",
        "the list contradicts itself, or what Cognito can do",
        "no pool can be what it says",
    ),
    entry(
        "missing",
        "an attribute of the list is not in the pool",
        "nothing can be saved in it",
    ),
    entry(
        "type",
        "list and pool give it another type",
        "values are refused, or stored as what they are not",
    ),
    entry(
        "length",
        "the list accepts texts that the pool does not",
        "people are told that their answer is good, and it is not saved",
    ),
    entry(
        "range",
        "the list accepts numbers that the pool does not",
        "people are told that their answer is good, and it is not saved",
    ),
    entry(
        "immutable",
        "it can change by the list, and not in the pool",
        "each change is refused",
    ),
    entry(
        "mutable",
        "it cannot change by the list, and can in the pool",
        "other programs can change what the app calls fixed",
    ),
    entry(
        "required",
        "the pool requires it, and the list lets people remove it",
        "removing it is refused",
    ),
    entry(
        "required-not-asked",
        "the pool requires it, and the sign-up form does not ask for it",
        "nobody can sign up",
    ),
    entry(
        "required-not-on-the-list",
        "the pool requires it, and the list does not have it",
        "nobody can sign up with the app's form",
    ),
    entry(
        "unknown-provider",
        "mapped_by names a provider the client does not have",
        "nothing is locked for the people it was meant for",
    ),
    entry(
        "read-not-set",
        "the client may read all attributes",
        "what is added to the pool later is shown to every program too",
    ),
    entry(
        "write-not-set",
        "the client may write all attributes",
        "people write any of them at Cognito's public address",
    ),
    entry(
        "not-readable",
        "the client cannot read an attribute of the list",
        "the app takes it for missing and asks for it again",
    ),
    entry(
        "not-writable",
        "the client cannot write what the app lets people change",
        "saving it is refused",
    ),
    entry(
        "scope-not-readable",
        "a scope has attributes that the client cannot read",
        "nobody can sign in, and no error says why",
    ),
    entry(
        "writable-and-authorises",
        "people can write what decides what they may do",
        "they grant themselves rights",
    ),
    entry(
        "writable-not-on-the-list",
        "people can write an attribute that the list does not have",
        "nothing checks what they write",
    ),
    entry(
        "writable-standard",
        "people can write standard attributes beside the list",
        "nothing checks what they write",
    ),
    entry(
        "callback-url",
        "the app's callback is not among the client's",
        "every sign-in ends on an error of the pool",
    ),
    entry(
        "sign-out-url",
        "the app's sign-out address is not among the client's",
        "every sign-out ends on an error of the pool",
    ),
    entry(
        "no-secret",
        "the client has no secret",
        "whoever intercepts a code can exchange it",
    ),
    entry(
        "secret-differs",
        "CLIENT_SECRET is not the client's secret",
        "every sign-in fails at the exchange of the code",
    ),
    asking(
        SECRETS,
        entry(
            "two-secrets",
            "the client has two secrets",
            "the old one stays good until it is deleted",
        ),
    ),
    asking(
        SECRETS,
        entry(
            "old-secret",
            "the client's secret is older than a year",
            "whoever has ever seen it can exchange codes",
        ),
    ),
    asking(
        SECRETS,
        entry(
            "secrets-not-seen",
            "how many secrets the client has cannot be seen",
            "one that was to be replaced may still be good",
        ),
    ),
    entry(
        "no-login-pages",
        "the client does not use the pool's sign-in pages",
        "nobody can sign in",
    ),
    entry(
        "scope",
        "a scope that the app asks for is not allowed",
        "every sign-in is refused, or people cannot change their attributes",
    ),
    entry(
        "no-code-flow",
        "the authorization code grant is not allowed",
        "nobody can sign in",
    ),
    entry(
        "implicit-flow",
        "the implicit grant is allowed",
        "tokens end up in addresses, histories and logs",
    ),
    entry(
        "tells-who-exists",
        "errors tell who has an account",
        "anybody can ask",
    ),
    entry(
        "no-revocation",
        "token revocation is off",
        "a refresh token outlives its sign-out",
    ),
    entry(
        "no-rotation",
        "refresh tokens are not rotated",
        "a stolen one works as long as it lives",
    ),
    entry(
        "rotation-flow",
        "rotation and ALLOW_REFRESH_TOKEN_AUTH are both on",
        "Cognito refuses the client as a whole",
    ),
    entry(
        "no-grace",
        "refresh tokens are rotated without grace",
        "an answer that gets lost signs somebody out",
    ),
    entry(
        "access-token-lifetime",
        "access tokens live longer than an hour",
        "so long somebody goes on who was disabled",
    ),
    entry(
        "refresh-token-lifetime",
        "refresh tokens live shorter than a session of the app",
        "people sign in more often than SESSION_LIMIT says",
    ),
    entry(
        "no-domain",
        "the pool has no domain",
        "there are no sign-in pages",
    ),
    asking(
        DOMAIN,
        entry(
            "classic-pages",
            "the domain has the classic hosted UI",
            "people cannot confirm who they are, so password, addresses and second factor cannot be changed",
        ),
    ),
    asking(
        DOMAIN,
        entry(
            "domain-not-seen",
            "the version of the sign-in pages cannot be seen",
            "they may be the classic ones",
        ),
    ),
    asking(
        STYLE,
        entry(
            "no-style",
            "managed login has no style for the client",
            "instead of the sign-in page people see an error",
        ),
    ),
    asking(
        STYLE,
        entry(
            "style-not-seen",
            "whether managed login has a style cannot be seen",
            "without one people see an error instead of the sign-in page",
        ),
    ),
    entry(
        "tier",
        "the pool is of the plan Lite",
        "it has no managed login, which the app needs",
    ),
    entry(
        "updated-issuer",
        "the pool's tokens name the newer issuer",
        "programs that know the older one only refuse them",
    ),
    entry(
        "deletion-protection",
        "deletion protection is off",
        "one call deletes the pool with everybody in it",
    ),
    entry(
        "mfa-off",
        "the pool has no second factor",
        "people cannot protect their account with an authenticator app",
    ),
    entry(
        "cognito-mail",
        "Cognito itself sends the mail",
        "after 50 messages a day nobody gets a code",
    ),
    entry(
        "unverified-change",
        "a new address counts before it is proven",
        "whoever mistypes it is locked out",
    ),
    entry(
        "verified-change",
        "the list says \"at once\", and the pool proves a new address first",
        "people are told what is not so",
    ),
    entry(
        "no-code",
        "no code is sent for a new address",
        "it stays unproven",
    ),
    entry(
        "change-not-offered",
        "people could change an address safely, and the app does not let them",
        "they have to ask somebody",
    ),
    entry(
        "password",
        "list and pool have different rules for passwords",
        "people are told rules that are not the pool's",
    ),
    entry(
        "username",
        "list and pool have another name for signing in",
        "nobody can sign up with the app's form",
    ),
    entry(
        "closed",
        "only administrators make accounts, and the app has a sign-up form",
        "every sign-up is refused",
    ),
    entry(
        "fixed-by-others",
        "what cannot change is set by whoever makes the account",
        "that may be somebody else",
    ),
];
