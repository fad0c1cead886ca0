package io.vitrine.remote;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A range of addresses, as in {@code 10.0.0.0/8}.
 *
 * @param prefix how many bits of the base address its members share
 */
public record Network(InetAddress base, int prefix) {
  private static final int BYTE = Byte.SIZE;

  public Network {
    if (prefix < 0 || prefix > base.getAddress().length * BYTE) {
      throw new IllegalArgumentException(
          "'%s/%d' is no network: the prefix is out of range"
              .formatted(base.getHostAddress(), prefix));
    }
  }

  /** Reads the usual notation; an address alone is a network of one. */
  public static Network of(String text) {
    try {
      int slash = text.indexOf('/');
      InetAddress base = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      int bits = base.getAddress().length * BYTE;
      return new Network(base, slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'%s' is no network, such as 10.0.0.0/8 or fd00::/8 is".formatted(text), e);
    }
  }

  public boolean contains(InetAddress address) {
    byte[] mine = base.getAddress();
    byte[] other = address.getAddress();
    int whole = prefix / BYTE;
    if (mine.length != other.length || !Arrays.equals(mine, 0, whole, other, 0, whole)) {
      return false;
    }
    int rest = prefix % BYTE;
    return rest == 0 || ((mine[whole] ^ other[whole]) & 0xff) >> (BYTE - rest) == 0;
  }
}
