//! Labels: the editor's words for grouping posts.

use serde::{Deserialize, Serialize};

use crate::Slug;

/// Longest label, in characters.
pub const LABEL_LIMIT: usize = 80;

/// An editor's word for a group of posts. Two labels with one slug are one label.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Label {
    /// As shown.
    pub name: String,
    /// As in `/labels/LABEL`.
    pub slug: Slug,
}

impl Label {
    /// A label of a name as typed.
    ///
    /// # Errors
    /// A sentence, for a name that is too long or has no letter or digit.
    pub fn parse(name: &str) -> Result<Self, String> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.chars().count() > LABEL_LIMIT {
            return Err(format!("a label can have {LABEL_LIMIT} characters; “{name:.20}…” has more"));
        }
        let slug = Slug::of(&name).ok_or_else(|| format!("the label “{name}” needs a letter or a digit"))?;
        Ok(Label { name, slug })
    }

    /// Labels of a line with commas between them (also `،`, `、`, `，`), without doubles, in their order.
    ///
    /// # Errors
    /// The first label's problem.
    pub fn parse_list(line: &str) -> Result<Vec<Self>, String> {
        let mut labels: Vec<Label> = Vec::new();
        for name in line.split([',', '،', '、', '，']).filter(|name| !name.trim().is_empty()) {
            let label = Label::parse(name)?;
            if !labels.iter().any(|known| known.slug == label.slug) {
                labels.push(label);
            }
        }
        Ok(labels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_labels() {
        let labels = Label::parse_list("Rivers,  Κόσμος ، 政治、rivers,").unwrap();
        assert_eq!(labels.iter().map(|l| l.name.as_str()).collect::<Vec<_>>(), ["Rivers", "Κόσμος", "政治"]);
        assert!(Label::parse_list("a, !!!").is_err());
    }
}
