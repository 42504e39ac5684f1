//! Functions of templates: `!Ref`, `!Sub`, `!GetAtt`, `!If` and `!Equals`, and no others.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::TemplateError;
use super::yaml::{Node, NodeKind};

/// What stands for a property that is left out.
const NO_VALUE: &str = "AWS::NoValue";

/// What names in a template stand for.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// By name, for `!Ref`: parameters, pseudo parameters, resources.
    pub references: BTreeMap<String, String>,
    /// By `Resource.Attribute`, for `!GetAtt`.
    pub attributes: BTreeMap<String, String>,
    pub conditions: BTreeMap<String, bool>,
}

impl Scope {
    /// As a request has it; nothing for what is to be left out.
    pub fn value(&self, node: &Node) -> Result<Option<Value>, TemplateError> {
        Ok(Some(match &node.kind {
            NodeKind::Plain(text) => plain(text),
            NodeKind::Quoted(text) => Value::String(text.clone()),
            NodeKind::List(items) => {
                let items: Vec<_> = items
                    .iter()
                    .map(|item| self.value(item))
                    .collect::<Result<_, _>>()?;
                Value::Array(items.into_iter().flatten().collect())
            }
            NodeKind::Map(members) => {
                let mut object = Map::new();
                for (name, node) in members {
                    if let Some(hint) = name.strip_prefix("Fn::") {
                        let message = format!("write !{hint}: local-pool reads the short forms of functions");
                        return Err(TemplateError::at(node.line, message));
                    }
                    if let Some(value) = self.value(node)? {
                        object.insert(name.clone(), value);
                    }
                }
                Value::Object(object)
            }
            NodeKind::Function(name, argument) => return self.call(name, argument),
        }))
    }

    /// A condition: `!Equals` of two texts.
    pub fn condition(&self, node: &Node) -> Result<bool, TemplateError> {
        let NodeKind::Function(name, argument) = &node.kind else {
            return Err(TemplateError::at(node.line, "a condition is a function"));
        };
        match (name.as_str(), argument.items()?) {
            ("Equals", [one, other]) => Ok(self.value(one)? == self.value(other)?),
            _ => Err(TemplateError::at(
                node.line,
                format!("local-pool knows no condition but !Equals of two values, and this is !{name}"),
            )),
        }
    }

    fn call(&self, name: &str, argument: &Node) -> Result<Option<Value>, TemplateError> {
        let text = match name {
            "Ref" if argument.text()? == NO_VALUE => return Ok(None),
            "Ref" => self.referred(argument.text()?, argument.line)?,
            "GetAtt" => self.attribute(argument.text()?, argument.line)?,
            "Sub" => self.substituted(argument.text()?, argument.line)?,
            "If" => {
                let [condition, then, otherwise] = argument.items()? else {
                    return Err(TemplateError::at(
                        argument.line,
                        "!If takes a condition and two values",
                    ));
                };
                let condition = condition.text()?;
                let holds = self.conditions.get(condition).ok_or_else(|| {
                    TemplateError::at(argument.line, format!("there is no condition {condition}"))
                })?;
                return self.value(if *holds { then } else { otherwise });
            }
            other => {
                let message = format!("local-pool does not know the function !{other}");
                return Err(TemplateError::at(argument.line, message));
            }
        };
        Ok(Some(Value::String(text)))
    }

    fn referred(&self, name: &str, line: usize) -> Result<String, TemplateError> {
        let found = self.references.get(name).cloned();
        found.ok_or_else(|| TemplateError::at(line, format!("nothing is called {name}, or not yet")))
    }

    fn attribute(&self, name: &str, line: usize) -> Result<String, TemplateError> {
        let found = self.attributes.get(name).cloned();
        found.ok_or_else(|| TemplateError::at(line, format!("local-pool does not know {name}")))
    }

    fn substituted(&self, text: &str, line: usize) -> Result<String, TemplateError> {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once("${") {
            let (name, behind) = behind
                .split_once('}')
                .ok_or_else(|| TemplateError::at(line, "a ${ is not closed"))?;
            out.push_str(before);
            if name.contains('.') {
                out.push_str(&self.attribute(name, line)?);
            } else {
                out.push_str(&self.referred(name, line)?);
            }
            rest = behind;
        }
        Ok(out + rest)
    }
}

/// What YAML takes a plain scalar for.
fn plain(text: &str) -> Value {
    match text {
        "true" => true.into(),
        "false" => false.into(),
        "" | "~" | "null" => Value::Null,
        _ => text.parse::<i64>().map_or_else(|_| text.into(), Into::into),
    }
}
