// SPDX-License-Identifier: Apache-2.0
use librebate::{Error, Options, Policy, Settlement};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/channel-2025");

fn settle() -> Settlement {
    let policy = Policy::from_file(&format!("{EXAMPLE}/policy.json")).unwrap();
    let data = policy.read_folder(&format!("{EXAMPLE}/data")).unwrap();
    policy.settle(&data, &Options::default()).unwrap()
}

#[test]
fn settles_the_example() {
    let settlement = settle();
    let expected = std::fs::read_to_string(format!("{EXAMPLE}/expected/settlement.csv")).unwrap();
    assert_eq!(settlement.to_csv(&Options::default()).unwrap(), expected);
    let line = settlement.lines().next().unwrap();
    assert_eq!((line.partner().as_str(), line.due().as_str()), ("P01", "45272.00"));
    let chinese = Options { language: Some("zh".into()), ..Options::default() };
    assert!(line.explain(&chinese).unwrap().contains("45,272.00"));
}

#[test]
fn errors_carry_their_issues() {
    match Policy::from_json(br#"{"librebate": 1, "polcy": "p"}"#, "p.json") {
        Err(Error::Input(issues, _)) => {
            let issue = issues.last().unwrap();
            assert_eq!((issue.code.as_str(), issue.suggestion.as_str()), ("RB1101", "policy"));
        }
        _ => panic!("the policy is wrong"),
    }
    let unknown = Options { rule: Some("anual-target".into()), ..Options::default() };
    assert!(matches!(settle().to_json(&unknown), Err(Error::NotFound(_))));
    let french = Options { language: Some("fr".into()), ..Options::default() };
    assert!(matches!(settle().to_json(&french), Err(Error::Argument(_))));
}

#[test]
fn is_shared_among_threads() {
    let settlement = settle();
    let expected = settlement.to_json(&Options::default()).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(settlement.to_json(&Options::default()).unwrap(), expected));
        }
    });
}
