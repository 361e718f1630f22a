package dev.assay;

import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void a() {}
}
