//! Where the database is.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crate::db::without_password;

/// Which database answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file on this machine.
    Sqlite,
    /// A server.
    Postgres,
}

/// Where the database is: `sqlite:PATH`, `postgres://…` or `postgresql://…`. Shown without a password.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A SQLite file; made when it does not exist, its directory too.
    Sqlite(PathBuf),
    /// The address of a PostgreSQL database, as libpq writes them. The database must exist.
    Postgres(String),
}

impl FromStr for DatabaseUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.trim_start_matches('/').is_empty() => {
                // sqlite:///var/x is what other programs write for sqlite:/var/x
                let path = path.strip_prefix("//").unwrap_or(path);
                Ok(DatabaseUrl::Sqlite(PathBuf::from(path)))
            }
            Some(("postgres" | "postgresql", rest)) if rest.starts_with("//") => {
                Ok(DatabaseUrl::Postgres(text.to_owned()))
            }
            _ => Err(format!(
                "“{}” is not the address of a database; write sqlite:PATH or postgres://USER@HOST/DATABASE",
                if text.contains('@') { without_password(text) } else { text.to_owned() }
            )),
        }
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DatabaseUrl::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            DatabaseUrl::Postgres(address) => f.write_str(&without_password(address)),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_shown_without_their_password() {
        for (text, shown) in [
            ("sqlite:site.db", "sqlite:site.db"),
            ("sqlite:///var/site.db", "sqlite:/var/site.db"),
            ("postgresql://ada:secret@db/x", "postgresql://ada:***@db/x"),
        ] {
            assert_eq!(format!("{:?}", text.parse::<DatabaseUrl>().unwrap()), shown);
        }
        for bad in ["", "sqlite:", "mysql://x", "postgres:x", "/var/site.db"] {
            assert!(bad.parse::<DatabaseUrl>().is_err(), "{bad}");
        }
        assert!(!"mysql://ada:secret@db".parse::<DatabaseUrl>().unwrap_err().contains("secret"));
    }
}
