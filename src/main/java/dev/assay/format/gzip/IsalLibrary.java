package dev.assay.format.gzip;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.Deflater;

/// The system's `libisal.so.2`, if there is one whose state is laid out as we know it. The library
/// tells nobody its version, so a trial decides: each number that we rely on has to be where it is
/// expected, before and after a few bytes are unpacked.
///
/// It takes codes some of which mean nothing, as long as those do not occur; the others refuse
/// them. No compressor writes any.
@SuppressWarnings("restricted") // the manifest allows native access
final class IsalLibrary {
  /// All three functions take the address of a state. What the two that return nothing leave in the
  /// register of a result is not looked at: each further kind of function takes the JVM 5 ms.
  private static final FunctionDescriptor TYPE = FunctionDescriptor.of(JAVA_INT, JAVA_LONG);

  private static final int TRIAL_BYTES = 4000;
  private static final int TRIAL_EXCESS = 3;
  private static final byte UNTOUCHED = 0x5a;

  /// What is 0 before the first byte.
  private static final int[] ZEROS = {
    IsalState.AVAIL_OUT,
    IsalState.TOTAL_OUT,
    IsalState.AVAIL_IN,
    IsalState.READ_IN_BITS,
    IsalState.BLOCK_STATE,
    IsalState.CRC_FLAG
  };

  private final MemorySegment init;
  private final MemorySegment reset;
  private final MemorySegment inflate;

  private IsalLibrary(SymbolLookup symbols) {
    this.init = symbols.findOrThrow("isal_inflate_init");
    this.reset = symbols.findOrThrow("isal_inflate_reset");
    this.inflate = symbols.findOrThrow("isal_inflate");
  }

  /// The library; looked for once.
  static Optional<IsalLibrary> find() {
    return Found.LIBRARY;
  }

  /// Apart, as a constant that is made when it is first needed: the JVM compiles calls of those.
  private static final class Calls {
    static final MethodHandle CALL = Linker.nativeLinker().downcallHandle(TYPE);
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
  IsalState newState(Arena arena) {
    IsalState state = IsalState.in(arena);
    call(init, state);
    return state;
  }

  /// Makes a state ready for other data.
  void reset(IsalState state) {
    call(reset, state);
  }

  /// Unpacks as far as input and room last.
  ///
  /// @return negative where the data is damaged
  int inflate(IsalState state) {
    return call(inflate, state);
  }

  private static int call(MemorySegment function, IsalState state) {
    try {
      return (int) Calls.CALL.invokeExact(function, state.address());
    } catch (Throwable e) {
      throw new IllegalStateException(e); // C throws nothing
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
      in.asByteBuffer().put(0, data, 0, length);
      MemorySegment out = arena.allocate(2 * TRIAL_BYTES);
      byte[] unpacked = new byte[TRIAL_BYTES];
      boolean passes =
          passesTrial(IsalState.in(arena), new Trial(in.address(), length, out.address()));
      out.asByteBuffer().get(0, unpacked);
      return passes && Arrays.equals(unpacked, content);
    }
  }

  /// Where the trial's data lie, how long they are, and where there is twice the room they need.
  private record Trial(long in, int length, long out) {}

  private boolean passesTrial(IsalState state, Trial trial) {
    byte[] untouched = new byte[IsalState.BYTES];
    Arrays.fill(untouched, UNTOUCHED);
    state.bytes().put(0, untouched);
    call(init, state);
    for (int number : ZEROS) {
      if (state.get(number) != 0) {
        return false;
      }
    }
    int half = trial.length / 2;
    state.set(IsalState.NEXT_IN, trial.in, IsalState.AVAIL_IN, half);
    state.set(IsalState.NEXT_OUT, trial.out, IsalState.AVAIL_OUT, 2 * TRIAL_BYTES);
    boolean isMidway = inflate(state) >= 0 && !state.isAtEnd();
    if (!isMidway || state.get(IsalState.AVAIL_IN) != 0) {
      return false;
    }
    state.set(IsalState.AVAIL_IN, trial.length - half);
    boolean isDone = inflate(state) >= 0 && state.isAtEnd();
    int excess = state.get(IsalState.AVAIL_IN) + state.get(IsalState.READ_IN_BITS) / Byte.SIZE;
    return isDone
        && excess == TRIAL_EXCESS
        && state.get(IsalState.TOTAL_OUT) == TRIAL_BYTES
        && state.get(IsalState.AVAIL_OUT) == TRIAL_BYTES
        && state.bytes().getLong(IsalState.NEXT_OUT) == trial.out + TRIAL_BYTES
        && state.bytes().get(IsalState.BYTES - 1) == UNTOUCHED;
  }
}
