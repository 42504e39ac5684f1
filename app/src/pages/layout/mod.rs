//! What stands around each page: the document, its head, the top and the bottom; and what stands in a page's place.

mod app;
mod footer;
mod header;
mod hydration;
mod icon;
mod language;
mod menu;
mod problem;
mod sections;
mod shell;
mod title;

pub use app::App;
pub(crate) use footer::{Footer, NoPageForm};
pub(crate) use header::Header;
pub use hydration::FrontEnd;
pub(crate) use icon::Icon;
pub(crate) use problem::Problem;
pub(crate) use sections::{Section, Sections};
pub use shell::shell;
pub(crate) use title::{Title, TitleFormat, format_titles, short_name};
