//! Reads just as much HTML as a form needs: what a browser would send.

/// A form of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// Where it is sent.
    pub action: String,
    /// Names and values of its fields.
    pub fields: Vec<(String, String)>,
}

impl Form {
    /// The form of a page whose action ends so.
    #[must_use]
    pub fn find(page: &str, action: &str) -> Option<Self> {
        let mut forms = page.split("<form").skip(1).filter_map(|rest| {
            let (form, _) = rest.split_once("</form>")?;
            let (head, body) = form.split_once('>')?;
            Some(Self {
                action: attribute(head, "action").unwrap_or_default(),
                fields: fields(body),
            })
        });
        forms.find(|form| form.action.ends_with(action))
    }

    /// The value of a field.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        fields
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// Types something into a field; answers whether there is such a field.
    pub fn set(&mut self, name: &str, value: &str) -> bool {
        let field = self.fields.iter_mut().find(|(field, _)| field == name);
        field.map(|(_, old)| value.clone_into(old)).is_some()
    }
}

fn fields(body: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let mut rest = body;
    while let Some((_, tag)) = rest.split_once('<') {
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        rest = after;
        if let Some(tag) = tag.strip_prefix("input ") {
            fields.extend(input(tag));
        } else if let Some(tag) = tag.strip_prefix("textarea ") {
            let text = after.split_once('<').map_or("", |(text, _)| text);
            fields.extend(attribute(tag, "name").map(|name| (name, unescape(text))));
        } else if let Some(tag) = tag.strip_prefix("select ") {
            let (options, after) = after.split_once("</select>").unwrap_or((after, ""));
            rest = after;
            fields.extend(attribute(tag, "name").map(|name| (name, chosen(options))));
        }
    }
    fields
}

fn input(tag: &str) -> Option<(String, String)> {
    let (name, kind) = (
        attribute(tag, "name")?,
        attribute(tag, "type").unwrap_or_default(),
    );
    let is_sent = match kind.as_str() {
        "radio" | "checkbox" => has(tag, "checked"),
        "submit" | "button" => false,
        _ => true,
    };
    is_sent.then(|| (name, attribute(tag, "value").unwrap_or_default()))
}

fn chosen(options: &str) -> String {
    let tags: Vec<&str> = options
        .split("<option")
        .skip(1)
        .filter_map(|option| Some(option.split_once('>')?.0))
        .collect();
    let chosen = tags.iter().find(|tag| has(tag, "selected")).or(tags.first());
    chosen.and_then(|tag| attribute(tag, "value")).unwrap_or_default()
}

/// The value of an attribute in double quotes.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = format!(" {name}=\"");
    let tag = format!(" {tag}");
    let (_, rest) = tag.split_once(&start)?;
    let (value, _) = rest.split_once('"')?;
    Some(unescape(value))
}

fn has(tag: &str, name: &str) -> bool {
    tag.split_ascii_whitespace().any(|word| {
        let word = word.trim_end_matches('/');
        word == name || word.starts_with(&format!("{name}="))
    })
}

fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_is_read_as_browsers_send_it() {
        let page = r#"<form method="post" action="/other"></form>
            <form class="x" method="post" action="/api/save"><input type="hidden" name="csrf" value="a&amp;b">
            <input type="radio" name="yes" value="true" checked><input type="radio" name="yes" value="false">
            <select id="s" name="choice"><option value="one">One</option><option value="two" selected>Two</option></select>
            <textarea name="text">1 &lt; 2</textarea><button type="submit">Save</button></form>"#;
        let mut form = Form::find(page, "/save").unwrap();
        let expected = [
            ("csrf", "a&b"),
            ("yes", "true"),
            ("choice", "two"),
            ("text", "1 < 2"),
        ];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(form.fields, expected);
        assert!(form.set("choice", "one") && !form.set("none", "x"));
        assert_eq!(form.value("choice"), Some("one"));
        assert_eq!(Form::find(page, "/absent"), None);
    }
}
