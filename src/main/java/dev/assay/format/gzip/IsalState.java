package dev.assay.format.gzip;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// What ISA-L knows between two calls, outside of the heap. Read and written as a buffer: the JVM
/// makes a method handle for each way to look at a memory segment, and takes 20 ms for those.
///
/// Source: `struct inflate_state` in `igzip_lib.h` of ISA-L 2.30 and 2.31
record IsalState(long address, ByteBuffer bytes) {
  static final int NEXT_OUT = 0;
  static final int AVAIL_OUT = 8;
  static final int TOTAL_OUT = 12;
  static final int NEXT_IN = 16;
  static final int AVAIL_IN = 32;
  static final int READ_IN_BITS = 36;
  static final int BLOCK_STATE = 21160;
  static final int CRC_FLAG = 21172;

  /// The block state once the data has ended and everything was handed out.
  static final int FINISHED = 5;

  /// Half as much again as the state takes, for versions to come.
  static final int BYTES = 128 << 10;

  /// One of which no byte is set yet.
  static IsalState in(Arena arena) {
    MemorySegment memory = arena.allocate(BYTES, Long.BYTES);
    return new IsalState(memory.address(), memory.asByteBuffer().order(ByteOrder.nativeOrder()));
  }

  int get(int number) {
    return bytes.getInt(number);
  }

  void set(int number, int value) {
    bytes.putInt(number, value);
  }

  /// Sets the address of the next byte of input or output, and how many there are.
  void set(int next, long address, int available, int count) {
    bytes.putLong(next, address);
    bytes.putInt(available, count);
  }

  boolean isAtEnd() {
    return get(BLOCK_STATE) == FINISHED;
  }
}
