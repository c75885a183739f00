//! What people do at the desk.

mod doors;
mod doubles;
mod editing;
mod people;
