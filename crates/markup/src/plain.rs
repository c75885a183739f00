//! The short way: what most texts are made of is known not to change when it is read and written again.
//!
//! Two questions, asked of what [`crate::tidy`] has made. Whether its tree would come out of another cleaning as it went
//! in ([`is_settled`]), and whether the last guard would hand its letters on as they are ([`is_plain`]), which is a reading
//! of its own, letter by letter, and lets through nothing but what it lists. Both say no whenever they don't know; then the
//! long way is taken.

use url::Url;

use crate::tree::{Node, is_blank, is_printable};

/// Deepest nesting that takes the short way.
const DEPTH: usize = 32;

/// Elements that stress words, without attributes.
const STRESS: [&str; 6] = ["b", "i", "em", "strong", "u", "s"];

/// What may stand in an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A line of words.
    Line,
    /// Blocks or words.
    Flow,
    /// Items alone.
    List,
    /// Words within a line.
    Span,
}

/// Whether clean HTML is plain: well nested, of a few elements, without attributes but for the direction of a block and the
/// address of a link, in the very letters in which a parser that has read it would write it.
pub(crate) fn is_plain(html: &str) -> bool {
    let mut open: Vec<(&str, Kind)> = Vec::with_capacity(DEPTH);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        if !is_plain_text(&rest[..at], open.last().is_some_and(|(_, kind)| *kind == Kind::List)) {
            return false;
        }
        let Some((tag, behind)) = rest[at + 1..].split_once('>') else { return false };
        rest = behind;
        if let Some(name) = tag.strip_prefix('/') {
            if open.pop().is_none_or(|(known, _)| known != name) {
                return false;
            }
            continue;
        }
        let (name, attribute) = tag.split_once(' ').unwrap_or((tag, ""));
        let around = open.last().copied();
        if name == "br" {
            if !attribute.is_empty() || around.is_some_and(|(_, kind)| kind == Kind::List) {
                return false;
            }
            continue;
        }
        let Some(kind) = kind(name) else { return false };
        let holds_blocks = around.is_none_or(|(_, kind)| kind == Kind::Flow);
        let stands = match (name, kind) {
            ("li", _) => around.is_some_and(|(_, kind)| kind == Kind::List),
            ("figcaption", _) => around.is_some_and(|(name, _)| name == "figure"),
            ("a", _) if open.iter().any(|(name, _)| *name == "a") => false,
            (_, Kind::Span) => around.is_none_or(|(_, kind)| kind != Kind::List),
            _ => holds_blocks,
        };
        let said = match (name, attribute) {
            ("a", attribute) => is_plain_link(attribute),
            (_, "") => true,
            (_, r#"dir="ltr""# | r#"dir="rtl""# | r#"dir="auto""#) => kind != Kind::Span,
            _ => false,
        };
        if !stands || !said || open.len() == DEPTH {
            return false;
        }
        open.push((name, kind));
    }
    open.is_empty() && is_plain_text(rest, false)
}

fn kind(name: &str) -> Option<Kind> {
    match name {
        "p" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(Kind::Line),
        "blockquote" | "div" | "figure" | "li" | "figcaption" => Some(Kind::Flow),
        "ul" | "ol" => Some(Kind::List),
        "a" => Some(Kind::Span),
        name if STRESS.contains(&name) => Some(Kind::Span),
        _ => None,
    }
}

/// Whether text is written as a parser would write it: signs of HTML by their names, no control characters.
fn is_plain_text(text: &str, in_list: bool) -> bool {
    if in_list {
        return text.bytes().all(|byte| byte == b'\n');
    }
    let bytes = text.as_bytes();
    let good = |(at, byte): (usize, &u8)| match byte {
        b'>' | 0..=9 | 11..=31 | 127 => false,
        b'&' => {
            ["&amp;", "&lt;", "&gt;", "&nbsp;"].iter().any(|name| bytes[at..].starts_with(name.as_bytes()))
        }
        // Control characters up to U+009F, and the space that is written by its name.
        0xc2 => bytes.get(at + 1).is_some_and(|next| *next > 0xa0),
        // What may be taken for the mark of an encoding, and what is no character.
        0xef => bytes.get(at + 1).is_some_and(|next| !matches!(*next, 0xb7 | 0xbb | 0xbf)),
        _ => true,
    };
    bytes.iter().enumerate().all(good)
}

/// Whether an attribute is an address that every reader of HTML takes for a web address, a mail address or a path.
fn is_plain_link(attribute: &str) -> bool {
    let Some(value) = attribute.strip_prefix("href=\"").and_then(|rest| rest.strip_suffix('"')) else {
        return false;
    };
    let bytes = value.as_bytes();
    let good = |(at, byte): (usize, &u8)| match byte {
        b'"' | b'<' | b'>' | b'\\' => false,
        b'&' => bytes[at..].starts_with(b"&amp;"),
        byte => byte.is_ascii_graphic(),
    };
    if !bytes.iter().enumerate().all(good) {
        return false;
    }
    if value.starts_with('/') {
        return !value.starts_with("//");
    }
    Url::parse(value).is_ok_and(|url| matches!(url.scheme(), "http" | "https" | "mailto"))
}

/// Whether cleaning what the nodes are written as would make the same nodes again.
pub(crate) fn is_settled(nodes: &[Node]) -> bool {
    !nodes.is_empty() && nodes.iter().all(|node| is_settled_block(node, true, DEPTH / 2))
}

fn is_settled_block(node: &Node, heads: bool, depth: usize) -> bool {
    let Node::Element(element) = node else { return false };
    let Some(depth) = depth.checked_sub(1) else { return false };
    let children = element.children.as_slice();
    let directed = matches!(element.attributes.as_slice(), [("dir", _)]);
    let bare = element.attributes.is_empty();
    let blocks =
        |heads| !children.is_empty() && children.iter().all(|child| is_settled_block(child, heads, depth));
    match element.name {
        "p" => (bare || directed) && is_settled_line(children),
        // One level of headings stays one.
        "h2" => heads && bare && is_settled_line(children),
        "div" => directed && blocks(heads),
        "blockquote" => bare && blocks(false),
        "ul" | "ol" => {
            bare && !children.is_empty() && children.iter().all(|child| is_settled_part(child, "li"))
        }
        "figure" => {
            let (shown, caption) = match children.split_last() {
                Some((last, before)) if last.name() == "figcaption" => (before, Some(last)),
                _ => (children, None),
            };
            bare && is_settled_line(shown)
                && caption.is_none_or(|caption| is_settled_part(caption, "figcaption"))
        }
        _ => false,
    }
}

fn is_settled_part(node: &Node, name: &str) -> bool {
    matches!(node, Node::Element(part) if part.name == name && part.attributes.is_empty() && is_settled_line(&part.children))
}

/// A line as a block holds it: words at both ends, breaks between words alone.
fn is_settled_line(nodes: &[Node]) -> bool {
    let is_break = |node: &Node| node.name() == "br";
    let ends = [nodes.first(), nodes.last()];
    let good_ends = ends.iter().all(|end| end.is_some_and(|end| !is_break(end)));
    let begins = |node: &Node| matches!(node, Node::Text(text) if text.starts_with(' '));
    let stops = |node: &Node| matches!(node, Node::Text(text) if text.ends_with(' '));
    good_ends
        && !nodes.first().is_some_and(begins)
        && !nodes.last().is_some_and(stops)
        && nodes.windows(2).all(|pair| match pair {
            [Node::Text(_), Node::Text(_)] => false,
            [before, after] if is_break(before) => !is_break(after) && !begins(after) && after.is_visible(),
            [before, after] if is_break(after) => !stops(before),
            _ => true,
        })
        && nodes.iter().any(Node::is_visible)
        && nodes.iter().all(|node| is_break(node) && is_bare(node) || is_settled_span(node, false, DEPTH / 2))
}

fn is_bare(node: &Node) -> bool {
    matches!(node, Node::Element(element) if element.attributes.is_empty() && element.children.is_empty())
}

fn is_settled_span(node: &Node, in_link: bool, depth: usize) -> bool {
    let element = match node {
        Node::Text(text) => return is_settled_text(text),
        Node::Element(element) => element,
    };
    let Some(depth) = depth.checked_sub(1) else { return false };
    let is_link = element.name == "a";
    let said = match element.attributes.as_slice() {
        [("href", address)] => is_link && !in_link && is_settled_address(address),
        [] => STRESS.contains(&element.name),
        _ => false,
    };
    let within = &element.children;
    said && within.iter().any(|node| matches!(node, Node::Text(text) if !is_blank(text)))
        && within.windows(2).all(|pair| !matches!(pair, [Node::Text(_), Node::Text(_)]))
        && within.iter().all(|node| is_settled_span(node, in_link || is_link, depth))
}

/// Folded, and without what HTML forbids.
fn is_settled_text(text: &str) -> bool {
    let mut before = 'x';
    let good = |c: char| {
        let fits =
            if c.is_ascii() { !c.is_ascii_control() && (c != ' ' || before != ' ') } else { is_printable(c) };
        before = c;
        fits
    };
    !text.is_empty() && text.chars().all(good)
}

/// An address that reads as it is written: of letters that nobody escapes.
fn is_settled_address(address: &str) -> bool {
    let bytes = address.as_bytes();
    let good = |(at, byte): (usize, &u8)| match byte {
        b'%' => bytes[at + 1..].iter().take(2).filter(|byte| byte.is_ascii_hexdigit()).count() == 2,
        b'#' => at > 0 && !bytes[..at].contains(&b'#'),
        byte => byte.is_ascii_alphanumeric() || b"-._~/?=&:+,;@!()*$".contains(byte),
    };
    let is_path = address.starts_with('/') && !address.starts_with("//");
    (is_path || address.starts_with("https://") || address.starts_with("http://"))
        && bytes.iter().enumerate().all(good)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::body::OURS;
    use crate::tidy::{Scope, tidy};
    use crate::{guard, pictures, tree};

    fn made(html: &str) -> Vec<Node> {
        pictures::with_stored_only(tidy(html, Scope::Post, OURS))
    }

    #[test]
    fn what_posts_are_made_of_takes_the_short_way() {
        for html in [
            "<p>One &amp; two, <b>three</b> and <a href=\"https://a.example/x?y=1&z=%C3%A9#t\">four <i>five</i></a>.<br>Six</p>",
            "<h2>Head</h2><ul><li>one</li><li><b>two</b></li></ul><blockquote><p>x&nbsp;y</p></blockquote>",
            "<div dir=rtl><p>κείμενο</p></div><figure><a href='/x'>Picture</a><figcaption>words</figcaption></figure>",
        ] {
            let nodes = made(html);
            assert!(is_settled(&nodes), "{nodes:?}");
            assert!(is_plain(&tree::write(&nodes)), "{}", tree::write(&nodes));
        }
    }

    #[test]
    fn what_the_guard_would_change_is_not_plain() {
        for html in [
            "<p>x",
            "x</p>",
            "<p>a > b</p>",
            "<p>a & b</p>",
            "<p>a&copy;</p>",
            "<p>a\u{a0}b</p>",
            "<p>\u{feff}b</p>",
            "<p><p>x</p></p>",
            "<p onclick=\"x\">x</p>",
            "<script>x</script>",
            "<p><a href=\"javascript:x\">x</a></p>",
            "<p><a href=\"//x.example\">x</a></p>",
            "<p><a href=\"https://a.example:99999/\">x</a></p>",
            "<p><a href=\"/x\" title=\"y\">x</a></p>",
            "<p><a href=\"/x\"><b><a href=\"/y\">x</a></b></a></p>",
            "<P>x</P>",
            "<!-- x -->",
            "<p>x</p >",
            "<ul>x</ul>",
            "<li>x</li>",
            "<b><p>x</p></b>",
        ] {
            assert!(!is_plain(html), "{html}");
        }
    }

    const PIECES: &str = concat!(
        "(<(p|/p|b|/b|i|/i|em|/em|strong|/strong|br|div|/div|div dir=rtl|p dir=ltr|blockquote|/blockquote|ul|/ul|ol|/ol",
        "|li|/li|h1|h2|/h2|h3|/h3|figure|/figure|figcaption|/figcaption|span id=x|/span|/a|u|/u|code|/code|pre|/pre|hr",
        "|a href=\"https://a.example/x\\?a=1&b=2\"|a href=/y|a href=\"#x\"|a href=\"http://A.example:80/%zz/../ü\"",
        "|a href=\"mailto:a@b.example\"|img src=\"https://a.example/p.jpg\" alt=\" q \"|img src=/media/x.jpg|table|/table|td)>",
        "|[ \na-c.,\u{a0}\u{200b}\u{feff}é&<>]{1,4}|&amp;|&nbsp;|&lt;|&#13;|&#x85;|:|Source: |Via ){0,16}"
    );

    proptest! {
        #![proptest_config(ProptestConfig { cases: 6_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_short_way_leads_where_the_long_way_does(html in PIECES) {
            let nodes = made(&html);
            let written = tree::write(&nodes);
            let understood = crate::understood(&html);
            prop_assert_eq!(&understood.text, &crate::running_text(&understood.html));
            prop_assert_eq!(&understood.credit, &crate::credit(&understood.html));
            if is_settled(&nodes) {
                prop_assert_eq!(&made(&written), &nodes);
            }
            if is_plain(&written) {
                prop_assert_eq!(guard::long(&written), written);
            }
            if is_plain(&html) {
                prop_assert_eq!(guard::long(&html), html);
            }
        }
    }
}
