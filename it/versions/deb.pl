#!/usr/bin/perl
# Answers each line `A<TAB>B` with -1, 0 or 1, as dpkg's own Perl library compares them, or ? where one is no version.
use strict;
use warnings;
use Dpkg::Version;

$| = 1;
while (my $line = <STDIN>) {
    chomp $line;
    my ($a, $b) = split /\t/, $line, 2;
    my ($v, $w) = map { Dpkg::Version->new($_, check => 1) } $a, $b;
    print defined $v && defined $w ? version_compare($a, $b) : "?", "\n";
}
