//! WordPress's exports.

use crate::{Broken, Choices, Export, Package};

/// Looks at a package as an export of WordPress.
///
/// # Errors
/// As [`crate::export`].
pub fn export<'p>(_package: &'p Package, _choices: &Choices) -> Result<Box<dyn Export + 'p>, Broken> {
    Err(Broken::file("the package", "exports of WordPress can't be read yet"))
}
