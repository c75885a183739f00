//! Whether two texts are in one language, as far as it shows.

use whatlang::{Info, detect, detect_script};

/// Characters of a text that are looked at.
const SAMPLE: usize = 2_500;

/// Whether two texts are in different languages: by their scripts, or by statistics where there is enough of
/// both; `None` when neither shows it. A quotation in another language than a text can't stand there.
pub fn differ_in_language(one: &str, other: &str) -> Option<bool> {
    let sample = |text: &str| text.chars().take(SAMPLE).collect::<String>();
    let (one, other) = (sample(one), sample(other));
    if detect_script(&one)? != detect_script(&other)? {
        return Some(true);
    }
    let one = detect(&one).filter(Info::is_reliable)?;
    let other = detect(&other).filter(Info::is_reliable)?;
    Some(one.lang() != other.lang())
}
