//! Web addresses, as far as a form can tell: RFC 3986 for `http` and `https`, without names and passwords.

use crate::Rule;

/// An address that a browser opens as a page. Only the scheme is rewritten, to small letters.
pub(crate) fn check_url(raw: &str) -> Result<String, Rule> {
    let is_page = |scheme: &&str| scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let (scheme, rest) = raw
        .split_once(':')
        .filter(|(scheme, _)| is_page(scheme))
        .and_then(|(scheme, rest)| Some((scheme, rest.strip_prefix("//")?)))
        .ok_or(Rule::NotAUrl)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    if is_host(host) && is_port(port) && path.chars().all(is_in_path) {
        Ok(format!("{}://{rest}", scheme.to_ascii_lowercase()))
    } else {
        Err(Rule::NotAUrl)
    }
}

/// A name in letters of any script. A bare number of another spelling than `127.0.0.1` is a name too: whether it
/// exists is not ours to say.
fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.chars().count())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
    };
    host.len() <= 253 && host.split('.').all(is_label)
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0)
}

/// Not what could end an attribute or a line, nor what browsers rewrite.
fn is_in_path(c: char) -> bool {
    !c.is_whitespace()
        && !super::is_control(c)
        && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_accepted_as_they_are() {
        for raw in [
            "https://example.com",
            "http://localhost:8080/a?b=c#d",
            "https://bücher.example/größe",
            "https://xn--bcher-kva.example:1/",
            "https://example.com?q=%20&x='(1)",
            "https://127.0.0.1/",
        ] {
            assert_eq!(check_url(raw).as_deref(), Ok(raw));
        }
        assert_eq!(
            check_url("HtTpS://Example.com/A").as_deref(),
            Ok("https://Example.com/A")
        );
    }

    #[test]
    fn everything_else_is_refused() {
        for raw in [
            "example.com",
            "//example.com",
            "https:example.com",
            "https://",
            "https:///path",
            "ftp://example.com",
            "javascript://example.com/%0aalert(1)",
            "data://x",
            "https://me:secret@example.com",
            "https://a@b",
            "https://exa mple.com",
            "https://example.com/a b",
            "https://example.com/\"onclick=",
            "https://example.com/<b>",
            "https://example..com",
            "https://-a.example",
            "https://example.com:0",
            "https://example.com:99999",
            "https://example.com:+1",
            "https://example.com:",
            "https://[::1]/",
            "https://example.com/\u{202e}",
            "https://example.com\\@evil.example",
        ] {
            assert_eq!(check_url(raw), Err(Rule::NotAUrl), "{raw}");
        }
    }
}
