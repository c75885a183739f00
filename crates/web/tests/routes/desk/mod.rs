//! What people do at the desk.

mod doors;
pub mod editing;
mod people;
