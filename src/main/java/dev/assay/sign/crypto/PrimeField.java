package dev.assay.sign.crypto;

import java.math.BigInteger;
import java.util.Arrays;

/// Numbers modulo an odd prime, in Montgomery's form: each stands for itself times 2^(32 × limbs).
/// A number is an array of limbs, the least first, always less than the prime, never written to.
///
/// How long an operation takes depends on the numbers: for public ones alone.
///
/// Source: Koç, Acar, Kaliski, "Analyzing and comparing Montgomery multiplication algorithms", CIOS
final class PrimeField {
  private static final long LIMB = 0xffff_ffffL;
  private static final int LIMB_BITS = 32;

  private final int size;
  private final int[] prime;

  /// Minus one over the prime, modulo 2^32.
  private final long inverse;

  private final int[] square;

  PrimeField(BigInteger prime) {
    this.size = (prime.bitLength() + LIMB_BITS - 1) / LIMB_BITS;
    this.prime = limbs(prime);
    BigInteger word = BigInteger.ONE.shiftLeft(LIMB_BITS);
    this.inverse = prime.modInverse(word).negate().intValue();
    this.square = limbs(BigInteger.ONE.shiftLeft(2 * LIMB_BITS * size).mod(prime));
  }

  private int[] limbs(BigInteger number) {
    int[] limbs = new int[size];
    for (int i = 0; i < size; i++) {
      limbs[i] = number.shiftRight(LIMB_BITS * i).intValue();
    }
    return limbs;
  }

  /// A number of the field.
  ///
  /// @param number at least 0 and less than the prime
  int[] of(BigInteger number) {
    return times(limbs(number), square);
  }

  /// The number that is meant.
  BigInteger number(int[] a) {
    int[] unit = new int[size];
    unit[0] = 1;
    int[] plain = times(a, unit);
    BigInteger number = BigInteger.ZERO;
    for (int i = size - 1; i >= 0; i--) {
      number = number.shiftLeft(LIMB_BITS).or(BigInteger.valueOf(plain[i] & LIMB));
    }
    return number;
  }

  int[] zero() {
    return new int[size];
  }

  static boolean isZero(int[] a) {
    for (int limb : a) {
      if (limb != 0) {
        return false;
      }
    }
    return true;
  }

  int[] times(int[] a, int[] b) {
    int[] sum = new int[size + 1];
    for (int i = 0; i < size; i++) {
      long digit = b[i] & LIMB;
      // As many times the prime are added as make the lowest limb zero, which then falls away.
      long lowest = (a[0] & LIMB) * digit + (sum[0] & LIMB);
      long factor = (lowest * inverse) & LIMB;
      long product = lowest >>> LIMB_BITS;
      long reduced = (factor * (prime[0] & LIMB) + (lowest & LIMB)) >>> LIMB_BITS;
      for (int j = 1; j < size; j++) {
        product += (a[j] & LIMB) * digit + (sum[j] & LIMB);
        reduced += factor * (prime[j] & LIMB) + (product & LIMB);
        sum[j - 1] = (int) reduced;
        product >>>= LIMB_BITS;
        reduced >>>= LIMB_BITS;
      }
      long top = (sum[size] & LIMB) + product + reduced;
      sum[size - 1] = (int) top;
      sum[size] = (int) (top >>> LIMB_BITS);
    }
    return withoutPrime(sum);
  }

  int[] squared(int[] a) {
    return times(a, a);
  }

  int[] plus(int[] a, int[] b) {
    int[] sum = new int[size + 1];
    long carry = 0;
    for (int i = 0; i < size; i++) {
      carry += (a[i] & LIMB) + (b[i] & LIMB);
      sum[i] = (int) carry;
      carry >>>= LIMB_BITS;
    }
    sum[size] = (int) carry;
    return withoutPrime(sum);
  }

  int[] minus(int[] a, int[] b) {
    int[] difference = new int[size];
    long borrow = 0;
    for (int i = 0; i < size; i++) {
      borrow += (a[i] & LIMB) - (b[i] & LIMB);
      difference[i] = (int) borrow;
      borrow >>= LIMB_BITS;
    }
    long carry = 0;
    for (int i = 0; borrow != 0 && i < size; i++) {
      carry += (difference[i] & LIMB) + (prime[i] & LIMB);
      difference[i] = (int) carry;
      carry >>>= LIMB_BITS;
    }
    return difference;
  }

  /// @param sum less than twice the prime, with a limb more
  private int[] withoutPrime(int[] sum) {
    int[] difference = new int[size];
    long borrow = 0;
    for (int i = 0; i < size; i++) {
      borrow += (sum[i] & LIMB) - (prime[i] & LIMB);
      difference[i] = (int) borrow;
      borrow >>= LIMB_BITS;
    }
    return borrow + (sum[size] & LIMB) < 0 ? Arrays.copyOf(sum, size) : difference;
  }
}
