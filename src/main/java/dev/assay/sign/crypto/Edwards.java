package dev.assay.sign.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/// Ed25519 signatures, which are checked only: on the curve `-x² + y² = 1 + d x² y²` over the field
/// of `2^255 - 19`. Java's own code takes the same time whatever the numbers are, which is long in
/// a process as short as ours. As Go does, a signature holds where its first half is, byte for
/// byte, the point that its second half leads to; numbers that are not reduced are refused.
///
/// Source: RFC 8032 sections 5.1.3 and 5.1.7
final class Edwards {
  /// Bytes of a point and of a number.
  static final int SIZE_BYTES = 32;

  private static final BigInteger PRIME =
      BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger ORDER =
      BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final BigInteger D =
      new BigInteger("52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3", 16);

  private static final BigInteger BASE_X =
      new BigInteger("216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a", 16);
  private static final BigInteger BASE_Y =
      new BigInteger("6666666666666666666666666666666666666666666666666666666666666658", 16);

  private static final int ORDER_BITS = 253;
  private static final int ODD_MULTIPLES = 8;

  private final PrimeField field = new PrimeField(PRIME);
  private final int[] zero = field.zero();
  private final int[] one = field.of(BigInteger.ONE);
  private final int[] twiceD = field.of(D.shiftLeft(1).mod(PRIME));

  /// A point as `(x / z, y / z)`, with `t` = `x y / z`.
  private static final class Point {
    private final int[] x;
    private final int[] y;
    private final int[] z;
    private final int[] t;

    private Point(int[] x, int[] y, int[] z, int[] t) {
      this.x = x;
      this.y = y;
      this.z = z;
      this.t = t;
    }
  }

  /// Whether a message was signed.
  ///
  /// @param key 32 bytes
  boolean verifies(byte[] key, byte[] message, byte[] signature) {
    if (signature.length != 2 * SIZE_BYTES) {
      return false;
    }
    byte[] first = Arrays.copyOf(signature, SIZE_BYTES);
    BigInteger s = number(Arrays.copyOfRange(signature, SIZE_BYTES, 2 * SIZE_BYTES));
    Optional<Point> point = point(key);
    if (point.isEmpty() || s.compareTo(ORDER) >= 0) {
      return false;
    }
    BigInteger k = number(Hash.SHA512.of(first, key, message)).mod(ORDER);
    return Arrays.equals(first, encoded(sum(s, k, negated(point.get()))));
  }

  /// Whether these bytes are a point of the curve.
  boolean isPoint(byte[] encoded) {
    return point(encoded).isPresent();
  }

  /// The least byte first.
  private static BigInteger number(byte[] bytes) {
    byte[] turned = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      turned[bytes.length - 1 - i] = bytes[i];
    }
    return new BigInteger(1, turned);
  }

  private Optional<Point> point(byte[] encoded) {
    if (encoded.length != SIZE_BYTES) {
      return Optional.empty();
    }
    BigInteger all = number(encoded);
    BigInteger y = all.clearBit(255);
    if (y.compareTo(PRIME) >= 0) {
      return Optional.empty();
    }
    return abscissa(field.of(y), all.testBit(255));
  }

  /// The root of `(y² - 1) / (d y² + 1)` that is odd, or that is not.
  private Optional<Point> abscissa(int[] y, boolean isOdd) {
    int[] yy = field.squared(y);
    int[] u = field.minus(yy, one);
    int[] v = field.plus(field.times(field.of(D), yy), one);
    int[] v3 = field.times(field.squared(v), v);
    int[] v7 = field.times(field.squared(v3), v);
    int[] power = power(field.times(u, v7), PRIME.subtract(BigInteger.valueOf(5)).shiftRight(3));
    int[] x = field.times(field.times(u, v3), power);
    int[] back = field.times(v, field.squared(x));
    if (!isEqual(back, u)) {
      if (!isEqual(back, field.minus(zero, u))) {
        return Optional.empty();
      }
      x = field.times(x, field.of(BigInteger.TWO.modPow(PRIME.shiftRight(2), PRIME)));
    }
    if (field.number(x).testBit(0) != isOdd) {
      if (PrimeField.isZero(x)) {
        return Optional.empty();
      }
      x = field.minus(zero, x);
    }
    return Optional.of(new Point(x, y, one, field.times(x, y)));
  }

  private int[] power(int[] base, BigInteger exponent) {
    int[] power = one;
    for (int bit = exponent.bitLength() - 1; bit >= 0; bit--) {
      power = field.squared(power);
      if (exponent.testBit(bit)) {
        power = field.times(power, base);
      }
    }
    return power;
  }

  private boolean isEqual(int[] a, int[] b) {
    return PrimeField.isZero(field.minus(a, b));
  }

  private byte[] encoded(Point point) {
    BigInteger inverse = field.number(point.z).modInverse(PRIME);
    BigInteger x = field.number(point.x).multiply(inverse).mod(PRIME);
    BigInteger y = field.number(point.y).multiply(inverse).mod(PRIME);
    byte[] digits = (x.testBit(0) ? y.setBit(255) : y).toByteArray();
    byte[] encoded = new byte[SIZE_BYTES];
    for (int i = 0; i < SIZE_BYTES && i < digits.length; i++) {
      encoded[i] = digits[digits.length - 1 - i];
    }
    return encoded;
  }

  private Point negated(Point p) {
    return new Point(field.minus(zero, p.x), p.y, p.z, field.minus(zero, p.t));
  }

  /// `m` times the base point and `n` times another, both at once.
  private Point sum(BigInteger m, BigInteger n, Point other) {
    int[] x = field.of(BASE_X);
    int[] y = field.of(BASE_Y);
    int[] first = NistCurve.digits(m, ORDER_BITS);
    int[] second = NistCurve.digits(n, ORDER_BITS);
    Point[] bases = oddMultiples(new Point(x, y, one, field.times(x, y)));
    Point[] others = oddMultiples(other);
    Point sum = new Point(zero, one, one, zero);
    for (int bit = first.length - 1; bit >= 0; bit--) {
      sum = added(added(twice(sum), first[bit], bases), second[bit], others);
    }
    return sum;
  }

  private Point added(Point sum, int digit, Point[] odd) {
    if (digit == 0) {
      return sum;
    }
    Point point = odd[Math.abs(digit) / 2];
    return plus(sum, digit > 0 ? point : negated(point));
  }

  private Point[] oddMultiples(Point point) {
    Point[] multiples = new Point[ODD_MULTIPLES];
    Point step = twice(point);
    multiples[0] = point;
    for (int i = 1; i < ODD_MULTIPLES; i++) {
      multiples[i] = plus(multiples[i - 1], step);
    }
    return multiples;
  }

  /// Source: "add-2008-hwcd-3" of the Explicit-Formulas Database, which holds for all points of
  /// this curve
  private Point plus(Point p, Point q) {
    int[] a = field.times(field.minus(p.y, p.x), field.minus(q.y, q.x));
    int[] b = field.times(field.plus(p.y, p.x), field.plus(q.y, q.x));
    int[] c = field.times(field.times(p.t, twiceD), q.t);
    int[] zz = field.times(p.z, q.z);
    int[] d = field.plus(zz, zz);
    return product(field.minus(b, a), field.minus(d, c), field.plus(d, c), field.plus(b, a));
  }

  /// Source: "dbl-2008-hwcd"
  private Point twice(Point p) {
    int[] a = field.squared(p.x);
    int[] b = field.squared(p.y);
    int[] zz = field.squared(p.z);
    int[] e = field.minus(field.minus(field.squared(field.plus(p.x, p.y)), a), b);
    int[] g = field.minus(b, a);
    int[] f = field.minus(g, field.plus(zz, zz));
    return product(e, f, g, field.minus(field.minus(zero, a), b));
  }

  private Point product(int[] e, int[] f, int[] g, int[] h) {
    return new Point(field.times(e, f), field.times(g, h), field.times(f, g), field.times(e, h));
  }
}
