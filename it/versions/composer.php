<?php
// Answers each line `A<TAB>B` with -1, 0 or 1, as Composer compares them once normalized; `?` for what is no version, or a
// branch without numbers, which Composer compares with nothing. Needs Debian's php-composer-semver.
require 'Composer/Semver/autoload.php';

use Composer\Semver\Comparator;
use Composer\Semver\VersionParser;

$parser = new VersionParser();
$normalize = function (string $version) use ($parser): ?string {
    try {
        $normalized = $parser->normalize($version);
        return strpos($normalized, 'dev-') === 0 ? null : $normalized;
    } catch (UnexpectedValueException $e) {
        return null;
    }
};
foreach (file('php://stdin', FILE_IGNORE_NEW_LINES) as $line) {
    [$a, $b] = array_map($normalize, explode("\t", $line));
    if ($a === null || $b === null) {
        echo "?\n";
    } else {
        echo Comparator::lessThan($a, $b) ? -1 : (Comparator::greaterThan($a, $b) ? 1 : 0), "\n";
    }
}
