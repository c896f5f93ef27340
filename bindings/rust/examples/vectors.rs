// SPDX-License-Identifier: Apache-2.0
//! Runs the golden vectors of all bindings: `vectors FILE`. See `bindings/run-vectors`.
use librebate::{Error, Options, Policy};

fn settled(policy: &str, folder: &str) -> Result<String, Error> {
    let policy = Policy::from_file(policy)?;
    policy.settle(&policy.read_folder(folder)?, &Options::default())?.to_json(&Options::default())
}

fn answer(policy: &str, folder: &str) -> String {
    match settled(policy, folder) {
        Ok(json) => json,
        Err(Error::Input(issues, _)) => {
            issues.iter().map(|issue| issue.code.as_str()).collect::<Vec<_>>().join(",")
        }
        Err(other) => other.to_string(),
    }
}

fn main() {
    let file = std::env::args().nth(1).expect("a file of vectors");
    let vectors = std::fs::read_to_string(file).expect("the file of vectors");
    let (mut right, mut all) = (0, 0);
    for vector in vectors.lines() {
        let words: Vec<&str> = vector.split('\t').collect();
        let expected = std::fs::read_to_string(words[2]).expect("what is expected");
        all += 1;
        if answer(words[0], words[1]) == expected {
            right += 1;
        } else {
            println!("differs: {vector}");
        }
    }
    println!("{right} of {all}");
    std::process::exit(i32::from(right != all || all == 0));
}
