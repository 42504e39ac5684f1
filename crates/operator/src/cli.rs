//! The command line.

mod look;
mod values;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use url::Url;

use crate::plan::PlanOptions;
use crate::pool::{Endpoint, parse_endpoint};
use crate::rows::{Blank, Format};
use crate::template::TemplateFormat;

pub use look::{Look, address};
pub use values::{SESSION_LIMIT, parse_span};
use values::{parse_assignment, parse_rate, parse_region};

/// For operators of leptos-cognito: agreement with the user pool, and people's attributes from a program.
///
/// AWS credentials are found where the AWS CLI finds them. Settings are those of the web server, from the environment or
/// a file `.env`.
#[derive(Debug, Parser)]
#[command(name = "operator", version)]
pub struct Cli {
    #[command(subcommand)]
    pub topic: TopCommand,
}

#[derive(Debug, Subcommand)]
pub enum TopCommand {
    /// What people have: the list in attributes.toml, and its values in the user pool.
    #[command(subcommand)]
    Attributes(Box<Command>),
    /// Look at the user pool, its app client and sign-in pages, and say what is wrong, why it matters, and what puts it right.
    /// Nothing is changed. Exit code: 0 nothing, 1 something, 2 no look.
    Doctor(Box<Check>),
    /// The user pool itself, its app client and sign-in pages.
    #[command(subcommand)]
    Pool(PoolCommand),
}

#[derive(Debug, Subcommand)]
pub enum PoolCommand {
    /// Write the pool that this app needs as a file, from attributes.toml and a few options.
    Template(Box<Template>),
    /// Make the pool that this app needs, step by step, and write the server's settings. Run it again after a failure: it
    /// goes on. Exit code: 0 all is there, 2 not.
    Create(Box<Create>),
    /// Put right what doctor finds in a pool that exists, as far as its settings can: attributes are added, never changed or
    /// removed, and nothing is deleted. Exit code: 0 nothing is left, 1 something is, 2 stopped.
    Update(Box<Update>),
    /// Write the look of the pool's own pages from brand.toml, for `aws cognito-idp update-managed-login-branding`.
    Branding(Branding),
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// The same as `operator doctor`.
    Check(Box<Check>),
    /// Write a first attributes.toml from a user pool.
    Pull(Pull),
    /// Set attributes of one user.
    Set(Set),
    /// Set attributes of many users, from a file with a row for each.
    Import(Import),
    /// Write everybody's attributes into a file.
    Export(Export),
}

#[derive(Clone, Debug, Args)]
pub struct PoolArgs {
    /// The user pool's id, such as us-east-1_AbC123.
    #[arg(long = "pool", value_name = "ID", env = "COGNITO_USER_POOL_ID")]
    pub pool_id: String,
    /// Another address than Amazon's: a stand-in for Cognito.
    #[arg(long, value_name = "URL", env = "COGNITO_ENDPOINT", value_parser = parse_endpoint)]
    endpoint: Option<Endpoint>,
}

impl PoolArgs {
    /// If it is not Amazon's.
    pub fn endpoint(&self) -> Option<&Url> {
        self.endpoint.as_ref()?.0.as_ref()
    }
}

#[derive(Debug, Args)]
pub struct Branding {
    /// The brand; its pictures are in the folder that is called like the file without its ending.
    #[arg(long, value_name = "FILE", env = "BRAND_FILE", default_value = "brand.toml")]
    pub brand: PathBuf,
}

#[derive(Debug, Args)]
pub struct Template {
    /// What the file is for.
    #[arg(long)]
    pub format: TemplateFormat,
    #[command(flatten)]
    pub plan: PlanOptions,
    #[command(flatten)]
    pub list: List,
    /// A pool that exists: what it does not take is refused, with what to do instead.
    #[arg(long, value_name = "POOL_ID")]
    pub existing: Option<String>,
    /// An attribute of that pool which attributes.toml does not have; may be given several times.
    #[arg(long, value_name = "NAME", requires = "existing")]
    pub keep: Vec<String>,
    /// Another address than Amazon's: a stand-in for Cognito.
    #[arg(long, value_name = "URL", env = "COGNITO_ENDPOINT", value_parser = parse_endpoint)]
    endpoint: Option<Endpoint>,
}

#[derive(Debug, Args)]
pub struct Create {
    #[command(flatten)]
    pub plan: PlanOptions,
    #[command(flatten)]
    pub list: List,
    /// Where the pool is to be, such as us-east-1.
    #[arg(long, value_name = "REGION", env = "AWS_REGION", value_parser = parse_region)]
    pub region: String,
    /// Only show what would be made.
    #[arg(id = "plan", long = "plan")]
    pub plan_only: bool,
    /// Make it without asking.
    #[arg(long)]
    pub yes: bool,
    /// Where the server's settings are written, for their owner only. A file that is there is not touched.
    #[arg(long, value_name = "FILE", default_value = ".env")]
    pub env_file: PathBuf,
    /// Another address than Amazon's: a stand-in for Cognito.
    #[arg(long, value_name = "URL", env = "COGNITO_ENDPOINT", value_parser = parse_endpoint)]
    endpoint: Option<Endpoint>,
}

impl Create {
    /// If it is not Amazon's.
    pub fn endpoint(&self) -> Option<&Url> {
        self.endpoint.as_ref()?.0.as_ref()
    }
}

impl Template {
    /// The pool that exists.
    pub fn at(&self, pool_id: String) -> PoolArgs {
        PoolArgs {
            pool_id,
            endpoint: self.endpoint.clone(),
        }
    }
}

#[derive(Debug, Args)]
pub struct List {
    /// The list of attributes.
    #[arg(
        long,
        value_name = "FILE",
        env = "ATTRIBUTES_FILE",
        default_value = "attributes.toml"
    )]
    pub file: PathBuf,
}

#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    pub look: Look,
    /// Look for these findings only, by code: no-style,callback-url.
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Ask the running app, too, at its public address: where its sign-in goes, and what arrives of its headers and cookies.
    #[arg(long)]
    pub app: bool,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct Update {
    #[command(flatten)]
    pub look: Look,
    /// Put these findings right only, by code: missing,callback-url.
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Only show what would be changed, and what cannot be.
    #[arg(id = "plan", long = "plan")]
    pub plan_only: bool,
    /// Change it without asking.
    #[arg(long)]
    pub yes: bool,
}

#[derive(Debug, Args)]
pub struct Pull {
    #[command(flatten)]
    pub at: PoolArgs,
    /// The app client's id.
    #[arg(long = "client", value_name = "ID", env = "CLIENT_ID")]
    pub client_id: String,
    /// The file to write, which must not be there yet; otherwise it is printed.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// How values are written.
#[derive(Debug, Args)]
pub struct Writing {
    /// Only look, and tell what would be written.
    #[arg(long)]
    pub dry_run: bool,
    /// Writes per second. Cognito allows 25 for everybody together, the app's visitors included.
    #[arg(long, value_name = "N", default_value_t = 20.0, value_parser = parse_rate)]
    pub rate: f64,
    /// How many seconds to go on while the pool is busy or does not answer.
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    pub patience: u64,
    /// The file that gets a line for every write.
    #[arg(
        long,
        value_name = "FILE",
        env = "OPERATOR_AUDIT_LOG",
        default_value = "var/audit.jsonl"
    )]
    pub audit_log: PathBuf,
    /// Who writes, for the audit log; the AWS access key's id is noted anyway.
    #[arg(long, value_name = "NAME", env = "USER", default_value = "unknown")]
    pub author: String,
}

#[derive(Debug, Args)]
pub struct Set {
    #[command(flatten)]
    pub at: PoolArgs,
    #[command(flatten)]
    pub list: List,
    #[command(flatten)]
    pub writing: Writing,
    /// The user's name in the pool, or an alias such as an e-mail address.
    pub user: String,
    /// name=value; an empty value removes the attribute.
    #[arg(required = true, value_parser = parse_assignment)]
    pub values: Vec<(String, String)>,
}

#[derive(Debug, Args)]
pub struct Import {
    #[command(flatten)]
    pub at: PoolArgs,
    #[command(flatten)]
    pub list: List,
    #[command(flatten)]
    pub writing: Writing,
    /// CSV with a header, or JSON objects, with `username` and names of attributes.
    pub input: PathBuf,
    /// What the file is written in; by its name if not given.
    #[arg(long)]
    pub format: Option<Format>,
    /// What a blank value means.
    #[arg(long, default_value = "leave")]
    pub blank: Blank,
    /// How many users are at work at once.
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=64))]
    pub at_once: u16,
}

#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    pub at: PoolArgs,
    #[command(flatten)]
    pub list: List,
    /// The file to write; otherwise everything is printed.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// What to write; by the file's name if not given, else CSV.
    #[arg(long)]
    pub format: Option<Format>,
    /// CSV for a spreadsheet: an apostrophe before what it would take for a formula or rewrite, such as a telephone
    /// number. An import takes it off again.
    #[arg(long)]
    pub for_spreadsheet: bool,
    /// Pages of 60 users per second. Cognito allows 30 for everybody together.
    #[arg(long, value_name = "N", default_value_t = 10.0, value_parser = parse_rate)]
    pub rate: f64,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_contradicts_itself_nowhere() {
        Cli::command().debug_assert();
    }
}
