//! Whether the cookies of a sign-in arrive as the app sends them, and go back.

use url::Url;

use super::asking::Answer;
use super::{APP, Finding};

const BROWSER: &str = "lc-browser";
const SIGN_IN: &str = "lc-signin-";

/// One `Set-Cookie` (RFC 6265 section 5.2).
struct Cookie<'a> {
    name: &'a str,
    value: &'a str,
    attributes: Vec<(String, &'a str)>,
}

impl<'a> Cookie<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let mut parts = line.split(';').map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (name.trim(), value.trim())
        });
        let (name, value) = parts.next()?;
        Some(Self {
            name,
            value,
            attributes: parts.map(|(name, value)| (name.to_lowercase(), value)).collect(),
        })
    }

    fn has(&self, name: &str) -> bool {
        self.attributes.iter().any(|(found, _)| found == name)
    }

    fn is(&self, name: &str, value: &str) -> bool {
        let mut found = self.attributes.iter().filter(|(found, _)| found == name);
        found
            .next_back()
            .is_some_and(|(_, found)| found.eq_ignore_ascii_case(value))
    }

    /// The app's own cookies have a prefix on https.
    fn bare_name(&self) -> &str {
        self.name.strip_prefix("__Host-").unwrap_or(self.name)
    }
}

fn read(answer: &Answer) -> Vec<Cookie<'_>> {
    answer.cookies().filter_map(Cookie::read).collect()
}

pub fn compare(origin: &Url, started: &Answer) -> Option<Finding> {
    let cookies = read(started);
    let arrived = |prefix: &str| {
        cookies
            .iter()
            .find(|cookie| cookie.bare_name().starts_with(prefix))
    };
    let (Some(browser), Some(sign_in)) = (arrived(BROWSER), arrived(SIGN_IN)) else {
        return Some(Finding::error(
            "app-no-cookie",
            APP,
            "the cookies of a sign-in do not arrive".to_owned(),
            "let the proxy hand on Set-Cookie, each on a line of its own (no proxy_hide_header, no caching of pages)"
                .to_owned(),
        ));
    };
    let wrong: Vec<String> = [browser, sign_in]
        .into_iter()
        .flat_map(|cookie| wrong(cookie, origin.scheme() == "https"))
        .collect();
    (!wrong.is_empty()).then(|| {
        Finding::error(
            "app-cookie-attributes",
            APP,
            format!("the cookies of a sign-in arrive otherwise than they were sent: {}", wrong.join(", ")),
            "let the proxy leave cookies alone: no proxy_cookie_path, proxy_cookie_domain or proxy_cookie_flags, no rewriting \
             of Set-Cookie; on https the server needs an APP_ORIGIN with https"
                .to_owned(),
        )
    })
}

fn wrong(cookie: &Cookie<'_>, is_https: bool) -> Vec<String> {
    let is_host_bound = cookie.name.starts_with("__Host-");
    let faults = [
        (!cookie.has("httponly"), "without HttpOnly"),
        (!cookie.is("samesite", "Lax"), "without SameSite=Lax"),
        (!cookie.is("path", "/"), "with another Path"),
        (cookie.has("domain"), "with a Domain"),
        (is_https && !cookie.has("secure"), "without Secure"),
        (is_https && !is_host_bound, "not named __Host-"),
        (
            !is_https && cookie.has("secure"),
            "with Secure, which browsers ignore on http",
        ),
    ];
    let faults = faults.into_iter().filter(|(is_wrong, _)| *is_wrong);
    faults
        .map(|(_, fault)| format!("{} {fault}", cookie.name))
        .collect()
}

/// The browser keeps its name as long as the app sees its cookie.
pub fn returned(started: &Answer, again: Option<&Answer>) -> Option<Finding> {
    let name_of = |answer: &Answer| {
        let found = read(answer)
            .into_iter()
            .find(|cookie| cookie.bare_name().starts_with(BROWSER));
        found.map(|cookie| cookie.value.to_owned())
    };
    let before = name_of(started)?;
    let after = name_of(again?)?;
    (before != after).then(|| {
        Finding::error(
            "app-cookie-lost",
            APP,
            "a cookie that is sent back does not reach it".to_owned(),
            "let the proxy hand on the Cookie header (nginx: no proxy_set_header Cookie; CloudFront: a cache policy without \
             caching and the origin request policy AllViewer)"
                .to_owned(),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_as_browsers_do() {
        let cookie = Cookie::read("__Host-a=b=c; Path=/; HTTPONLY; SameSite=lax;Secure").unwrap();
        assert_eq!((cookie.bare_name(), cookie.value), ("a", "b=c"));
        assert!(wrong(&cookie, true).is_empty());
        assert_eq!(wrong(&cookie, false).len(), 1);
        // The last of two counts.
        let cookie = Cookie::read("lc-browser-1=x; Path=/; Path=/app; HttpOnly; SameSite=Lax").unwrap();
        assert_eq!(wrong(&cookie, false), ["lc-browser-1 with another Path"]);
    }
}
