//! The doors through which a text becomes HTML: a post's Markdown or HTML, foreign HTML, a remark.

use comrak::Options;
use model::Format;
use url::Url;

use crate::address::Addresses;
use crate::credit::{Credit, credit, credit_of};
use crate::plain::{is_plain, is_settled};
use crate::text::{running_text, running_text_of};
use crate::tidy::{Scope, tidy};
use crate::{guard, pictures, tree};

/// Addresses in our own texts: paths of the site may stay.
pub(crate) const OURS: Addresses<'static> = Addresses { base: None, local_paths: true };

/// The HTML of a post's body. Pictures not stored with the site become links to where they are.
pub fn body_html(format: Format, body: &str) -> String {
    match format {
        Format::Markdown => settled(stored_only(&from_markdown(body)), OURS),
        Format::Html => settled(stored_only(body), OURS),
    }
}

fn stored_only(html: &str) -> Vec<tree::Node> {
    pictures::with_stored_only(tidy(html, Scope::Post, OURS))
}

/// A body of HTML, with what can be read off it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Understood {
    /// As [`body_html`] makes it.
    pub html: String,
    /// Its [`running_text`](crate::running_text).
    pub text: String,
    /// The line that names its source, as [`credit`](crate::credit()) finds it.
    pub credit: Option<Credit>,
}

/// What becomes of a body of HTML, and what is read off it, all from one parse where that will do, as it does for most:
/// who has many to read saves three of them.
pub fn understood(body: &str) -> Understood {
    let nodes = stored_only(body);
    match written(&nodes) {
        Ok(html) => Understood { text: running_text_of(&nodes), credit: credit_of(&nodes), html },
        Err(html) => {
            let html = cleaned(html, OURS);
            Understood { text: running_text(&html), credit: credit(&html), html }
        }
    }
}

/// Markdown (CommonMark with tables, strikethrough, footnotes and bare addresses; HTML allowed) as clean HTML.
pub fn markdown_to_html(markdown: &str) -> String {
    settled(tidy(&from_markdown(markdown), Scope::Post, OURS), OURS)
}

/// Clean, valid HTML of foreign HTML. Relative addresses are read against `base`; without one only
/// paths of the site itself stay.
pub fn sanitize(html: &str, base: Option<&Url>) -> String {
    let addresses = Addresses { base, local_paths: base.is_none() };
    settled(tidy(html, Scope::Post, addresses), addresses)
}

/// Foreign HTML rebuilt from our own elements, for work that ends with [`sanitize`]: one pass, without the
/// last word on safety.
pub fn rebuilt(html: &str, base: &Url) -> String {
    tree::write(&tidy(html, Scope::Post, Addresses { base: Some(base), local_paths: false }))
}

/// A reader's remark in light Markdown: paragraphs, line breaks, emphasis, code, quotes, lists, links.
/// HTML in it is shown as text.
pub fn comment_to_html(markdown: &str) -> String {
    plain_remark(markdown).unwrap_or_else(|| marked_remark(markdown))
}

/// A remark of letters and a few signs that mean nothing to Markdown or HTML wherever they stand, which most are: what
/// [`marked_remark`] would make of it, at a fiftieth of the cost. `None` for any other.
fn plain_remark(markdown: &str) -> Option<String> {
    let is_plain = |c: char| {
        c.is_alphanumeric()
            || matches!(c, ' ' | ',' | '.' | ';' | '?' | '!' | '\'' | '"' | '(' | ')' | '/' | '-')
    };
    let mut html = String::with_capacity(markdown.len() + 16);
    let mut is_open = false;
    for line in markdown.lines() {
        if line.is_empty() {
            html.push_str(if std::mem::take(&mut is_open) { "</p>\n" } else { "" });
            continue;
        }
        // Begun by a letter it is no list and no rule; an address would be linked.
        let good = line.chars().all(is_plain)
            && line.starts_with(char::is_alphabetic)
            && !line.ends_with(' ')
            && !line.contains("  ")
            && !line.to_ascii_lowercase().contains("www.");
        if !good {
            return None;
        }
        html.push_str(if is_open { "<br>" } else { "<p>" });
        html.push_str(line);
        is_open = true;
    }
    if is_open {
        html.push_str("</p>\n");
    }
    Some(html)
}

fn marked_remark(markdown: &str) -> String {
    let mut options = Options::default();
    options.extension.autolink = true;
    options.extension.cjk_friendly_emphasis = true;
    options.render.hardbreaks = true;
    options.render.escape = true;
    let html = comrak::markdown_to_html(markdown, &options);
    let addresses = Addresses { base: None, local_paths: false };
    guard::comment(&tree::write(&tidy(&html, Scope::Comment, addresses)))
}

/// Most rounds of cleaning; two are the rule.
const ROUNDS: usize = 4;

/// A post's tree as HTML, clean for good.
pub(crate) fn settled(nodes: Vec<tree::Node>, addresses: Addresses) -> String {
    written(&nodes).unwrap_or_else(|html| cleaned(html, addresses))
}

/// A post's tree as HTML: `Ok` where cleaning would change nothing, else what is still to be [`cleaned`].
fn written(nodes: &[tree::Node]) -> Result<String, String> {
    let html = tree::write(nodes);
    if is_settled(nodes) && is_plain(&html) { Ok(html) } else { Err(html) }
}

/// Cleans until nothing changes: opening up one element can leave another with a space or an id too many, and a stored
/// text must not change when it is cleaned again.
fn cleaned(html: String, addresses: Addresses) -> String {
    let mut html = guard::post(html);
    for _ in 1..ROUNDS {
        let written = tree::write(&tidy(&html, Scope::Post, addresses));
        // What the guard wrote itself it would write again: nothing new, no need to ask.
        if written == html {
            break;
        }
        let again = guard::post(written);
        if again == html {
            break;
        }
        html = again;
    }
    html
}

fn from_markdown(markdown: &str) -> String {
    comrak::markdown_to_html(markdown, &markdown_options())
}

/// How a post's Markdown is read.
pub(crate) fn markdown_options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.footnotes = true;
    options.extension.autolink = true;
    options.extension.cjk_friendly_emphasis = true;
    options.render.figure_with_caption = true;
    // Everything passes the sanitizer next.
    options.render.r#unsafe = true;
    options
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_letter_is_plain_or_left_to_those_who_know() {
        let all: Vec<char> = ('\0'..=char::MAX).filter(|c| c.is_alphanumeric()).collect();
        for some in all.chunks(200) {
            let text: String = format!("A {}", some.iter().collect::<String>());
            assert_eq!(plain_remark(&text), Some(marked_remark(&text)));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_plain_remark_is_what_the_long_way_makes_of_it(text in "([a-zά字1]{0,3}[ ,.;?!'\"()/\\-\n:*_&<@#=]{0,2}(www\\.|--|1\\.|http:)?){0,12}") {
            if let Some(html) = plain_remark(&text) {
                prop_assert_eq!(html, marked_remark(&text));
            }
        }
    }
}
