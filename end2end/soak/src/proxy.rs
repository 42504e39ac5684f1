//! nginx, as one puts it before several processes: in turn, and without sticky sessions.

use std::fs;
use std::path::Path;

use reqwest::Client;

use crate::process::{Process, program};
use crate::{Fallible, root};

/// Where it connects from: what `TRUSTED_PROXIES` names.
pub(crate) const ADDRESS: &str = "127.0.0.1";

/// A running proxy.
pub struct Proxy {
    /// Killed with this value.
    _process: Process,
}

impl Proxy {
    /// Starts it at `port`, before the processes at `apps`.
    pub async fn start(folder: &Path, port: u16, apps: &[u16], http: &Client) -> Fallible<Self> {
        let file = folder.join("nginx.conf");
        fs::write(&file, configuration(folder, port, apps)?)?;
        let mut command = program(nginx());
        command
            .arg("-p")
            .arg(folder)
            .arg("-c")
            .arg(&file)
            .arg("-e")
            .arg(folder.join("nginx-error.log"));
        let mut process = Process::start("nginx", folder, &mut command)?;
        let url = format!("http://127.0.0.1:{port}/healthz");
        process
            .ready(async || http.get(&url).send().await.is_ok())
            .await?;
        Ok(Self { _process: process })
    }
}

/// Debian has it where only root's PATH looks.
fn nginx() -> &'static str {
    const OF_DEBIAN: &str = "/usr/sbin/nginx";
    if Path::new(OF_DEBIAN).exists() {
        OF_DEBIAN
    } else {
        "nginx"
    }
}

/// The one that `docs/SCALING.md` recommends, at ports of this machine and without TLS.
fn configuration(folder: &Path, port: u16, apps: &[u16]) -> Fallible<String> {
    let folder = folder.display();
    let site = documented(port, apps)?;
    let scratch = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("  {name}_temp_path {folder}/nginx-{name};\n"))
        .concat();
    Ok(format!(
        "daemon off;
master_process off;
pid {folder}/nginx.pid;
events {{ worker_connections 2048; }}
http {{
  access_log {folder}/nginx-access.log;
{scratch}
{site}
}}
"
    ))
}

/// What stands in `docs/SCALING.md`, with other addresses.
fn documented(port: u16, apps: &[u16]) -> Fallible<String> {
    let page = fs::read_to_string(root().join("docs/SCALING.md"))?;
    let (_, after) = page
        .split_once("```nginx\n")
        .ok_or("docs/SCALING.md shows no nginx")?;
    let (shown, _) = after
        .split_once("```")
        .ok_or("docs/SCALING.md does not end its nginx")?;
    let is_server = |line: &&str| line.trim_start().starts_with("server 10.0.0.");
    let line = shown
        .lines()
        .find(is_server)
        .ok_or("docs/SCALING.md names no server")?;
    let (_, settings) = line.split_once(":3000").ok_or("docs/SCALING.md names no port")?;
    let servers: Vec<_> = apps
        .iter()
        .map(|app| format!("    server 127.0.0.1:{app}{settings}"))
        .collect();
    let others = shown
        .lines()
        .filter(|line| !is_server(line) && !line.contains("ssl"));
    let mut lines = Vec::new();
    for line in others {
        lines.push(line.to_owned());
        if line.starts_with("upstream app {") {
            lines.extend(servers.iter().cloned());
        } else if line.starts_with("server {") {
            lines.push(format!("    listen 127.0.0.1:{port};"));
        }
    }
    Ok(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_proxy_is_the_one_that_runs() {
        let site = documented(8080, &[3001, 3002]).unwrap();
        for expected in [
            "    server 127.0.0.1:3001 max_fails=1 fail_timeout=1s;",
            "    server 127.0.0.1:3002 max_fails=1 fail_timeout=1s;",
            "    listen 127.0.0.1:8080;",
            "        proxy_set_header Host $http_host;",
            "        proxy_set_header X-Forwarded-For $remote_addr;",
        ] {
            assert!(site.contains(expected), "no {expected:?} in {site}");
        }
        assert!(!site.contains("10.0.0.") && !site.contains("443"), "{site}");
    }

    #[test]
    fn readme_and_scaling_show_the_same_headers() {
        let readme = fs::read_to_string(root().join("README.md")).unwrap();
        for setting in [
            "proxy_set_header Host $http_host;",
            "proxy_set_header X-Forwarded-For $remote_addr;",
        ] {
            assert!(readme.contains(setting), "README.md has no {setting}");
            assert!(documented(1, &[2]).unwrap().contains(setting));
        }
    }
}
