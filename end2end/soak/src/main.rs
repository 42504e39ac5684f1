//! `soak run`, and what its tests start.

use std::process::ExitCode;
use std::time::Duration;

use soak::machines::{ATTEMPTS_WITHOUT_END, Plan, StoreKind};
use soak::run::{Options, run};
use soak::writer::{Script, open};
use soak::{Fallible, bench};

const HELP: &str = "\
soak: several processes of the application, killed and paused

  run [--seconds N] [--seed N] [--people N] [--store sqlite|redis] [--rotates] [--keep]
                      people use it meanwhile; ends with four figures that are to be 0;
                      --keep leaves the logs of all processes, and says where
  bench [SESSIONS]    what a session costs, as a table; needs a release build
  write STORE SEED    writes to a store for ever and says so after each write
";

/// Sessions of the benchmark.
const MANY: u32 = 1_000_000;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        ["run", options @ ..] => soak(options).await,
        ["bench"] => bench::run(MANY).await,
        ["bench", many] => match many.parse() {
            Ok(many) => bench::run(many).await,
            Err(_) => Err(format!("{many} is no number of sessions").into()),
        },
        ["write", store, seed] => write(store, seed).await.map(|()| true),
        _ => {
            print!("{HELP}");
            Ok(arguments == ["--help"])
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("soak: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether nothing was lost.
async fn soak(arguments: &[&str]) -> Fallible<bool> {
    let mut options = Options {
        seed: fastrand::u64(..1_000_000),
        length: Duration::from_mins(2),
        people: 12,
        plan: Plan {
            apps: 3,
            store: StoreKind::Sqlite,
            rotates: false,
            attempts_scale: ATTEMPTS_WITHOUT_END,
            is_kept: false,
        },
    };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match *argument {
            "--rotates" => options.plan.rotates = true,
            "--keep" => options.plan.is_kept = true,
            name => read_option(&mut options, name, arguments.next().copied())?,
        }
    }
    println!("seed {}", options.seed);
    let report = run(options).await?;
    println!("{report}");
    Ok(report.is_clean())
}

fn read_option(options: &mut Options, name: &str, value: Option<&str>) -> Fallible<()> {
    let value = value.ok_or_else(|| format!("{name} needs a value"))?;
    match (name, value) {
        ("--seconds", value) => options.length = Duration::from_secs(value.parse()?),
        ("--seed", value) => options.seed = value.parse()?,
        ("--people", value) => options.people = value.parse()?,
        ("--store", "sqlite") => options.plan.store = StoreKind::Sqlite,
        ("--store", "redis") => options.plan.store = StoreKind::Redis,
        _ => return Err(format!("unknown option {name} {value}").into()),
    }
    Ok(())
}

async fn write(store: &str, seed: &str) -> Fallible<()> {
    let store = open(store).await?;
    Script::new(seed.parse()?).write(store.as_ref()).await
}
