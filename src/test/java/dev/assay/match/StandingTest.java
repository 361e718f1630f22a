package dev.assay.match;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.assay.model.Component;
import dev.assay.model.Ecosystem;
import dev.assay.model.OperatingSystem;
import dev.assay.model.PackageType;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class StandingTest {
  /// Bitnami's advisories are where programs without a package manager have theirs.
  @ParameterizedTest
  @EnumSource(PackageType.class)
  void knowsWhatIsALanguageAndWhatADistribution(PackageType type) {
    var component = Component.of(type, "test", "x", "1").detail("advisories", "bitnami").build();
    var debian = new OperatingSystem("debian", "12", "", Optional.empty());
    Optional<Ecosystem> ecosystem = Ecosystems.of(component, Optional.of(debian));
    ecosystem.ifPresent(one -> assertEquals(!type.isSystem(), Standing.isLanguage(one)));
  }
}
