// Answers each line `A<TAB>B` with -1, 0 or 1, as npm's `semver` compares them by its loose rules, or by its strict ones
// after the argument `strict`; `?` for what is no version.
const semver = require('semver')
const { readFileSync } = require('fs')

const loose = process.argv[2] !== 'strict'
const answers = []
for (const line of readFileSync(0, 'utf8').split('\n')) {
  if (line === '') continue
  const [a, b] = line.split('\t')
  const known = semver.parse(a, { loose }) && semver.parse(b, { loose })
  answers.push(known ? semver.compare(a, b, { loose }) : '?')
}
process.stdout.write(answers.join('\n') + '\n')
