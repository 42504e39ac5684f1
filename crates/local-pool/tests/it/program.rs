//! The command line.

use std::process::{Command, Output, Stdio};

use crate::support::{ALICE, Program};

fn run(arguments: &[&str]) -> Output {
    Program::command(arguments)
        .stdin(Stdio::null())
        .env("RUST_LOG", "error")
        .output()
        .expect("the program")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_help_names_every_option() {
    let help = run(&["--help"]);
    assert!(help.status.success());
    let text = String::from_utf8_lossy(&help.stdout).into_owned();
    for option in [
        "--port",
        "--seed",
        "--data",
        "--app-origin",
        "--threads",
        "--quotas",
        "--test-controls",
    ] {
        assert!(text.contains(option), "{option}");
    }
}

#[test]
fn mistakes_on_the_command_line_are_named() {
    for (arguments, problem) in [
        (&["--color"][..], "unknown argument --color"),
        (&["--seed"], "--seed needs a value"),
        (&["--threads", "many"], "--threads: many is not a number"),
        (&["--port", "70000"], "--port: 70000 is not a number up to 65535"),
        (&["--app-origin", "here"], "--app-origin: here is not a URL"),
        (&["--seed", "/nowhere.toml"], "/nowhere.toml: No such file"),
        (
            &["--data", "/dev/null/pool.db"],
            "cannot use the data file /dev/null/pool.db",
        ),
    ] {
        let output = run(arguments);
        assert!(!output.status.success(), "{arguments:?}");
        let text = said(&output);
        assert!(text.contains(problem), "{arguments:?}: {text}");
        assert!(!text.contains("panicked"), "{text}");
    }
}

#[test]
fn seed_file_errors_are_named_together() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("seed.toml");
    let seed =
        "[[pools]]\nid = \"somewhere\"\nname = \"x\"\ncolour = 1\nauto_verified_attributes = [\"shoe\"]\n";
    std::fs::write(&file, seed).expect("a file");
    let output = run(&["--seed", file.to_str().expect("UTF-8")]);
    assert!(!output.status.success());
    let text = said(&output);
    for problem in [
        "colour",
        "the id must look like",
        "`shoe` is not one of email, phone_number",
    ] {
        assert!(text.contains(problem), "{problem}: {text}");
    }
}

#[test]
fn taken_port_is_named_with_a_remedy() {
    let first = Program::start(&[]);
    let port = first.base.rsplit(':').next().expect("a port");
    let output = Command::new(env!("CARGO_BIN_EXE_local-pool"))
        .args(["--port", port])
        .output()
        .expect("the program");
    assert!(!output.status.success());
    let text = said(&output);
    assert!(
        text.contains(&format!("cannot listen on 127.0.0.1 port {port}")),
        "{text}"
    );
    assert!(text.contains("--port 0"), "{text}");
}

#[test]
fn program_prints_its_users_at_start() {
    let mut program = Program::start(&[]);
    let introduction = program.introduction();
    for part in ["issuer", "client id", "_inbox", ALICE.0, ALICE.1] {
        assert!(introduction.contains(part), "{part}: {introduction}");
    }
}

#[cfg(target_os = "linux")]
mod on_linux {
    use super::*;

    #[test]
    fn program_stops_on_sigterm_and_sigint() {
        for signal in ["-TERM", "-INT"] {
            let mut program = Program::start(&[]);
            let asked = Command::new("kill")
                .args([signal, &program.id().to_string()])
                .status();
            assert!(asked.expect("the command").success());
            assert!(program.end().success(), "{signal}");
        }
    }

    #[tokio::test]
    async fn idle_program_uses_little_memory() {
        let program = Program::start(&["--threads", "1"]);
        // Its keys are made: the key set has been shown.
        let keys = format!("{}/eu-west-1_local0001/.well-known/jwks.json", program.base);
        let answer = program.http.get(keys).send().await.expect("an answer");
        assert_eq!(answer.status(), 200);
        let status = std::fs::read_to_string(format!("/proc/{}/status", program.id())).expect("a status");
        let resident = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .expect("a line");
        let kilobytes: u32 = resident.trim().trim_end_matches(" kB").parse().expect("a number");
        assert!(kilobytes < 30 * 1024, "{kilobytes} kB");
    }
}
