//! What stands around each page: the document, its head, the top and the bottom; and what stands in a page's place.

mod footer;
mod header;
mod hydration;
mod icon;
mod language;
mod menu;
mod picture;
mod problem;
mod sections;
mod shell;
mod title;

pub(crate) use header::viewer;
pub use hydration::FrontEnd;
pub(crate) use icon::Icon;
pub(crate) use picture::Picture;
pub(crate) use problem::{Problem, loaded_page};
pub(crate) use sections::{Section, Sections, sections};
pub(crate) use shell::document;
pub(crate) use title::{PageTitle, Title, begin_title, short_name};
