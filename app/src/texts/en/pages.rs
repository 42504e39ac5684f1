//! What the pages say, in English.

use super::{account, contact, sessions, sign_up, sources};
use crate::texts::pages::{Home, Pages, Profile, SignOut, SigningIn, Welcome};

pub(in crate::texts) const PAGES: Pages = Pages {
    home: Home {
        title: "Your account, complete",
        lead: "Sign in with Amazon Cognito, fill in what its own pages cannot ask for, and keep your profile \
               up to date in one place.",
        points: &[
            (
                "One sign-in",
                "You sign in on the pages of your user pool, once for all of its apps.",
            ),
            (
                "Your details",
                "A short form asks once for what is still missing. Change it whenever you like.",
            ),
            (
                "Nothing to steal",
                "Your browser holds opaque cookies only. The tokens stay on the server.",
            ),
        ],
        hello: |name| format!("Hello, {name}"),
        hello_lead: "You are signed in, and your details are complete.",
    },
    signing_in: SigningIn {
        title: "Signing you in",
        body: "One moment: you are being sent to the sign-in page.",
    },
    welcome: Welcome {
        title: "Welcome! A few details first",
        lead: "We need these before you go on. It takes a minute, and you can change most of them later in \
               your profile.",
        optional_lead: "We would like to know this, too. You can skip it, and give or change it later in your profile.",
        without_answer: "You can sign out, change your password or delete your account without answering.",
        review_lead: "This account was begun in another browser, perhaps by somebody else. Please look through what it \
                      says of you and correct it. If something is wrong that cannot be changed, delete the account \
                      and create it again.",
    },
    profile: Profile {
        title: "Your profile",
        account: "Account",
        details: "Details",
    },
    sessions: sessions::TEXTS,
    sign_out: SignOut {
        title: "Sign out?",
        question: "You will be signed out here and on the sign-in page of your user pool.",
        done_title: "You are signed out",
        done: "See you soon. On a shared computer, close the browser as well.",
        here_unknown: "This browser is signed out, but your session could not be ended on the server just now. It ends by itself after a while at the latest.",
        pool_remembers: "Your user pool still knows this browser.",
        at_the_pool: "Sign out of your user pool",
    },
    account: account::TEXTS,
    contact: contact::TEXTS,
    sources: sources::TEXTS,
    sign_up: sign_up::SIGN_UP,
    confirm: sign_up::CONFIRM,
    standard,
    #[cfg(feature = "ssr")]
    calendar: super::calendar::CALENDAR,
};

fn standard(name: &str) -> Option<&'static str> {
    Some(match name {
        "email" => "E-mail",
        "phone_number" => "Telephone",
        "name" => "Full name",
        "given_name" => "Given name",
        "family_name" => "Family name",
        "middle_name" => "Middle name",
        "nickname" => "Nickname",
        "preferred_username" => "User name",
        "birthdate" => "Date of birth",
        "gender" => "Gender",
        "locale" => "Language",
        "zoneinfo" => "Time zone",
        "website" => "Website",
        "profile" => "Profile page",
        "address" => "Address",
        _ => return None,
    })
}
