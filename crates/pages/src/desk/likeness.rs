//! The other piece that a draft may be the same story as.

use model::{Likeness, Permission, Standing};
use serde::Serialize;

use super::DeskFrame;
use super::words::{language_of, standing_words};

/// The other piece, in a person's words.
#[derive(Debug, Serialize)]
pub(super) struct LikenessView<'a> {
    id: String,
    /// Its place on the desk, or on the site for those who may not change it.
    href: String,
    headline: &'a str,
    lang: &'a str,
    dir: &'static str,
    outlet: Option<&'a str>,
    /// Lower case: “draft”, “published”.
    word: String,
    percent: u8,
}

impl<'a> LikenessView<'a> {
    pub(super) fn of(likeness: &'a Likeness, desk: &'a DeskFrame) -> Self {
        let language = language_of(likeness.language.as_ref(), &desk.site);
        let may_change =
            desk.account.role.may(Permission::WriteAny) || likeness.author == Some(desk.account.id);
        let address = likeness
            .permalink
            .as_ref()
            .filter(|_| !may_change && matches!(likeness.standing, Standing::Published { .. }));
        let at = model::Moment::from_micros(0);
        LikenessView {
            id: likeness.other.to_string(),
            href: address.map_or_else(|| format!("/desk/posts/{}", likeness.other), ToString::to_string),
            headline: likeness.headline.trim(),
            lang: language.as_str(),
            dir: language.direction().as_str(),
            outlet: likeness.outlet.as_deref(),
            word: standing_words(&likeness.standing, at).0.to_lowercase(),
            percent: likeness.percent,
        }
    }
}
