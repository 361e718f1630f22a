package dev.assay.format.gzip;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.zip.Deflater;

/// The system's `libisal.so.2`, if there is one whose state is laid out as we know it. The library
/// tells nobody its version, so a trial decides: each number that we rely on has to be where it is
/// expected, before and after a few bytes are unpacked.
///
/// It takes codes some of which mean nothing, as long as those do not occur; the others refuse
/// them. No compressor writes any.
///
/// Source: `struct inflate_state` in `igzip_lib.h` of ISA-L 2.30 and 2.31
@SuppressWarnings("restricted") // the manifest allows native access
final class IsalLibrary {
  static final long NEXT_OUT = 0;
  static final long AVAIL_OUT = 8;
  static final long TOTAL_OUT = 12;
  static final long NEXT_IN = 16;
  static final long AVAIL_IN = 32;
  static final long READ_IN_BITS = 36;
  static final long BLOCK_STATE = 21160;

  /// Half as much again as the state takes, for versions to come.
  private static final long STATE_BYTES = 128L << 10;

  /// The block state once the data has ended and everything was handed out.
  static final int FINISHED = 5;

  private static final long CRC_FLAG = 21172;
  private static final int TRIAL_BYTES = 4000;
  private static final int TRIAL_EXCESS = 3;
  private static final byte UNTOUCHED = 0x5a;

  private final MethodHandle init;
  private final MethodHandle reset;
  private final MethodHandle inflate;

  private IsalLibrary(SymbolLookup symbols) {
    Linker linker = Linker.nativeLinker();
    this.init = method(linker, symbols, "isal_inflate_init", FunctionDescriptor.ofVoid(ADDRESS));
    this.reset = method(linker, symbols, "isal_inflate_reset", FunctionDescriptor.ofVoid(ADDRESS));
    this.inflate =
        method(linker, symbols, "isal_inflate", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  }

  private static MethodHandle method(
      Linker linker, SymbolLookup symbols, String name, FunctionDescriptor type) {
    return linker.downcallHandle(symbols.findOrThrow(name), type);
  }

  /// The library; looked for once.
  static Optional<IsalLibrary> find() {
    return Found.LIBRARY;
  }

  private static final class Found {
    static final Optional<IsalLibrary> LIBRARY = load();

    private static Optional<IsalLibrary> load() {
      try {
        var library = new IsalLibrary(SymbolLookup.libraryLookup("libisal.so.2", Arena.global()));
        return library.passesTrial() ? Optional.of(library) : Optional.empty();
      } catch (RuntimeException | LinkageError e) {
        return Optional.empty(); // none, or none for this JVM
      }
    }
  }

  /// A state that is ready for data.
  MemorySegment newState(Arena arena) {
    MemorySegment state = arena.allocate(STATE_BYTES, Long.BYTES);
    call(init, state);
    return state;
  }

  /// Makes a state ready for other data.
  void reset(MemorySegment state) {
    call(reset, state);
  }

  private static void call(MethodHandle method, MemorySegment state) {
    try {
      method.invokeExact(state);
    } catch (Throwable e) {
      throw new IllegalStateException(e); // C throws nothing
    }
  }

  /// Unpacks as far as input and room last.
  ///
  /// @return negative where the data is damaged
  int inflate(MemorySegment state) {
    try {
      return (int) inflate.invokeExact(state);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean passesTrial() {
    byte[] content = new byte[TRIAL_BYTES];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i % 7 * i / 50);
    }
    byte[] data = new byte[2 * TRIAL_BYTES];
    var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setInput(content);
    deflater.finish();
    int length = deflater.deflate(data) + TRIAL_EXCESS;
    deflater.end();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(data.length);
      MemorySegment.copy(data, 0, in, JAVA_BYTE, 0, length);
      MemorySegment out = arena.allocate(2 * TRIAL_BYTES);
      return passesTrial(arena.allocate(STATE_BYTES, Long.BYTES), in.asSlice(0, length), out)
          && out.asSlice(0, TRIAL_BYTES).mismatch(MemorySegment.ofArray(content)) < 0;
    }
  }

  private boolean passesTrial(MemorySegment state, MemorySegment in, MemorySegment out) {
    state.fill(UNTOUCHED);
    call(init, state);
    for (long number : new long[] {AVAIL_OUT, TOTAL_OUT, AVAIL_IN, READ_IN_BITS, CRC_FLAG}) {
      if (state.get(JAVA_INT, number) != 0) {
        return false;
      }
    }
    if (state.get(JAVA_INT, BLOCK_STATE) != 0) {
      return false;
    }
    state.set(ADDRESS, NEXT_IN, in);
    state.set(JAVA_INT, AVAIL_IN, (int) in.byteSize() / 2);
    state.set(ADDRESS, NEXT_OUT, out);
    state.set(JAVA_INT, AVAIL_OUT, (int) out.byteSize());
    boolean isMidway = inflate(state) >= 0 && state.get(JAVA_INT, BLOCK_STATE) != FINISHED;
    if (!isMidway || state.get(JAVA_INT, AVAIL_IN) != 0) {
      return false;
    }
    state.set(JAVA_INT, AVAIL_IN, (int) (in.byteSize() - in.byteSize() / 2));
    boolean isDone = inflate(state) >= 0 && state.get(JAVA_INT, BLOCK_STATE) == FINISHED;
    int excess = state.get(JAVA_INT, AVAIL_IN) + state.get(JAVA_INT, READ_IN_BITS) / Byte.SIZE;
    return isDone
        && excess == TRIAL_EXCESS
        && state.get(JAVA_INT, TOTAL_OUT) == TRIAL_BYTES
        && state.get(JAVA_INT, AVAIL_OUT) == out.byteSize() - TRIAL_BYTES
        && state.get(ADDRESS, NEXT_OUT).address() == out.address() + TRIAL_BYTES
        && state.get(JAVA_BYTE, STATE_BYTES - 1) == UNTOUCHED;
  }
}
