//! Turns the texts into Rust: one that is missing or wrong fails the build, with the file and the key.

use std::path::{Path, PathBuf};
use std::{env, fs};

use texts::Folder;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=texts");
    match texts::generate(&Folder::read(Path::new("texts"))?) {
        Ok(rust) => fs::write(PathBuf::from(env::var("OUT_DIR")?).join("texts.rs"), rust)?,
        Err(errors) => {
            for error in errors {
                println!("cargo::error=app/texts/{error}");
            }
        }
    }
    Ok(())
}
