//! Findings of who sends the pool's mail.

use super::{Entry, asking, entry};

const IDENTITY: &str = "ses:GetEmailIdentity";
const ACCOUNT: &str = "ses:GetAccount";

/// The pool, the sender's identity, the account.
pub const ENTRIES: &[Entry] = &[
    entry(
        "mail-failure",
        "the pool says that its mail fails",
        "nobody gets a code",
    ),
    asking(
        "--language",
        entry(
            "messages",
            "the pool writes other words than --language asks for",
            "people get codes in a language that they may not read",
        ),
    ),
    asking(
        IDENTITY,
        entry(
            "mail-identity-missing",
            "SES has no identity of the sender's name",
            "nobody gets a code",
        ),
    ),
    asking(
        IDENTITY,
        entry(
            "mail-identity-unverified",
            "the sender's identity is not verified",
            "nobody gets a code",
        ),
    ),
    asking(
        IDENTITY,
        entry(
            "mail-dkim",
            "mail is not signed with DKIM",
            "many mailboxes take it for spam, or refuse it",
        ),
    ),
    asking(
        IDENTITY,
        entry(
            "mail-from-domain",
            "the MAIL FROM domain is not proven",
            "bounces go by SES's own domain, and SPF does not vouch for yours",
        ),
    ),
    asking(
        ACCOUNT,
        entry(
            "mail-paused",
            "SES sends nothing for the account",
            "nobody gets a code",
        ),
    ),
    asking(
        ACCOUNT,
        entry(
            "mail-sandbox",
            "the account is in SES's sandbox",
            "only addresses that were verified one by one get a code",
        ),
    ),
    asking(
        ACCOUNT,
        entry(
            "mail-quota",
            "the day's quota is nearly used up",
            "soon nobody gets a code until tomorrow",
        ),
    ),
    asking(
        "ses:GetEmailIdentity, ses:GetAccount",
        entry(
            "mail-not-seen",
            "what SES says of the sender cannot be seen",
            "mail may be sent to nobody",
        ),
    ),
];
