// SPDX-License-Identifier: MIT
//! The freehold command: where it is, and how to get it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Failure, NOT_JUDGED};

const NAME: &str = "freehold";

fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().map_or(false, |about| about.is_file() && about.permissions().mode() & 0o111 != 0)
}

/// What $FREEHOLD names, or what is beside this program, or on PATH.
fn find() -> Result<PathBuf, Failure> {
    if let Some(given) = env::var_os("FREEHOLD").filter(|given| !given.is_empty()) {
        let path = PathBuf::from(given);
        return if is_program(&path) {
            Ok(path)
        } else {
            Err(Failure(NOT_JUDGED, format!("$FREEHOLD is {}, which is no program", path.display())))
        };
    }
    let beside = env::current_exe().ok().and_then(|program| program.parent().map(Path::to_path_buf));
    let folders =
        env::var_os("PATH").map(|path| env::split_paths(&path).collect::<Vec<_>>()).unwrap_or_default();
    beside.into_iter().chain(folders).map(|folder| folder.join(NAME)).find(|path| is_program(path)).ok_or_else(|| {
        Failure(
            NOT_JUDGED,
            "there is no freehold command: neither beside cargo-freehold nor on PATH, and $FREEHOLD is not set.\n\
             It is written in C. From a clone of Freehold's repository:\n  \
             ci/setup && meson setup build && sudo meson install -C build\n\
             or build and install its Debian package: dpkg-buildpackage -b"
                .to_string(),
        )
    })
}

/// `freehold NAME`, to which arguments can be added.
pub fn freehold(name: &str) -> Result<Command, Failure> {
    let mut command = Command::new(find()?);
    command.arg(name);
    Ok(command)
}

/// Runs it. The exit status is its own; 3 if a signal ended it.
pub fn status_of(command: &mut Command) -> Result<i32, Failure> {
    let status = command.status().map_err(|error| {
        Failure(NOT_JUDGED, format!("can't run {}: {error}", command.get_program().to_string_lossy()))
    })?;
    status.code().ok_or_else(|| {
        Failure(
            NOT_JUDGED,
            format!("{} was ended by a signal: {status}", command.get_program().to_string_lossy()),
        )
    })
}
