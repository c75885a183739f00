//! Configuration: command line, then environment, then `courant.toml` in the data directory, then defaults.
//!
//! The only place that reads the environment. A secret may be given by file: `COURANT_DATABASE_FILE`
//! names a file that holds what `COURANT_DATABASE` would.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use store::DatabaseUrl;
use wire::mail::{MailSetup, Mailer};
use wire::purge::Purger;

/// Where the server listens unless told otherwise.
pub const LISTEN: &str = "127.0.0.1:8080";

/// How long a cache in front that is told of changes may keep a page, in seconds: so long it may stay behind when what
/// it was told got lost.
const SHARED_SECONDS: u32 = 600;
/// The longest that anybody can want.
const MOST_SHARED_SECONDS: u32 = 30 * 86_400;

/// What the command line says; anything absent is looked for further down.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// `--data`
    pub data: Option<PathBuf>,
    /// `--database`
    pub database: Option<String>,
    /// `--listen`
    pub listen: Option<String>,
    /// `--address`
    pub address: Option<String>,
}

/// The file `courant.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    database: Option<String>,
    listen: Option<String>,
    address: Option<String>,
    fetch_allow: Option<String>,
    cache_mib: Option<u64>,
    backup_dir: Option<String>,
    timestamp_authority: Option<String>,
    smtp: Option<String>,
    mail_from: Option<String>,
    purge: Option<String>,
    shared_seconds: Option<u32>,
}

/// How this installation runs. What the site is called and how it behaves are settings, edited on the desk.
#[derive(Clone, Debug)]
pub struct Config {
    /// The data directory.
    pub data: PathBuf,
    /// Where the database is.
    pub database: DatabaseUrl,
    /// The database address as given.
    pub database_text: String,
    /// Where to listen.
    pub listen: SocketAddr,
    /// The public address, without a slash at the end; `None` means the listening address.
    pub address: Option<String>,
    /// Addresses that may be fetched although they are private.
    pub fetch_allow: Vec<SocketAddr>,
    /// Bytes the page cache may take.
    pub cache_bytes: u64,
    /// How many writes may share a commit, for measurements; only from the environment.
    pub commit_share: Option<u32>,
    /// The signing key itself, for servers that share one database; else it lies in the data directory. Only
    /// from the environment.
    pub ledger_key: Option<String>,
    /// The directory where the server puts backups; `None` where it makes none by itself.
    pub backup_dir: Option<PathBuf>,
    /// What backups are encrypted with; `None` leaves them plain. Only from the environment.
    pub backup_passphrase: Option<String>,
    /// The address of an authority that says when it has seen the ledger (RFC 3161).
    pub timestamp_authority: Option<String>,
    /// The way to the mail server letters go through; `None` where none are sent.
    pub mailer: Option<Mailer>,
    /// The ways to the caches in front of the site.
    pub purgers: Vec<Arc<Purger>>,
    /// How long a cache in front may keep a page, in seconds.
    pub shared_seconds: u32,
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
fn environment(name: &str) -> Result<Option<String>> {
    if let Ok(path) = std::env::var(format!("{name}_FILE")) {
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("can't read {path}, which {name}_FILE names"))?;
        return Ok(Some(text.trim().to_owned()));
    }
    Ok(std::env::var(name).ok().filter(|value| !value.is_empty()))
}

/// A number that the environment sets.
fn number<N>(name: &str) -> Result<Option<N>>
where
    N: FromStr,
    N::Err: std::error::Error + Send + Sync + 'static,
{
    let read = |text: String| text.parse().with_context(|| format!("{name}: “{text}” is not a number"));
    environment(name)?.map(read).transpose()
}

impl Config {
    /// Puts the configuration together and checks every value.
    ///
    /// # Errors
    /// One sentence naming the key, its value and what it should look like.
    pub fn load(given: Given) -> Result<Config> {
        let data = match given.data {
            Some(data) => data,
            None => environment("COURANT_DATA")?.map_or_else(|| PathBuf::from("courant-data"), PathBuf::from),
        };
        let file = File::read(&data.join("courant.toml"))?;
        let pick = |given: Option<String>, name: &str, file: Option<String>| -> Result<Option<String>> {
            Ok(match given {
                Some(value) => Some(value),
                None => environment(name)?.or(file),
            })
        };
        let database_text = pick(given.database, "COURANT_DATABASE", file.database)?
            .unwrap_or_else(|| format!("sqlite:{}", data.join("courant.sqlite").display()));
        let database = database_text.parse().map_err(|error| anyhow::anyhow!("database: {error}"))?;
        let listen = pick(given.listen, "COURANT_LISTEN", file.listen)?.unwrap_or_else(|| LISTEN.to_owned());
        let listen = listen
            .parse()
            .with_context(|| format!("listen: “{listen}” is not an address and port like {LISTEN}"))?;
        let address = pick(given.address, "COURANT_ADDRESS", file.address)?
            .map(|text| public_address(&text))
            .transpose()?;
        let allow = pick(None, "COURANT_FETCH_ALLOW", file.fetch_allow)?.unwrap_or_default();
        let cache_mib = number("COURANT_CACHE_MIB")?.or(file.cache_mib).unwrap_or(64);
        let authority = pick(None, "COURANT_TIMESTAMP_AUTHORITY", file.timestamp_authority)?
            .filter(|text| !text.is_empty())
            .map(|text| authority_address(&text))
            .transpose()?;
        let backup_dir = pick(None, "COURANT_BACKUP_DIR", file.backup_dir)?.filter(|text| !text.is_empty());
        let smtp = pick(None, "COURANT_SMTP", file.smtp)?.filter(|text| !text.is_empty());
        let from = pick(None, "COURANT_MAIL_FROM", file.mail_from)?.filter(|text| !text.is_empty());
        let purgers = pick(None, "COURANT_PURGE", file.purge)?.unwrap_or_default();
        let purgers = caches(&purgers, environment("COURANT_PURGE_TOKEN")?.as_deref())?;
        let told = if purgers.is_empty() { 0 } else { SHARED_SECONDS };
        let shared_seconds = number("COURANT_SHARED_SECONDS")?.or(file.shared_seconds).unwrap_or(told);
        Ok(Config {
            data,
            database,
            database_text,
            listen,
            address,
            fetch_allow: addresses(&allow)?,
            cache_bytes: cache_mib.clamp(1, 1 << 20) << 20,
            commit_share: number("COURANT_COMMIT_SHARE")?,
            ledger_key: environment("COURANT_LEDGER_KEY")?,
            backup_dir: backup_dir.map(PathBuf::from),
            backup_passphrase: environment("COURANT_BACKUP_PASSPHRASE")?,
            timestamp_authority: authority,
            mailer: mailer(smtp, from)?,
            purgers,
            shared_seconds: shared_seconds.min(MOST_SHARED_SECONDS),
        })
    }

    /// The directory of content-addressed files.
    pub fn files(&self) -> PathBuf {
        self.data.join("files")
    }

    /// The configuration as `courant.toml` would say it, secrets hidden.
    pub fn shown(&self) -> String {
        let quote = |text: &str| format!("{text:?}");
        let allow: Vec<String> = self.fetch_allow.iter().map(ToString::to_string).collect();
        let address = self.address.clone().unwrap_or_else(|| format!("http://{}", self.listen));
        format!(
            "# data directory: {}\ndatabase = {}\nlisten = {}\naddress = {}\nfetch_allow = {}\ncache_mib = {}\nbackup_dir = {}\ntimestamp_authority = {}\n# smtp server: {}\nmail_from = {}\npurge = {}\nshared_seconds = {}\n",
            self.data.display(),
            quote(&hide_password(&self.database_text)),
            quote(&self.listen.to_string()),
            quote(&address),
            quote(&allow.join(",")),
            self.cache_bytes >> 20,
            quote(&self.backup_dir.as_deref().map(|path| path.display().to_string()).unwrap_or_default()),
            quote(self.timestamp_authority.as_deref().unwrap_or_default()),
            self.mailer.as_ref().map_or("none, so no letters are sent", Mailer::server),
            quote(&self.mailer.as_ref().map(Mailer::from).unwrap_or_default()),
            quote(&self.purgers.iter().map(|purger| purger.address()).collect::<Vec<_>>().join(",")),
            self.shared_seconds,
        )
    }
}

impl File {
    fn read(path: &Path) -> Result<File> {
        match std::fs::read_to_string(path) {
            Ok(text) => toml::from_str(&text)
                .with_context(|| format!("{} can't be read as configuration", path.display())),
            // What is in the way of the directory itself is said when the directory is made.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                Ok(File::default())
            }
            Err(error) => Err(error).with_context(|| format!("can't read {}", path.display())),
        }
    }
}

fn public_address(text: &str) -> Result<String> {
    let url = url::Url::parse(text)
        .with_context(|| format!("address: “{text}” is not a web address like https://example.org"))?;
    if !matches!(url.scheme(), "http" | "https")
        || !url.has_host()
        || url.path() != "/"
        || url.query().is_some()
    {
        bail!(
            "address: “{text}” must be a scheme and a host like https://example.org, with nothing behind it"
        );
    }
    Ok(text.trim_end_matches('/').to_owned())
}

/// Letters need a server and a sender, or neither.
fn mailer(smtp: Option<String>, from: Option<String>) -> Result<Option<Mailer>> {
    match (smtp, from) {
        (None, None) => Ok(None),
        (Some(smtp), Some(from)) => Mailer::new(&smtp, &from).map(Some).map_err(|error| match error {
            MailSetup::Server { .. } => anyhow::anyhow!("COURANT_SMTP: {error}"),
            MailSetup::Sender(_) => anyhow::anyhow!("COURANT_MAIL_FROM: {error}"),
        }),
        (Some(_), None) => bail!(
            "COURANT_SMTP names a mail server, but nothing says which address letters come from: set COURANT_MAIL_FROM"
        ),
        (None, Some(_)) => bail!(
            "COURANT_MAIL_FROM says where letters come from, but no mail server is named: set COURANT_SMTP"
        ),
    }
}

/// The caches in front of the site, by their addresses.
fn caches(text: &str, token: Option<&str>) -> Result<Vec<Arc<Purger>>> {
    text.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| Purger::new(part, token).map(Arc::new).with_context(|| "COURANT_PURGE"))
        .collect()
}

fn authority_address(text: &str) -> Result<String> {
    let url =
        url::Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let url = url.with_context(|| {
        format!("timestamp_authority: “{text}” is not a web address like https://authority.example/tsr")
    })?;
    Ok(url.to_string())
}

fn addresses(text: &str) -> Result<Vec<SocketAddr>> {
    text.split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            part.parse().with_context(|| {
                format!("COURANT_FETCH_ALLOW: “{part}” is not an address and port like 127.0.0.1:8081")
            })
        })
        .collect()
}

/// `postgres://user:secret@host/db` without its secret.
pub fn hide_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let Some((login, host)) = rest.rsplit_once('@') else { return address.to_owned() };
    match login.split_once(':') {
        Some((user, _)) => format!("{scheme}://{user}:***@{host}"),
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(data: &Path) -> Given {
        Given { data: Some(data.to_owned()), ..Given::default() }
    }

    #[test]
    fn the_file_is_read_and_the_command_line_wins() {
        let data = tempfile::tempdir().unwrap();
        std::fs::write(
            data.path().join("courant.toml"),
            "listen = \"127.0.0.1:9000\"\naddress = \"https://a.example/\"\n",
        )
        .unwrap();
        let config = Config::load(given(data.path())).unwrap();
        assert_eq!((config.listen.port(), config.address.as_deref()), (9000, Some("https://a.example")));
        let config =
            Config::load(Given { listen: Some("127.0.0.1:9001".into()), ..given(data.path()) }).unwrap();
        assert_eq!(config.listen.port(), 9001);
    }

    #[test]
    fn wrong_values_are_named() {
        let data = tempfile::tempdir().unwrap();
        let wrong = |change: Given| {
            format!("{:#}", Config::load(Given { data: Some(data.path().to_owned()), ..change }).unwrap_err())
        };
        assert!(wrong(Given { listen: Some("8080".into()), ..Given::default() }).contains("listen: “8080”"));
        assert!(
            wrong(Given { address: Some("example.org".into()), ..Given::default() })
                .contains("address: “example.org”")
        );
        assert!(wrong(Given { database: Some("mysql://x".into()), ..Given::default() }).contains("database"));
        std::fs::write(data.path().join("courant.toml"), "lisen = 1\n").unwrap();
        assert!(wrong(Given::default()).contains("lisen"));
    }

    #[test]
    fn secrets_are_hidden() {
        assert_eq!(hide_password("postgres://u:s3:cr@t@h/db"), "postgres://u:***@h/db");
        assert_eq!(hide_password("sqlite:/a/b"), "sqlite:/a/b");
        assert_eq!(hide_password("postgres://u@h/db"), "postgres://u@h/db");
    }
}
