#!/usr/bin/perl
# Answers each line `A<TAB>B` with -1, 0 or 1, as dpkg's own Perl library compares them.
use strict;
use warnings;
use Dpkg::Version;

$| = 1;
while (my $line = <STDIN>) {
    chomp $line;
    my ($a, $b) = split /\t/, $line, 2;
    print version_compare($a, $b), "\n";
}
