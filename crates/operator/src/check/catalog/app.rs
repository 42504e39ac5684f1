//! Findings of the running app.

use super::{Entry, asking, entry};

const OPTION: &str = "--app";

/// Whether it is there, where its sign-in goes, and what arrives of what it sends.
pub const ENTRIES: &[Entry] = &[
    asking(
        OPTION,
        entry(
            "app-unreachable",
            "APP_ORIGIN does not answer as the app does",
            "nobody gets to it",
        ),
    ),
    asking(
        OPTION,
        entry(
            "app-not-ready",
            "the app lacks its session store or the pool",
            "nobody can sign in",
        ),
    ),
    asking(
        OPTION,
        entry(
            "app-elsewhere",
            "the app leads to another address than APP_ORIGIN",
            "people go round in circles, or lose their cookies on the way",
        ),
    ),
    asking(
        OPTION,
        entry(
            "app-no-sign-in",
            "/login does not go to the sign-in page",
            "nobody can sign in",
        ),
    ),
    asking(
        OPTION,
        entry(
            "app-other-pool",
            "a sign-in goes to another pool",
            "people sign in to what nobody has looked at here",
        ),
    ),
    asking(
        OPTION,
        entry(
            "app-other-client",
            "the app signs in as another client",
            "what was found here is of a client that the app does not use",
        ),
    ),
    asking(
        OPTION,
        entry(
            "app-callback",
            "the app names another callback",
            "the pool refuses an address that it was not told",
        ),
    ),
    asking(
        OPTION,
        entry(
            "app-scope",
            "the app asks for scopes that the client does not have",
            "every sign-in is refused",
        ),
    ),
    asking(
        OPTION,
        entry(
            "app-no-cookie",
            "the cookies of a sign-in do not arrive",
            "every sign-in ends with an error at its callback",
        ),
    ),
    asking(
        OPTION,
        entry(
            "app-cookie-attributes",
            "cookies arrive with other attributes",
            "scripts or other sites can get at them, or browsers do not keep them",
        ),
    ),
    asking(
        OPTION,
        entry(
            "app-cookie-lost",
            "cookies do not go back to the app",
            "every sign-in ends with an error at its callback",
        ),
    ),
    asking(
        OPTION,
        entry(
            "app-csp",
            "the content security policy does not arrive as it is",
            "a script that gets into a page can run, or the app's own cannot",
        ),
    ),
    asking(
        OPTION,
        entry(
            "app-hsts",
            "browsers are not told to stay on https",
            "the first request of each visit can be read and redirected on its way",
        ),
    ),
    asking(
        OPTION,
        entry(
            "app-headers",
            "headers that protect pages do not arrive as they are",
            "other sites learn addresses, or hold on to windows of the app",
        ),
    ),
    asking(
        OPTION,
        entry(
            "app-cached",
            "something in front of the app keeps pages",
            "one person is shown the page of another",
        ),
    ),
    asking(
        OPTION,
        entry(
            "app-clock",
            "the clocks of app and pool differ",
            "tokens count as not yet good, or as good for too long",
        ),
    ),
];
