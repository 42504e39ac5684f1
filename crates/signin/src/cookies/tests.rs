use super::*;
use session_store::SystemRandomness;

use crate::{Lifetimes, OpenForms};

const LOOPBACK: CookieScope = CookieScope::Loopback(3000);

fn cookies(scope: CookieScope) -> Cookies {
    Cookies::new(&Config {
        lifetimes: Lifetimes::default(),
        cookies: scope,
        quota_percent: 100,
        open_forms: OpenForms::default(),
    })
}

#[test]
fn on_https_cookies_are_secure_and_host_bound() {
    let cookie = cookies(CookieScope::Https).set_session(&SessionId::new(&SystemRandomness));
    assert!(cookie.starts_with("__Host-lc-session="), "{cookie}");
    assert!(
        cookie.ends_with("; Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax; Secure"),
        "{cookie}"
    );
    assert!(!cookie.contains("Domain"));
}

#[test]
fn names_and_values_are_at_most_128_bytes() {
    for scope in [CookieScope::Https, LOOPBACK] {
        let cookies = cookies(scope);
        let session = cookies.set_session(&SessionId::new(&SystemRandomness));
        let browser = cookies.set_browser(&BrowserId::new(&SystemRandomness));
        for cookie in [session, browser, cookies.set_language("pt-BR")] {
            assert!(cookie.split(';').next().unwrap().len() <= 128, "{cookie}");
        }
    }
}

#[test]
fn a_session_is_found_among_other_cookies() {
    let cookies = cookies(LOOPBACK);
    let id = SessionId::new(&SystemRandomness);
    let header = format!("a=1; lc-session-3000={}; b=2", id.expose());
    assert_eq!(cookies.session(["c=3", header.as_str()]), Some(id));
}

#[test]
fn tampered_doubled_and_misnamed_cookies_are_no_session() {
    let cookies = cookies(CookieScope::Https);
    let id = SessionId::new(&SystemRandomness).expose();
    for header in [
        format!("lc-session-3000={id}"),
        format!("__Host-lc-session={id}x"),
        format!("__Host-lc-session={}", &id[1..]),
        format!("__Host-lc-session={id}; __Host-lc-session={id}"),
        "__Host-lc-session".to_owned(),
        "__Host-lc-session=".to_owned(),
    ] {
        assert_eq!(cookies.session([header.as_str()]), None, "{header}");
        assert_eq!(
            cookies.has_session([header.as_str()]),
            header.starts_with("__Host-"),
            "{header}"
        );
    }
}

#[test]
fn cookies_tolerate_non_utf8_neighbours() {
    let cookies = cookies(LOOPBACK);
    let id = SessionId::new(&SystemRandomness);
    let named = format!("lc-session-3000={}", id.expose());
    let header = |parts: &[&[u8]]| parts.concat();
    let beside = header(&[b"a=\xff\xfe; ", named.as_bytes(), b"; b\xc3"]);
    assert_eq!(cookies.session([&beside]), Some(id));
    for own in [
        header(&[named.as_bytes(), b"\xff"]),
        header(&[named.as_bytes(), b"; lc-session-3000=\xff"]),
        header(&[b"lc-session-3000=\xff; ", named.as_bytes()]),
    ] {
        assert_eq!(cookies.session([&own]), None, "{own:?}");
        assert!(cookies.has_session([&own]), "{own:?}");
    }
    assert!(!cookies.has_session([b"lc-session-3000\xff=1"]));
}

#[test]
fn deletion_notice_is_kept_until_shown() {
    let cookies = cookies(CookieScope::Https);
    let value = |cookie: String| cookie.split(';').next().unwrap().to_owned();
    assert!(cookies.has_left(["a=1", value(cookies.set_left()).as_str()]));
    assert!(!cookies.has_left([value(cookies.forget_left()).as_str()]));
    assert!(!cookies.has_left(["__Host-lc-session=1"]));
}

#[test]
fn host_bound_language_cookie_comes_first() {
    let chosen = cookies(CookieScope::Https).set_language("es");
    assert!(
        chosen.starts_with("__Host-lc-language=es; Path=/; Max-Age=31536000;"),
        "{chosen}"
    );
    assert_eq!(Cookies::language(["a=1; lc-language=he"]), Some("he"));
    assert_eq!(
        Cookies::language(["lc-language=he; __Host-lc-language=es"]),
        Some("es")
    );
    assert_eq!(Cookies::language(["lc-language=he; lc-language=es"]), None);
    assert_eq!(Cookies::language::<str>([]), None);
}

/// Browsers share cookies between the ports of a host.
#[test]
fn cookies_of_other_ports_are_ignored() {
    let (ours, id) = (cookies(LOOPBACK), SessionId::new(&SystemRandomness).expose());
    for other in [
        format!("session={id}"),
        format!("lc-session-3001={id}"),
        format!("lc-session={id}"),
        format!("__Host-lc-session={id}"),
        format!("lc-session-30000={id}"),
    ] {
        assert_eq!(ours.session([other.as_str()]), None, "{other}");
        assert!(!ours.has_session([other.as_str()]), "{other}");
    }
    assert!(ours.forget_session().starts_with("lc-session-3000=;"));
}

#[test]
fn doubled_session_cookies_are_noticed() {
    let cookies = cookies(LOOPBACK);
    assert!(!cookies.has_two_sessions(["lc-session-3000=a", "lc-session-3001=b"]));
    assert!(cookies.has_two_sessions(["lc-session-3000=a; lc-session-3000=a"]));
    assert!(cookies.has_two_sessions(["lc-session-3000=a", "lc-session-3000"]));
}

#[test]
fn pending_sign_ins_are_found_by_name() {
    let cookies = cookies(LOOPBACK);
    let sealed = SealedSignIn {
        slot: 'b',
        value: "sealed".to_owned(),
    };
    let set = cookies.set_pending(&sealed);
    assert!(
        set.starts_with("lc-signin-b-3000=sealed; Path=/; Max-Age=86400;"),
        "{set}"
    );
    let pair = set.split(';').next().unwrap();
    let header = format!("{pair}; lc-signin-b-3001=x; lc-signin-8-3000=x; lc-signin-bb-3000=x");
    assert_eq!(cookies.read([header.as_str()]).pending, [sealed]);
    assert!(
        cookies
            .forget_pending('b')
            .starts_with("lc-signin-b-3000=; Path=/; Max-Age=0;")
    );
}
