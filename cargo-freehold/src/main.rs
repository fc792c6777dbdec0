// SPDX-License-Identifier: MIT
//! `cargo freehold`: the freehold command, for the crate in whose folder one is.
//!
//! `init`, `run`, `check` and `mutate` work in the crate's folder `freehold`; `test` lets `cargo test` run each test program under
//! `freehold exec`, and makes one report of all. Everything else goes to freehold as it is.

mod command;
mod test;

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{exit, Command};

/// The exit statuses are freehold's own.
pub const USAGE: i32 = 2;
pub const NOT_JUDGED: i32 = 3;

/// What ends the command: an exit status, and what is said on standard error.
pub struct Failure(i32, String);

const HELP: &str = "\
Audit who owns heap memory across a crate's C API

Usage:
  cargo freehold init                     draft configuration, contract and scenarios, in the folder `freehold`
  cargo freehold run [SCENARIO.scn|DIR …] audit the crate with its scenarios; likewise check and mutate
  cargo freehold test [OPTION …] [ARGUMENT …]
                                          run `cargo test ARGUMENT …`, each test program under freehold exec
  cargo freehold exec -- PROGRAM [ARG …]  audit any program; likewise report, flags, demo, doctor and selftest

Options of test, all of freehold exec; what else there is goes to cargo test:
  --out=DIR                Folder for the reports (default: freehold-report)
  --baseline=FILE          File of known findings, which don't fail
  --suppressions=FILE      Valgrind suppressions to use
  --strict                 Exit with 3 if Freehold could not look for everything

`cargo freehold COMMAND --help` shows the options of the others. $FREEHOLD names the freehold command, if it is neither beside
cargo-freehold nor on PATH. The exit statuses are freehold's: 0 pass, 1 violations, 2 usage, 3 not judged; and for test cargo's,
if a test fails.
";

/// Is it a path, or does the option before it take it? Either way somebody has said where to look.
fn names_a_place(argument: &OsStr) -> bool {
    let path = Path::new(argument);
    !argument.to_string_lossy().starts_with('-')
        && (path.extension() == Some(OsStr::new("scn")) || path.exists())
}

/// The crate's folder.
fn crate_folder() -> Result<PathBuf, Failure> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(&cargo)
        .args(["locate-project", "--message-format", "plain"])
        .output()
        .map_err(|error| Failure(NOT_JUDGED, format!("can't run {}: {error}", cargo.to_string_lossy())))?;
    if !output.status.success() {
        return Err(Failure(USAGE, String::from_utf8_lossy(&output.stderr).trim_end().to_string()));
    }
    let manifest = String::from_utf8_lossy(&output.stdout);
    Ok(Path::new(manifest.trim_end()).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf))
}

/// `freehold init` writes into the folder that it is in.
fn init(arguments: &[OsString]) -> Result<i32, Failure> {
    let mut freehold = command::freehold("init")?;
    if arguments.iter().any(|argument| argument == "--help" || argument == "-h") {
        return command::status_of(freehold.args(arguments));
    }
    if let Some(argument) = arguments.first() {
        return Err(Failure(
            USAGE,
            format!(
                "cargo freehold init takes no arguments, and got '{}'; for another library: freehold init",
                argument.to_string_lossy()
            ),
        ));
    }
    let folder = crate_folder()?.join("freehold");
    let is_new = !folder.exists();
    std::fs::create_dir_all(&folder)
        .map_err(|error| Failure(USAGE, format!("can't make folder {}: {error}", folder.display())))?;
    let status = command::status_of(freehold.arg("..").current_dir(&folder))?;
    if status == 0 {
        println!("in the folder {}; to run it: cargo freehold run", folder.display());
    } else if is_new {
        let _ = std::fs::remove_dir(&folder); // only when nothing is in it
    }
    Ok(status)
}

/// The scenarios of the crate's folder `freehold`, unless the arguments name others.
fn run(name: &str, arguments: &[OsString]) -> Result<i32, Failure> {
    let mut freehold = command::freehold(name)?;
    freehold.args(arguments);
    let asks_only = arguments.iter().any(|argument| argument == "--help" || argument == "-h");
    if !asks_only && !arguments.iter().any(|argument| names_a_place(argument)) {
        let root = crate_folder()?;
        let drafted = root.join("freehold");
        let is_drafted = drafted.join("freehold.ini").is_file();
        if !is_drafted && !root.join("freehold.ini").is_file() {
            return Err(Failure(
                USAGE,
                format!(
                    "there is no freehold.ini in {} nor in its folder freehold; to draft one: cargo freehold init",
                    root.display()
                ),
            ));
        }
        let place = if is_drafted { drafted } else { root };
        let here = env::current_dir().unwrap_or_default();
        freehold.arg(match place.strip_prefix(&here) {
            Ok(relative) if relative.as_os_str().is_empty() => Path::new("."),
            Ok(relative) => relative,
            Err(_) => &place,
        });
    }
    command::status_of(&mut freehold)
}

fn dispatch(arguments: &[OsString]) -> Result<i32, Failure> {
    let name = arguments.first().map(|name| name.to_string_lossy().into_owned());
    let rest = arguments.get(1..).unwrap_or_default();
    match name.as_deref() {
        Some("--help" | "-h" | "help") => {
            print!("{HELP}");
            Ok(0)
        }
        Some("--version" | "-V") => {
            println!("cargo-freehold {}", env!("CARGO_PKG_VERSION"));
            Ok(0)
        }
        Some("init") => init(rest),
        Some(name @ ("run" | "check" | "mutate")) => run(name, rest),
        Some("test") => test::run(rest),
        Some(test::RUNNER) => test::run_program(rest),
        Some(name) => command::status_of(command::freehold(name)?.args(rest)),
        None => Err(Failure(USAGE, HELP.trim_end().to_string())),
    }
}

fn main() {
    // cargo calls `cargo-freehold freehold …`.
    let mut arguments: Vec<OsString> = env::args_os().skip(1).collect();
    if arguments.first().map_or(false, |first| first == "freehold") {
        arguments.remove(0);
    }
    exit(dispatch(&arguments).unwrap_or_else(|Failure(status, message)| {
        eprintln!(
            "{}{message}",
            if message.starts_with("error") || message == HELP.trim_end() { "" } else { "error: " }
        );
        status
    }));
}
