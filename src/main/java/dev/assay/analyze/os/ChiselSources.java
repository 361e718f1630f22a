package dev.assay.analyze.os;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The source packages of Ubuntu's packages that images are chiselled from. Advisories speak of
/// sources, and Chisel's manifest does not name them.
///
/// Source: the `Source` fields of Ubuntu's package lists, 22.04 to 24.04
final class ChiselSources {
  /// A source, a colon and its packages in each line.
  private static final String TABLE =
      """
      acl: libacl1
      apr: libapr1 libapr1t64
      attr: libattr1
      audit: libaudit1 libaudit-common
      base-files: base-files
      base-passwd: base-passwd
      bash: bash
      brotli: libbrotli1
      busybox: busybox busybox-static
      bzip2: bzip2 libbz2-1.0
      c-ares: libc-ares2
      ca-certificates: ca-certificates
      ca-certificates-java: ca-certificates-java
      coreutils: coreutils
      curl: curl libcurl4 libcurl4t64 libcurl3-gnutls libcurl3t64-gnutls
      cyrus-sasl2: libsasl2-2 libsasl2-modules libsasl2-modules-db
      dash: dash
      db5.3: libdb5.3 libdb5.3t64
      debconf: debconf
      debianutils: debianutils
      dpkg: dpkg
      e2fsprogs: libcom-err2 libss2 libext2fs2 libext2fs2t64
      expat: libexpat1
      findutils: findutils
      fontconfig: fontconfig fontconfig-config libfontconfig1
      freetype: libfreetype6
      giflib: libgif7
      glib2.0: libglib2.0-0 libglib2.0-0t64
      glibc: libc6 libc-bin locales
      gmp: libgmp10
      gnutls28: libgnutls30 libgnutls30t64
      graphite2: libgraphite2-3
      grep: grep
      gzip: gzip
      harfbuzz: libharfbuzz0b
      hostname: hostname
      keyutils: libkeyutils1
      krb5: libgssapi-krb5-2 libk5crypto3 libkrb5-3 libkrb5support0
      lcms2: liblcms2-2
      libbsd: libbsd0
      libcap-ng: libcap-ng0
      libcap2: libcap2
      libffi: libffi7 libffi8
      libgcrypt20: libgcrypt20
      libgpg-error: libgpg-error0
      libidn2: libidn2-0
      libjpeg-turbo: libjpeg-turbo8
      libmd: libmd0
      libnsl: libnsl2
      libpng1.6: libpng16-16 libpng16-16t64
      libpsl: libpsl5 libpsl5t64
      libselinux: libselinux1
      libsemanage: libsemanage2 libsemanage-common
      libsepol: libsepol2
      libssh: libssh-4
      libtasn1-6: libtasn1-6
      libtirpc: libtirpc3 libtirpc3t64 libtirpc-common
      libunistring: libunistring2 libunistring5
      libuv1: libuv1 libuv1t64
      libxcrypt: libcrypt1
      libxml2: libxml2
      libxslt: libxslt1.1
      libyaml: libyaml-0-2
      libzstd: libzstd1 zstd
      lttng-ust: liblttng-ust1 liblttng-ust1t64 liblttng-ust-common1 liblttng-ust-ctl5 liblttng-ust-ctl5t64
      lz4: liblz4-1
      mawk: mawk
      media-types: media-types
      ncurses: libncurses6 libncursesw6 libtinfo6 ncurses-base ncurses-bin
      netbase: netbase
      nettle: libhogweed6 libhogweed6t64 libnettle8 libnettle8t64
      nghttp2: libnghttp2-14
      nspr: libnspr4
      nss: libnss3
      openldap: libldap2 libldap-2.5-0 libldap-common
      openssl: libssl3 libssl3t64 openssl
      p11-kit: libp11-kit0
      pam: libpam0g libpam-modules libpam-modules-bin libpam-runtime
      pcre2: libpcre2-8-0
      pcre3: libpcre3
      perl: perl perl-base libperl5.34 libperl5.38 libperl5.38t64
      readline: libreadline8 libreadline8t64 readline-common
      rtmpdump: librtmp1
      sed: sed
      sensible-utils: sensible-utils
      shadow: login passwd
      sqlite3: libsqlite3-0 sqlite3
      systemd: libsystemd0 libudev1 systemd
      tar: tar
      tzdata: tzdata
      userspace-rcu: liburcu8 liburcu8t64
      util-linux: libblkid1 libmount1 libsmartcols1 libuuid1 util-linux mount
      xz-utils: liblzma5 xz-utils
      zlib: zlib1g
      """;

  private static final Map<String, String> SOURCES = sources();
  private static final Pattern PYTHON = Pattern.compile("(?:lib)?(python3\\.\\d+)(?:-.*)?");
  private static final Pattern OPENJDK = Pattern.compile("(openjdk-\\d+)-.+");
  private static final Pattern DOTNET =
      Pattern.compile("(?:aspnetcore|dotnet)-(?:runtime|hostfxr|host|sdk)-(\\d+)\\.0");
  private static final Pattern ICU = Pattern.compile("libicu\\d+");
  private static final Pattern GCC =
      Pattern.compile("gcc-\\d+-base|libgcc-s1|libstdc\\+\\+6|libgomp1|libatomic1");
  private static final Pattern MAJOR = Pattern.compile("(?:\\d+:)?(\\d+)[.-].*");

  private ChiselSources() {}

  private static Map<String, String> sources() {
    Map<String, String> sources = new TreeMap<>();
    for (String line : TABLE.split("\n")) {
      int colon = line.indexOf(':');
      for (String name : line.substring(colon + 2).split(" ")) {
        sources.put(name, line.substring(0, colon));
      }
    }
    return sources;
  }

  /// The source of a package; empty where it is not known.
  static Optional<String> of(String name, String version) {
    String listed = SOURCES.get(name);
    if (listed != null) {
      return Optional.of(listed);
    }
    Matcher python = PYTHON.matcher(name);
    if (python.matches()) {
      return Optional.of(python.group(1));
    }
    Matcher openjdk = OPENJDK.matcher(name);
    if (openjdk.matches()) {
      return Optional.of(openjdk.group(1));
    }
    Matcher dotnet = DOTNET.matcher(name);
    if (dotnet.matches()) {
      return Optional.of("dotnet" + dotnet.group(1));
    }
    if (ICU.matcher(name).matches()) {
      return Optional.of("icu");
    }
    Matcher major = MAJOR.matcher(version);
    return GCC.matcher(name).matches() && major.matches()
        ? Optional.of("gcc-" + major.group(1))
        : Optional.empty();
  }
}
