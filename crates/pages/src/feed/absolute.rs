//! Addresses that work outside the site.

use crate::tags::{each_tag, value_at};

/// Attributes that hold one address.
const ATTRIBUTES: &[&str] = &["href", "src", "cite", "poster"];

/// Sanitised HTML with every site-relative address made absolute, and every `#fragment` one of the page.
pub fn absolute(html: &str, origin: &str, page: &str) -> String {
    each_tag(html, |tag, out| out.push_str(&with_absolute_addresses(tag, origin, page)))
}

fn with_absolute_addresses(tag: &str, origin: &str, page: &str) -> String {
    let mut tag = tag.to_owned();
    for name in ATTRIBUTES {
        let Some(value) = value_at(&tag, name) else { continue };
        let first_two = tag.get(value..).unwrap_or_default();
        if first_two.starts_with('/') && !first_two.starts_with("//") {
            tag.insert_str(value, origin);
        } else if first_two.starts_with('#') {
            tag.insert_str(value, page);
        }
    }
    tag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn site_addresses_become_absolute_and_text_stays() {
        let html = concat!(
            r##"<p>say src="/x" <a href="/a">a</a> <a href="//h/b">b</a> <a href="#fn">c</a>"##,
            r#"<img alt="a > b" src="/media/1.png"> 1 < 2</p>"#
        );
        let out = concat!(
            r##"<p>say src="/x" <a href="https://o.example/a">a</a> <a href="//h/b">b</a> "##,
            r##"<a href="https://o.example/p#fn">c</a>"##,
            r#"<img alt="a > b" src="https://o.example/media/1.png"> 1 < 2</p>"#
        );
        assert_eq!(absolute(html, "https://o.example", "https://o.example/p"), out);
        assert_eq!(absolute("<", "o", "p"), "<");
    }
}
