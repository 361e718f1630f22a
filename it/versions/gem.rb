# Answers each line `A<TAB>B` with -1, 0 or 1, as RubyGems compares them; `?` for what is no version.
require 'rubygems'

answers = STDIN.each_line(chomp: true).map do |line|
  a, b = line.split("\t", -1)
  known = [a, b].all? { |v| Gem::Version.correct?(v) && !v.strip.empty? }
  known ? Gem::Version.new(a) <=> Gem::Version.new(b) : '?'
end
puts answers
