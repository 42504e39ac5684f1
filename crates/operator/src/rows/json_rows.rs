//! JSON objects, in an array or one after the other.

use std::fmt;
use std::io::BufRead;
use std::ops::ControlFlow;

use attributes::Values;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};

use super::numbered::Numbered;
use super::{RowsError, column};

pub(super) fn read(mut input: impl BufRead, rows: &mut Numbered<'_>) -> Result<(), RowsError> {
    // A byte order mark, as some editors write it.
    if input.fill_buf()?.starts_with("\u{feff}".as_bytes()) {
        input.consume(3);
    }
    let first = skip_blanks(&mut input)?;
    let number = |rows: &Numbered<'_>| rows.next_number();
    if first == Some(b'[') {
        let mut json = serde_json::Deserializer::from_reader(input);
        let mut enough = false;
        let seed = Array {
            rows,
            enough: &mut enough,
        };
        let result = seed.deserialize(&mut json).and_then(|()| json.end());
        return match result {
            Err(_) if enough => Ok(()),
            Err(error) => Err(malformed(number(rows), &error)),
            Ok(()) => Ok(()),
        };
    }
    for object in serde_json::Deserializer::from_reader(input).into_iter::<Object>() {
        let object = object.map_err(|error| malformed(number(rows), &error))?;
        if rows.give(object.0).is_break() {
            break;
        }
    }
    Ok(())
}

/// The first byte that is no blank, still unread.
fn skip_blanks(input: &mut impl BufRead) -> std::io::Result<Option<u8>> {
    loop {
        let Some(byte) = input.fill_buf()?.first().copied() else {
            return Ok(None);
        };
        if !byte.is_ascii_whitespace() {
            return Ok(Some(byte));
        }
        input.consume(1);
    }
}

fn malformed(row: u64, error: &serde_json::Error) -> RowsError {
    match error.classify() {
        serde_json::error::Category::Io => RowsError::Io(std::io::Error::other(error.to_string())),
        _ => RowsError::Malformed(format!("row {row}: {error}")),
    }
}

/// An array whose members are passed on one by one.
struct Array<'a, 'b> {
    rows: &'a mut Numbered<'b>,
    enough: &'a mut bool,
}

impl<'de> DeserializeSeed<'de> for Array<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Array<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        while let Some(object) = sequence.next_element::<Object>()? {
            if let ControlFlow::Break(()) = self.rows.give(object.0) {
                *self.enough = true;
                return Err(A::Error::custom("enough"));
            }
        }
        Ok(())
    }
}

/// One row. Numbers and booleans become the strings that Cognito has for them; a null is a blank.
struct Object(Values);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Object;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut values = Values::new();
                while let Some((name, Scalar(value))) = map.next_entry::<String, Scalar>()? {
                    let name = column(&name);
                    let message = format!("`{}` is there twice", name.escape_debug());
                    if values.insert(name, value).is_some() {
                        return Err(de::Error::custom(message));
                    }
                }
                Ok(Object(values))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

/// A value that is not made of others.
struct Scalar(String);

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde_json::Value;
        let text = match Value::deserialize(deserializer)? {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            Value::Bool(flag) => flag.to_string(),
            Value::Null => String::new(),
            Value::Array(_) | Value::Object(_) => {
                return Err(de::Error::custom(
                    "a value must be a text, a number, true, false or null",
                ));
            }
        };
        Ok(Self(text))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::rows;
    use super::super::{Blank, Format};

    #[test]
    fn mistakes_are_told_with_their_row() {
        for (text, expected) in [
            (
                r#"{"username":"a"} {"username":"b","x":[1]}"#,
                "row 2: a value must be",
            ),
            (r#"{"username":"a","x":1,"x":2}"#, "row 1: `x` is there twice"),
            (r#"[{"username":"a"}, 3]"#, "row 2: invalid type"),
            (r#"[{"username":"a"}"#, "row 2: EOF"),
            (r#"[{"username":"a"}] x"#, "row 2: trailing"),
            (r"{", "row 1: EOF"),
        ] {
            let told = rows(Format::Json, text, Blank::Leave).unwrap_err();
            assert!(told.starts_with(expected), "{text}: {told}");
        }
    }

    #[test]
    fn names_of_users_come_under_any_case() {
        let text = "\u{feff}{\"Username\":\"\u{200b}ana\"}";
        assert_eq!(rows(Format::Json, text, Blank::Leave).unwrap()[0].username, "ana");
        let twice = rows(Format::Json, r#"{"username":"a","USERNAME":"b"}"#, Blank::Leave);
        assert!(twice.is_err());
    }

    #[test]
    fn an_empty_file_has_no_rows() {
        for text in ["", " \n", "[]", " [ ] "] {
            assert_eq!(rows(Format::Json, text, Blank::Leave), Ok(Vec::new()), "{text:?}");
        }
    }

    #[test]
    fn json_numbers_keep_their_spelling() {
        let text = r#"{"username":"a","i":9007199254740991,"n":-7,"d":2.5,"b":false}"#;
        let form = &rows(Format::Json, text, Blank::Leave).unwrap()[0].form;
        let values: Vec<_> = ["i", "n", "d", "b"].map(|name| form[name].as_str()).into();
        assert_eq!(values, ["9007199254740991", "-7", "2.5", "false"]);
    }
}
