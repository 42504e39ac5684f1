//! The local pool as a program.

use std::io::ErrorKind;
use std::process::ExitCode;

use local_pool::{LocalPool, Seed, StartError, Template};
use tracing_subscriber::EnvFilter;
use url::Url;

const HELP: &str = "\
local-pool: a stand-in for Amazon Cognito user pools, on loopback only

  --port N            port on localhost (default 9229)
  --seed FILE         pools, clients and people, in TOML (default: the demo pool)
  --template FILE     a CloudFormation template to make the pool of instead, such as `operator pool template` writes
  --data FILE         keep everything in this SQLite file across restarts (default: in memory)
  --app-origin URL    moves all callback and sign-out URLs to this origin
  --threads N         threads that answer requests (default 2)
  --issuer aws        names Amazon's address as the issuer, for libraries that put it together themselves
  --quotas            refuses what exceeds Cognito's default quotas
  --test-controls     serves /_clock, /_misbehave, /_requests.json and /_issued_tokens.json
  --help              this text

The log's level is set by RUST_LOG.
";

struct Options {
    port: u16,
    seed: Option<String>,
    template: Option<String>,
    data: Option<String>,
    app_origin: Option<Url>,
    threads: usize,
    test_controls: bool,
    quotas: bool,
    issues_as_aws: bool,
}

fn main() -> ExitCode {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match read_options(std::env::args().skip(1)) {
        Ok(None) => {
            print!("{HELP}");
            ExitCode::SUCCESS
        }
        Ok(Some(options)) => run(options),
        Err(problem) => fail(&problem),
    }
}

fn fail(problem: &str) -> ExitCode {
    eprintln!("local-pool: {problem}");
    ExitCode::FAILURE
}

fn read_options(mut arguments: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let mut options = Options {
        port: 9229,
        seed: None,
        template: None,
        data: None,
        app_origin: None,
        threads: 2,
        test_controls: false,
        quotas: false,
        issues_as_aws: false,
    };
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or_else(|| format!("{argument} needs a value"))
        };
        match argument.as_str() {
            "--help" | "-h" => return Ok(None),
            "--quotas" => options.quotas = true,
            "--test-controls" => options.test_controls = true,
            "--issuer" => match value()?.as_str() {
                "aws" => options.issues_as_aws = true,
                other => return Err(format!("--issuer: {other} is not aws")),
            },
            "--port" => options.port = parsed(&argument, &value()?, "a number up to 65535")?,
            "--threads" => options.threads = parsed(&argument, &value()?, "a number")?,
            "--app-origin" => options.app_origin = Some(parsed(&argument, &value()?, "a URL")?),
            "--data" => options.data = Some(value()?),
            "--seed" => options.seed = Some(value()?),
            "--template" => options.template = Some(value()?),
            other => return Err(format!("unknown argument {other}; see --help")),
        }
    }
    if options.seed.is_some() && options.template.is_some() {
        return Err("--seed and --template exclude each other".to_owned());
    }
    Ok(Some(options))
}

fn parsed<T: std::str::FromStr>(argument: &str, value: &str, expected: &str) -> Result<T, String> {
    value
        .parse()
        .map_err(|_| format!("{argument}: {value} is not {expected}"))
}

fn read_seed(options: &Options) -> Result<Seed, String> {
    let seed = match &options.seed {
        None => Seed::demo(),
        Some(file) => {
            let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
            Seed::from_toml(&text).map_err(|problems| format!("{file}: {problems}"))?
        }
    };
    Ok(match &options.app_origin {
        None => seed,
        Some(origin) => seed.with_app_origin(origin),
    })
}

fn read_template(options: &Options) -> Result<Option<Template>, String> {
    let Some(file) = &options.template else {
        return Ok(None);
    };
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let template = Template::read(&text).map_err(|error| format!("{file}: {error}"))?;
    Ok(Some(match &options.app_origin {
        None => template,
        Some(origin) => template.with_app_origin(origin),
    }))
}

fn run(options: Options) -> ExitCode {
    let seed = match read_seed(&options) {
        Ok(seed) => seed,
        Err(problem) => return fail(&problem),
    };
    let template = match read_template(&options) {
        Ok(template) => template,
        Err(problem) => return fail(&problem),
    };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.to_string()),
    };
    runtime.block_on(async {
        // Before the address is printed: from then on a signal may come.
        let asked_to_stop = match asked_to_stop() {
            Ok(asked_to_stop) => asked_to_stop,
            Err(error) => return fail(&error.to_string()),
        };
        let builder = LocalPool::builder()
            .seed(seed)
            .port(options.port)
            .threads(options.threads);
        let builder = builder
            .test_controls(options.test_controls)
            .quotas(options.quotas)
            .issues_as_aws(options.issues_as_aws);
        let builder = match template {
            Some(template) => builder.template(template),
            None => builder,
        };
        let builder = match options.data {
            Some(file) => builder.data(file),
            None => builder,
        };
        match builder.start().await {
            Err(error) => fail(&with_causes(&error)),
            Ok(pool) => {
                introduce(&pool, options.seed.is_none() && options.template.is_none());
                asked_to_stop.await;
                pool.shutdown().await;
                ExitCode::SUCCESS
            }
        }
    })
}

/// Hears Ctrl-C, and what `kill` and containers send, from now on: until then the system ends the program at once.
#[cfg(unix)]
fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Hears Ctrl-C.
#[cfg(not(unix))]
fn asked_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without a handler the system stops the program by itself.
        let _ = tokio::signal::ctrl_c().await;
    })
}

fn with_causes(error: &StartError) -> String {
    let first: &dyn std::error::Error = error;
    let causes: Vec<String> = std::iter::successors(Some(first), |error| error.source())
        .map(ToString::to_string)
        .collect();
    let hint = match error {
        StartError::Listen { source, .. } if source.kind() == ErrorKind::AddrInUse => {
            "\n  Another local pool may be running there. --port N takes another port, --port 0 any free one."
        }
        _ => "",
    };
    causes.join(": ") + hint
}

fn introduce(pool: &LocalPool, is_demo: bool) {
    println!("Local pool, not Amazon Cognito: {}", pool.url());
    println!("  issuer     {}", pool.issuer());
    println!("  client id  {}", pool.client_id());
    println!("  inbox      {}_inbox", pool.url());
    if is_demo {
        for (email, password) in Seed::demo_users() {
            println!("  {email}  {password}");
        }
    }
}
