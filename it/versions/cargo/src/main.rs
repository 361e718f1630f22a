//! Answers each line `A<TAB>B` with -1, 0 or 1, as Cargo compares them; `?` for what is no version.
use semver::Version;
use std::io::{self, BufRead, Write};

fn main() {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line.unwrap();
        let (a, b) = line.split_once('\t').unwrap();
        let answer = match (Version::parse(a), Version::parse(b)) {
            (Ok(a), Ok(b)) => (a.cmp_precedence(&b) as i8).to_string(),
            _ => "?".to_string(),
        };
        writeln!(out, "{answer}").unwrap();
    }
}
