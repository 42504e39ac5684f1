//! What an island takes along into the browser.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A property of an island. Leptos writes the properties out again when the browser takes an island over, for nothing; of
/// these it writes nothing there, so that the browser need not know how.
#[derive(Clone)]
pub(crate) struct IslandProps<T>(pub T);

#[cfg(feature = "ssr")]
impl<T: Serialize> Serialize for IslandProps<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[cfg(not(feature = "ssr"))]
impl<T> Serialize for IslandProps<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for IslandProps<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}
