//! Preferences and skill storage in a folder.
//!
//! [`DiskPreferences`] keeps one readable file; [`DiskStorage`] keeps a private folder per skill with one file per
//! key; [`tree`] reads and deletes all of it. Files are reached through a folder handle that cannot be left, so that no
//! name, link or mistake leads elsewhere, and several processes may change them. Either the old or the new content
//! survives a power cut.
//!
//! The crate deliberately knows neither skills nor what they keep, and encrypts nothing: the folder is as private as
//! the user account that owns it.
//!
//! ```
//! # async fn example(folder: &std::path::Path) -> Result<(), Box<dyn std::error::Error>> {
//! use jumpseat_disk::DiskStorage;
//! use jumpseat_storage::{StorageProvider, limits::Quota};
//!
//! let storage = DiskStorage::open(folder)?;
//! let (skill, key) = ("parking".to_owned(), "last-place".to_owned());
//! storage.set(skill, key, b"City Museum".to_vec(), Quota::MAX).await?;
//! # Ok(())
//! # }
//! ```

mod blocking;
mod error;
mod file;
pub mod limits;
mod preferences;
mod storage;
pub mod tree;

pub use error::DiskError;
pub use preferences::DiskPreferences;
pub use storage::DiskStorage;
