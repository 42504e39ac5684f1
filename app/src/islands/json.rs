//! JSON in the browser. The browser itself parses it; what is left is to walk through its values, which weighs a fraction of a parser
//! that is compiled anew for each type.

use js_sys::{Array, JSON, Object, Reflect};
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use serde::de::value::U32Deserializer;
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer as _, Visitor};
use std::fmt;

/// Reads what a server that knows these types has written. A member that is missing is `None`, nothing or `false`, which is when ours
/// leave members out.
pub(crate) fn from_json<T: DeserializeOwned>(json: &str) -> Option<T> {
    T::deserialize(Value(JSON::parse(json).ok()?)).ok()
}

/// Says no more: it is never shown.
#[derive(Debug)]
struct Unreadable;

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unreadable")
    }
}

impl std::error::Error for Unreadable {}

impl de::Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

struct Value(JsValue);

impl Value {
    fn is_nothing(&self) -> bool {
        self.0.is_null() || self.0.is_undefined()
    }

    fn number(&self) -> Result<f64, Unreadable> {
        self.0.as_f64().ok_or(Unreadable)
    }

    /// Its items; of a member that is missing there are none.
    fn items(&self) -> Items {
        let items = self.0.dyn_ref::<Array>().cloned();
        Items {
            items: items.unwrap_or_default(),
            at: 0,
        }
    }

    /// Its members by name.
    fn members(&self, names: &'static [&'static str]) -> Members {
        Members {
            object: self.0.clone(),
            names: names.iter(),
        }
    }

    fn entries(&self) -> Entries {
        let entries = self.0.dyn_ref::<Object>().map(Object::entries);
        Entries {
            pairs: entries.unwrap_or_default(),
            at: 0,
            value: JsValue::UNDEFINED,
        }
    }
}

/// All numbers of ours are whole. The visitor says whether one is too large for its type.
macro_rules! read_numbers {
    ($($name:ident),*) => {
        $(fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            #[expect(clippy::cast_possible_truncation, reason = "whole, and of less than 64 bits")]
            let number = self.number()? as i64;
            visitor.visit_i64(number)
        })*
    };
}

impl<'de> de::Deserializer<'de> for Value {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unreadable> {
        Err(Unreadable)
    }

    read_numbers!(
        deserialize_i8,
        deserialize_i16,
        deserialize_i32,
        deserialize_i64,
        deserialize_u8,
        deserialize_u16,
        deserialize_u32,
        deserialize_u64
    );

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_bool(self.0.is_truthy())
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_string(self.0.as_string().ok_or(Unreadable)?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.is_nothing() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(self.items())
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(self.items())
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_map(self.entries())
    }

    /// In the order of its fields: lighter than a comparison of names for each type.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        if !self.0.is_object() {
            return Err(Unreadable);
        }
        visitor.visit_seq(self.members(fields))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_enum(Variant::find(&self.0, variants)?)
    }

    serde::forward_to_deserialize_any! {
        i128 u128 f32 f64 char bytes byte_buf tuple_struct identifier ignored_any
    }
}

struct Items {
    items: Array,
    at: u32,
}

impl<'de> de::SeqAccess<'de> for Items {
    type Error = Unreadable;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unreadable> {
        if self.at >= self.items.length() {
            return Ok(None);
        }
        self.at += 1;
        seed.deserialize(Value(self.items.get(self.at - 1))).map(Some)
    }
}

struct Members {
    object: JsValue,
    names: std::slice::Iter<'static, &'static str>,
}

impl<'de> de::SeqAccess<'de> for Members {
    type Error = Unreadable;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unreadable> {
        let Some(name) = self.names.next() else {
            return Ok(None);
        };
        seed.deserialize(Value(member(&self.object, name)?)).map(Some)
    }
}

struct Entries {
    pairs: Array,
    at: u32,
    value: JsValue,
}

impl<'de> de::MapAccess<'de> for Entries {
    type Error = Unreadable;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unreadable> {
        if self.at >= self.pairs.length() {
            return Ok(None);
        }
        let entry: Array = self.pairs.get(self.at).unchecked_into();
        self.at += 1;
        self.value = entry.get(1);
        seed.deserialize(Value(entry.get(0))).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unreadable> {
        seed.deserialize(Value(self.value.clone()))
    }
}

/// Of an enum: its name alone, or a member of that name with what it holds.
struct Variant {
    index: u32,
    content: Value,
}

impl Variant {
    fn find(value: &JsValue, names: &[&str]) -> Result<Self, Unreadable> {
        let (name, content) = match value.as_string() {
            Some(name) => (name, JsValue::UNDEFINED),
            None if value.is_object() => {
                let entry: Array = Object::entries(value.unchecked_ref()).get(0).unchecked_into();
                (entry.get(0).as_string().ok_or(Unreadable)?, entry.get(1))
            }
            None => return Err(Unreadable),
        };
        let index = (0..).zip(names).find(|(_, known)| **known == name);
        Ok(Self {
            index: index.ok_or(Unreadable)?.0,
            content: Value(content),
        })
    }
}

impl<'de> de::EnumAccess<'de> for Variant {
    type Error = Unreadable;
    type Variant = Value;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Value), Unreadable> {
        let index: U32Deserializer<Unreadable> = self.index.into_deserializer();
        Ok((seed.deserialize(index)?, self.content))
    }
}

impl<'de> de::VariantAccess<'de> for Value {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Unreadable> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(self.items())
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(self.members(fields))
    }
}

fn member(object: &JsValue, name: &str) -> Result<JsValue, Unreadable> {
    Reflect::get(object, &JsValue::from_str(name)).map_err(|_| Unreadable)
}
