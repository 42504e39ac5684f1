//! A few drawings beside words that say the same.

use leptos::prelude::*;

/// What is drawn, in lines on a square of 20 units.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Icon {
    Person,
    Shield,
    Screen,
    File,
    Download,
    Leave,
}

impl Icon {
    /// All of them.
    #[cfg(debug_assertions)]
    pub(crate) const ALL: [Self; 6] = [
        Self::Person,
        Self::Shield,
        Self::Screen,
        Self::File,
        Self::Download,
        Self::Leave,
    ];

    fn lines(self) -> &'static str {
        match self {
            Self::Person => {
                "M10 9.5a3.25 3.25 0 1 0 0-6.5a3.25 3.25 0 1 0 0 6.5zM3.5 17c.6-3 3.2-4.75 6.5-4.75s5.9 1.75 6.5 4.75"
            }
            Self::Shield => {
                "M10 2.5l6.25 2.25v4.5c0 3.9-2.6 6.7-6.25 8.25c-3.65-1.55-6.25-4.35-6.25-8.25v-4.5zM7.25 9.75l2 2l3.75-4"
            }
            Self::Screen => "M3 4.25h14v9.5h-14zM10 13.75v3M6.75 16.75h6.5",
            Self::File => "M5 2.5h7l3.5 3.5v11.5h-10.5zM12 2.5v3.5h3.5M7.5 10h5.5M7.5 13.25h5.5",
            Self::Download => "M10 3v9.5M6.25 9l3.75 3.75l3.75-3.75M3.5 16.5h13",
            Self::Leave => "M12 6.25v-2.75h-8.5v13h8.5v-2.75M8 10h9M14.25 7.25l2.75 2.75l-2.75 2.75",
        }
    }

    /// For the eye only. What points somewhere points the other way where people read from right to left.
    pub(crate) fn view(self) -> impl IntoView + use<> {
        view! {
            <svg class="icon" class:points=self == Self::Leave viewBox="0 0 20 20" aria-hidden="true">
                <path d=self.lines() />
            </svg>
        }
    }
}
