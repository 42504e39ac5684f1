//! What the pool writes to people: codes, and invitations. A pool has one text of each kind for everybody and knows nobody's
//! language when it sends, so a text has all languages that were asked for, one after the other
//! (developer guide, "Configuring verification and invitation messages").

mod texts;

use clap::Args;
use url::Url;

pub use texts::MessageTexts;
use texts::{KindTexts, LanguageTexts};

/// Of subjects and of text messages, for the service
/// (API reference, `VerificationMessageTemplateType` and `MessageTemplateType`).
const SHORT: usize = 140;
/// Of e-mails.
const LONG: usize = 20_000;

/// Where the service puts the code or the temporary password, and the name.
const CODE: &str = "{####}";
const NAME: &str = "{username}";

/// What the pool's messages are written in.
#[derive(Clone, Debug, Default, Args)]
pub struct MessageOptions {
    /// The languages of the pool's codes and invitations, one after the other in each message: en,es,he. Without it Cognito writes
    /// in its own English. E-mail needs a sender of your own.
    #[arg(long = "language", value_name = "LANGUAGES", value_delimiter = ',')]
    pub languages: Vec<String>,
    /// What those messages call the app; the host of its address if not given.
    #[arg(long, value_name = "NAME", value_parser = parse_app_name, requires = "languages")]
    pub app_name: Option<String>,
    /// Texts of your own, in a file like crates/operator/messages.toml.
    #[arg(id = "messages", long = "messages", value_name = "FILE", value_parser = texts::read, requires = "languages")]
    pub texts: Option<MessageTexts>,
}

/// The pool's texts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Messages {
    pub code: Message,
    pub invitation: Message,
}

/// One text, for each way it is sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    pub subject: String,
    /// In HTML.
    pub email: String,
    pub sms: String,
}

impl Messages {
    /// What was asked for, if anything was; or everything in which it is too much for the service.
    pub fn new(options: &MessageOptions, app: &Url) -> Result<Option<Self>, Vec<String>> {
        if options.languages.is_empty() {
            return Ok(None);
        }
        let shipped = MessageTexts::shipped();
        let texts = options.texts.as_ref().unwrap_or(&shipped);
        let languages = chosen(&options.languages, texts)?;
        let app = AppNames {
            name: options
                .app_name
                .clone()
                .unwrap_or_else(|| app.host_str().unwrap_or_default().to_owned()),
            address: app.origin().ascii_serialization(),
        };
        let messages = Self {
            code: message(&languages, &app, |language| &language.code, &[CODE]),
            invitation: message(&languages, &app, |language| &language.invitation, &[NAME, CODE]),
        };
        let problems = messages.too_long();
        if problems.is_empty() {
            Ok(Some(messages))
        } else {
            Err(problems)
        }
    }

    fn too_long(&self) -> Vec<String> {
        let lengths = [("code", &self.code), ("invitation", &self.invitation)]
            .into_iter()
            .flat_map(|(kind, message)| {
                [
                    (kind, "subject", &message.subject, SHORT),
                    (kind, "text message", &message.sms, SHORT),
                    (kind, "e-mail", &message.email, LONG),
                ]
            });
        let told = lengths.filter_map(|(kind, what, text, most)| {
            let length = text.chars().count();
            (length > most).then(|| {
                format!(
                    "--language: the {what} of {kind} has {length} characters, and the service takes {most}: choose fewer languages, a \
                     shorter --app-name, or texts of your own (--messages)"
                )
            })
        });
        told.collect()
    }
}

fn chosen<'a>(
    names: &[String],
    texts: &'a MessageTexts,
) -> Result<Vec<(&'a str, &'a LanguageTexts)>, Vec<String>> {
    let mut problems = Vec::new();
    let mut languages: Vec<(&str, &LanguageTexts)> = Vec::new();
    for name in names {
        match texts.get(name) {
            None => problems.push(format!(
                "--language {name}: there are texts in {}",
                texts.names().collect::<Vec<_>>().join(", ")
            )),
            Some((name, _)) if languages.iter().any(|(other, _)| *other == name) => {
                problems.push(format!("--language {name} is given twice"));
            }
            Some(language) => languages.push(language),
        }
    }
    if problems.is_empty() {
        Ok(languages)
    } else {
        Err(problems)
    }
}

/// What messages call the app.
struct AppNames {
    name: String,
    address: String,
}

/// The code stands in it once, after what every language says before it: whether the service would fill in more is not documented.
fn message(
    languages: &[(&str, &LanguageTexts)],
    app: &AppNames,
    of: impl Fn(&LanguageTexts) -> &KindTexts,
    values: &[&str],
) -> Message {
    let joined = |part: fn(&KindTexts) -> &String, with: &str| {
        let parts: Vec<&str> = languages
            .iter()
            .map(|(_, language)| part(of(language)).as_str())
            .collect();
        parts.join(with)
    };
    let paragraphs = |part: fn(&KindTexts) -> &String| {
        let lines = languages.iter().map(|(name, language)| {
            let text = filled(part(of(language)), app);
            let direction = language.direction.name();
            format!("<p lang=\"{name}\" dir=\"{direction}\">{text}</p>\n")
        });
        lines.collect::<String>()
    };
    let shown: Vec<String> = values.iter().map(|value| format!("<bdi>{value}</bdi>")).collect();
    let email = paragraphs(|texts| &texts.before)
        + &format!("<p><strong>{}</strong></p>\n", shown.join("<br>"))
        + paragraphs(|texts| &texts.after).trim_end();
    Message {
        subject: format!("{}: {}", app.name, joined(|texts| &texts.subject, " · ")),
        email,
        // The values first: behind words of both directions they would change places.
        sms: format!(
            "{} {}: {}",
            values.join(" "),
            app.name,
            joined(|texts| &texts.text_message, " / ")
        ),
    }
}

/// A sentence in HTML. What may be written in the other direction is isolated.
fn filled(text: &str, app: &AppNames) -> String {
    let isolated = |value: &str| format!("<bdi>{}</bdi>", escaped(value));
    escaped(text)
        .replace("{app}", &isolated(&app.name))
        .replace("{address}", &isolated(&app.address))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// What the service takes in a subject, and no placeholder of its own.
fn parse_app_name(text: &str) -> Result<String, String> {
    let fits = (1..=60).contains(&text.chars().count());
    if fits && text.trim() == text && !text.contains(['{', '}']) && !text.contains(is_invisible) {
        Ok(text.to_owned())
    } else {
        Err("must be 1 to 60 letters, digits, signs and blanks between them, without braces and invisible characters".to_owned())
    }
}

/// Characters of the categories Cc and Cf that people type or paste: the service's pattern has neither.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests;
