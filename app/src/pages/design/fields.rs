//! A field of each input, in each state.

use attributes::{Attribute, Lock, Rule, Schema};
use leptos::prelude::*;

use crate::islands::form::Field;
use crate::server::html::Html;

/// A state of a field.
#[derive(Clone, Copy)]
enum Shown {
    Empty,
    Filled,
    Wrong,
    Locked,
}

impl Shown {
    const ALL: [Self; 4] = [Self::Empty, Self::Filled, Self::Wrong, Self::Locked];

    fn name(self) -> &'static str {
        match self {
            Self::Empty => "Empty",
            Self::Filled => "Filled in",
            Self::Wrong => "Wrong",
            Self::Locked => "Not to be changed",
        }
    }
}

/// All fields of the list beside this file, as forms show them.
#[component]
pub(super) fn Fields() -> impl IntoView {
    let list = Schema::from_toml(include_str!("list.toml")).expect("its own test reads it");
    let cards = Shown::ALL.map(|shown| {
        let mut html = Html::new();
        for attribute in list.attributes() {
            write_field(&mut html, attribute, shown);
        }
        view! {
            <section class="card">
                <h3>{shown.name()}</h3>
                <div class="attributes" inner_html=html.into_string()></div>
            </section>
        }
    });
    cards.collect_view()
}

/// Each with a name of its own: radio buttons of one name would be one choice.
fn write_field(html: &mut Html, attribute: &Attribute, shown: Shown) {
    let mut attribute = attribute.clone();
    let value = match shown {
        Shown::Empty => "",
        _ => example(&attribute.name),
    };
    attribute.name = format!("{}_{}", attribute.name, shown as u8);
    let error = matches!(shown, Shown::Wrong).then_some(Rule::Refused);
    let lock = matches!(shown, Shown::Locked).then_some(Lock::Immutable);
    let field = Field {
        attribute: &attribute,
        value,
        error,
        lock,
        now: None,
    };
    field.write(html);
}

fn example(name: &str) -> &'static str {
    match name {
        "custom:long" => "Several lines,\nas many as somebody writes.",
        "custom:number" => "42",
        "custom:day" => "2026-03-01",
        "custom:moment" => "2026-03-01T09:30:00Z",
        "custom:switch" => "true",
        "custom:radios" | "custom:select" => "Another",
        "custom:country" => "ES",
        "zoneinfo" => "Europe/Madrid",
        "locale" => "es",
        "custom:phone" => "+34911234567",
        "custom:url" => "https://example.com",
        "custom:consent" => "2",
        _ => "A value",
    }
}

#[cfg(test)]
mod tests {
    use attributes::InputType;

    use super::*;

    #[test]
    fn list_of_the_design_page_shows_every_input() {
        let list = Schema::from_toml(include_str!("list.toml")).expect("a list without mistakes");
        for input in InputType::ALL {
            assert!(
                list.attributes().iter().any(|attribute| attribute.input == input),
                "{input:?}"
            );
        }
    }
}
