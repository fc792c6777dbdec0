// SPDX-License-Identifier: MIT
//! `cargo freehold test`. cargo builds and runs the test programs as always, but each by way of a *runner*: this program, which runs it
//! under `freehold exec`. At the end, the results of all become one report.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command, Stdio};

use crate::{command, Failure, NOT_JUDGED, USAGE};

/// As cargo calls us for a test program; not for people.
pub const RUNNER: &str = "run-test-program";

/// From `test` to the runner: the folder for the results, and the options of freehold exec, a line each.
const PARTS: &str = "CARGO_FREEHOLD_PARTS";
const OPTIONS: &str = "CARGO_FREEHOLD_OPTIONS";

/// Ends the name of the folder that the results of the test programs are in.
const PARTS_SUFFIX: &str = ".tests";

/// What freehold says in its report if the program that it ran did not end with 0.
const ENDED: &str = "the program that was started ended: ";

struct Options {
    out: OsString,
    /// Of freehold report, too.
    baseline: Option<OsString>,
    /// Of freehold exec alone.
    exec: Vec<OsString>,
    /// Of cargo test.
    cargo: Vec<OsString>,
}

/// `--NAME=VALUE`, or `--NAME` and the next argument.
fn value_of(
    name: &str,
    argument: &OsStr,
    rest: &mut dyn Iterator<Item = &OsString>,
) -> Result<Option<OsString>, Failure> {
    let text = argument.to_string_lossy();
    match text.strip_prefix(name) {
        Some("") => {
            rest.next().cloned().map(Some).ok_or_else(|| Failure(USAGE, format!("{name} lacks a value")))
        }
        Some(value) if value.starts_with('=') => Ok(Some(value[1..].into())),
        _ => Ok(None),
    }
}

fn parse(arguments: &[OsString]) -> Result<Options, Failure> {
    let mut options = Options { out: "freehold-report".into(), baseline: None, exec: vec![], cargo: vec![] };
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if argument == "--" {
            options.cargo.push(argument.clone());
            options.cargo.extend(rest.by_ref().cloned());
        } else if let Some(value) = value_of("--out", argument, &mut rest)? {
            options.out = value;
        } else if let Some(value) = value_of("--baseline", argument, &mut rest)? {
            options.baseline = Some(value);
        } else if let Some(value) = value_of("--suppressions", argument, &mut rest)? {
            options.exec.extend(["--suppressions".into(), absolute(&value)]);
        } else if argument == "--strict" {
            options.exec.push(argument.clone());
        } else {
            options.cargo.push(argument.clone());
        }
    }
    Ok(options)
}

/// cargo runs test programs in the folders of their packages.
fn absolute(path: &OsStr) -> OsString {
    env::current_dir().map_or_else(|_| path.into(), |here| here.join(path).into_os_string())
}

/// `--target` of the arguments, or rustc's own.
fn target(arguments: &[OsString]) -> Result<String, Failure> {
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        if argument == "--" {
            break;
        }
        if let Some(value) = value_of("--target", argument, &mut rest)? {
            return Ok(value.to_string_lossy().into_owned());
        }
    }
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(&rustc)
        .arg("-vV")
        .output()
        .map_err(|error| Failure(NOT_JUDGED, format!("can't run {}: {error}", rustc.to_string_lossy())))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_string)
        .ok_or_else(|| Failure(NOT_JUDGED, format!("{} -vV names no host", rustc.to_string_lossy())))
}

/// As TOML has a string.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// `--config target.TRIPLE.runner=[…]`: goes before whatever else names a runner.
fn runner_setting(target: &str) -> Result<String, Failure> {
    let program = env::current_exe()
        .map_err(|error| Failure(NOT_JUDGED, format!("can't tell where cargo-freehold is: {error}")))?;
    let words = [program.to_string_lossy().into_owned(), "freehold".to_string(), RUNNER.to_string()];
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    Ok(format!("target.{target}.runner=[{}]", words.join(", ")))
}

/// The folder of the results, beside that of the report. Those of an earlier run are removed, and nothing else.
fn make_parts(out: &OsStr) -> Result<PathBuf, Failure> {
    let mut name = absolute(out);
    name.push(PARTS_SUFFIX);
    let path = PathBuf::from(name);
    for result in results_in(&path) {
        if result.join("logs/.freehold").is_file() {
            fs::remove_dir_all(&result).map_err(|error| {
                Failure(NOT_JUDGED, format!("can't remove {}: {error}", result.display()))
            })?;
        }
    }
    fs::create_dir_all(&path)
        .map_err(|error| Failure(NOT_JUDGED, format!("can't make folder {}: {error}", path.display())))?;
    Ok(path)
}

fn results_in(parts: &Path) -> Vec<PathBuf> {
    let entries =
        fs::read_dir(parts).map(|entries| entries.flatten().collect::<Vec<_>>()).unwrap_or_default();
    let mut results: Vec<PathBuf> =
        entries.iter().map(|entry| entry.path()).filter(|path| path.join("report.json").is_file()).collect();
    results.sort();
    results
}

/// One report of all results; its exit status.
fn merge(options: &Options, results: &[PathBuf]) -> Result<i32, Failure> {
    let mut freehold = command::freehold("report")?;
    freehold.arg("--out").arg(&options.out).args(results).stdout(Stdio::null());
    if let Some(baseline) = &options.baseline {
        freehold.arg("--baseline").arg(baseline);
    }
    command::status_of(&mut freehold)
}

pub fn run(arguments: &[OsString]) -> Result<i32, Failure> {
    let options = parse(arguments)?;
    command::freehold("exec")?; // before anything is built
    let parts = make_parts(&options.out)?;
    let mut exec = options.exec.clone();
    if let Some(baseline) = &options.baseline {
        exec.extend(["--baseline".into(), absolute(baseline)]);
    }
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut test = Command::new(&cargo);
    test.arg("--config").arg(runner_setting(&target(&options.cargo)?)?).arg("test").args(&options.cargo);
    test.env(PARTS, &parts).env(OPTIONS, exec.join(OsStr::new("\n")));
    let tested = command::status_of(&mut test)?;
    let results = results_in(&parts);
    if results.is_empty() {
        return if tested == 0 {
            Err(Failure(NOT_JUDGED, "cargo test ran no test program, so nothing was audited".to_string()))
        } else {
            Ok(tested)
        };
    }
    let judged = merge(&options, &results)?;
    let verdict = match judged {
        0 => "pass",
        1 => "fail",
        _ => "not judged",
    };
    eprintln!(
        "cargo freehold: {} test program{}: {verdict}; report: {}/index.html",
        results.len(),
        if results.len() == 1 { "" } else { "s" },
        options.out.to_string_lossy()
    );
    Ok(if judged != 0 { judged } else { tested })
}

/// What freehold says of the program's own end: its exit status, 1 for a signal's; 0 if it says nothing.
fn own_status(report: &str) -> i32 {
    report.find(ENDED).map_or(0, |at| {
        let words = &report[at + ENDED.len()..];
        let number: String = words
            .strip_prefix("exit status ")
            .map(|status| status.chars().take_while(char::is_ascii_digit).collect())
            .unwrap_or_default();
        number.parse().unwrap_or(1)
    })
}

/// One test program. Its exit status is the program's own, so that cargo knows whether a test has failed, and goes on if none has: what
/// freehold found is in its report, and comes last. Without a report, it is freehold's.
pub fn run_program(arguments: &[OsString]) -> Result<i32, Failure> {
    let (program, parts) = match (arguments.first(), env::var_os(PARTS)) {
        (Some(program), Some(parts)) => (program, parts),
        _ => return Err(Failure(USAGE, format!("{RUNNER} is how cargo freehold test calls itself"))),
    };
    let name = Path::new(program).file_stem().unwrap_or(program).to_string_lossy().into_owned();
    let mut out = Path::new(&parts).join(&name);
    if out.exists() {
        out = Path::new(&parts).join(format!("{name}-{}", process::id()));
    }
    let options = env::var_os(OPTIONS).unwrap_or_default().to_string_lossy().into_owned();
    let mut freehold = command::freehold("exec")?;
    freehold.arg("--out").arg(&out).args(options.lines().filter(|line| !line.is_empty()));
    freehold.arg("--").args(arguments);
    let judged = command::status_of(&mut freehold)?;
    Ok(fs::read_to_string(out.join("report.json")).map_or(judged, |report| own_status(&report)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(list: &[&str]) -> Vec<OsString> {
        list.iter().map(|word| word.into()).collect()
    }

    #[test]
    fn tells_its_own_options_from_those_of_cargo() {
        let options =
            parse(&words(&["--out=x", "--release", "--strict", "name", "--", "--out", "y"])).ok().unwrap();
        assert_eq!(options.out, "x");
        assert_eq!(options.exec, words(&["--strict"]));
        assert_eq!(options.cargo, words(&["--release", "name", "--", "--out", "y"]));
        assert!(parse(&words(&["--out"])).is_err());
    }

    #[test]
    fn the_target_is_the_one_that_is_named() {
        assert_eq!(target(&words(&["--target", "a-b-c"])).ok().unwrap(), "a-b-c");
        assert_eq!(target(&words(&["--target=a-b-c"])).ok().unwrap(), "a-b-c");
        assert!(target(&words(&["--", "--target", "a-b-c"])).ok().unwrap().contains('-'));
    }

    #[test]
    fn reads_how_a_program_ended() {
        assert_eq!(own_status(r#"{"notes": ["clean"]}"#), 0);
        assert_eq!(own_status(r#""the program that was started ended: exit status 101""#), 101);
        assert_eq!(own_status(r#""the program that was started ended: signal 6 (Aborted)""#), 1);
    }

    #[test]
    fn quotes_as_toml_does() {
        assert_eq!(quoted(r#"/a "b"\c"#), r#""/a \"b\"\\c""#);
    }
}
