//! `operator attributes export`: everybody's attributes, in the form that an import takes.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use attributes::Values;
use tempfile::NamedTempFile;

use crate::cli::Export;
use crate::pool::{PacedPool, Rates, User};
use crate::rows::{Format, USERNAME, guard};
use crate::rules::Rules;
use crate::start::{connect, read_schema};

/// One call is tried for so long.
const RETRY_TIMEOUT: Duration = Duration::from_mins(5);

/// 0 when everybody is in the file; otherwise there is none.
pub async fn run(options: Export) -> Result<ExitCode, String> {
    let rules = Rules::new(&read_schema(&options.list)?);
    let kind = SheetKind::of(&options)?;
    let rates = Rates::for_writes(options.rate);
    let pool = PacedPool::new(connect(options.at).await?.pool, rates, RETRY_TIMEOUT);
    let names: Vec<&str> = rules.names().collect();
    let users = match &options.out {
        None => write_all(&pool, kind, &names, io::stdout().lock()).await?,
        Some(path) => {
            let told = |error: io::Error| format!("{}: {error}", path.display());
            // For the owner's eyes only, and whole or not at all.
            let mut file = NamedTempFile::new_in(folder(path)).map_err(told)?;
            let users = write_all(&pool, kind, &names, io::BufWriter::new(&mut file)).await?;
            file.as_file().sync_all().map_err(told)?;
            file.persist(path).map_err(|error| told(error.error))?;
            users
        }
    };
    eprintln!("{users} users.");
    Ok(ExitCode::SUCCESS)
}

fn folder(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

async fn write_all(
    pool: &PacedPool,
    kind: SheetKind,
    names: &[&str],
    out: impl Write,
) -> Result<u64, String> {
    let mut sheet = Sheet::begin(kind, names, out).map_err(|error| error.to_string())?;
    let (mut users, mut after) = (0, None);
    loop {
        let page = pool
            .page(after.as_deref())
            .await
            .map_err(|error| error.to_string())?;
        for user in &page.users {
            sheet.add(user).map_err(|error| error.to_string())?;
            users += 1;
        }
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    sheet.end().map_err(|error| error.to_string())?;
    Ok(users)
}

/// What is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SheetKind {
    Csv,
    /// CSV that a spreadsheet shows as it is.
    Spreadsheet,
    Json,
}

impl SheetKind {
    fn of(options: &Export) -> Result<Self, String> {
        let by_name = options.out.as_deref().and_then(Format::of);
        match (
            options.format.or(by_name).unwrap_or(Format::Csv),
            options.for_spreadsheet,
        ) {
            (Format::Csv, true) => Ok(Self::Spreadsheet),
            (Format::Csv, false) => Ok(Self::Csv),
            (Format::Json, false) => Ok(Self::Json),
            (Format::Json, true) => Err("--for-spreadsheet writes CSV, not JSON".to_owned()),
        }
    }
}

/// A file in one of the formats.
enum Sheet<'a, W: Write> {
    Csv(Box<csv::Writer<W>>, &'a [&'a str], fn(&str) -> String),
    Json(W, &'a [&'a str]),
}

impl<'a, W: Write> Sheet<'a, W> {
    fn begin(kind: SheetKind, names: &'a [&'a str], mut out: W) -> io::Result<Self> {
        let write_value = match kind {
            SheetKind::Json => return Ok(Self::Json(out, names)),
            SheetKind::Csv => guard::exact,
            SheetKind::Spreadsheet => guard::guarded,
        };
        if kind == SheetKind::Spreadsheet {
            // Without it Excel reads the file in the code page of the machine.
            out.write_all("\u{feff}".as_bytes())?;
        }
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record([USERNAME].iter().chain(names))?;
        Ok(Self::Csv(Box::new(writer), names, write_value))
    }

    fn add(&mut self, user: &User) -> io::Result<()> {
        match self {
            Self::Csv(writer, names, write_value) => {
                let value = |name: &&str| user.values.get(*name).map_or("", String::as_str);
                let fields = [user.username.as_str()]
                    .into_iter()
                    .chain(names.iter().map(value));
                writer.write_record(fields.map(*write_value))?;
                Ok(())
            }
            Self::Json(out, names) => {
                let values = names.iter().filter_map(|name| user.values.get_key_value(*name));
                let mut object: Values = values
                    .map(|(name, value)| (name.clone(), value.clone()))
                    .collect();
                object.insert(USERNAME.to_owned(), user.username.clone());
                serde_json::to_writer(&mut *out, &object)?;
                out.write_all(b"\n")
            }
        }
    }

    fn end(self) -> io::Result<()> {
        match self {
            Self::Csv(mut writer, ..) => writer.flush(),
            Self::Json(mut out, _) => out.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::rows::Blank;

    #[test]
    fn what_is_exported_can_be_imported() {
        let user = User {
            username: "o'brien, \"x\"".to_owned(),
            values: [
                ("custom:a", "=1+1, \"two\"\nlines"),
                ("custom:other", "no"),
                ("sub", "s"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        };
        for (kind, format) in [
            (SheetKind::Csv, Format::Csv),
            (SheetKind::Spreadsheet, Format::Csv),
            (SheetKind::Json, Format::Json),
        ] {
            let mut file = Vec::new();
            let mut sheet = Sheet::begin(kind, &["custom:a", "custom:b"], &mut file).unwrap();
            sheet.add(&user).unwrap();
            sheet.end().unwrap();
            let mut rows = Vec::new();
            let mut each = |row| {
                rows.push(row);
                ControlFlow::Continue(())
            };
            format.read(file.as_slice(), Blank::Leave, &mut each).unwrap();
            assert_eq!((rows.len(), &rows[0].username), (1, &user.username));
            let expected = [("custom:a".to_owned(), user.values["custom:a"].clone())];
            assert_eq!(rows[0].form, Values::from(expected));
            let is_guarded = String::from_utf8(file).unwrap().contains("'=1+1");
            assert_eq!(is_guarded, kind == SheetKind::Spreadsheet);
        }
    }
}
