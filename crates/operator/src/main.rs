#![doc = include_str!("../README.md")]
#![expect(
    clippy::large_futures,
    reason = "those of the AWS SDK are, and a command waits for few"
)]

mod adaptive_rate;
mod audit;
mod branding;
mod check;
mod cli;
mod create;
mod export;
mod import;
mod messages;
mod plan;
mod pool;
mod progress;
mod pull;
mod row_writer;
mod rows;
mod rules;
mod ses;
mod set;
mod start;
mod template;
mod update;

use std::process::ExitCode;

use clap::Parser;
use tracing_subscriber::EnvFilter;

use cli::{Cli, Command, PoolCommand, TopCommand};

/// When there was no look, or not to the end.
const COULD_NOT: u8 = 2;

fn main() -> ExitCode {
    // What the environment says goes before what the file says. A file that is not there says nothing.
    match dotenvy::from_path(".env") {
        Err(error) if !error.not_found() => return fail(".env cannot be read"),
        _ => {}
    }
    let cli = Cli::parse();
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.to_string()),
    };
    runtime
        .block_on(run(cli.topic))
        .unwrap_or_else(|problem| fail(&problem))
}

async fn run(topic: TopCommand) -> Result<ExitCode, String> {
    match topic {
        TopCommand::Attributes(command) => Box::pin(attributes(*command)).await,
        TopCommand::Doctor(options) => check::run(*options).await,
        TopCommand::Pool(PoolCommand::Branding(options)) => branding::run(&options),
        TopCommand::Pool(PoolCommand::Template(options)) => template::run(*options).await,
        TopCommand::Pool(PoolCommand::Update(options)) => Box::pin(update::run(*options)).await,
        TopCommand::Pool(PoolCommand::Create(options)) => Box::pin(create::run(*options)).await,
    }
}

async fn attributes(command: Command) -> Result<ExitCode, String> {
    match command {
        Command::Check(options) => check::run(*options).await,
        Command::Pull(options) => pull::run(options).await,
        Command::Set(options) => set::run(options).await,
        Command::Import(options) => start::import(options).await,
        Command::Export(options) => export::run(options).await,
    }
}

fn fail(problem: &str) -> ExitCode {
    eprintln!("operator: {problem}");
    ExitCode::from(COULD_NOT)
}
