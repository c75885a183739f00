//! Style sheets with nothing in them that loads from elsewhere. Read token by token, as a browser does
//! (CSS Syntax 3), so that no way of writing an address is overlooked.

use cssparser::{Parser, Token, serialize_string};
use url::Url;

use super::links::Links;

/// Deepest nesting of blocks that is kept.
const DEPTH: usize = 40;
/// Deepest chain of sheets that import each other.
const IMPORTS: usize = 3;
/// What stands for a picture that is not kept. An empty address would mean the page itself.
const NOTHING: &str = "data:,";

/// A sheet being rewritten.
struct Sheet<'l, 'p> {
    links: &'l mut Links<'p>,
    base: Option<Url>,
    imports: usize,
    out: String,
}

/// What a text in quotes is where we are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quoted {
    Words,
    Address,
}

/// Styles found at `base`: of a sheet, an element or an attribute.
pub(super) fn rewrite(css: &str, base: Option<Url>, links: &mut Links<'_>) -> String {
    sheet(css, base, links, IMPORTS)
}

fn sheet(css: &str, base: Option<Url>, links: &mut Links<'_>, imports: usize) -> String {
    let mut sheet = Sheet { links, base, imports, out: String::with_capacity(css.len()) };
    sheet.block(&mut Parser::new(css), Quoted::Words, 0);
    sheet.out
}

impl Sheet<'_, '_> {
    /// Writes what is left of a block, without its closing bracket.
    fn block(&mut self, parser: &mut Parser<'_>, quoted: Quoted, depth: usize) {
        loop {
            let start = parser.position();
            let Ok(token) = parser.next_including_whitespace_and_comments() else { return };
            let token = token.clone();
            match &token {
                // What it says is nobody's business; that it parts two words is.
                Token::Comment(_) => self.out.push_str("/**/"),
                Token::CDO | Token::CDC | Token::BadUrl(_) | Token::BadString(_) => {}
                Token::CloseParenthesis | Token::CloseSquareBracket | Token::CloseCurlyBracket => {}
                Token::UnquotedUrl(address) => self.url(address),
                Token::QuotedString(address) if quoted == Quoted::Address => {
                    let shown = self.shown(address);
                    self.string(&shown);
                }
                // Closed by us: the last one of a sheet need not be.
                Token::QuotedString(words) => self.string(words),
                Token::AtKeyword(name) if name.eq_ignore_ascii_case("import") => self.import(parser),
                Token::AtKeyword(name) if is_left_out(name) => skip_rule(parser),
                Token::Function(name) if is_url(name) => {
                    let address = parser
                        .parse_nested_block(|inner| Ok::<_, cssparser::ParseError<()>>(first_text(inner)));
                    self.url(&address.unwrap_or_default());
                }
                Token::Function(name) => {
                    let inside = if is_picture(name) { Quoted::Address } else { Quoted::Words };
                    self.out.push_str(parser.slice_from(start));
                    self.nested(parser, inside, depth, ')');
                }
                Token::ParenthesisBlock => {
                    self.out.push('(');
                    self.nested(parser, quoted, depth, ')');
                }
                Token::SquareBracketBlock => {
                    self.out.push('[');
                    self.nested(parser, Quoted::Words, depth, ']');
                }
                Token::CurlyBracketBlock => {
                    self.out.push('{');
                    self.nested(parser, Quoted::Words, depth, '}');
                }
                _ => self.out.push_str(parser.slice_from(start)),
            }
        }
    }

    fn nested(&mut self, parser: &mut Parser<'_>, quoted: Quoted, depth: usize, end: char) {
        let done = parser.parse_nested_block(|inner| {
            if depth < DEPTH {
                self.block(inner, quoted, depth + 1);
            }
            Ok::<_, cssparser::ParseError<()>>(())
        });
        // What lies too deep was not read to its end, which is no matter.
        drop(done);
        self.out.push(end);
    }

    /// A sheet that is kept stands where it was imported, under the same conditions.
    fn import(&mut self, parser: &mut Parser<'_>) {
        let mut address = None;
        let mut media = String::new();
        loop {
            let start = parser.position();
            let Ok(token) = parser.next_including_whitespace() else { break };
            let token = token.clone();
            match &token {
                Token::Semicolon => break,
                Token::CurlyBracketBlock => {
                    skip_block(parser);
                    break;
                }
                Token::QuotedString(text) | Token::UnquotedUrl(text) if address.is_none() => {
                    address = Some(text.to_string());
                }
                Token::Function(name) if address.is_none() && is_url(name) => {
                    let text = parser
                        .parse_nested_block(|inner| Ok::<_, cssparser::ParseError<()>>(first_text(inner)));
                    address = text.ok();
                }
                Token::WhiteSpace(_) => media.push(' '),
                Token::ParenthesisBlock => {
                    skip_block(parser);
                    media.push_str(parser.slice_from(start));
                }
                Token::Ident(_) | Token::Comma => media.push_str(parser.slice_from(start)),
                // Layers and feature tests: not worth a guess.
                _ => {
                    skip_rule(parser);
                    return;
                }
            }
        }
        let Some(address) = address.filter(|_| self.imports > 0 && !media.contains("layer")) else { return };
        let base = self.base.clone();
        let Some((at, text)) = self.links.style(base.as_ref(), &address) else { return };
        let text = sheet(&text, Some(at), self.links, self.imports - 1);
        let media = sheet(media.trim(), None, self.links, 0);
        if media.is_empty() {
            self.out.push_str(&text);
        } else {
            self.out.push_str(&format!("@media {media}{{{text}}}"));
        }
        self.out.push('\n');
    }

    fn url(&mut self, address: &str) {
        let shown = self.shown(address);
        self.out.push_str("url(");
        self.string(&shown);
        self.out.push(')');
    }

    /// Where a picture is shown; a place on the same page stays one.
    fn shown(&mut self, address: &str) -> String {
        if address.starts_with('#') {
            return address.to_owned();
        }
        let base = self.base.clone();
        self.links.picture(base.as_ref(), address).unwrap_or_else(|| NOTHING.to_owned())
    }

    fn string(&mut self, text: &str) {
        // Writing to a text can't fail.
        let _ = serialize_string(text, &mut self.out);
    }
}

/// Rules that load, or that only matter for what is loaded.
fn is_left_out(name: &str) -> bool {
    ["charset", "namespace", "font-face"].iter().any(|rule| name.eq_ignore_ascii_case(rule))
}

fn is_url(name: &str) -> bool {
    name.eq_ignore_ascii_case("url") || name.eq_ignore_ascii_case("src")
}

/// Functions in which a text in quotes is the address of a picture.
fn is_picture(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let bare = name.strip_prefix("-webkit-").or_else(|| name.strip_prefix("-moz-")).unwrap_or(&name);
    matches!(bare, "image-set" | "image" | "cross-fade")
}

fn first_text(parser: &mut Parser<'_>) -> String {
    let text = parser.expect_string_cloned().map(|text| text.to_string()).unwrap_or_default();
    while parser.next().is_ok() {}
    text
}

/// To the end of a rule: its semicolon or its block.
fn skip_rule(parser: &mut Parser<'_>) {
    loop {
        let Ok(token) = parser.next() else { return };
        match token {
            Token::Semicolon => return,
            Token::CurlyBracketBlock => return skip_block(parser),
            _ => {}
        }
    }
}

fn skip_block(parser: &mut Parser<'_>) {
    let skipped = parser.parse_nested_block(|inner| {
        while inner.next().is_ok() {}
        Ok::<_, cssparser::ParseError<()>>(())
    });
    drop(skipped);
}
