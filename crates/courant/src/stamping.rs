//! An authority is asked for the time of the ledger's newest line (RFC 3161).

use crate::clipping::Scissors;

/// What authorities are asked in.
const QUESTION: &str = "application/timestamp-query";
/// Seconds from one question to the next.
const DAY: i64 = 86_400;

impl Scissors {
    /// Asks, and keeps the answer; promises to ask again tomorrow. Answers with what came of it; nothing without
    /// an authority, or when the newest line has been asked about.
    ///
    /// # Errors
    /// A sentence on why there is no answer, for the desk's list of jobs: it is asked again.
    pub fn stamp(&self) -> Result<Option<String>, String> {
        let Some(authority) = self.authority() else { return Ok(None) };
        let said = |error: desk::Error| error.to_string();
        self.desk().stamp_in(DAY).map_err(said)?;
        let Some(asked) = self.desk().ask_timestamp().map_err(said)? else { return Ok(None) };
        let answer = self
            .wire()
            .post(authority, QUESTION, asked.question.clone())
            .map_err(|refusal| format!("The timestamp authority did not answer: {refusal}"))?;
        let at = self
            .desk()
            .keep_timestamp(&asked, authority, &answer.body)
            .map_err(|error| format!("The timestamp authority {authority} was asked, and {error}"))?;
        Ok(Some(format!("Line {} of the ledger was seen by {authority} at {at}.", asked.number)))
    }
}
