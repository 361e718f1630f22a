package dev.assay.analyze.binary;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Programs that people copy into images without a package, and the text in each that tells its
/// version. A text counts only in a program of that name, so that one that merely mentions another
/// is not taken for it.
///
/// Source: the texts stand in the programs' own sources, such as `node_version.h`, `getversion.c`,
/// `ap_release.h`; tests hold each against Debian's build.
///
/// @param name of the component
/// @param file the whole name of the file
/// @param anchor text near the version, cheap to find: `#` stands for a digit
/// @param version the version is its first group; searched around the anchor
/// @param vendor and product, as NVD calls them
/// @param bitnami what Bitnami's advisories call it, empty where they have none
record KnownProgram(
    String name, Pattern file, String anchor, Pattern version, String vendor, String bitnami) {
  private static final String THREE = "([0-9]+\\.[0-9]+\\.[0-9]+)";

  /// Every one there is, by name.
  static final List<KnownProgram> ALL =
      List.of(
          of("bash", "bash", "Bash version ", "Bash version " + THREE, "gnu:bash", ""),
          of("busybox", "busybox", "BusyBox v", "BusyBox v" + THREE, "busybox:busybox", ""),
          of("curl", "curl|libcurl(-gnutls)?\\.so\\..*", "curl/", "curl/" + THREE, "haxx:curl", ""),
          of("git", "git", "git/", "git/" + THREE, "git-scm:git", "git"),
          of(
              "haproxy",
              "haproxy",
              "\0#.#",
              "\0([1-9]\\.[0-9]{1,2}\\.[0-9]{1,3})(-[0-9A-Za-z.+~-]+)?\0",
              "haproxy:haproxy",
              "haproxy"),
          of(
              "httpd",
              "httpd|apache2",
              "Apache/",
              "Apache/" + THREE,
              "apache:http_server",
              "apache"),
          of(
              "mariadb",
              "mariadbd?|mysqld?",
              "-MariaDB",
              THREE + "-MariaDB",
              "mariadb:mariadb",
              "mariadb"),
          of(
              "memcached",
              "memcached",
              "memcached ",
              "memcached " + THREE,
              "memcached:memcached",
              "memcached"),
          of("mysql", "mysqld?", "mysql-", "/mysql-" + THREE + "[/\0]", "oracle:mysql", ""),
          of("nginx", "nginx", "nginx/", "nginx/" + THREE, "f5:nginx", "nginx"),
          of(
              "node",
              "node|libnode\\.so\\..*",
              "node.js/v",
              "node\\.js/v" + THREE,
              "nodejs:node.js",
              "node"),
          of(
              "openssl",
              "openssl|libcrypto\\.so\\..*",
              "OpenSSL ",
              "OpenSSL ([0-9]+\\.[0-9]+\\.[0-9]+[a-z]*)(?:-[a-z]+)? +[0-9]{1,2} [A-Z][a-z]{2} 20",
              "openssl:openssl",
              ""),
          of(
              "perl",
              "perl(5\\..*)?|libperl\\.so.*",
              "perl",
              "perl5?/(?:site_perl/)?(5\\.[0-9]+\\.[0-9]+)",
              "perl:perl",
              ""),
          of(
              "php",
              "php([0-9.]+)?|php-(fpm|cgi)[0-9.]*|libphp[0-9.]*\\.so",
              "PHP/",
              "PHP/" + THREE,
              "php:php",
              "php"),
          of(
              "postgresql",
              "postgres|psql",
              "(PostgreSQL) ",
              "\\(PostgreSQL\\) ([0-9]+(?:\\.[0-9]+)+)",
              "postgresql:postgresql",
              "postgresql"),
          of(
              "python",
              "python([23](\\.[0-9]+)?)?|libpython[23]\\.[0-9]+m?\\.so.*",
              "\0#.#",
              "\0([23]\\.[0-9]{1,2}\\.[0-9]{1,2}(?:(?:a|b|rc)[0-9]+)?)\\+?\0",
              "python:python",
              "python"),
          of(
              "redis",
              "redis-(server|check-rdb|check-aof)",
              "00000000\0",
              build(),
              "redis:redis",
              "redis"),
          of(
              "ruby",
              "ruby[0-9.]*|libruby.*\\.so.*",
              "ruby ",
              "ruby " + THREE + "[a-z0-9]* \\(20",
              "ruby-lang:ruby",
              "ruby"),
          of(
              "valkey",
              "valkey-(server|check-rdb|check-aof)",
              "00000000\0",
              build(),
              "lfprojects:valkey",
              "valkey"));

  /// Version, host, seconds since 1970, whether changed, commit, the last being zeros for what was
  /// not built from a repository.
  private static String build() {
    return "([0-9]+\\.[0-9]+\\.[0-9]+?)(?:[A-Za-z][0-9A-Za-z._-]*-)?1[4-9][0-9]{8}[0-9]*0{8}\0";
  }

  private static KnownProgram of(
      String name, String file, String anchor, String version, String cpe, String bitnami) {
    return new KnownProgram(
        name, Pattern.compile(file), anchor, Pattern.compile(version), cpe, bitnami);
  }

  /// Those that a file at that path may be; mostly none.
  static List<KnownProgram> at(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    return ALL.stream().filter(one -> one.file.matcher(file).matches()).toList();
  }

  /// The version in the text around an anchor.
  Optional<String> version(String around) {
    Matcher matcher = version.matcher(around);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /// NVD's name of that version.
  String cpe(String found) {
    return "cpe:2.3:a:" + vendor + ":" + found + ":*:*:*:*:*:*:*";
  }
}
