package dev.assay.sign.crypto;

import dev.assay.failure.InputFailure;
import java.math.BigInteger;
import java.security.spec.ECPoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A curve `y² = x³ - 3x + b` over a prime field, and ECDSA signatures on it, which are checked
/// only. Java's own code for that is made for secrets: all of it takes the same time whatever the
/// numbers are. Before it is compiled, which it is late in a process as short as ours, a check
/// takes a good part of a second; this one takes some thousandths.
///
/// Source: FIPS 186-5 section 6.4.2, NIST SP 800-186 section 3.2.1
final class NistCurve {
  private static final BigInteger THREE = BigInteger.valueOf(3);

  /// Bits of a scalar that are taken together.
  private static final int WIDTH = 5;

  private final BigInteger prime;
  private final BigInteger order;
  private final BigInteger b;
  private final ECPoint base;
  private final PrimeField field;
  private final int[] one;

  /// What defines a curve: the prime is a sum of powers of two, the rest is in hexadecimal.
  private record Numbers(List<Integer> powers, String order, String b, String x, String y) {
    BigInteger prime() {
      BigInteger sum = BigInteger.ZERO;
      for (int power : powers) {
        BigInteger term = BigInteger.ONE.shiftLeft(Math.abs(power));
        sum = power < 0 ? sum.subtract(term) : sum.add(term);
      }
      return sum.subtract(BigInteger.ONE);
    }
  }

  private static final Map<String, Numbers> BY_OID =
      Map.of(
          "1.2.840.10045.3.1.7",
          new Numbers(
              List.of(256, -224, 192, 96),
              "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
              "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
              "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
              "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"),
          "1.3.132.0.34",
          new Numbers(
              List.of(384, -128, -96, 32),
              "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db2"
                  + "48b0a77aecec196accc52973",
              "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d"
                  + "8a2ed19d2a85c8edd3ec2aef",
              "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25d"
                  + "bf55296c3a545e3872760ab7",
              "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce"
                  + "1d7e819d7a431d7c90ea0e5f"),
          "1.3.132.0.35",
          new Numbers(
              List.of(521),
              "1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868"
                  + "783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
              "51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e1561939"
                  + "51ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00",
              "c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e"
                  + "77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66",
              "11839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee7"
                  + "2995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650"));

  /// A point as `(x / z², y / z³)`; with `z` = 0 the one at infinity.
  private static final class Point {
    private final int[] x;
    private final int[] y;
    private final int[] z;

    private Point(int[] x, int[] y, int[] z) {
      this.x = x;
      this.y = y;
      this.z = z;
    }

    private boolean isInfinite() {
      return PrimeField.isZero(z);
    }
  }

  private NistCurve(Numbers numbers) {
    this.prime = numbers.prime();
    this.order = number(numbers.order());
    this.b = number(numbers.b());
    this.base = new ECPoint(number(numbers.x()), number(numbers.y()));
    this.field = new PrimeField(prime);
    this.one = field.of(BigInteger.ONE);
  }

  private static BigInteger number(String hex) {
    return new BigInteger(hex, 16);
  }

  /// The curve of an object identifier, where it is one of the three.
  static Optional<NistCurve> ofOid(String oid) {
    return Optional.ofNullable(BY_OID.get(oid)).map(NistCurve::new);
  }

  /// Size of the field: 256, 384 or 521.
  int bits() {
    return prime.bitLength();
  }

  /// The point of a key, which must be written in full: `04`, x, y.
  ///
  /// Source: SEC 1 section 2.3.4
  ///
  /// @return empty where it is no point of this curve
  Optional<ECPoint> point(byte[] encoded) {
    int size = (bits() + 7) / 8;
    if (encoded.length != 1 + 2 * size || encoded[0] != 4) {
      return Optional.empty();
    }
    ECPoint point =
        new ECPoint(
            new BigInteger(1, encoded, 1, size), new BigInteger(1, encoded, 1 + size, size));
    return Optional.of(point).filter(this::isOn);
  }

  /// Whether a digest was signed.
  ///
  /// @param key a point, which may be none of this curve
  /// @param signature `SEQUENCE { r INTEGER, s INTEGER }` as DER
  boolean verifies(ECPoint key, byte[] digest, byte[] signature) {
    BigInteger r;
    BigInteger s;
    try {
      List<Der> numbers = Der.read(signature).as(Der.SEQUENCE).items();
      if (numbers.size() != 2) {
        return false;
      }
      r = scalar(numbers.getFirst());
      s = scalar(numbers.getLast());
    } catch (InputFailure e) {
      // What is not even formed as a signature is none.
      return false;
    }
    if (!isOn(key)) {
      return false;
    }
    int surplus = Math.max(0, 8 * digest.length - order.bitLength());
    BigInteger message = new BigInteger(1, digest).shiftRight(surplus);
    BigInteger inverse = s.modInverse(order);
    Point sum =
        sum(message.multiply(inverse).mod(order), r.multiply(inverse).mod(order), point(key));
    return !sum.isInfinite() && isAbscissa(r, sum);
  }

  /// @throws InputFailure where it is not an INTEGER, in its shortest form, from 1 to the order
  private BigInteger scalar(Der value) {
    BigInteger number = value.integer();
    boolean isShortest = value.content().length == number.bitLength() / 8 + 1;
    if (!isShortest || number.signum() <= 0 || number.compareTo(order) >= 0) {
      throw new InputFailure("cannot read the signature: a number is out of range");
    }
    return number;
  }

  private boolean isOn(ECPoint point) {
    if (point.equals(ECPoint.POINT_INFINITY)
        || !isElement(point.getAffineX())
        || !isElement(point.getAffineY())) {
      return false;
    }
    BigInteger x = point.getAffineX();
    BigInteger cube = x.multiply(x).subtract(THREE).multiply(x).add(b);
    return point.getAffineY().pow(2).subtract(cube).mod(prime).signum() == 0;
  }

  private boolean isElement(BigInteger number) {
    return number.signum() >= 0 && number.compareTo(prime) < 0;
  }

  private Point point(ECPoint affine) {
    return new Point(field.of(affine.getAffineX()), field.of(affine.getAffineY()), one);
  }

  /// Whether the point's x, modulo the order, is r. The order is less than the prime, but by
  /// little.
  private boolean isAbscissa(BigInteger r, Point point) {
    int[] zz = field.squared(point.z);
    BigInteger other = r.add(order);
    return isEqual(field.times(field.of(r), zz), point.x)
        || (isElement(other) && isEqual(field.times(field.of(other), zz), point.x));
  }

  private boolean isEqual(int[] a, int[] b) {
    return PrimeField.isZero(field.minus(a, b));
  }

  /// `m` times the base point and `n` times the key, both at once.
  private Point sum(BigInteger m, BigInteger n, Point key) {
    int[] first = digits(m, order.bitLength());
    int[] second = digits(n, order.bitLength());
    Point[] bases = oddMultiples(point(base));
    Point[] keys = oddMultiples(key);
    Point sum = new Point(one, one, field.zero());
    for (int bit = first.length - 1; bit >= 0; bit--) {
      sum = add(add(twice(sum), multiple(first[bit], bases)), multiple(second[bit], keys));
    }
    return sum;
  }

  /// Signed odd digits, of which there is one among any five: the number is the sum of `digit[i] ×
  /// 2^i`.
  static int[] digits(BigInteger number, int bits) {
    int[] digits = new int[bits + 1];
    int carry = 0;
    for (int bit = 0; bit < digits.length; bit++) {
      int lowest = carry + (number.testBit(bit) ? 1 : 0);
      carry = lowest >> 1;
      if ((lowest & 1) == 1) {
        int digit = lowest;
        for (int i = 1; i < WIDTH; i++) {
          digit += number.testBit(bit + i) ? 1 << i : 0;
        }
        carry = digit >> (WIDTH - 1);
        digits[bit] = digit - (carry << WIDTH);
        bit += WIDTH - 1;
      }
    }
    return digits;
  }

  /// Once, three times, five times the point, and so on.
  private Point[] oddMultiples(Point point) {
    Point[] multiples = new Point[1 << (WIDTH - 2)];
    Point step = twice(point);
    multiples[0] = point;
    for (int i = 1; i < multiples.length; i++) {
      multiples[i] = add(multiples[i - 1], step);
    }
    return multiples;
  }

  private Point multiple(int digit, Point[] odd) {
    if (digit == 0) {
      return new Point(one, one, field.zero());
    }
    Point point = odd[Math.abs(digit) / 2];
    return digit > 0 ? point : new Point(point.x, field.minus(field.zero(), point.y), point.z);
  }

  /// Source: "dbl-2001-b" of the Explicit-Formulas Database
  private Point twice(Point p) {
    int[] delta = field.squared(p.z);
    int[] gamma = field.squared(p.y);
    int[] beta = field.times(p.x, gamma);
    int[] product = field.times(field.minus(p.x, delta), field.plus(p.x, delta));
    int[] alpha = field.plus(twice(product), product);
    int[] beta4 = twice(twice(beta));
    int[] x = field.minus(field.squared(alpha), twice(beta4));
    int[] z = field.minus(field.minus(field.squared(field.plus(p.y, p.z)), gamma), delta);
    int[] gamma8 = twice(twice(twice(field.squared(gamma))));
    return new Point(x, field.minus(field.times(alpha, field.minus(beta4, x)), gamma8), z);
  }

  private int[] twice(int[] a) {
    return field.plus(a, a);
  }

  /// Source: "add-2007-bl" of the Explicit-Formulas Database, which leaves out equal points,
  /// opposite ones and the one at infinity
  private Point add(Point p, Point q) {
    if (p.isInfinite()) {
      return q;
    }
    if (q.isInfinite()) {
      return p;
    }
    int[] pzz = field.squared(p.z);
    int[] qzz = field.squared(q.z);
    int[] u = field.times(p.x, qzz);
    int[] s = field.times(field.times(p.y, q.z), qzz);
    int[] h = field.minus(field.times(q.x, pzz), u);
    int[] r = field.minus(field.times(field.times(q.y, p.z), pzz), s);
    if (PrimeField.isZero(h)) {
      return PrimeField.isZero(r) ? twice(p) : new Point(one, one, field.zero());
    }
    int[] r2 = twice(r);
    int[] i = field.squared(twice(h));
    int[] j = field.times(h, i);
    int[] v = field.times(u, i);
    int[] x = field.minus(field.minus(field.squared(r2), j), twice(v));
    int[] y = field.minus(field.times(r2, field.minus(v, x)), twice(field.times(s, j)));
    int[] zs = field.minus(field.minus(field.squared(field.plus(p.z, q.z)), pzz), qzz);
    return new Point(x, y, field.times(zs, h));
  }
}
