//! Themes: of a page's furniture the list of popular posts comes over, and the rest is told.

use model::Window;
use model::import::{Entry, Noun};

use super::html::tags;
use crate::xml::decode;

/// Most widgets of one theme.
const MOST: usize = 500;
/// Bytes of one widget that are kept word by word.
const WORDS: usize = 64 << 10;

/// What is read of a theme.
#[derive(Debug, Default)]
pub(super) struct Theme {
    pub popular: Option<Popular>,
    pub widgets: Vec<Entry>,
}

/// The list of popular posts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Popular {
    pub window: Option<Window>,
    pub length: Option<u32>,
}

/// Reads a theme's text, layout or template.
pub(super) fn read(text: &str) -> Theme {
    let mut theme = Theme::default();
    let mut walk = tags(text);
    while let Some(tag) = walk.next() {
        if tag.ends || !(tag.is("b:widget") || tag.is("widget")) || theme.widgets.len() == MOST {
            continue;
        }
        let word = |name| decode(tag.attribute(name).unwrap_or_default()).into_owned();
        let (id, kind) = (word("id"), word("type"));
        let mut popular = Popular::default();
        let mut end = tag.to;
        if !tag.inside.ends_with('/') {
            let mut setting = None;
            for part in walk.by_ref() {
                if (part.is("b:widget") || part.is("widget")) && part.ends {
                    break;
                }
                if part.is("b:includable") || part.is("includable") {
                    continue;
                }
                if part.is("b:widget-setting") || part.is("widget-setting") {
                    if let Some((name, from)) = setting.take().filter(|_| part.ends) {
                        popular.take(name, decode(&text[from..part.from]).trim());
                    } else if !part.ends {
                        setting = part.attribute("name").map(|name| (name, part.to));
                    }
                    end = part.to;
                } else if part.is("b:widget-settings") || part.is("widget-settings") {
                    end = part.to;
                }
            }
        }
        if kind.eq_ignore_ascii_case("PopularPosts") {
            theme.popular = Some(popular);
            continue;
        }
        let mut raw = &text[tag.from..end];
        while raw.len() > WORDS {
            let mut cut = WORDS;
            while !raw.is_char_boundary(cut) {
                cut -= 1;
            }
            raw = &raw[..cut];
        }
        theme.widgets.push(Entry {
            raw: raw.to_owned(),
            line: 0,
            noun: Noun::Other {
                kind: "widget".to_owned(),
                key: id,
                why: format!("the furniture of a page is the theme's here, “{kind:.60}” too"),
                private: false,
            },
            unknown: Vec::new(),
        });
    }
    theme
}

impl Popular {
    fn take(&mut self, name: &str, value: &str) {
        match name {
            "numItemsToShow" => self.length = value.parse().ok(),
            "timeRange" => {
                let word = value.to_ascii_uppercase();
                self.window = if word.contains("WEEK") || word.contains("7_DAYS") {
                    Some(Window::Week)
                } else if word.contains("MONTH") || word.contains("30_DAYS") {
                    Some(Window::Month)
                } else if word.contains("ALL") || word.contains("YEAR") {
                    Some(Window::All)
                } else {
                    None
                };
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use model::Window;

    use super::{Popular, read};

    #[test]
    fn the_popular_list_of_a_theme_is_found() {
        for (range, window) in [
            ("LAST_WEEK", Some(Window::Week)),
            ("LAST_MONTH", Some(Window::Month)),
            ("LAST_YEAR", Some(Window::All)),
            ("ALL_TIME", Some(Window::All)),
            ("EVER", None),
        ] {
            let text = format!(
                "<b:section><b:widget id='HTML1' type='HTML'/><b:widget id='PopularPosts1' type='PopularPosts' title='x > y'>\
                 <b:widget-settings><b:widget-setting name='numItemsToShow'>7</b:widget-setting>\
                 <b:widget-setting name='timeRange'>{range}</b:widget-setting></b:widget-settings>\
                 <b:includable id='main'><b:if cond='a'>…</b:if></b:includable></b:widget>\
                 <b:widget id='Label1' type='Label'><b:widget-settings><b:widget-setting name='sorting'>ALPHA\
                 </b:widget-setting></b:widget-settings></b:widget></b:section>"
            );
            let theme = read(&text);
            assert_eq!(theme.popular, Some(Popular { window, length: Some(7) }));
            assert_eq!(theme.widgets.len(), 2);
            assert!(theme.widgets[1].raw.ends_with("</b:widget-settings>"), "{}", theme.widgets[1].raw);
        }
    }
}
