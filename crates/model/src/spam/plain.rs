//! Signs that need no teacher.

use super::{Sign, SignKind};

/// Days after which a post is so old that mostly programs find it.
const OLD: i64 = 365;
/// Letters a text must have before its script or its capitals say anything.
const ENOUGH: usize = 20;

/// What became of comments from one network lately, as people decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Called spam.
    pub spam: i32,
    /// Approved.
    pub approved: i32,
}

/// What is known of a comment without knowing its words.
#[derive(Clone, Copy, Debug)]
pub struct Plain<'a> {
    /// Its author's name.
    pub name: &'a str,
    /// Its text as typed.
    pub body: &'a str,
    /// Links in it.
    pub links: usize,
    /// Words in it; characters where a script writes no spaces.
    pub words: usize,
    /// Other comments of late that say the same, and the posts other than this one that those are about.
    pub repeated: (usize, usize),
    /// Its network's.
    pub network: Record,
    /// Days since the post came out.
    pub days: i64,
    /// Some of what the post says.
    pub post: &'a str,
}

/// The plain signs of a comment.
pub fn plain(seen: &Plain<'_>) -> Vec<Sign> {
    let mut signs = Vec::new();
    let mut add = |kind, weight, detail: String| signs.push(Sign { kind, weight, detail });
    let (links, words) = (seen.links, seen.words.max(1));
    if links > 0 {
        let weight = [2, 6, 10, 16][links.min(4) - 1];
        add(SignKind::Links, weight, format!("{links} {}", if links == 1 { "link" } else { "links" }));
        match words / links {
            0..4 => add(SignKind::Share, 12, format!("little beside links: {words} words, {links} links")),
            4..8 => add(SignKind::Share, 6, format!("little beside links: {words} words, {links} links")),
            _ => {}
        }
    }
    let (times, posts) = seen.repeated;
    if times > 0 {
        let weight = match posts {
            0 => 10,
            1..3 => 20,
            _ => 35,
        };
        let said = if times == 1 { "once".to_owned() } else { format!("{times} times") };
        let under = match posts {
            0 => "here".to_owned(),
            1 => "under another post".to_owned(),
            posts => format!("under {posts} other posts"),
        };
        add(SignKind::Repeated, weight, format!("the same words were said {said} {under} lately"));
    }
    if is_address(seen.name) {
        add(SignKind::Address, 20, "the name is a web address".to_owned());
    }
    if let Some(word) =
        seen.body.split(|c: char| !c.is_alphabetic()).chain([seen.name]).find(|word| is_mixed(word))
    {
        let word: String = word.chars().take(40).collect();
        add(SignKind::Mixed, 15, format!("“{word}” is in letters of several scripts"));
    }
    let unseen = seen.body.chars().chain(seen.name.chars()).filter(|c| hides(*c)).count();
    if unseen > 0 {
        let what = if unseen == 1 { "character that nobody sees" } else { "characters that nobody sees" };
        add(SignKind::Invisible, 10, format!("{unseen} {what}"));
    }
    let cased = |c: &char| c.is_uppercase() || c.is_lowercase();
    let letters = seen.body.chars().filter(cased).count();
    let capitals = seen.body.chars().filter(|c| c.is_uppercase()).count();
    if letters >= ENOUGH && capitals * 5 > letters * 4 {
        add(SignKind::Capitals, 8, "written in capitals".to_owned());
    }
    let Record { spam, approved } = seen.network;
    if spam > 0 || approved > 0 {
        let weight = (5 * (spam - approved)).clamp(-8, 25);
        let detail = format!("of the last comments from its network {spam} were spam, {approved} approved");
        if weight != 0 {
            add(SignKind::Network, weight, detail);
        }
    }
    if seen.days >= OLD {
        add(SignKind::Age, 4, format!("the post is {} days old", seen.days));
    }
    if let (Some(own), Some(posts)) = (script_of(seen.body), script_of(seen.post))
        && own != posts
    {
        add(SignKind::Script, 5, "another script than the post’s".to_owned());
    }
    signs
}

/// Whether a name is one of the web's: an address, or a host in small letters.
fn is_address(name: &str) -> bool {
    let name = name.trim();
    let is_host = |word: &str| {
        word.rsplit_once('.').is_some_and(|(before, top)| {
            let top = top.trim_end_matches('/');
            before.chars().any(char::is_alphanumeric)
                && (2..=24).contains(&top.len())
                && top.chars().all(|c| c.is_ascii_lowercase())
                && !word.chars().any(char::is_uppercase)
        })
    };
    name.contains("://") || name.to_lowercase().contains("www.") || name.split_whitespace().any(is_host)
}

/// Scripts whose letters are taken for one another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Other(u32),
}

impl Script {
    /// Of a letter; scripts without letters that look like others' are told apart by blocks of the code chart,
    /// those of Chinese, Japanese and Korean as one.
    fn of(c: char) -> Option<Script> {
        match c {
            _ if !c.is_alphabetic() => None,
            'ª' | 'º' | 'µ' => None,
            '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Some(Script::Latin),
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(Script::Greek),
            '\u{400}'..='\u{52f}' => Some(Script::Cyrillic),
            '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'.. => {
                Some(Script::Other(0))
            }
            c => Some(Script::Other(1 + u32::from(c) / 0x100)),
        }
    }
}

/// Whether letters stand side by side that look alike and are of several scripts.
fn is_mixed(word: &str) -> bool {
    let has = |script| word.chars().filter(|c| Script::of(*c) == Some(script)).count();
    let counts = [has(Script::Latin), has(Script::Greek), has(Script::Cyrillic)];
    let one_word = !word.contains(char::is_whitespace);
    one_word && counts.iter().sum::<usize>() >= 4 && counts.iter().filter(|count| **count > 0).count() > 1
}

/// The script that most letters of a text are of.
fn script_of(text: &str) -> Option<Script> {
    let mut counts: Vec<(Script, usize)> = Vec::new();
    for script in text.chars().take(5_000).filter_map(Script::of) {
        match counts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, count)) => *count += 1,
            None => counts.push((script, 1)),
        }
    }
    let all: usize = counts.iter().map(|(_, count)| count).sum();
    let (script, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    let wide = script == Script::Other(0) && all >= ENOUGH / 2;
    ((all >= ENOUGH || wide) && count * 2 > all).then_some(script)
}

/// Whether a character leaves no mark and has no use within words: joiners, and the marks of direction that
/// Arabic and Hebrew are written with, are none of these.
fn hides(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{202d}' | '\u{202e}' | '\u{feff}'
        | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(name: &str, body: &str, links: usize) -> Vec<SignKind> {
        let words = body.split_whitespace().count();
        let seen = Plain {
            name,
            body,
            links,
            words,
            repeated: (0, 0),
            network: Record::default(),
            days: 3,
            post: "The price of a river is what this is about.",
        };
        plain(&seen).into_iter().map(|sign| sign.kind).collect()
    }

    #[test]
    fn each_sign_has_its_case() {
        use SignKind::{Address, Capitals, Invisible, Links, Mixed, Script, Share};
        for (name, body, links, expected) in [
            ("cheap-lamps.example", "See you there tomorrow", 0, vec![Address]),
            ("Ann http://a.example", "Nice", 0, vec![Address]),
            ("Ada", "Buy https://a.example https://b.example", 2, vec![Links, Share]),
            ("Ada", "The best pаypal site of them all", 0, vec![Mixed]),
            ("Ada", "BUY YOUR CHEAP LAMPS HERE TODAY", 0, vec![Capitals]),
            ("Ada", "vi\u{200b}agra", 0, vec![Invisible]),
            ("Ада", "Казино онлайн, лучшие бонусы для вас", 0, vec![Script]),
        ] {
            assert_eq!(signs(name, body, links), expected, "{name}: {body}");
        }
    }

    #[test]
    fn honest_habits_are_no_signs() {
        for (name, body, links) in [
            ("J. R. St.John", "I was there, and it was not so. What of the mayor?", 0),
            ("Ελένη", "Συμφωνώ.", 0),
            ("Ada", "OK, NATO and the EU said so", 0),
            ("Ada", "می\u{200c}خواهم", 0),
            ("Ada", "Here 5 µm, 3 Ωm and a naïve café", 0),
        ] {
            assert_eq!(signs(name, body, links), [], "{name}: {body}");
        }
    }
}
