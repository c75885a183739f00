//! A private PostgreSQL: its own directory, a socket of its own, no TCP, gone when dropped.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::tools;

/// A running server.
pub struct Postgres {
    directory: PathBuf,
    pg_ctl: PathBuf,
}

impl Postgres {
    /// Makes a cluster and starts it.
    pub fn start() -> Result<Postgres> {
        let initdb =
            tools::find("initdb").context("initdb is missing; install the Debian package postgresql")?;
        let pg_ctl = initdb.with_file_name("pg_ctl");
        let directory = std::env::temp_dir().join(format!("courant-postgres-{}", std::process::id()));
        std::fs::create_dir_all(&directory)?;
        if tools::is_root() {
            // PostgreSQL refuses to run as root; Debian's package brings this account.
            run(Command::new("chown").arg("postgres").arg(&directory))?;
        }
        let server = Postgres { directory, pg_ctl };
        let data = server.directory.join("data");
        // Only the server's processes are killed in tests, never the machine: syncing would test the disk.
        run(as_server(&initdb)
            .args([
                "--auth=trust",
                "--username=postgres",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
                "-D",
            ])
            .arg(&data))?;
        let options = format!(
            "-c listen_addresses='' -c unix_socket_directories='{}' -c fsync=off -c max_connections=200",
            server.directory.display()
        );
        let log = server.directory.join("log");
        run(as_server(&server.pg_ctl)
            .arg("-D")
            .arg(&data)
            .arg("-l")
            .arg(&log)
            .args(["-w", "-o", &options, "start"]))?;
        Ok(server)
    }

    /// The address of its maintenance database.
    pub fn url(&self) -> String {
        let host = self.directory.display().to_string().replace('/', "%2F");
        format!("postgres://postgres@{host}/postgres")
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.directory.join("data");
        let _ = run(as_server(&self.pg_ctl).arg("-D").arg(&data).args(["-m", "immediate", "stop"]));
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

fn as_server(program: &Path) -> Command {
    let mut command;
    if tools::is_root() {
        command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
    } else {
        command = Command::new(program);
    }
    command.current_dir("/").stdin(Stdio::null());
    command
}

fn run(command: &mut Command) -> Result<()> {
    // The server keeps its starter's output open: a pipe would never end.
    let status = command.stdout(Stdio::null()).status().with_context(|| format!("can't run {command:?}"))?;
    if !status.success() {
        bail!("{command:?} failed with {status}");
    }
    Ok(())
}
