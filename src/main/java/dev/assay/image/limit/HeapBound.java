package dev.assay.image.limit;

/// Keeps a scan small in memory. The JVM's smallest collector looks at what is old only when the
/// heap is as large as it may become. What a scan leaves there is the buffers of layers and
/// programs that it is done with: they are let go each time that so many have come together.
public final class HeapBound {
  private static final long GROWTH_BYTES = 16L << 20;

  /// What has more room has another collector as well: servers, and who sets one.
  private static final long SMALL_HEAP_BYTES = 256L << 20;

  private static final HeapBound PROCESS = new HeapBound();

  private final Runtime runtime = Runtime.getRuntime();
  private final boolean isOn = runtime.maxMemory() <= SMALL_HEAP_BYTES;

  /// At first what the program itself has: that is not let go.
  private volatile long afterLast = used();

  private HeapBound() {}

  /// The only one: there is one heap.
  public static HeapBound ofProcess() {
    return PROCESS;
  }

  /// Looks whether it is time to; to be called for every stretch of bytes that comes or is
  /// unpacked.
  public void look() {
    if (isOn && used() > afterLast + GROWTH_BYTES) {
      collect();
    }
  }

  private synchronized void collect() {
    if (used() > afterLast + GROWTH_BYTES) { // another thread was not quicker
      System.gc();
      afterLast = used();
    }
  }

  private long used() {
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
