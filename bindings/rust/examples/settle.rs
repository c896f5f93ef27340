// SPDX-License-Identifier: Apache-2.0
//! Settles a policy and says why the first line has its amount:
//! `cargo run --example settle -- POLICY FOLDER`
use librebate::{Error, Options, Policy};

fn main() -> Result<(), Error> {
    let words: Vec<String> = std::env::args().collect();
    let policy = Policy::from_file(&words[1])?;
    let settlement = policy.settle(&policy.read_folder(&words[2])?, &Options::default())?;
    let Some(line) = settlement.lines().next() else { return Ok(()) };
    println!("{} {} {} {}", line.partner(), line.rule(), line.due(), line.currency());
    print!("{}", line.explain(&Options::default())?);
    Ok(())
}
