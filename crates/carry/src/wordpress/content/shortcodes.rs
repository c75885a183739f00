//! Shortcodes: `[gallery ids="1,2"]`, `[caption …]…[/caption]`. Those that WordPress itself knows become what they
//! show; others stay readable as text, and are told.

use std::ops::Range;

use super::notation::{Ends, Opening, escaped, opening};
use super::{Around, Notes, picture};
use crate::html::{self, Token, Tokens};
use crate::wordpress::known::{Attachment, FileKind};

/// Shortcodes within one another that are followed.
const DEPTH: usize = 6;
/// Pictures that the galleries of one post show.
const PICTURES: usize = 2_000;

/// Elements in which nothing is a shortcode.
const VERBATIM: [&str; 6] = ["pre", "code", "script", "style", "textarea", "svg"];

/// Text with its shortcodes carried out.
pub(super) fn shortcodes(text: &str, around: Around, notes: &mut Notes) -> String {
    Work { around, notes, pictures: PICTURES }.all(text, 0)
}

struct Work<'a, 'n> {
    around: Around<'a>,
    notes: &'n mut Notes,
    /// How many pictures galleries may still show.
    pictures: usize,
}

impl Work<'_, '_> {
    fn all(&mut self, text: &str, depth: usize) -> String {
        if !text.contains('[') {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len() + 64);
        let mut ends = Ends::new(text);
        let mut tokens = Tokens::new(text);
        // A block of ours that stood alone in a paragraph takes its place.
        let mut swallow = false;
        while let Some(token) = tokens.next() {
            match token {
                Token::Tag(tag) if tag.is(&VERBATIM) && !tag.closing => {
                    out.push_str(tag.raw);
                    out.push_str(tokens.raw_until(tag.name));
                }
                Token::Tag(tag) if tag.is(&["p"]) && tag.closing && std::mem::take(&mut swallow) => {}
                Token::Text(part) if part.contains('[') => {
                    let start = tokens.at() - part.len();
                    let run = start..tokens.at();
                    let end = self.run(run, depth, &mut out, &mut ends, &mut swallow);
                    tokens.go_to(end);
                }
                token => {
                    swallow &= token.raw().trim().is_empty();
                    out.push_str(token.raw());
                }
            }
        }
        out
    }

    /// Carries out what stands in a run of text, and perhaps in what follows it; returns where to go on.
    fn run(
        &mut self,
        run: Range<usize>,
        depth: usize,
        out: &mut String,
        ends: &mut Ends,
        swallow: &mut bool,
    ) -> usize {
        let text = ends.text;
        let (mut at, end) = (run.start, run.end);
        while at < end {
            let Some(found) = text[at..end].find('[') else { break };
            out.push_str(&text[at..at + found]);
            *swallow &= text[at..at + found].trim().is_empty();
            at += found;
            let rest = &text[at..];
            if let Some(literal) = escaped(at, ends) {
                out.push_str(&rest[1..literal - 1]);
                at += literal;
                continue;
            }
            let Some(opening) = opening(rest) else {
                out.push('[');
                at += 1;
                continue;
            };
            let name = opening.name.to_ascii_lowercase();
            let behind = at + opening.length;
            let enclosed = if opening.closed { None } else { ends.next(&name, behind) };
            let inner = enclosed.map(|(inner, _)| &text[behind..inner]);
            match self.known(&name, &opening, inner, depth) {
                Some(shown) => {
                    place(out, &shown, swallow);
                    at = enclosed.map_or(behind, |(_, end)| end);
                }
                None => {
                    if looks_meant(&opening, inner.is_some()) {
                        self.notes.tell(format!("the shortcode [{name}] is shown as text"));
                    }
                    // What it encloses is read on its own.
                    out.push_str(&rest[..opening.length]);
                    at = behind;
                }
            }
            if at > end {
                return at;
            }
        }
        if at < end {
            *swallow &= text[at..end].trim().is_empty();
            out.push_str(&text[at..end]);
        }
        at.max(end)
    }

    /// What a shortcode shows; nothing when it is not known or has nothing to show.
    fn known(&mut self, name: &str, opening: &Opening, inner: Option<&str>, depth: usize) -> Option<String> {
        match name {
            "caption" | "wp_caption" => self.caption(opening, inner?, depth),
            "gallery" => self.gallery(opening),
            "playlist" => self.playlist(opening),
            "embed" => {
                let address = inner.map(html::plain).filter(|a| !a.is_empty());
                let address = address.or_else(|| opening.get("src").map(str::to_owned))?;
                Some(html::link(&html::decode(&address), ""))
            }
            "audio" => self.sound_or_film(opening, inner, FileKind::Sound),
            "video" | "wpvideo" => self.sound_or_film(opening, inner, FileKind::Film),
            "youtube" => {
                let given = opening.get("id").or(opening.get("url")).or(opening.bare()).or(inner)?;
                Some(html::link(&film("https://www.youtube.com/watch?v=", given)?, ""))
            }
            "vimeo" => {
                let given = opening.get("id").or(opening.get("url")).or(opening.bare()).or(inner)?;
                Some(html::link(&film("https://vimeo.com/", given)?, ""))
            }
            "dailymotion" => {
                let given = opening.get("id").or(opening.bare()).or(inner)?;
                Some(html::link(&film("https://www.dailymotion.com/video/", given)?, ""))
            }
            "soundcloud" | "tweet" | "twitter" | "instagram" | "facebook" | "tiktok" | "googlemaps"
            | "ted" => {
                let given = opening.get("url").or(opening.bare()).or(inner)?;
                let given = html::plain(given);
                given.starts_with("http").then(|| html::link(&given, ""))
            }
            "code" | "sourcecode" => {
                let code = inner?.trim_matches('\n');
                Some(format!("<pre><code>{}</code></pre>\n", html::escape(&html::decode(code))))
            }
            _ => None,
        }
    }

    /// Both shapes: words in an attribute, and words behind the picture.
    fn caption(&mut self, opening: &Opening, inner: &str, depth: usize) -> Option<String> {
        let inner = if depth < DEPTH { self.all(inner, depth + 1) } else { inner.to_owned() };
        let end = picture_end(&inner).unwrap_or(0);
        let (shown, behind) = inner.split_at(end);
        let words = opening.get("caption").map(str::to_owned).unwrap_or_else(|| behind.trim().to_owned());
        let shown = shown.trim();
        if shown.is_empty() {
            return Some(words);
        }
        let mut figure = format!("<figure>{shown}");
        if !words.is_empty() {
            figure.push_str("<figcaption>");
            figure.push_str(&words);
            figure.push_str("</figcaption>");
        }
        figure.push_str("</figure>\n");
        Some(figure)
    }

    fn gallery(&mut self, opening: &Opening) -> Option<String> {
        let known = self.around.known;
        let mut missing = false;
        let mut shown: Vec<&Attachment> = Vec::new();
        if let Some(ids) = opening.get("ids").or(opening.get("include")) {
            let ids = ids.split([',', ' ']).filter(|id| !id.is_empty());
            for id in ids.take(self.pictures) {
                match known.attachment(id) {
                    Some(attachment) => shown.push(attachment),
                    None => missing = true,
                }
            }
        } else if self.pictures > 0 {
            let post = opening.get("id").filter(|id| *id != "0").unwrap_or(self.around.post);
            let not: Vec<&str> = opening.get("exclude").unwrap_or("").split(',').map(str::trim).collect();
            let own = known.of_post(post).into_iter();
            let pictures =
                own.filter(|(id, a)| !not.contains(id) && FileKind::of(&a.address) == FileKind::Picture);
            shown.extend(pictures.map(|(_, attachment)| attachment).take(self.pictures));
        }
        if missing {
            self.notes.tell("a gallery names pictures that are not in the file".into());
        }
        self.pictures -= shown.len();
        (!shown.is_empty()).then(|| shown.into_iter().map(picture).collect())
    }

    fn playlist(&mut self, opening: &Opening) -> Option<String> {
        let kind = if opening.get("type") == Some("video") { FileKind::Film } else { FileKind::Sound };
        let known = self.around.known;
        let attachments: Vec<&Attachment> = match opening.get("ids").or(opening.get("include")) {
            Some(ids) => ids.split(',').filter_map(|id| known.attachment(id)).take(self.pictures).collect(),
            None if self.pictures == 0 => Vec::new(),
            None => {
                let own = known.of_post(self.around.post).into_iter().map(|(_, attachment)| attachment);
                own.filter(|attachment| FileKind::of(&attachment.address) == kind)
                    .take(self.pictures)
                    .collect()
            }
        };
        self.pictures -= attachments.len();
        let shown: String = attachments.iter().map(|a| html::link(&a.address, &a.title)).collect();
        (!shown.is_empty()).then_some(shown)
    }

    fn sound_or_film(&mut self, opening: &Opening, inner: Option<&str>, kind: FileKind) -> Option<String> {
        const SOURCES: [&str; 13] =
            ["src", "mp3", "m4a", "ogg", "oga", "wav", "flac", "mp4", "m4v", "webm", "ogv", "wmv", "flv"];
        let named = SOURCES.iter().find_map(|key| opening.get(key)).map(str::to_owned);
        let enclosed = || inner.map(html::plain).filter(|address| address.starts_with("http"));
        // Very old ones name the address alone, with settings behind bars.
        let bare = || opening.bare().and_then(|b| b.split('|').next()).filter(|b| b.starts_with("http"));
        let own = || {
            self.pictures = self.pictures.checked_sub(1)?;
            let attachments = self.around.known.of_post(self.around.post);
            attachments
                .into_iter()
                .find(|(_, a)| FileKind::of(&a.address) == kind)
                .map(|(_, a)| a.address.clone())
        };
        let address = named.or_else(enclosed).or_else(|| bare().map(str::to_owned)).or_else(own)?;
        Some(html::link(&html::decode(&address), &html::file_name(&address)))
    }
}

/// Puts a block where it belongs: a paragraph that holds nothing else gives way.
fn place(out: &mut String, shown: &str, swallow: &mut bool) {
    let block = shown.starts_with("<figure") || shown.starts_with("<p>") || shown.starts_with("<pre");
    if block && out.trim_end().ends_with("<p>") {
        out.truncate(out.trim_end().len() - "<p>".len());
        *swallow = true;
    }
    out.push_str(shown);
}

/// Where the picture at the start of a caption ends, with the link around it.
fn picture_end(html: &str) -> Option<usize> {
    let mut tokens = Tokens::new(html);
    let mut linked = false;
    let mut seen = false;
    while let Some(token) = tokens.next() {
        match token {
            Token::Tag(tag) if tag.is(&["a"]) && !tag.closing && !seen => linked = true,
            Token::Tag(tag) if tag.is(&["a"]) && tag.closing && seen => return Some(tokens.at()),
            Token::Tag(tag) if tag.is(&["img"]) => {
                seen = true;
                if !linked {
                    return Some(tokens.at());
                }
            }
            Token::Tag(tag) if tag.is(&["iframe", "video", "object"]) && !tag.closing => {
                tokens.raw_until(tag.name);
                return Some(tokens.at());
            }
            _ => {}
        }
    }
    seen.then_some(html.len())
}

/// Whether somebody meant a shortcode, and not words in brackets.
fn looks_meant(opening: &Opening, enclosing: bool) -> bool {
    let known =
        ["caption", "wp_caption", "gallery", "embed", "audio", "video", "playlist", "youtube", "vimeo"];
    enclosing
        || opening.closed
        || opening.name.contains(['_', '-'])
        || opening.attributes.iter().any(|(key, _)| !key.is_empty())
        || known.contains(&opening.name)
}

/// The address of a film from what was given: an address, or an id.
fn film(base: &str, given: &str) -> Option<String> {
    let given = html::decode(given.trim().trim_start_matches('=')).into_owned();
    let given = html::plain(&given);
    if given.starts_with("http") {
        return Some(given);
    }
    let id: String =
        given.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    (!id.is_empty()).then(|| format!("{base}{id}"))
}
