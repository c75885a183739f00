//! A data directory, the binary run on it, and servers that are ended however a test wants.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use store::{DatabaseUrl, Store};
use tempfile::TempDir;
use trial::TempStore;

use crate::http::{self, Answer};

pub const PASSWORD: &str = "a sentence is easy to remember";

/// What a place's database is.
pub enum Database {
    Sqlite,
    Postgres(Box<TempStore>),
}

pub struct Place {
    pub directory: TempDir,
    pub database: Database,
    /// Another address for the same database: a way through a proxy.
    pub through: Option<String>,
    environment: Vec<(String, String)>,
}

/// Runs a test on an empty place of each engine.
pub fn on_both(test: impl Fn(Place)) {
    test(Place::sqlite());
    if let Some(place) = Place::postgres() {
        test(place);
    }
}

impl Place {
    fn over(database: Database) -> Place {
        Place { directory: TempDir::new().unwrap(), database, through: None, environment: Vec::new() }
    }

    pub fn sqlite() -> Place {
        Place::over(Database::Sqlite)
    }

    pub fn postgres() -> Option<Place> {
        trial::postgres().map(|store| Place::over(Database::Postgres(Box::new(store))))
    }

    pub fn with(mut self, name: &str, value: &str) -> Place {
        self.environment.push((name.into(), value.into()));
        self
    }

    pub fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    /// The address of the PostgreSQL database.
    pub fn postgres_address(&self) -> Option<&str> {
        match &self.database {
            Database::Postgres(store) => match store.url() {
                DatabaseUrl::Postgres(address) => Some(address),
                DatabaseUrl::Sqlite(_) => None,
            },
            Database::Sqlite => None,
        }
    }

    /// The store, as another process sees it.
    pub fn store(&self) -> Store {
        let url = match self.postgres_address() {
            Some(address) => DatabaseUrl::Postgres(address.to_owned()),
            None => DatabaseUrl::Sqlite(self.data().join("courant.sqlite")),
        };
        Store::open(&url, &self.data().join("files")).unwrap()
    }

    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = bare(words);
        command.env("COURANT_DATA", self.data()).current_dir(self.directory.path());
        if let Some(address) = self.through.as_deref().or(self.postgres_address()) {
            command.env("COURANT_DATABASE", address);
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    pub fn run(&self, words: &[&str]) -> Done {
        self.feed(words, "")
    }

    pub fn feed(&self, words: &[&str], input: &str) -> Done {
        feed(self.command(words), input.as_bytes())
    }

    /// Makes an account and a token for it.
    pub fn token(&self, role: &str) -> String {
        self.feed(&["account", "add", role, "--role", role, "--password-stdin"], &format!("{PASSWORD}\n"))
            .expect(0);
        self.run(&["token", "add", "--account", role]).expect(0).out.trim().to_owned()
    }

    pub fn serve(&self) -> Server {
        Server::start(self.command(&["serve", "--listen", "127.0.0.1:0"]))
    }

    /// A server whose calls strace writes to a file.
    pub fn serve_traced(&self, words: &[&str], to: &Path) -> Server {
        let mut server =
            Server::start(traced(&self.command(&["serve", "--listen", "127.0.0.1:0"]), words, to));
        server.is_traced = true;
        server
    }
}

/// The binary with nothing of this program's configuration.
pub fn bare(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_courant"));
    command.args(words);
    for name in [
        "DATA",
        "DATABASE",
        "DATABASE_FILE",
        "LISTEN",
        "ADDRESS",
        "FETCH_ALLOW",
        "CACHE_MIB",
        "LOG",
        "BACKUP_DIR",
        "PURGE",
        "PURGE_TOKEN",
        "SHARED_SECONDS",
    ] {
        command.env_remove(format!("COURANT_{name}"));
    }
    command
}

/// The same command, run by strace, which is told how in words and where to write.
pub fn traced(command: &Command, words: &[&str], to: &Path) -> Command {
    let mut tracer = Command::new("strace");
    tracer.args(words).arg("-o").arg(to).arg("--").arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => tracer.env(name, value),
            None => tracer.env_remove(name),
        };
    }
    if let Some(directory) = command.get_current_dir() {
        tracer.current_dir(directory);
    }
    tracer
}

pub fn feed(mut command: Command, input: &[u8]) -> Done {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A program that does not want its input may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input);
    Done::of(child.wait_with_output().unwrap())
}

/// What a command said and how it ended.
#[derive(Debug)]
pub struct Done {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Done {
    fn of(output: Output) -> Done {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Done { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    #[track_caller]
    pub fn expect(self, code: i32) -> Done {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert!(!self.err.contains("panicked"), "{self:?}");
        self
    }

    /// Failed, with one message that holds all of these.
    #[track_caller]
    pub fn fails_with(self, words: &[&str]) -> Done {
        let done = self.expect(1);
        let lines: Vec<&str> = done.err.lines().filter(|line| line.starts_with("courant: ")).collect();
        assert_eq!(lines.len(), 1, "{done:?}");
        for word in words {
            assert!(done.err.contains(word), "“{word}” is not said: {done:?}");
        }
        done
    }

    #[track_caller]
    pub fn lines(&self) -> Vec<Value> {
        self.out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
            .collect()
    }
}

/// A running `courant serve`, killed when dropped.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// The lines printed before it served.
    pub greeting: String,
    token: String,
    /// Whether the child is strace, and the server its child.
    is_traced: bool,
}

impl Server {
    pub fn start(mut command: Command) -> Server {
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        lines.read_line(&mut first).unwrap();
        let Some(origin) = first.trim().strip_prefix("Courant serves ") else {
            let mut said = String::new();
            child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
            panic!("the server did not start: {first}{said}");
        };
        let address = origin.rsplit_once("//").unwrap().1.parse().unwrap();
        let mut greeting = first;
        let mut line = String::new();
        lines.read_line(&mut line).unwrap();
        if line.contains("Open this link") {
            lines.read_line(&mut line).unwrap();
        }
        greeting.push_str(&line);
        // What it logs must not fill the pipe and stop it.
        let mut said = child.stderr.take().unwrap();
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        Server { child, address, greeting, token: String::new(), is_traced: false }
    }

    pub fn with_token(mut self, token: &str) -> Server {
        token.clone_into(&mut self.token);
        self
    }

    pub fn get(&self, path: &str) -> Answer {
        http::send(self.address, "GET", path, &[("User-Agent", "Mozilla/5.0 Firefox/140.0")], "")
            .expect("the server answers")
    }

    /// Calls the API; `None` when the server went away.
    pub fn try_api(&self, method: &str, path: &str, body: &Value) -> Option<Answer> {
        api(self.address, &self.token, method, path, body)
    }

    #[track_caller]
    pub fn api(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.try_api(method, path, body).expect("the server answers")
    }

    /// Publishes a post whose comments are open; its permalink.
    #[track_caller]
    pub fn publish(&self, headline: &str) -> String {
        let made = self.api("POST", "/api/posts", &open_post(headline)).expect(201).json();
        made["permalink"].as_str().unwrap().to_owned()
    }

    pub fn comment(&self, permalink: &str, from: &str, body: &str) -> Answer {
        comment(self.address, permalink, from, body).expect("the server answers")
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        let child = self.child.id();
        if !self.is_traced {
            return child;
        }
        let children = std::fs::read_to_string(format!("/proc/{child}/task/{child}/children"));
        children.unwrap_or_default().split(' ').find_map(|id| id.parse().ok()).unwrap_or(child)
    }

    fn signal(&self, signal: &str) -> bool {
        let process = self.process().to_string();
        Command::new("kill").args([signal, &process]).status().is_ok_and(|status| status.success())
    }

    /// Ends it as a power failure would.
    pub fn kill(mut self) {
        assert!(self.signal("-KILL"));
        self.child.wait().unwrap();
    }

    /// Sends a signal by name and waits for the end; the exit code.
    pub fn end(mut self, signal: &str) -> Option<i32> {
        assert!(self.signal(signal));
        self.child.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = self.signal("-KILL");
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn open_post(headline: &str) -> Value {
    json!({ "headline": headline, "body": "A text.", "comments": "open", "publish": true })
}

pub fn api(to: SocketAddr, token: &str, method: &str, path: &str, body: &Value) -> Option<Answer> {
    let bearer = format!("Bearer {token}");
    http::send(
        to,
        method,
        path,
        &[("Authorization", &bearer), ("Content-Type", "application/json")],
        &body.to_string(),
    )
}

/// Comments as a reader behind a proxy on this machine, so that the speed limit takes each for another.
pub fn comment(to: SocketAddr, permalink: &str, from: &str, body: &str) -> Option<Answer> {
    let form = format!("name=Ada&body={}", body.replace(' ', "+"));
    let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("X-Forwarded-For", from)];
    http::send(to, "POST", &format!("{permalink}/comments"), &headers, &form)
}

/// Asks again until there is an answer, for half a minute at most.
#[track_caller]
#[expect(clippy::disallowed_methods, reason = "the patience of a test is real time")]
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "waited in vain: {what}");
        std::thread::park_timeout(Duration::from_millis(20));
    }
}

/// The user that files without the right to write are tried as: the administrator may write everything.
pub const NOBODY: u32 = 65_534;

pub fn is_root(somewhere: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(somewhere).unwrap().uid() == 0
}
