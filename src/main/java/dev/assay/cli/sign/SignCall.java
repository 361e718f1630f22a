package dev.assay.cli.sign;

import dev.assay.cli.flag.Settings;
import dev.assay.model.Progress;
import dev.assay.net.Http;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// One run of one command, as the commands of this package see it.
public interface SignCall {
  /// What the flags are set to.
  Settings settings();

  /// What stood behind them.
  List<String> operands();

  /// Text for standard output.
  void print(String text) throws IOException;

  /// A line on standard error.
  void say(String line);

  /// Where warnings go.
  Progress progress();

  /// The network.
  ///
  /// @param hosts those that may be talked to without TLS where the user says so
  Http open(List<String> hosts);

  /// A line that is not shown; empty where there is nobody to ask.
  Optional<String> secret(String question);

  /// Whether there is somebody to ask.
  boolean hasTerminal();

  /// A line; empty where there is nobody to ask.
  Optional<String> ask(String question);

  /// Standard input, up to that many bytes.
  byte[] input(int most) throws IOException;

  /// The one operand there must be.
  String operand(String label);

  /// A usage failure's hint.
  String help();
}
