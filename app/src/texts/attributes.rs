//! Words around attributes, wherever they are shown or asked for.

use ::attributes::Lock;

pub struct Attributes {
    /// Why the person cannot change it.
    pub lock: fn(Lock) -> &'static str,
    /// Says what a value became meanwhile, and what saving again does.
    pub changed_to: fn(&str) -> String,
    /// The same for a value that is gone.
    pub removed_meanwhile: &'static str,
    /// Lets people go on without what can be skipped.
    pub skip: &'static str,
}
