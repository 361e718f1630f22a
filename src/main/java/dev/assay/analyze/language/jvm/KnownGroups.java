package dev.assay.analyze.language.jvm;

import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Groups of widespread artifacts whose archives carry no Maven metadata, most of them built with
/// Gradle or Ant. An entry that ends in `*` holds for every artifact that begins so; the longest
/// one counts.
///
/// Source: the coordinates they are published with on <https://central.sonatype.com/>
final class KnownGroups {
  private static final TreeMap<String, String> GROUPS =
      """
      HikariCP com.zaxxer
      activation javax.activation
      activemq-* org.apache.activemq
      ant org.apache.ant
      ant-* org.apache.ant
      antlr antlr
      aopalliance aopalliance
      apiguardian-api org.apiguardian
      asm* org.ow2.asm
      aspectjrt org.aspectj
      aspectjweaver org.aspectj
      avro org.apache.avro
      axis axis
      batik-* org.apache.xmlgraphics
      bcpg-* org.bouncycastle
      bcpkix-* org.bouncycastle
      bcprov-* org.bouncycastle
      bcutil-* org.bouncycastle
      bsf bsf
      bsh org.apache-extras.beanshell
      c3p0 com.mchange
      caffeine com.github.ben-manes.caffeine
      camel-* org.apache.camel
      cglib cglib
      checker-qual org.checkerframework
      classworlds classworlds
      clojure org.clojure
      commons-attributes commons-attributes
      commons-beanutils commons-beanutils
      commons-chain commons-chain
      commons-cli commons-cli
      commons-codec commons-codec
      commons-collections commons-collections
      commons-collections4 org.apache.commons
      commons-compress org.apache.commons
      commons-configuration commons-configuration
      commons-configuration2 org.apache.commons
      commons-csv org.apache.commons
      commons-daemon commons-daemon
      commons-dbcp commons-dbcp
      commons-dbcp2 org.apache.commons
      commons-digester commons-digester
      commons-discovery commons-discovery
      commons-el commons-el
      commons-email org.apache.commons
      commons-exec org.apache.commons
      commons-fileupload commons-fileupload
      commons-httpclient commons-httpclient
      commons-io commons-io
      commons-jelly commons-jelly
      commons-jexl commons-jexl
      commons-jxpath commons-jxpath
      commons-lang commons-lang
      commons-lang3 org.apache.commons
      commons-launcher commons-launcher
      commons-logging commons-logging
      commons-math3 org.apache.commons
      commons-modeler commons-modeler
      commons-net commons-net
      commons-pool commons-pool
      commons-pool2 org.apache.commons
      commons-text org.apache.commons
      commons-validator commons-validator
      commons-vfs commons-vfs
      cxf-* org.apache.cxf
      dataflow-* org.checkerframework
      derby org.apache.derby
      dom4j org.dom4j
      druid com.alibaba
      durian-* com.diffplug.durian
      ecj org.eclipse.jdt
      ehcache net.sf.ehcache
      elasticsearch* org.elasticsearch
      error_prone_annotations com.google.errorprone
      failureaccess com.google.guava
      fastjson com.alibaba
      fastutil it.unimi.dsi
      flyway-* org.flywaydb
      fop org.apache.xmlgraphics
      freemarker org.freemarker
      graphql-java com.graphql-java
      groovy* org.codehaus.groovy
      grpc-* io.grpc
      gson com.google.code.gson
      guava com.google.guava
      h2 com.h2database
      hamcrest* org.hamcrest
      hazelcast com.hazelcast
      hibernate-* org.hibernate
      hibernate-validator org.hibernate.validator
      hsqldb org.hsqldb
      httpclient org.apache.httpcomponents
      httpclient5 org.apache.httpcomponents.client5
      httpcore org.apache.httpcomponents
      httpcore5 org.apache.httpcomponents.core5
      httpmime org.apache.httpcomponents
      itext com.lowagie
      itextpdf com.itextpdf
      jackson-annotations com.fasterxml.jackson.core
      jackson-core com.fasterxml.jackson.core
      jackson-core-asl org.codehaus.jackson
      jackson-databind com.fasterxml.jackson.core
      jackson-dataformat-* com.fasterxml.jackson.dataformat
      jackson-datatype-* com.fasterxml.jackson.datatype
      jackson-mapper-asl org.codehaus.jackson
      jackson-module-* com.fasterxml.jackson.module
      jasperreports net.sf.jasperreports
      java-jwt com.auth0
      javassist org.javassist
      javax.annotation-api javax.annotation
      javax.inject javax.inject
      jaxen jaxen
      jboss-logging org.jboss.logging
      jdom org.jdom
      jedis redis.clients
      jetty-* org.eclipse.jetty
      jjwt* io.jsonwebtoken
      jna* net.java.dev.jna
      joda-time joda-time
      jolokia-* org.jolokia
      jruby-* org.jruby
      jsch com.jcraft
      json org.json
      json-path com.jayway.jsonpath
      json-smart net.minidev
      jsoup org.jsoup
      jsr305 com.google.code.findbugs
      jstl javax.servlet
      jta javax.transaction
      junit junit
      junit-jupiter* org.junit.jupiter
      junit-platform-* org.junit.platform
      junit-vintage-* org.junit.vintage
      jython* org.python
      kafka-* org.apache.kafka
      kafka_* org.apache.kafka
      kotlin-* org.jetbrains.kotlin
      kotlinx-* org.jetbrains.kotlinx
      lettuce-core io.lettuce
      liquibase-core org.liquibase
      log4j log4j
      log4j-api org.apache.logging.log4j
      log4j-core org.apache.logging.log4j
      log4j-slf4j-impl org.apache.logging.log4j
      log4j-web org.apache.logging.log4j
      logback-* ch.qos.logback
      logging-interceptor com.squareup.okhttp3
      lombok org.projectlombok
      lucene-* org.apache.lucene
      mail javax.mail
      mapstruct org.mapstruct
      mariadb-java-client org.mariadb.jdbc
      micrometer-* io.micrometer
      mina-core org.apache.mina
      mockito-* org.mockito
      moshi* com.squareup.moshi
      mssql-jdbc com.microsoft.sqlserver
      mysql-connector-j com.mysql
      mysql-connector-java mysql
      netty-* io.netty
      nimbus-jose-jwt com.nimbusds
      ojdbc* com.oracle.database.jdbc
      okhttp com.squareup.okhttp3
      okhttp-* com.squareup.okhttp3
      okio* com.squareup.okio
      opentelemetry-* io.opentelemetry
      opentest4j org.opentest4j
      org.eclipse.core.* org.eclipse.platform
      org.eclipse.equinox.* org.eclipse.platform
      org.eclipse.osgi* org.eclipse.platform
      org.osgi.* org.osgi
      oro oro
      pdfbox org.apache.pdfbox
      picocli info.picocli
      poi* org.apache.poi
      postgresql org.postgresql
      protobuf-java com.google.protobuf
      protobuf-java-util com.google.protobuf
      quartz org.quartz-scheduler
      querydsl-* com.querydsl
      reactor-core io.projectreactor
      reactor-netty* io.projectreactor.netty
      regexp regexp
      retrofit com.squareup.retrofit2
      rxjava io.reactivex.rxjava3
      scala-* org.scala-lang
      servlet-api javax.servlet
      shiro-* org.apache.shiro
      slf4j-* org.slf4j
      snakeyaml org.yaml
      solr-* org.apache.solr
      spring-amqp org.springframework.amqp
      spring-aop org.springframework
      spring-aspects org.springframework
      spring-batch-* org.springframework.batch
      spring-beans org.springframework
      spring-boot* org.springframework.boot
      spring-cloud-* org.springframework.cloud
      spring-context* org.springframework
      spring-core org.springframework
      spring-data-* org.springframework.data
      spring-expression org.springframework
      spring-graphql org.springframework.graphql
      spring-hateoas org.springframework.hateoas
      spring-integration-* org.springframework.integration
      spring-jcl org.springframework
      spring-jdbc org.springframework
      spring-jms org.springframework
      spring-kafka* org.springframework.kafka
      spring-ldap-* org.springframework.ldap
      spring-messaging org.springframework
      spring-orm org.springframework
      spring-oxm org.springframework
      spring-plugin-* org.springframework.plugin
      spring-r2dbc org.springframework
      spring-rabbit* org.springframework.amqp
      spring-retry org.springframework.retry
      spring-security-* org.springframework.security
      spring-session-* org.springframework.session
      spring-test org.springframework
      spring-tx org.springframework
      spring-web org.springframework
      spring-webflux org.springframework
      spring-webmvc org.springframework
      spring-websocket org.springframework
      sqlite-jdbc org.xerial
      sshd-core org.apache.sshd
      stax-api stax
      struts struts
      struts2-core org.apache.struts
      testng org.testng
      thymeleaf org.thymeleaf
      tika-* org.apache.tika
      tomcat-* org.apache.tomcat
      tomcat-annotations-api org.apache.tomcat
      tomcat-embed-* org.apache.tomcat.embed
      trove4j net.sf.trove4j
      undertow-* io.undertow
      velocity org.apache.velocity
      velocity-engine-core org.apache.velocity
      vertx-* io.vertx
      wildfly-* org.wildfly
      wsdl4j wsdl4j
      xalan xalan
      xercesImpl xerces
      xml-apis xml-apis
      xmlbeans org.apache.xmlbeans
      xmlsec org.apache.santuario
      xstream com.thoughtworks.xstream
      zookeeper org.apache.zookeeper
      """
          .lines()
          .map(line -> line.split(" "))
          .collect(
              Collectors.toMap(
                  part -> part[0], part -> part[1], (first, _) -> first, TreeMap::new));

  /// EISOP's fork of the Checker Framework keeps names and packages, and marks its versions:
  /// `3.42.0-eisop1`.
  private static final Pattern EISOP = Pattern.compile("[0-9.]++-eisop[0-9]++");

  private KnownGroups() {}

  /// The group of an artifact in that version; empty where it is not in the list.
  static String of(String artifact, String version) {
    if (EISOP.matcher(version).matches()) {
      return "io.github.eisop";
    }
    int end = 0;
    while (end < version.length() && end < 6 && Character.isDigit(version.charAt(end))) {
      end++;
    }
    int major = end == 0 ? 0 : Integer.parseInt(version.substring(0, end));
    String group = of(artifact);
    return switch (group) {
      case "org.ow2.asm" -> major < 4 ? "asm" : group;
      case "org.codehaus.groovy" -> major >= 4 && major < 100 ? "org.apache.groovy" : group;
      case "org.hibernate" ->
          artifact.equals("hibernate-core") && major >= 6 ? "org.hibernate.orm" : group;
      case "com.squareup.okhttp3" -> major < 3 ? "com.squareup.okhttp" : group;
      case "io.reactivex.rxjava3" ->
          major < 2 ? "io.reactivex" : "io.reactivex.rxjava" + Math.min(major, 3);
      case "org.javassist" -> version.startsWith("3.") || major > 3 ? group : "javassist";
      default -> group;
    };
  }

  private static String of(String artifact) {
    String exact = GROUPS.get(artifact);
    if (exact != null) {
      return exact;
    }
    for (int end = artifact.length(); end > 0; end--) {
      String beginning = GROUPS.get(artifact.substring(0, end) + "*");
      if (beginning != null) {
        return beginning;
      }
    }
    return "";
  }
}
