//! The device of a session in two words, from its `User-Agent`. No more of it is kept.

use serde::{Deserialize, Serialize};

/// A browser and what it runs on, as far as its `User-Agent` says (RFC 9110 section 10.1.5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// The browser.
    pub browser: Option<Browser>,
    /// The system.
    pub system: Option<System>,
}

macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $shown:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "the names speak for themselves")]
        pub enum $name {
            $($variant,)*
        }

        impl $name {
            /// As its maker spells it, the same in all languages.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $shown,)*
                }
            }
        }
    };
}

names! {
    /// Browsers that people know by name.
    Browser {
        Edge = "Edge",
        Opera = "Opera",
        Samsung = "Samsung Internet",
        Firefox = "Firefox",
        Chrome = "Chrome",
        Safari = "Safari",
    }
}

names! {
    /// What browsers run on.
    System {
        Android = "Android",
        IPhone = "iPhone",
        IPad = "iPad",
        ChromeOs = "ChromeOS",
        Windows = "Windows",
        MacOs = "macOS",
        Linux = "Linux",
    }
}

/// In this order: nearly every browser says that it is Chrome and Safari, too.
const BROWSERS: [(&str, Browser); 11] = [
    ("Edg/", Browser::Edge),
    ("EdgA/", Browser::Edge),
    ("EdgiOS/", Browser::Edge),
    ("OPR/", Browser::Opera),
    ("SamsungBrowser/", Browser::Samsung),
    ("Firefox/", Browser::Firefox),
    ("FxiOS/", Browser::Firefox),
    ("Chrome/", Browser::Chrome),
    ("CriOS/", Browser::Chrome),
    ("Chromium/", Browser::Chrome),
    ("Safari/", Browser::Safari),
];

/// In this order: Android is a Linux, and an iPhone says that it is like a Mac.
const SYSTEMS: [(&str, System); 7] = [
    ("Android", System::Android),
    ("iPhone", System::IPhone),
    ("iPad", System::IPad),
    ("CrOS", System::ChromeOs),
    ("Windows", System::Windows),
    ("Macintosh", System::MacOs),
    ("Linux", System::Linux),
];

impl Device {
    /// Reads a `User-Agent`.
    #[must_use]
    pub fn of(user_agent: &str) -> Self {
        Self {
            browser: find(user_agent, &BROWSERS),
            system: find(user_agent, &SYSTEMS),
        }
    }
}

fn find<T: Copy>(user_agent: &str, marks: &[(&str, T)]) -> Option<T> {
    let mark = marks.iter().find(|(mark, _)| user_agent.contains(mark));
    mark.map(|(_, meaning)| *meaning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_user_agents_are_named() {
        for (user_agent, browser, system) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                Browser::Firefox,
                System::Linux,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
                Browser::Edge,
                System::Windows,
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
                Browser::Chrome,
                System::Android,
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15",
                Browser::Safari,
                System::MacOs,
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0 Mobile/15E148 Safari/604.1",
                Browser::Chrome,
                System::IPhone,
            ),
        ] {
            let expected = Device {
                browser: Some(browser),
                system: Some(system),
            };
            assert_eq!(Device::of(user_agent), expected, "{user_agent}");
        }
    }

    #[test]
    fn unknown_user_agents_are_not_guessed() {
        assert_eq!(Device::of("curl/8.5.0"), Device::default());
        assert_eq!(Device::of(""), Device::default());
    }
}
