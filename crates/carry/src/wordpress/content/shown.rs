//! What a block's HTML shows, where that is one thing: a file, an address, a picture behind words.

use crate::html::{self, Token, Tokens};

/// A link to a file, with its name.
pub(super) fn filed(whole: &str) -> String {
    let Some(address) =
        html::attribute(whole, &["a"], "href").or_else(|| html::attribute(whole, &["object"], "data"))
    else {
        return whole.to_owned();
    };
    // The first link may be a preview without words.
    let words = Tokens::new(whole).find_map(|token| match token {
        Token::Text(text) if !text.trim().is_empty() => Some(html::plain(text)),
        _ => None,
    });
    html::link(&address, &words.unwrap_or_else(|| html::file_name(&address)))
}

/// The first address that stands in the text of a piece.
pub(super) fn address_in(whole: &str) -> Option<String> {
    Tokens::new(whole).find_map(|token| match token {
        Token::Text(text) => {
            let word = text
                .split_whitespace()
                .find(|word| word.starts_with("http://") || word.starts_with("https://"))?;
            Some(html::decode(word).into_owned())
        }
        _ => None,
    })
}

/// The picture behind a cover.
pub(super) fn background(own: &str) -> Option<String> {
    let style = html::attribute(own, &["div", "section"], "style")?;
    let behind = style.split_once("background-image")?.1.split_once("url(")?.1;
    let address = behind.split(')').next()?.trim().trim_matches(['"', '\'']);
    (!address.is_empty()).then(|| address.to_owned())
}
