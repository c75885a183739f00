//! Why a verb was not done.

use model::Problems;

/// Why a verb was not done. Nothing was changed when one of these is returned. Each displays as a
/// sentence for the person who asked, except [`Error::Internal`], whose text is for the log.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    /// What was asked for is not here.
    #[error("{0}")]
    NotFound(String),
    /// It is here, but not for this actor.
    #[error("{0}")]
    Forbidden(String),
    /// It can't be done as things stand now.
    #[error("{0}")]
    Conflict(String),
    /// The input can't stand; field by field.
    #[error("{0}")]
    Invalid(Problems),
    /// Too much at once: ask again later.
    #[error("{message}")]
    Busy {
        /// A sentence.
        message: String,
        /// Seconds after which asking again makes sense.
        retry_after: u64,
    },
    /// The database or the disk can't be used at the moment. The text is for the log.
    #[error("{0}")]
    Unavailable(String),
    /// Something is broken that no input should break. The text is for the log.
    #[error("{0}")]
    Internal(String),
}

impl Error {
    /// A missing thing, by its name with an article: “a post”.
    pub(crate) fn missing(what: &str) -> Self {
        Error::NotFound(format!("There is no such {what} here; it may have been removed."))
    }

    /// One wrong field.
    pub(crate) fn field(field: &'static str, message: impl Into<String>) -> Self {
        Error::Invalid(Problems::one(field, message))
    }
}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Self {
        Error::Invalid(problems)
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        let text = error.to_string();
        match error {
            store::Error::Unavailable(_) | store::Error::ReadOnly(_) => Error::Unavailable(text),
            store::Error::Duplicate { .. } => Error::Conflict(
                "Someone did the same thing at the same moment. Look at how it stands now and try again."
                    .to_owned(),
            ),
            _ => Error::Internal(text),
        }
    }
}
