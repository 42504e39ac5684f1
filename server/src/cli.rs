//! What the binary can be told: serve, or look at something and say so.

use std::error::Error;
use std::net::SocketAddr;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::{check_config, health, router, start};

/// The account front door for people of an Amazon Cognito user pool.
///
/// Settings come from the environment and from a file .env in the working directory; with none of them the server runs on a
/// local pool, and nothing leaves this machine.
#[derive(Debug, Parser)]
#[command(name = "server", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve until SIGTERM or SIGINT. What happens if nothing is said.
    Run,
    /// Look for whatever would stop the server or keep people from signing in, and say all of it; exit code 1 if there is any.
    CheckConfig,
    /// Ask the server on this machine whether it is alive; exit code 1 if not. For images that have no shell and no curl.
    Health {
        /// Ask whether it is ready to take requests, too: its store can be written, the pool is known, it is not stopping.
        #[arg(long)]
        ready: bool,
        /// Where it listens, if not where the settings say.
        #[arg(long, value_name = "ADDRESS:PORT")]
        address: Option<SocketAddr>,
    },
    /// List every address that is answered, with its methods.
    Routes,
}

/// Does what the arguments say.
pub async fn main() -> ExitCode {
    match Cli::parse().command.unwrap_or(Command::Run) {
        Command::Run => exit_code(start::run().await),
        Command::CheckConfig => Box::pin(check_config::check_config()).await,
        Command::Health { ready, address } => exit_code(health::ask(address, ready).await),
        Command::Routes => {
            router::table().for_each(|line| println!("{line}"));
            ExitCode::SUCCESS
        }
    }
}

fn exit_code<E: Error>(outcome: Result<(), E>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&error);
            ExitCode::FAILURE
        }
    }
}

/// For the person at the terminal: the error and what caused it.
pub(crate) fn report(error: &dyn Error) {
    eprintln!("{error}");
    let mut cause = error.source();
    while let Some(because) = cause {
        eprintln!("  because: {because}");
        cause = because.source();
    }
}
