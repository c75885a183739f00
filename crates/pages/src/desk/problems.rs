//! Problems as a form shows them: a summary that links to the fields, and a sentence at each field.

use std::collections::BTreeMap;

use model::Problems;
use serde::Serialize;

/// Problems of one form.
#[derive(Debug, Default, Serialize)]
pub(super) struct ProblemsView<'a> {
    /// In the order in which they were found.
    list: Vec<Item<'a>>,
    /// The first message of each field, by the field's name.
    by: BTreeMap<&'a str, &'a str>,
}

#[derive(Debug, Serialize)]
struct Item<'a> {
    field: &'a str,
    /// The field's label on this page; `None` when the page has no such field to lead to.
    label: Option<&'a str>,
    message: &'a str,
}

impl<'a> ProblemsView<'a> {
    /// The problems, for a form whose fields have these names and labels.
    pub(super) fn of(problems: &'a Problems, fields: &[(&str, &'a str)]) -> Self {
        let label = |field: &str| fields.iter().find(|(name, _)| *name == field).map(|(_, label)| *label);
        let list = problems.0.iter();
        let list =
            list.map(|p| Item { field: p.field, label: label(p.field), message: &p.message }).collect();
        let mut by = BTreeMap::new();
        for problem in &problems.0 {
            by.entry(problem.field).or_insert(problem.message.as_str());
        }
        ProblemsView { list, by }
    }

    /// Whether one of these fields has a problem.
    pub(super) fn any_of(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| self.by.contains_key(field))
    }
}
