//! YAML as templates are written: scalars, lists and maps, with the short forms of functions (`!Ref`).

use saphyr_parser::{Event, Parser, ScalarStyle, Span, Tag};

use super::TemplateError;

/// A value, and the line it begins on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub line: usize,
    pub kind: NodeKind,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum NodeKind {
    /// A text that may be a number or a boolean, as it is not in quotes.
    Plain(String),
    Quoted(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
    /// Such as `!Ref Pool`: the name of the function, and what it is applied to.
    Function(String, Box<Node>),
}

impl Node {
    /// The members of a map.
    pub fn members(&self) -> Result<&[(String, Node)], TemplateError> {
        match &self.kind {
            NodeKind::Map(members) => Ok(members),
            _ => Err(TemplateError::at(self.line, "a map is expected here")),
        }
    }

    /// The items of a list.
    pub fn items(&self) -> Result<&[Node], TemplateError> {
        match &self.kind {
            NodeKind::List(items) => Ok(items),
            _ => Err(TemplateError::at(self.line, "a list is expected here")),
        }
    }

    /// A text, whether it is in quotes or not.
    pub fn text(&self) -> Result<&str, TemplateError> {
        match &self.kind {
            NodeKind::Plain(text) | NodeKind::Quoted(text) => Ok(text),
            _ => Err(TemplateError::at(self.line, "a text is expected here")),
        }
    }

    pub fn get(&self, name: &str) -> Option<&Node> {
        let members = self.members().ok()?;
        members.iter().find(|(key, _)| key == name).map(|(_, node)| node)
    }
}

/// Reads the one document that a text has.
pub(super) fn parse(text: &str) -> Result<Node, TemplateError> {
    let mut reader = Reader {
        parser: Parser::new_from_str(text),
    };
    loop {
        match reader.next()? {
            (Event::StreamStart | Event::DocumentStart(_), _) => {}
            (event, span) => return reader.node(event, span),
        }
    }
}

struct Reader<'a> {
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, Span), TemplateError> {
        match self.parser.next() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(TemplateError::at(error.marker().line(), error.info())),
            None => Err(TemplateError::at(1, "the file ends too early")),
        }
    }

    fn node(&mut self, event: Event<'a>, span: Span) -> Result<Node, TemplateError> {
        let line = span.start.line();
        let (kind, tag) = match event {
            Event::Scalar(text, ScalarStyle::Plain, _, tag) => (NodeKind::Plain(text.into_owned()), tag),
            Event::Scalar(text, _, _, tag) => (NodeKind::Quoted(text.into_owned()), tag),
            Event::SequenceStart(_, tag) => (NodeKind::List(self.list()?), tag),
            Event::MappingStart(_, tag) => (NodeKind::Map(self.map()?), tag),
            Event::Alias(_) => return Err(TemplateError::at(line, "local-pool does not read aliases")),
            _ => return Err(TemplateError::at(line, "a value is expected here")),
        };
        let node = Node { line, kind };
        match tag {
            None => Ok(node),
            Some(tag) => function(&tag, node),
        }
    }

    fn list(&mut self) -> Result<Vec<Node>, TemplateError> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(items),
                (event, span) => items.push(self.node(event, span)?),
            }
        }
    }

    fn map(&mut self) -> Result<Vec<(String, Node)>, TemplateError> {
        let mut members: Vec<(String, Node)> = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if event == Event::MappingEnd {
                return Ok(members);
            }
            let name = self.node(event, span)?;
            let key = name.text()?.to_owned();
            if members.iter().any(|(known, _)| *known == key) {
                return Err(TemplateError::at(name.line, format!("{key} is there twice")));
            }
            let (event, span) = self.next()?;
            members.push((key, self.node(event, span)?));
        }
    }
}

fn function(tag: &Tag, argument: Node) -> Result<Node, TemplateError> {
    let line = argument.line;
    if tag.handle != "!" {
        return Err(TemplateError::at(
            line,
            format!("local-pool does not know the tag {tag}"),
        ));
    }
    let kind = NodeKind::Function(tag.suffix.clone(), Box::new(argument));
    Ok(Node { line, kind })
}
