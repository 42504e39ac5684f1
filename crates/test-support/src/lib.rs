#![doc = include_str!("../README.md")]
#![expect(clippy::missing_panics_doc, reason = "a test fails by a panic")]

mod browser;
mod certificate;
mod cookies;
#[cfg(feature = "store")]
mod faulty_store;
mod form;
mod page;
mod pool_pages;
mod redis_server;
mod transport;

pub use browser::{Browser, Error};
pub use certificate::self_signed;
pub use cookies::{CookieJar, SetCookie};
#[cfg(feature = "store")]
pub use faulty_store::FaultyStore;
pub use form::Form;
pub use page::Page;
pub use pool_pages::operate;
pub use redis_server::RedisServer;
pub use transport::{http_client, name_no_host};
