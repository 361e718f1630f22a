package dev.assay.sign.crypto;

import dev.assay.failure.InputFailure;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.util.List;

/// A curve `y² = x³ - 3x + b` over a prime field, and ECDSA signatures on it, which are checked
/// only. Java's own code for that is made for secrets: all of it takes the same time whatever the
/// numbers are. Before it is compiled, which it is late in a process as short as ours, a check
/// takes a good part of a second; this one takes some thousandths.
///
/// Source: FIPS 186-5 section 6.4.2, NIST SP 800-186 section 3.2.1
final class NistCurve {
  private static final BigInteger THREE = BigInteger.valueOf(3);

  private static final List<Integer> SIZES = List.of(256, 384, 521);

  /// Bits of a scalar that are taken together.
  private static final int WIDTH = 5;

  private final BigInteger prime;
  private final BigInteger order;
  private final BigInteger b;
  private final ECPoint base;
  private final PrimeField field;
  private final int[] one;

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

  private NistCurve(ECParameterSpec curve) {
    this.prime = ((ECFieldFp) curve.getCurve().getField()).getP();
    this.order = curve.getOrder();
    this.b = curve.getCurve().getB();
    this.base = curve.getGenerator();
    this.field = new PrimeField(prime);
    this.one = field.of(BigInteger.ONE);
  }

  /// Whether keys are on one of the three curves that are used for signatures. That it has the
  /// usual numbers, Java sees to: it reads no curve but by its name.
  static boolean has(ECPublicKey key) {
    ECParameterSpec curve = key.getParams();
    return curve.getCurve().getField() instanceof ECFieldFp over
        && SIZES.contains(over.getFieldSize())
        && curve.getCurve().getA().add(THREE).equals(over.getP())
        && curve.getCofactor() == 1;
  }

  /// The curve of a key that is on one of the three.
  static NistCurve of(ECPublicKey key) {
    return new NistCurve(key.getParams());
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
    int[] first = digits(m);
    int[] second = digits(n);
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
  private int[] digits(BigInteger number) {
    int[] digits = new int[order.bitLength() + 1];
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
