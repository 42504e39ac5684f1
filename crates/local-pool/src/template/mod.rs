//! A pool from a `CloudFormation` template: each resource becomes the call of the API that `CloudFormation` would make, with
//! its checks. What is not known is refused with its line.

mod for_the_api;
mod resolve;
mod yaml;

use serde_json::{Map, Value};
use url::Url;

use crate::api::perform;
use crate::service::Service;
use for_the_api::for_the_api;
use resolve::Scope;
use yaml::Node;

/// Why a template cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct TemplateError {
    /// From 1.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

impl TemplateError {
    fn at(line: usize, message: impl Into<String>) -> Self {
        Self {
            line,
            message: message.into(),
        }
    }
}

/// A `CloudFormation` template that was read.
#[derive(Clone, Debug)]
pub struct Template {
    resources: Vec<Resource>,
    app_origin: Option<Url>,
    parameters: Vec<(String, String)>,
    conditions: Vec<(String, Node)>,
}

#[derive(Clone, Debug)]
struct Resource {
    name: String,
    kind: Kind,
    line: usize,
    properties: Node,
}

/// What a resource is, in the order of making.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// Of another service: nothing stands for it here, and its names are made up.
    Elsewhere,
    Pool,
    Client,
    Domain,
    Branding,
    Group,
}

const KINDS: [(&str, Kind); 8] = [
    ("AWS::Cognito::UserPool", Kind::Pool),
    ("AWS::Cognito::UserPoolClient", Kind::Client),
    ("AWS::Cognito::UserPoolDomain", Kind::Domain),
    ("AWS::Cognito::ManagedLoginBranding", Kind::Branding),
    ("AWS::Cognito::UserPoolGroup", Kind::Group),
    ("AWS::SES::EmailIdentity", Kind::Elsewhere),
    ("AWS::SecretsManager::Secret", Kind::Elsewhere),
    ("AWS::IAM::Role", Kind::Elsewhere),
];

/// Outputs are for whoever deploys the template.
const SECTIONS: [&str; 7] = [
    "AWSTemplateFormatVersion",
    "Description",
    "Metadata",
    "Parameters",
    "Conditions",
    "Resources",
    "Outputs",
];
const RESOURCE_KEYS: [&str; 6] = [
    "Type",
    "Properties",
    "DependsOn",
    "DeletionPolicy",
    "UpdateReplacePolicy",
    "Metadata",
];

/// Where a template's pool is.
const REGION: &str = "eu-west-1";
const ACCOUNT: &str = "000000000000";

impl Template {
    /// Reads the text of a template in YAML.
    pub fn read(text: &str) -> Result<Self, TemplateError> {
        let document = yaml::parse(text)?;
        only(&document, &SECTIONS)?;
        let mut resources = Vec::new();
        for (name, node) in section(&document, "Resources")? {
            resources.push(resource(name, node)?);
        }
        if !resources.iter().any(|resource| resource.kind == Kind::Pool) {
            return Err(TemplateError::at(
                document.line,
                "there is no AWS::Cognito::UserPool",
            ));
        }
        resources.sort_by_key(|resource| resource.kind);
        let mut parameters = Vec::new();
        for (name, node) in section(&document, "Parameters")? {
            let default = node.get("Default").ok_or_else(|| {
                TemplateError::at(
                    node.line,
                    format!("the parameter {name} has no default, and local-pool asks nobody"),
                )
            })?;
            parameters.push((name.clone(), default.text()?.to_owned()));
        }
        Ok(Self {
            resources,
            app_origin: None,
            parameters,
            conditions: section(&document, "Conditions")?.to_vec(),
        })
    }

    /// Moves the callback and sign-out URLs of all clients to another origin, paths kept: for an app on this machine.
    #[must_use]
    pub fn with_app_origin(self, origin: &Url) -> Self {
        Self {
            app_origin: Some(origin.clone()),
            ..self
        }
    }

    /// Makes everything that is described.
    pub(crate) fn apply(&self, service: &Service) -> Result<(), TemplateError> {
        let mut scope = self.scope()?;
        for resource in &self.resources {
            let Some(mut request) = request(resource, &mut scope)? else {
                continue;
            };
            if let Some(origin) = &self.app_origin {
                move_urls(&mut request, origin);
            }
            make(resource, request, &mut scope, service)?;
        }
        Ok(())
    }

    fn scope(&self) -> Result<Scope, TemplateError> {
        let mut scope = Scope::default();
        for (name, value) in [
            ("AWS::Region", REGION),
            ("AWS::AccountId", ACCOUNT),
            ("AWS::Partition", "aws"),
            ("AWS::StackName", "local-pool"),
        ] {
            scope.references.insert(name.to_owned(), value.to_owned());
        }
        scope.references.extend(self.parameters.iter().cloned());
        for (name, node) in &self.conditions {
            let holds = scope.condition(node)?;
            scope.conditions.insert(name.clone(), holds);
        }
        Ok(scope)
    }
}

fn section<'a>(document: &'a Node, name: &str) -> Result<&'a [(String, Node)], TemplateError> {
    document.get(name).map_or(Ok(&[]), Node::members)
}

fn only(node: &Node, known: &[&str]) -> Result<(), TemplateError> {
    match node
        .members()?
        .iter()
        .find(|(name, _)| !known.contains(&name.as_str()))
    {
        None => Ok(()),
        Some((name, node)) => Err(TemplateError::at(
            node.line,
            format!("local-pool does not know {name} here"),
        )),
    }
}

fn resource(name: &str, node: &Node) -> Result<Resource, TemplateError> {
    only(node, &RESOURCE_KEYS)?;
    let missing = |what: &str| TemplateError::at(node.line, format!("{name} has no {what}"));
    let type_node = node.get("Type").ok_or_else(|| missing("Type"))?;
    let type_name = type_node.text()?;
    let known = KINDS.iter().find(|(known, _)| *known == type_name);
    let (_, kind) = known.ok_or_else(|| {
        TemplateError::at(
            type_node.line,
            format!("local-pool does not know resources of the type {type_name}"),
        )
    })?;
    Ok(Resource {
        name: name.to_owned(),
        kind: *kind,
        line: node.line,
        properties: node
            .get("Properties")
            .ok_or_else(|| missing("Properties"))?
            .clone(),
    })
}

/// The properties as a request has them; none if nothing here stands for the resource.
fn request(resource: &Resource, scope: &mut Scope) -> Result<Option<Map<String, Value>>, TemplateError> {
    if resource.kind == Kind::Elsewhere {
        elsewhere(resource, scope)?;
        return Ok(None);
    }
    match scope.value(&resource.properties)? {
        Some(Value::Object(members)) => Ok(Some(members)),
        _ => Err(TemplateError::at(resource.line, "Properties must be a map")),
    }
}

fn move_urls(request: &mut Map<String, Value>, origin: &Url) {
    for list in ["CallbackURLs", "LogoutURLs"] {
        for url in request
            .get_mut(list)
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            if let Some(moved) = url.as_str().and_then(|text| moved(text, origin)) {
                *url = moved.into();
            }
        }
    }
}

fn moved(text: &str, origin: &Url) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let rest = url.as_str().get(url.origin().ascii_serialization().len()..)?;
    Some(origin.origin().ascii_serialization() + rest)
}

/// One resource, and what others call it by.
fn make(
    resource: &Resource,
    mut request: Map<String, Value>,
    scope: &mut Scope,
    service: &Service,
) -> Result<(), TemplateError> {
    let call = |operation: &str, request: Value| {
        perform(service, REGION, operation, &request).map_err(|exception| {
            let message = format!("{}: {operation} is refused: {exception}", resource.name);
            TemplateError::at(resource.line, message)
        })
    };
    let name = resource.name.clone();
    match resource.kind {
        Kind::Pool => {
            let mfa =
                for_the_api(&mut request).map_err(|message| TemplateError::at(resource.line, message))?;
            let made = call("CreateUserPool", request.into())?;
            let id = text(&made["UserPool"]["Id"]);
            if let Some(mut mfa) = mfa {
                mfa["UserPoolId"] = id.clone().into();
                call("SetUserPoolMfaConfig", mfa)?;
            }
            scope
                .attributes
                .insert(format!("{name}.Arn"), text(&made["UserPool"]["Arn"]));
            scope
                .attributes
                .insert(format!("{name}.ProviderURL"), service.issuer(&id));
            scope.references.insert(name, id);
        }
        Kind::Client => {
            let made = call("CreateUserPoolClient", request.into())?;
            let client = &made["UserPoolClient"];
            scope
                .attributes
                .insert(format!("{name}.ClientSecret"), text(&client["ClientSecret"]));
            scope.references.insert(name, text(&client["ClientId"]));
        }
        Kind::Domain => drop(call("CreateUserPoolDomain", request.into())?),
        Kind::Branding => drop(call("CreateManagedLoginBranding", request.into())?),
        Kind::Group => drop(call("CreateGroup", request.into())?),
        Kind::Elsewhere => {}
    }
    Ok(())
}

/// Names that other resources may use; nobody here looks at what is behind them.
fn elsewhere(resource: &Resource, scope: &mut Scope) -> Result<(), TemplateError> {
    let name = &resource.name;
    let identity = resource
        .properties
        .get("EmailIdentity")
        .map(Node::text)
        .transpose()?;
    let reference = identity.unwrap_or(name).to_owned();
    scope.references.insert(name.clone(), reference);
    let arn = format!("arn:aws:iam::{ACCOUNT}:role/{name}");
    scope.attributes.insert(format!("{name}.Arn"), arn);
    Ok(())
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
