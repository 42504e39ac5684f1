//! The page for what never reached the application: refused on the way, or failed beyond repair. Needs
//! nothing but the texts, so that it can always be shown.

use brand::Brand;

use super::language::Language;
use crate::error::{ErrorKind, RequestId};

/// A whole document. All its parts are ours: our sentences, and hexadecimal digits.
#[must_use]
pub fn error_page(
    kind: ErrorKind,
    Language(texts): Language,
    id: RequestId,
    nonce: &str,
    brand: &Brand,
) -> String {
    let text = (texts.error)(kind);
    let (code, direction) = (texts.code, texts.direction);
    let (title, body) = (text.title, text.body);
    let (home, reference) = (texts.actions.home, texts.reference);
    // An address of ours has no character that ends an attribute.
    let contact = brand.contact().map_or(String::new(), |address| {
        let (address, label) = (address.replace('&', "&amp;"), texts.pages().footer.contact_us);
        format!("\n<p><a href=\"{address}\">{label}</a></p>")
    });
    format!(
        r#"<!DOCTYPE html>
<html lang="{code}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<style nonce="{nonce}">
:root {{ color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif }}
body {{ max-width: 36rem; margin: 4rem auto; padding: 0 1.5rem }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{body}</p>
<p><a href="/">{home}</a></p>
<p><small>{reference}: {id}</small></p>{contact}
</main>
</body>
</html>
"#
    )
}
