#![cfg_attr(feature = "toml", doc = include_str!("../README.md"))]
#![cfg_attr(not(feature = "toml"), doc = "The brand of this application.")]

#[cfg(feature = "toml")]
mod error;
#[cfg(feature = "managed-login")]
mod managed_login;
#[cfg(feature = "toml")]
mod read;
mod values;

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use attributes::Text;
use serde::Deserialize;

#[cfg(feature = "toml")]
pub use error::Error;
pub use values::{Colours, FileName, Pair, WebAddress};

use values::{Contact, Name, text};

/// The default name of the application.
const DEFAULT_NAME: &str = "leptos-cognito";

/// The brand of the application. Everything is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brand {
    name: Option<Name>,
    logo: Option<FileName>,
    icon: Option<FileName>,
    contact: Option<Contact>,
    #[serde(default)]
    links: Links,
    #[serde(default)]
    colours: Colours,
    #[serde(default)]
    home: Home,
}

/// Pages of the operator, linked at the foot of each page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Links {
    /// How data is treated.
    pub privacy: Option<WebAddress>,
    /// Who is behind the application.
    pub imprint: Option<WebAddress>,
    /// Where to get help.
    pub help: Option<WebAddress>,
}

/// Texts of the home page; what is missing is said in our own words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Home {
    /// The heading.
    #[serde(default, deserialize_with = "text")]
    pub title: Option<Text>,
    /// Below the heading.
    #[serde(default, deserialize_with = "text")]
    pub lead: Option<Text>,
    /// What there is to know, in boxes side by side. An empty list leaves them out.
    pub points: Option<Vec<Point>>,
}

/// A box on the home page.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Its heading.
    #[serde(deserialize_with = "values::required_text")]
    pub title: Text,
    /// Below the heading.
    #[serde(deserialize_with = "values::required_text")]
    pub body: Text,
}

impl Brand {
    /// Reads the text of a `brand.toml`.
    ///
    /// # Errors
    ///
    /// All that cannot be used, in the order of the file, each with its place and what is expected: an unknown key, a colour
    /// that is none, an address that is not one of the web. A text that is not TOML is looked at no further.
    #[cfg(feature = "toml")]
    pub fn from_toml(toml: &str) -> Result<Self, Vec<Error>> {
        read::read(toml)
    }

    /// The name of the product: in titles, at the head of each page, in authenticator apps.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_ref().map_or(DEFAULT_NAME, |Name(name)| name)
    }

    /// A picture beside the name, in the folder of the brand.
    #[must_use]
    pub fn logo(&self) -> Option<&FileName> {
        self.logo.as_ref()
    }

    /// The icon of the tab, in the folder of the brand.
    #[must_use]
    pub fn icon(&self) -> Option<&FileName> {
        self.icon.as_ref()
    }

    /// The support contact: an address that starts with `mailto:`, `tel:`, `https:` or `http:`.
    #[must_use]
    pub fn contact(&self) -> Option<&str> {
        self.contact.as_ref().map(|Contact(address)| address.as_str())
    }

    /// Pages of the operator.
    #[must_use]
    pub fn links(&self) -> &Links {
        &self.links
    }

    /// Texts of the home page.
    #[must_use]
    pub fn home(&self) -> &Home {
        &self.home
    }

    /// Colours that take the place of ours.
    #[must_use]
    pub fn colours(&self) -> &Colours {
        &self.colours
    }

    /// CSS that sets the colours; `None` if there are none of its own.
    #[must_use]
    pub fn style_sheet(&self) -> Option<String> {
        self.colours.style_sheet()
    }

    /// The name of that CSS as a file, which changes with its content.
    #[must_use]
    pub fn style_sheet_name(&self) -> Option<String> {
        let mut hasher = DefaultHasher::new();
        self.style_sheet()?.hash(&mut hasher);
        Some(format!("colours-{:016x}.css", hasher.finish()))
    }

    /// The files it names, which have to be in its folder.
    pub fn files(&self) -> impl Iterator<Item = &FileName> {
        self.logo.iter().chain(&self.icon)
    }
}
