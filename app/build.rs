//! Turns the texts into Rust: one that is missing or wrong fails the build, with the file and the key.

use std::path::{Path, PathBuf};
use std::{env, fs};

use texts::Folder;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=texts");
    match texts::generate(&Folder::read(Path::new("texts"))?) {
        Ok(rust) => {
            #[expect(
                clippy::disallowed_methods,
                reason = "so cargo tells build scripts where to write"
            )]
            let folder = PathBuf::from(env::var("OUT_DIR")?);
            fs::write(folder.join("texts.rs"), rust)?;
        }
        Err(errors) => {
            for error in errors {
                println!("cargo::error=app/texts/{error}");
            }
        }
    }
    Ok(())
}
