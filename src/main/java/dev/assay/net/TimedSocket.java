package dev.assay.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/// A connection that gives up after a silence. Channels have no time limits of their own, and Unix
/// domain sockets exist as channels only.
final class TimedSocket implements Closeable {
  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final int silenceMillis;
  private final Deadline deadline;

  TimedSocket(SocketChannel channel, int silenceMillis, Deadline deadline) throws IOException {
    this.channel = channel;
    this.silenceMillis = silenceMillis;
    this.deadline = deadline;
    channel.configureBlocking(false);
    this.selector = Selector.open();
    this.key = channel.register(selector, 0);
  }

  void connect(SocketAddress address) throws IOException {
    boolean connected = channel.connect(address);
    while (!connected) {
      await(SelectionKey.OP_CONNECT);
      connected = channel.finishConnect();
    }
  }

  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0) {
        await(SelectionKey.OP_WRITE);
      }
    }
  }

  InputStream input() {
    return new BulkInput() {
      @Override
      public int read(byte[] out, int offset, int length) throws IOException {
        if (length == 0) {
          return 0;
        }
        ByteBuffer buffer = ByteBuffer.wrap(out, offset, length);
        int count = channel.read(buffer);
        while (count == 0) {
          await(SelectionKey.OP_READ);
          count = channel.read(buffer);
        }
        return count;
      }
    };
  }

  private void await(int operation) throws IOException {
    deadline.check();
    key.interestOps(operation);
    int ready = selector.select(deadline.within(silenceMillis));
    selector.selectedKeys().clear();
    if (ready == 0) {
      deadline.check();
      throw new SocketTimeoutException("no answer within " + silenceMillis + " ms");
    }
  }

  @Override
  public void close() throws IOException {
    try (selector) {
      channel.close();
    }
  }
}
