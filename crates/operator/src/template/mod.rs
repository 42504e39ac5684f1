//! `operator pool template`: the pool that is wanted as a file for `CloudFormation` or Terraform, or as commands.

mod cli_script;
mod cloudformation;
mod existing;
mod hcl;
mod terraform;
mod yaml;

use std::process::ExitCode;

use attributes::Schema;
use clap::ValueEnum;

use crate::cli::Template;
use crate::plan::{Identity, PoolPlan, Sender, Settings};
use crate::start::{connect, read_text};

/// What the file is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum TemplateFormat {
    /// AWS `CloudFormation`, YAML.
    Cloudformation,
    /// Terraform or `OpenTofu`, with the provider hashicorp/aws.
    Terraform,
    /// A shell script of commands of the AWS CLI.
    Cli,
}

/// Prints the file.
pub async fn run(options: Template) -> Result<ExitCode, String> {
    let text = read_text(&options.list)?;
    let plan = read_plan(&options, &text)?;
    let plan = match options.existing.clone() {
        None => plan,
        Some(pool_id) => {
            let pool = connect(options.at(pool_id)).await?.pool;
            let described = pool.describe().await.map_err(|error| error.to_string())?;
            existing::fit(plan, &described, &options.keep).map_err(|problems| joined(&problems))?
        }
    };
    print!("{}", render(&plan, options.format)?);
    Ok(ExitCode::SUCCESS)
}

/// The file's text: the same for the same plan.
fn render(plan: &PoolPlan, format: TemplateFormat) -> Result<String, String> {
    match format {
        TemplateFormat::Cloudformation => Ok(cloudformation::write(plan)),
        TemplateFormat::Terraform => Ok(terraform::write(plan)),
        TemplateFormat::Cli => cli_script::write(plan),
    }
}

fn read_plan(options: &Template, text: &str) -> Result<PoolPlan, String> {
    let schema = crate::start::parse_schema(&options.list, text)?;
    let mut problems = doubled_prefixes(&schema, text, &options.list.file.display().to_string());
    match PoolPlan::new(&schema, &options.plan) {
        Ok(plan) if problems.is_empty() => Ok(plan),
        Ok(_) => Err(joined(&problems)),
        Err(others) => {
            problems.extend(others);
            Err(joined(&problems))
        }
    }
}

/// Such a name may stand in a list for a pool that has it, which was a mistake when that pool was made. A new one does
/// not get it.
fn doubled_prefixes(schema: &Schema, text: &str, file: &str) -> Vec<String> {
    let names = schema
        .attributes()
        .iter()
        .map(|attribute| attribute.name.as_str());
    let doubled = names.filter(|name| name.starts_with("custom:custom:"));
    let told = doubled.map(|name| {
        let line = text
            .lines()
            .position(|line| line.contains(name))
            .map_or(1, |at| at + 1);
        let meant = name.trim_start_matches("custom:");
        format!("{file}:{line}: `{name}` has the prefix twice: write `custom:{meant}`")
    });
    told.collect()
}

fn joined(problems: &[String]) -> String {
    let lines: Vec<_> = problems.iter().map(|problem| format!("\n  {problem}")).collect();
    format!("no pool can be made from this:{}", lines.concat())
}

/// Settings as lines of a `CloudFormation` template.
pub fn yaml_lines(settings: &Settings) -> String {
    let mut out = String::new();
    yaml::write_settings(&mut out, settings, 0);
    out
}

/// Settings as lines of a Terraform configuration.
pub fn hcl_lines(settings: &Settings) -> String {
    let mut out = String::new();
    hcl::write_settings(&mut out, settings, 0);
    out.trim_start().to_owned()
}

/// Whether the sender's domain is made together with the pool, and which one it is.
pub fn new_identity(plan: &PoolPlan) -> Option<&str> {
    match &plan.sender {
        Sender::Ses {
            identity: Identity::New,
            from,
            ..
        } => Some(&from.domain),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
