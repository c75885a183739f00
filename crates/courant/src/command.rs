//! The command line, as the contract names it.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use model::import::Platform;
use model::{Role, Scope};

use crate::config::{Config, Given};
use crate::leave::Tongue;
use crate::{
    backup, come_back, demo, export, extract, import, leave, ledger_cli, people, scissors_cli, serve,
    site_copy,
};

#[derive(Debug, Parser)]
#[command(
    name = "courant",
    version,
    about = "A publication anyone can own: clip, attribute, publish, discuss."
)]
struct Line {
    /// Directory that holds everything by default: database, files, configuration
    #[arg(long, global = true, env = "COURANT_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// sqlite:PATH or postgres://USER@HOST/NAME
    #[arg(long, global = true, env = "COURANT_DATABASE", hide_env_values = true, value_name = "URL")]
    database: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// A small newspaper made of the samples shipped with Courant, served until stopped
    Demo {
        /// Address and port to listen on
        #[arg(long, value_name = "ADDR")]
        listen: Option<String>,
    },
    /// Site, desk, API and worker; on an empty data directory makes the site
    Serve {
        /// Address and port to listen on [default: 127.0.0.1:8080]
        #[arg(long, value_name = "ADDR")]
        listen: Option<String>,
        /// The site's public address, like https://example.org
        #[arg(long, value_name = "URL")]
        address: Option<String>,
    },
    /// Accounts of people who work at the site
    Account {
        #[command(subcommand)]
        command: AccountCommand,
    },
    /// Tokens for programs
    Token {
        #[command(subcommand)]
        command: TokenCommand,
    },
    /// Clip pages into drafts: addresses, HTML files, or - for standard input; one JSON line each
    Clip {
        /// Publish each draft at once
        #[arg(long)]
        publish: bool,
        /// The address a file or standard input came from
        #[arg(long, value_name = "URL")]
        source: Option<String>,
        /// Web addresses, HTML files, or -
        #[arg(required = true, value_name = "SOURCE")]
        sources: Vec<String>,
    },
    /// Read pages without a store: JSON lines {"id","url","html"} in, clippings out, in the same order
    Extract,
    /// Write everything into one file, while the site serves; encrypted if COURANT_BACKUP_PASSPHRASE is set
    Backup {
        /// The file to write
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
    /// Bring a backup back into an empty site, on either engine
    Restore {
        /// The backup
        file: PathBuf,
    },
    /// Check that everything is as it was entered in the ledger: posts, captures, files, the ledger itself
    Verify {
        /// A backup, or a ledger that a site gave out (/ledger.jsonl), to be checked by itself
        file: Option<PathBuf>,
        /// The keys it must be signed with, as the site publishes them (/.well-known/courant-key)
        #[arg(long, value_name = "FILE", requires = "file")]
        key: Option<PathBuf>,
    },
    /// The chain of what this site has published, corrected and kept
    Ledger {
        #[command(subcommand)]
        command: LedgerCommand,
    },
    /// Take everything away, in files that people and other programs read; or, with --evidence, what was kept of one
    /// post's source
    Export {
        /// The directory to make, or a file that ends with .zip; of --evidence, a file [default: evidence-ID.wacz here]
        #[arg(long, value_name = "PLACE", required_unless_present = "evidence")]
        to: Option<PathBuf>,
        /// In whose words
        #[arg(long, value_enum, default_value = "courant", conflicts_with = "evidence")]
        format: Tongue,
        /// Leave out what tells who people are: mail addresses, networks
        #[arg(long, conflicts_with = "evidence")]
        without_private: bool,
        /// A post, by its id, its path like /2026/11/slug, or its address: what was kept of its source, as a WACZ that
        /// other programs replay
        #[arg(long, value_name = "POST")]
        evidence: Option<String>,
    },
    /// Write the whole public site as files that any web server serves; a second run writes only what changed
    Site {
        /// The directory
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        /// The live site's public address, like https://example.org
        #[arg(long, value_name = "URL")]
        address: Option<String>,
    },
    /// Bring a whole site over
    Import {
        #[command(subcommand)]
        command: ImportCommand,
    },
    /// The configuration of this installation
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
}

#[derive(Debug, Subcommand)]
enum AccountCommand {
    /// Make an account
    Add {
        /// The name to sign in with
        name: String,
        /// owner, editor, author or moderator
        #[arg(long)]
        role: Role,
        /// Read the password from standard input
        #[arg(long, required = true)]
        password_stdin: bool,
    },
    /// Who there is
    List,
    /// Print a link that signs an account in once, within a day: for who has no password, or has lost it
    Link {
        /// The name of the account
        name: String,
    },
}

#[derive(Debug, Subcommand)]
enum ImportCommand {
    /// A site at Blogger: its Takeout, a zip or a folder, or an old backup (blog-….xml)
    Blogger(import::Asked),
    /// A site of WordPress: what Tools, Export gave, one file or several in a folder or zip
    Wordpress(import::Asked),
    /// A site of Ghost: its JSON, alone or in a zip with its pictures and redirects
    Ghost(import::Asked),
    /// An export of Courant's own, into an empty site: everything, or nothing if anything is wrong
    Courant {
        /// The directory or the zip
        #[arg(value_name = "PLACE")]
        from: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
enum TokenCommand {
    /// Make a token and print it, this once
    Add {
        /// Whose
        #[arg(long)]
        account: String,
        /// What it is for
        #[arg(long, default_value = "command line")]
        label: String,
        /// all: whatever the account may; clip: only clip pages into drafts
        #[arg(long, default_value = "all")]
        scope: Scope,
    },
}

#[derive(Debug, Subcommand)]
enum LedgerCommand {
    /// Print its head and its keys
    Show,
    /// Sign with a new key from here on
    Rotate {
        /// The old key is gone and can't vouch for the new one: what became of it, for everybody to read
        #[arg(long, value_name = "STATEMENT")]
        lost: Option<String>,
        /// Where to write the new key instead of the data directory
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Say whether it can be used
    Check,
    /// Print it, secrets hidden
    Show,
}

/// Reads the command line, runs the command, and turns what came of it into an exit code.
pub fn run() -> ExitCode {
    let line = match Line::try_parse() {
        Ok(line) => line,
        Err(error) => {
            // Help and version go to standard output with 0, wrong usage to standard error with 2.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match act(line) {
        Ok(code) => code,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "courant: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn act(line: Line) -> Result<ExitCode> {
    let mut given = Given { data: line.data, database: line.database, ..Given::default() };
    match line.command {
        Command::Demo { listen } => {
            given.listen = listen;
            demo::run(given)?;
        }
        Command::Serve { listen, address } => {
            given.listen = listen;
            given.address = address;
            serve::run(&Config::load(given)?)?;
        }
        Command::Account { command: AccountCommand::Add { name, role, password_stdin: _ } } => {
            people::add_account(&Config::load(given)?, &name, role)?;
        }
        Command::Account { command: AccountCommand::List } => people::list_accounts(&Config::load(given)?)?,
        Command::Account { command: AccountCommand::Link { name } } => {
            people::link(&Config::load(given)?, &name)?;
        }
        Command::Token { command: TokenCommand::Add { account, label, scope } } => {
            people::add_token(&Config::load(given)?, &account, &label, scope)?;
        }
        Command::Clip { publish, source, sources } => {
            return scissors_cli::run(&Config::load(given)?, publish, source.as_deref(), &sources);
        }
        Command::Export { evidence: Some(post), to, .. } => {
            return export::evidence(&Config::load(given)?, &post, to.as_deref());
        }
        Command::Export { evidence: None, to, format, without_private } => {
            let to = to.unwrap_or_else(|| PathBuf::from("courant-export"));
            let config = Config::load(given)?;
            return match format {
                Tongue::Courant => leave::export(&config, &to, !without_private),
                _ => leave::tell_elsewhere(&config, &to, format, !without_private),
            };
        }
        Command::Site { to, address } => {
            given.address = address;
            return site_copy::run(&Config::load(given)?, &to);
        }
        Command::Import { command: ImportCommand::Blogger(asked) } => {
            return import::import(&Config::load(given)?, Platform::Blogger, &asked);
        }
        Command::Import { command: ImportCommand::Wordpress(asked) } => {
            return import::import(&Config::load(given)?, Platform::WordPress, &asked);
        }
        Command::Import { command: ImportCommand::Ghost(asked) } => {
            return import::import(&Config::load(given)?, Platform::Ghost, &asked);
        }
        Command::Import { command: ImportCommand::Courant { from } } => {
            return come_back::import_courant(&Config::load(given)?, &from);
        }
        Command::Extract => extract::run(std::io::stdin().lock(), std::io::stdout().lock())?,
        Command::Backup { to } => return backup::write(&Config::load(given)?, &to),
        Command::Restore { file } => return backup::restore(&Config::load(given)?, &file),
        Command::Verify { file: Some(file), key: None } if backup::is_one(&file)? => {
            return backup::check(&Config::load(given)?, &file);
        }
        Command::Verify { file: Some(file), key } => {
            return ledger_cli::verify_file(&file, key.as_deref());
        }
        Command::Verify { file: None, .. } => return ledger_cli::verify(&Config::load(given)?),
        Command::Ledger { command: LedgerCommand::Show } => ledger_cli::show(&Config::load(given)?)?,
        Command::Ledger { command: LedgerCommand::Rotate { lost, to } } => {
            ledger_cli::rotate(&Config::load(given)?, lost.as_deref(), to.as_deref())?;
        }
        Command::Config { command } => {
            let config = Config::load(given)?;
            let text = match command {
                ConfigCommand::Check => "The configuration can be used.\n".to_owned(),
                ConfigCommand::Show => config.shown(),
            };
            std::io::stdout().write_all(text.as_bytes())?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
