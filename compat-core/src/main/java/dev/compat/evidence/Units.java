package dev.compat.evidence;

import dev.compat.config.CompatConfig;
import dev.compat.state.StateFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What tenants, users and others that calls are for are called in evidence: by their names where
 * values are kept, else by a hash with a salt that is the state folder's own.
 */
public final class Units {

  private static final int BYTES = 5;
  private static final int MOST = 1_000;

  private final Redaction redaction;
  private final Supplier<byte[]> salt;

  /** A hash takes a thousand times as long as a look. */
  private final Map<String, String> hashes = new ConcurrentHashMap<>();

  private volatile byte[] known = {};

  Units(Redaction redaction, Supplier<byte[]> salt) {
    this.redaction = redaction;
    this.salt = salt;
  }

  /** As a configuration wants them called; the salt is read when it is first needed. */
  public static Units of(CompatConfig config) {
    Path state = config.state();
    return new Units(
        Redaction.of(config), state == null ? Units::fresh : () -> StateFolder.at(state).salt());
  }

  /** The name that is kept. */
  public String name(String unit) {
    boolean isKept =
        redaction.keepsValues()
            && !redaction.covers(Redaction.UNIT, String.class)
            && redaction.text(unit).equals(unit);
    return isKept ? Tally.bounded(unit) : hashed(unit);
  }

  /** All that a unit may be called in a state folder. */
  public static Set<String> names(StateFolder state, String unit) {
    return state.hasSalt()
        ? Set.of(Tally.bounded(unit), hash(state.salt(), unit))
        : Set.of(Tally.bounded(unit));
  }

  /** Leaves nothing behind of a unit. */
  void forget(String unit) {
    hashes.remove(unit);
  }

  private String hashed(String unit) {
    String hash = hashes.get(unit);
    if (hash == null) {
      hash = hashOf(unit);
      if (hashes.size() < MOST) {
        hashes.put(unit, hash);
      }
    }
    return hash;
  }

  private String hashOf(String unit) {
    if (known.length == 0) {
      known = salt();
    }
    return hash(known, unit);
  }

  /** Where the folder's own cannot be had, names of this process's own are better than none. */
  private byte[] salt() {
    try {
      return salt.get();
    } catch (RuntimeException unwritable) {
      return fresh();
    }
  }

  static byte[] fresh() {
    byte[] salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    return salt;
  }

  /** The name of a unit where no values are kept: the same in all processes of a state folder. */
  static String hash(byte[] salt, String unit) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(salt, "HmacSHA256"));
      byte[] hash = mac.doFinal(unit.getBytes(StandardCharsets.UTF_8));
      return "#" + HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
