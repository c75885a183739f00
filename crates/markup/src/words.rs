//! Whether two texts say the same, word for word.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

/// Most words of a line that may be a label, a count or a link beside the text rather than a sentence of it.
const LABEL: usize = 4;
/// What ends a sentence, or says what follows.
const MARKS: &[char] = &['.', '!', '?', '…', ':', '。', '！', '？', '：', '؟', '۔', '।', '։', ';', '；', '·'];

/// A plain text as it is compared: its words, without white space, punctuation, soft hyphens and the like. The
/// case of letters counts, and so does a minus before a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// All words, each behind a space and the last before one.
    all: String,
    /// The words of what may be a sentence.
    said: String,
}

impl Words {
    /// The words of a plain text; lines are its paragraphs.
    pub fn of(text: &str) -> Self {
        let (mut all, mut said) = (String::from(" "), String::from(" "));
        for line in text.lines() {
            let line = plain(line);
            let begin = all.len();
            let mut count = 0;
            for (at, word) in line.unicode_word_indices() {
                if is_minus(&line[..at]) && word.starts_with(|c: char| c.is_numeric()) {
                    all.push('-');
                }
                all.push_str(word);
                all.push(' ');
                count += 1;
            }
            if count > LABEL || line.contains(MARKS) {
                said.push_str(&all[begin..]);
            }
        }
        Words { all, said }
    }

    /// Whether two texts say the same. Lines of a few words that are no sentence don't count: “3 min read”,
    /// “12 comments”, “Advertisement”.
    pub fn says_the_same(&self, other: &Words) -> bool {
        self.said == other.said
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.all.len() == 1
    }

    /// How many words there are.
    pub fn len(&self) -> usize {
        self.all.matches(' ').count() - 1
    }

    /// How many of a hundred words two texts have in common, whatever their order (Dice). Two without words
    /// have all.
    pub fn likeness(&self, other: &Words) -> u8 {
        let all = self.len() + other.len();
        if all == 0 {
            return 100;
        }
        let mut bag: HashMap<&str, usize> = HashMap::new();
        for word in self.words() {
            *bag.entry(word).or_default() += 1;
        }
        let mut common = 0;
        for word in other.words() {
            if let Some(left) = bag.get_mut(word).filter(|left| **left > 0) {
                *left -= 1;
                common += 1;
            }
        }
        u8::try_from(200 * common / all).unwrap_or(100)
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        self.all.split(' ').filter(|word| !word.is_empty())
    }
}

/// A line in one form of each letter, without what no eye sees.
fn plain(line: &str) -> String {
    let invisible = |c: &char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}');
    line.nfkc().filter(|c| !invisible(c)).map(|c| if c == '\u{2019}' { '\'' } else { c }).collect()
}

/// Whether what stands before a number ends with a minus that is no hyphen between words.
fn is_minus(before: &str) -> bool {
    let mut back = before.chars().rev();
    matches!(back.next(), Some('-' | '\u{2212}')) && back.next().is_none_or(|c| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        Words::of(one).says_the_same(&Words::of(other))
    }

    #[test]
    fn what_is_no_word_makes_no_difference() {
        for (one, other) in [
            ("The river rose by two metres.", "The  river rose\tby two metres ."),
            ("“It’s over,” she said, and left.", "\"It's over\", she said — and left."),
            (
                "The coöperation of all concerned parties.",
                "The coo\u{308}peration of all con\u{ad}cerned parties.",
            ),
            ("Ολοι είδαν το ποτάμι να ανεβαίνει.\n\nΔιαφήμιση", "Ολοι είδαν το ποτάμι να ανεβαίνει."),
            ("A sentence that stays here.\n\n3 min read", "12 comments\n\nA sentence that stays here."),
            ("第一句话在这里。", "第一句话 在这里。"),
        ] {
            assert!(same(one, other), "{one}\n{other}");
        }
    }

    #[test]
    fn one_word_is_a_difference() {
        for (one, other) in [
            ("The river rose by two metres.", "The river rose by three metres."),
            ("Three people died in the fire.", "Three People died in the fire."),
            ("It was −5 degrees that night.", "It was 5 degrees that night."),
            ("Deaths: 14", "Deaths: 15"),
            ("第一句话在这里。", "第二句话在这里。"),
            ("قال الوزير إن النهر ارتفع.", "قال الوزير إن النهر انخفض."),
        ] {
            assert!(!same(one, other), "{one}\n{other}");
        }
        assert!(same("A range of 10-15 boats was seen.", "A range of 10–15 boats was seen."));
    }

    #[test]
    fn likeness_counts_words_that_both_have() {
        let of = |one: &str, other: &str| Words::of(one).likeness(&Words::of(other));
        assert_eq!(of("a b c d", "d c b a"), 100);
        assert_eq!(of("a b c d", "a b x y"), 50);
        assert_eq!(of("a a a", "a"), 50);
        assert_eq!((of("a", "b"), of("", ""), of("", "a")), (0, 100, 0));
        assert_eq!((Words::of("a b").len(), Words::of(" ").len()), (2, 0));
    }
}
