package dev.assay.format.gzip;

/// The ways there are to unpack deflate data; all give the same bytes.
public enum Inflation {
  /// The zlib that every JDK brings: at full speed from the first byte on.
  JDK,
  /// Our own: half as fast again once the JVM has compiled it. The only one with checkpoints.
  JAVA,
  /// Intel's ISA-L where the system has it: twice as fast again, but the JVM takes some 25 ms to
  /// learn how to call it.
  ISAL;

  /// The system property that forces one of them, by its name in lower case.
  public static final String PROPERTY = "assay.inflater";

  /// Less packed data is through before anything else has got up to speed.
  private static final long WORTH_ISAL = 12L << 20;

  /// The same where something larger has made the JVM learn how to call ISA-L.
  private static final long WORTH_CALLS = 1L << 20;

  private static final long WORTH_JAVA = 24L << 20;

  /// Whether it can be used here.
  public boolean isAvailable() {
    return this != ISAL || IsalLibrary.find().isPresent();
  }

  /// Starts to unpack.
  ///
  /// @throws IllegalStateException where it is not available
  public Inflating start() {
    return switch (this) {
      case JDK -> new JdkInflating();
      case JAVA -> new JavaInflating();
      case ISAL ->
          new IsalInflating(
              IsalLibrary.find()
                  .orElseThrow(() -> new IllegalStateException("this system has no ISA-L")));
    };
  }

  /// The fastest for so much data, or the one that the system property names.
  ///
  /// @param packedBytes how much there is, negative where that is not known
  public static Inflation fastest(long packedBytes) {
    return fastest(packedBytes, packedBytes);
  }

  /// The same for one of several that are unpacked together. Which it is depends on their sizes
  /// alone: damage of some kinds is noticed by one and not by the other.
  ///
  /// @param packedBytes how much there is, negative where that is not known
  /// @param largestBytes how much there is of the largest
  public static Inflation fastest(long packedBytes, long largestBytes) {
    for (Inflation way : values()) {
      if (way.name().equalsIgnoreCase(Forced.NAME) && way.isAvailable()) {
        return way;
      }
    }
    long worth = largestBytes >= WORTH_ISAL ? WORTH_CALLS : WORTH_ISAL;
    if (packedBytes >= 0 && packedBytes < worth) {
      return JDK;
    }
    if (ISAL.isAvailable()) {
      return ISAL;
    }
    return packedBytes < WORTH_JAVA ? JDK : JAVA;
  }

  /// What was said when the process started.
  private static final class Forced {
    static final String NAME = System.getProperty(PROPERTY, "");
  }
}
